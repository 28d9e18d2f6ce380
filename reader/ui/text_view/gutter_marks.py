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
        marks: by the ids of their annotations.
    """

    def __init__(self, layout: Layout, marks: Mapping[str, Mark]) -> None:
        self._layout = layout
        self._all: dict[str, Mark] = {}
        self._ids: dict[int, tuple[str, ...]] = {}  # of the marks on a row, ordered by passage and id
        self._held: dict[int, dict[str, int]] = {}
        for identifier, mark in sorted(marks.items(), key=_order):
            self._all[identifier] = mark
            for row in layout.rows_of(mark.span):
                self._ids[row] = (*self._ids.get(row, ()), identifier)

    @property
    def all(self) -> Mapping[str, Mark]:
        """Every mark, by the id of its annotation."""
        return self._all

    def marks(self, row: int) -> Sequence[Mark]:
        """The marks that a row shows, ordered by start."""
        return [self._all[identifier] for identifier in self._ids.get(row, ())]

    def change(self, marks: Mapping[str, Mark | None]) -> set[int]:
        """Have other marks for some annotations, None for none; gives the rows that may look different now.

        Costs what has changed: no other mark is looked at.
        """
        changed = {identifier: mark for identifier, mark in marks.items() if mark != self._all.get(identifier)}
        rows: set[int] = set()
        for identifier, mark in changed.items():
            was = self._all.get(identifier)
            for row in self._layout.rows_of(was.span) if was is not None else ():
                self._ids[row] = tuple(one for one in self._ids[row] if one != identifier)
                rows.add(row)
            if mark is None:
                self._all.pop(identifier, None)
                continue
            self._all[identifier] = mark
            for row in self._layout.rows_of(mark.span):
                here = (*self._ids.get(row, ()), identifier)
                self._ids[row] = tuple(sorted(here, key=lambda one: _order((one, self._all[one]))))
                rows.add(row)
        self._held.clear()
        for row in tuple(rows):
            following = row + 1
            while following not in rows and self._goes_on(following):
                rows.add(following)  # a lane that was freed or taken above may be another one here
                following += 1
        return rows

    def lanes(self, row: int) -> Sequence[LaneCell | None]:
        """The gutter of a row, one cell a lane and one more for what has none; None where it is empty."""
        marks = {identifier: self._all[identifier] for identifier in self._ids.get(row, ())}
        cells: list[LaneCell | None] = [None] * (LANES + 1)
        held = self._lanes(row) if marks else {}
        for identifier, mark in marks.items():
            lane = held.get(identifier)
            if lane is not None:
                before = cells[lane]
                begins = self._layout.row_of(mark.span.start) == row or (before is not None and before.begins)
                cells[lane] = LaneCell(mark.letter, begins, mark.label)
        if len(marks) > LANES and _is_crowded(marks, held):
            cells[LANES] = LaneCell(OVERFLOW, begins=True, label=mark.label)
        return cells

    def _first(self, row: int) -> int:
        """The row on which the first mark of a row begins: its own where it shows none."""
        here = self._ids.get(row)
        return self._layout.row_of(self._all[here[0]].span.start) if here else row

    def _goes_on(self, row: int) -> bool:
        """Whether a row shows a mark that began above it."""
        return self._first(row) < row

    def _lanes(self, row: int) -> Mapping[str, int]:
        """The lanes of the marks on a row, by id; found from the row on where the first of them begins."""
        first = row
        while first not in self._held and self._goes_on(first):
            first = self._first(first)
        for here in range(first, row + 1):
            if here not in self._held:
                above = self._held.get(here - 1, {}) if self._goes_on(here) else {}
                labels = {identifier: self._all[identifier].label for identifier in self._ids.get(here, ())}
                self._held[here] = _assigned(labels, above)
        return self._held[row]


def _order(one: tuple[str, Mark]) -> tuple[Span, str]:
    """The order of marks: by passage, those on the same by the ids of their annotations."""
    identifier, mark = one
    return mark.span, identifier


def _assigned(labels: Mapping[str, str], above: Mapping[str, int]) -> dict[str, int]:
    """The lane of each mark on a row: the one it had, else the first free one; shared by a label where they run out.

    Args:
        labels: of the marks on the row, by id, in order.
        above: the lanes on the row above, by id.

    Returns:
        As ``above``; a mark whose label found no lane is not in it.
    """
    ordered = sorted(labels, key=lambda identifier: identifier not in above)
    homes = _homes(ordered, labels, above) if len(labels) > LANES else {}
    found: dict[str, int] = {}
    for identifier in ordered:
        others = {lane for label, lane in homes.items() if label != labels[identifier]}
        free = [lane for lane in range(LANES) if lane not in others and lane not in found.values()]
        choices = [lane for lane in (above.get(identifier), homes.get(labels[identifier])) if lane in free]
        lane = next(iter((*choices, *free)), homes.get(labels[identifier]))
        if lane is not None:
            found[identifier] = lane
    return found


def _homes(ordered: Sequence[str], labels: Mapping[str, str], above: Mapping[str, int]) -> dict[str, int]:
    """A lane for each label of a row that has more marks than lanes; its own above, else rather one nobody had."""
    homes: dict[str, int] = {}
    for identifier in ordered:
        free = [lane for lane in range(LANES) if lane not in homes.values()]
        if labels[identifier] not in homes and free:
            mine = above.get(identifier)
            homes[labels[identifier]] = mine if mine in free else min(free, key=lambda lane: lane in above.values())
    return homes


def _is_crowded(marks: Mapping[str, Mark], lanes: Mapping[str, int]) -> bool:
    """Whether the lanes do not tell the whole: a label has none, or two marks that overlap share one."""
    shown: dict[int, list[Span]] = {}
    for identifier, mark in marks.items():
        lane = lanes.get(identifier)
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
