"""What is marked in a text, apart from how it looks: which rows show which annotation, and in which gutter lane."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reader.model.spans import Span
from reader.ui.text_view.row_layout import Layout

#: Gutter lanes: up to four overlapping annotations are told apart; ``+`` behind them says that there is more.
LANES = 4
OVERFLOW = "+"
CONTINUED = "│"


class Mark(NamedTuple):
    """One annotation as it is drawn: its passage, its label's name, and the label's one-character mark."""

    span: Span
    label: str
    letter: str


class LaneCell(NamedTuple):
    """One cell of the gutter: the label's mark, whether its annotation begins on this row, and the label."""

    letter: str
    begins: bool
    label: str

    def character(self, *, is_top: bool) -> str:
        """What is drawn: the letter where the annotation begins, and on the first row of the screen."""
        return self.letter if self.begins or is_top or self.letter == OVERFLOW else CONTINUED


class MarkedRows:
    """The marks of a text, by row.

    An annotation keeps its lane from row to row. Where a row has more of them than there are lanes, those of one label
    share a lane, so that every label on the row is named as long as there are no more labels than lanes.

    Args:
        layout: the rows.
        marks: ordered by start.
    """

    def __init__(self, layout: Layout, marks: Sequence[Mark]) -> None:
        self._layout = layout
        self._all = marks
        self._marks: dict[int, list[Mark]] = {}
        self._held: dict[int, dict[int, int]] = {}
        for mark in marks:
            for row in layout.rows_of(mark.span):
                self._marks.setdefault(row, []).append(mark)

    def marks(self, row: int) -> Sequence[Mark]:
        """The marks that a row shows, ordered by start."""
        return self._marks.get(row, ())

    def changed_to(self, marks: Sequence[Mark]) -> tuple[MarkedRows, set[int]]:
        """The same text with other marks, and the rows that may look different then.

        Costs what has changed, if marks that stay are the same objects.
        """
        gone, come = _changed(self._all, marks)
        other = MarkedRows(self._layout, ())
        other._all, other._marks = marks, dict(self._marks)
        left = {id(mark) for mark in gone}
        new: dict[int, list[Mark]] = {row: [] for mark in gone for row in self._layout.rows_of(mark.span)}
        for mark in come:
            for row in self._layout.rows_of(mark.span):
                new.setdefault(row, []).append(mark)
        places: dict[int, int] = {}
        rows = set()
        for row, coming in new.items():
            here = [*(mark for mark in self.marks(row) if id(mark) not in left), *coming]
            if len(here) > 1:
                places = places or {id(mark): place for place, mark in enumerate(marks)}
                here.sort(key=lambda mark: places[id(mark)])
            other._marks[row] = here
            if here != self.marks(row):
                rows.add(row)
        for row in tuple(rows):
            following = row + 1
            while following not in rows and (self._goes_on(following) or other._goes_on(following)):
                rows.add(following)  # a lane that was freed or taken above may be another one here
                following += 1
        return other, rows

    def lanes(self, row: int) -> Sequence[LaneCell | None]:
        """The gutter of a row, one cell a lane and one more for what has none; None where it is empty."""
        marks = self.marks(row)
        cells: list[LaneCell | None] = [None] * (LANES + 1)
        held = self._lanes(row) if marks else {}
        for mark in marks:
            lane = held.get(id(mark))
            if lane is not None:
                before = cells[lane]
                begins = self._layout.row_of(mark.span.start) == row or (before is not None and before.begins)
                cells[lane] = LaneCell(mark.letter, begins, mark.label)
        if len(marks) > LANES and _is_crowded(marks, held):
            cells[LANES] = LaneCell(OVERFLOW, begins=True, label=marks[-1].label)
        return cells

    def _goes_on(self, row: int) -> bool:
        """Whether a row shows a mark that began above it."""
        marks = self.marks(row)
        return bool(marks) and self._layout.row_of(marks[0].span.start) < row

    def _lanes(self, row: int) -> dict[int, int]:
        """The lanes of the marks on a row, by their identity; found from the row on where the first of them begins."""
        first = row
        while first not in self._held and self._goes_on(first):
            first = self._layout.row_of(self.marks(first)[0].span.start)
        for here in range(first, row + 1):
            if here not in self._held:
                above = self._held.get(here - 1, {}) if self._goes_on(here) else {}
                self._held[here] = _assigned(self.marks(here), above)
        return self._held[row]


def _changed(before: Sequence[Mark], after: Sequence[Mark]) -> tuple[Sequence[Mark], Sequence[Mark]]:
    """The marks that are only before, and those that are only after: all between what is the same at both ends."""
    least = min(len(before), len(after))
    start = next((place for place in range(least) if before[place] is not after[place]), least)
    end = next((place for place in range(least - start) if before[-1 - place] is not after[-1 - place]), least - start)
    return before[start : len(before) - end], after[start : len(after) - end]


def _assigned(marks: Sequence[Mark], above: Mapping[int, int]) -> dict[int, int]:
    """The lane of each mark on a row: the one it had, else the first free one; shared by a label where they run out.

    Args:
        marks: on the row, in order.
        above: the lanes on the row above, by the identity of the mark.

    Returns:
        As ``above``; a mark whose label found no lane is not in it.
    """
    ordered = sorted(marks, key=lambda mark: id(mark) not in above)
    homes = _homes(ordered, above) if len(marks) > LANES else {}
    found: dict[int, int] = {}
    for mark in ordered:
        others = {lane for label, lane in homes.items() if label != mark.label}
        free = [lane for lane in range(LANES) if lane not in others and lane not in found.values()]
        choices = [lane for lane in (above.get(id(mark)), homes.get(mark.label)) if lane in free]
        lane = next(iter((*choices, *free)), homes.get(mark.label))
        if lane is not None:
            found[id(mark)] = lane
    return found


def _homes(marks: Sequence[Mark], above: Mapping[int, int]) -> dict[str, int]:
    """A lane for each label of a row that has more marks than lanes; its own above, else rather one nobody had."""
    homes: dict[str, int] = {}
    for mark in marks:
        free = [lane for lane in range(LANES) if lane not in homes.values()]
        if mark.label not in homes and free:
            mine = above.get(id(mark))
            homes[mark.label] = mine if mine in free else min(free, key=lambda lane: lane in above.values())
    return homes


def _is_crowded(marks: Sequence[Mark], lanes: Mapping[int, int]) -> bool:
    """Whether the lanes do not tell the whole: a label has none, or two marks that overlap share one."""
    shown: dict[int, list[Span]] = {}
    for mark in marks:
        lane = lanes.get(id(mark))
        if lane is None or any(mark.span.overlaps(*span) for span in shown.get(lane, ())):
            return True
        shown.setdefault(lane, []).append(mark.span)
    return False


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
