"""What is marked in a text, apart from how it looks: which rows show which annotation, and in which gutter lane."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.spans import Span
from reader.ui.layout import Layout

#: Gutter lanes: up to four overlapping annotations are told apart; what needs a fifth shows as ``+``.
LANES = 4
OVERFLOW = "+"
CONTINUED = "│"


class Mark(NamedTuple):
    """One annotation as it is drawn: its passage, its label's name, and the label's one-character mark."""

    span: Span
    label: str
    letter: str


class LaneCell(NamedTuple):
    """One cell of the gutter: the character, and the label whose colour it has."""

    character: str
    label: str


class MarkedRows:
    """The marks of a text, by row.

    Args:
        layout: the rows.
        marks: ordered by start.
    """

    def __init__(self, layout: Layout, marks: Iterable[Mark]) -> None:
        self._marks: dict[int, list[Mark]] = {}
        self._lanes: dict[int, dict[int, LaneCell]] = {}
        free_from = [0] * LANES  # the first row at which each lane is free again
        for mark in marks:
            rows = layout.rows_of(mark.span)
            lane = next((lane for lane in range(LANES) if free_from[lane] <= rows.start), None)
            if lane is not None:
                free_from[lane] = rows.stop
            for row in rows:
                self._marks.setdefault(row, []).append(mark)
                cells = self._lanes.setdefault(row, {})
                if lane is None:
                    cells[LANES - 1] = LaneCell(OVERFLOW, mark.label)
                else:
                    cells[lane] = LaneCell(mark.letter if row == rows.start else CONTINUED, mark.label)

    def __contains__(self, row: int) -> bool:
        return row in self._marks

    def __iter__(self) -> Iterator[int]:
        return iter(self._marks)

    def marks(self, row: int) -> Sequence[Mark]:
        """The marks that a row shows, ordered by start."""
        return self._marks.get(row, ())

    def lanes(self, row: int) -> Sequence[LaneCell | None]:
        """The gutter of a row, one cell a lane, None where the lane is empty."""
        cells = self._lanes.get(row, {})
        return [cells.get(lane) for lane in range(LANES)]


class SpanIndex:
    """Passages that do not overlap, ordered: which of them touch a row, in the time of a look-up."""

    __slots__ = ("_ends", "_starts", "spans")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans = list(spans)
        self._starts = [span.start for span in self.spans]
        self._ends = [span.end for span in self.spans]

    def touching(self, start: int, end: int) -> list[Span]:
        """Those that share text with ``[start, end)``, ordered."""
        return self.spans[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def first_after(self, offset: int) -> int | None:
        """The index of the first passage that starts after ``offset``; None where there is none."""
        index = bisect_right(self._starts, offset)
        return index if index < len(self.spans) else None

    def last_before(self, offset: int) -> int | None:
        """The index of the last passage that starts before ``offset``; None where there is none."""
        index = bisect_left(self._starts, offset) - 1
        return index if index >= 0 else None
