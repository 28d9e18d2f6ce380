"""The two shapes that every part shares: a span of text, and the way back from a derived text to its origin.

All positions are Unicode code points, zero-based, half-open ``[start, end)``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A passage ``text[start:end]``, in code points, zero-based, half-open."""

    start: int
    end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the passage shares at least one code point with ``[start, end)``."""
        return self.start < end and start < self.end


class Run(NamedTuple):
    """A stretch ``[here, here_end)`` of a derived text that came from ``[there, there_end)`` of its origin.

    Runs of equal length on both sides map code point by code point; others (``&amp;`` to ``&``) map as a whole.
    """

    here: int
    here_end: int
    there: int
    there_end: int


class OffsetMap:
    """The way back from a derived text to its origin: runs, ordered by ``here``, without overlap.

    Code points of the derived text that belong to no run (a blank line put between two blocks) have no place in
    the origin; they map to the nearest run.
    """

    __slots__ = ("_ends", "_starts", "runs")

    def __init__(self, runs: Iterable[tuple[int, int, int, int]]) -> None:
        self.runs: tuple[Run, ...] = tuple(_merged(Run(*run) for run in runs if run[0] < run[1]))
        self._starts = [run.here for run in self.runs]
        self._ends = [run.here_end for run in self.runs]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text that is its own origin; ``length`` in code points."""
        return cls([(0, length, 0, length)])

    def span(self, start: int, end: int) -> Span:
        """The smallest span of the origin that holds all that ``[start, end)`` came from.

        Args:
            start: first code point of the derived text.
            end: one past the last; ``end <= start`` asks for the place of ``start`` alone and gives an empty span.

        Returns:
            A span of the origin; ``(0, 0)`` where the map is empty.
        """
        if not self.runs:
            return Span(0, 0)
        if end <= start:
            place = self._place(start)
            return Span(place, place)
        first = min(bisect_right(self._ends, start), len(self.runs) - 1)
        last = max(bisect_left(self._starts, end) - 1, 0)
        if last < first:  # the passage lies wholly between two runs
            place = self._place(start)
            return Span(place, place)
        pieces = [_there(run, start, end) for run in self.runs[first : last + 1]]
        return Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))

    def pieces(self, start: int, end: int) -> Iterator[tuple[Span, Span]]:
        """Each stretch of ``[start, end)`` that has a place in the origin, as ``(here, there)``, ordered by here."""
        for run in self.runs[bisect_right(self._ends, start) : bisect_left(self._starts, end)]:
            yield Span(max(start, run.here), min(end, run.here_end)), _there(run, start, end)

    def after(self, outer: OffsetMap) -> OffsetMap:
        """This map followed by ``outer``: from this derived text to the origin of its origin."""
        return OffsetMap(run for inner in self.runs for run in _composed(inner, outer))

    def _place(self, offset: int) -> int:
        run = self.runs[max(bisect_right(self._starts, offset) - 1, 0)]
        if offset < run.here:
            return run.there
        if offset >= run.here_end:
            return run.there_end
        return run.there + (offset - run.here if _is_linear(run) else 0)


def _is_linear(run: Run) -> bool:
    return run.here_end - run.here == run.there_end - run.there


def _there(run: Run, start: int, end: int) -> Span:
    if not _is_linear(run):
        return Span(run.there, run.there_end)
    shift = run.there - run.here
    return Span(max(start, run.here) + shift, min(end, run.here_end) + shift)


def _composed(inner: Run, outer: OffsetMap) -> Iterator[tuple[int, int, int, int]]:
    if not _is_linear(inner):
        origin = outer.span(inner.there, inner.there_end)
        yield inner.here, inner.here_end, origin.start, origin.end
        return
    shift = inner.here - inner.there
    for middle, origin in outer.pieces(inner.there, inner.there_end):
        yield middle.start + shift, middle.end + shift, origin.start, origin.end


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbouring one-to-one runs joined; raises ``ValueError`` where runs overlap or run backwards in ``here``."""
    kept: Run | None = None
    for run in runs:
        if kept is None:
            kept = run
        elif run.here < kept.here_end:
            raise ValueError(f"runs overlap: {kept} and {run}")
        elif run.here == kept.here_end and run.there == kept.there_end and _is_linear(run) and _is_linear(kept):
            kept = Run(kept.here, run.here_end, kept.there, run.there_end)
        else:
            yield kept
            kept = run
    if kept is not None:
        yield kept
