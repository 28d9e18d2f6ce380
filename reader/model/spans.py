"""Spans of text, and maps from the offsets of a derived text back to its origin.

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
    """A stretch ``[start, end)`` of a derived text that comes from ``[origin_start, origin_end)`` of its origin.

    Runs of equal length on both sides map code point by code point; others (``&amp;`` to ``&``) map as a whole.
    """

    start: int
    end: int
    origin_start: int
    origin_end: int


class OffsetMap:
    """A map from a derived text back to its origin: runs, ordered by ``start``, without overlap.

    Code points of the derived text outside all runs (such as a blank line between two blocks) have no place in the
    origin. They map to the nearest run.
    """

    __slots__ = ("_ends", "_starts", "runs")

    def __init__(self, runs: Iterable[tuple[int, int, int, int]]) -> None:
        self.runs: tuple[Run, ...] = tuple(_merged(Run(*run) for run in runs if run[0] < run[1]))
        self._starts = [run.start for run in self.runs]
        self._ends = [run.end for run in self.runs]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text that is its own origin; ``length`` in code points."""
        return cls([(0, length, 0, length)])

    def span(self, start: int, end: int) -> Span:
        """The smallest span of the origin that holds everything that ``[start, end)`` came from.

        Args:
            start: first code point of the derived text.
            end: one past the last. ``end <= start`` gives the place of ``start`` as an empty span.

        Returns:
            A span of the origin; ``(0, 0)`` if the map is empty.
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
        pieces = [_origin_span(run, start, end) for run in self.runs[first : last + 1]]
        return Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))

    def pieces(self, start: int, end: int) -> Iterator[tuple[Span, Span]]:
        """The pieces of ``[start, end)`` that have an origin, as ``(span, origin span)``, ordered by start."""
        for run in self.runs[bisect_right(self._ends, start) : bisect_left(self._starts, end)]:
            yield Span(max(start, run.start), min(end, run.end)), _origin_span(run, start, end)

    def after(self, outer: OffsetMap) -> OffsetMap:
        """This map followed by ``outer``: from this derived text to the origin of its origin."""
        return OffsetMap(run for inner in self.runs for run in _composed(inner, outer))

    def _place(self, offset: int) -> int:
        run = self.runs[max(bisect_right(self._starts, offset) - 1, 0)]
        if offset < run.start:
            return run.origin_start
        if offset >= run.end:
            return run.origin_end
        return run.origin_start + (offset - run.start if _is_linear(run) else 0)


def _is_linear(run: Run) -> bool:
    return run.end - run.start == run.origin_end - run.origin_start


def _origin_span(run: Run, start: int, end: int) -> Span:
    if not _is_linear(run):
        return Span(run.origin_start, run.origin_end)
    shift = run.origin_start - run.start
    return Span(max(start, run.start) + shift, min(end, run.end) + shift)


def _composed(inner: Run, outer: OffsetMap) -> Iterator[tuple[int, int, int, int]]:
    if not _is_linear(inner):
        origin = outer.span(inner.origin_start, inner.origin_end)
        yield inner.start, inner.end, origin.start, origin.end
        return
    shift = inner.start - inner.origin_start
    for middle, origin in outer.pieces(inner.origin_start, inner.origin_end):
        yield middle.start + shift, middle.end + shift, origin.start, origin.end


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs with neighbouring one-to-one runs joined; raises ``ValueError`` if runs overlap or are out of order."""
    kept: Run | None = None
    for run in runs:
        if kept is None:
            kept = run
        elif run.start < kept.end:
            raise ValueError(f"runs overlap: {kept} and {run}")
        elif run.start == kept.end and run.origin_start == kept.origin_end and _is_linear(run) and _is_linear(kept):
            kept = Run(kept.start, run.end, kept.origin_start, run.origin_end)
        else:
            yield kept
            kept = run
    if kept is not None:
        yield kept
