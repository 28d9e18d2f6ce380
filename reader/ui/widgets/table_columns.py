"""How a table fits into the cells of a screen: which columns are shown, how wide, and in which order rows stand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from heapq import merge
from operator import itemgetter
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.style import Style

from reader.analysis.quotation_rows import Cell
from reader.system.safe_text import safe_text

#: Cells between two columns, and that a column of text has at least where there is little room.
GAP, LEAST = 2, 6
#: Cells of a column that takes what the others leave, before one of them is left out for it: so many, or this part.
_WIDE, _PART = 24, 0.4
#: Code points of a cell that are looked at: no screen is wider.
_SHOWN = 400
#: Rows that are put in order at once; seconds that the keys have in between.
_AT_ONCE, _BREATH_S = 1_000, 0.001


class Column(NamedTuple):
    """A column.

    Attributes:
        name: its heading.
        is_number: numbers stand at the right, and the largest first when they are sorted.
        rank: where there is too little room, that of the highest rank is left out first; none of rank 0 is.
        most: cells that it has at most before others have all they need; 0 for as many as are left.
        keeps_end: where it is too narrow, its end is shown, as of a path.
        look: how a cell looks, see ``Pieces``; None as the row.
    """

    name: str
    is_number: bool = False
    rank: int = 0
    most: int = 0
    keeps_end: bool = False
    look: Callable[[Cell], Style | str | None] | None = None


class ShownColumn(NamedTuple):
    """A column that is shown: its place in the table, from 0, and how many cells it has."""

    place: int
    width: int


def needed_widths(columns: Sequence[Column], sample: Iterable[Sequence[Cell]]) -> list[int]:
    """How many cells each column needs for some rows, and for its heading with the sign of the order."""
    needed = [cell_len(one.name) + 1 for one in columns]
    for row in sample:
        for index, cell in enumerate(row):
            needed[index] = max(needed[index], cell_len(shown(cell)))
    return needed


def fitted(columns: Sequence[Column], needed: Sequence[int], room: int, always: int = 0) -> list[ShownColumn]:
    """The columns that are shown in so many cells, in their order.

    Args:
        columns: all.
        needed: see ``needed_widths``.
        room: cells of a row.
        always: the index of a column that is shown, whatever its rank.
    """
    wide = max(_WIDE, int(room * _PART))
    least = [
        min(needed[index], one.most or wide) if not one.is_number else needed[index]
        for index, one in enumerate(columns)
    ]
    kept = list(range(len(columns)))

    def used(widths: Sequence[int]) -> int:
        return sum(widths[index] for index in kept) + GAP * (len(kept) - 1)

    while used(least) > room:
        droppable = [index for index in kept if columns[index].rank and index != always]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda index: (columns[index].rank, index)))
    widths = least
    for index in reversed(kept):  # still too wide: the last ones give way first
        if (over := used(widths) - room) > 0 and not columns[index].is_number:
            widths[index] = max(LEAST, widths[index] - over)
    while used(widths) > room and len(kept) > 1:
        kept.remove(next(index for index in reversed(kept) if index != always))
    for index in sorted(kept, key=lambda index: columns[index].most > 0):  # what is left goes to the widest first
        widths[index] += max(0, min(needed[index] - widths[index], room - used(widths)))
    return [ShownColumn(index, min(widths[index], room)) for index in kept]


def shown(cell: Cell) -> str:
    """A cell as it stands on the screen, in one line."""
    return f"{cell:,}" if isinstance(cell, int) else " ".join(safe_text(cell[:_SHOWN]).split())


def fit_cell(text: str, width: int, *, at_right: bool = False, keeps_end: bool = False) -> str:
    """A text in exactly so many cells: filled with blanks, or cut with an ellipsis."""
    cells = cell_len(text)
    if cells <= width:
        return " " * (width - cells) + text if at_right else text + " " * (width - cells)
    if not keeps_end:
        return set_cell_size(text, max(0, width - 1)) + "…"
    start, room = len(text), width - 1
    while start and (room := room - cell_len(text[start - 1])) >= 0:
        start -= 1
    start = max(start, text.find("/", start))  # a name is whole, or its end is
    return set_cell_size("…" + text[start:], width)


def order_of(count: int, value: Callable[[int], Cell], *, is_descending: bool) -> list[int]:
    """The numbers of rows in the order of a column, equal ones as they were; empty cells come last.

    For a thread: it leaves the keys their turn.

    Args:
        count: of rows.
        value: the cell of a row.
        is_descending: the largest first.
    """

    def key(number: int) -> tuple[bool, bool, Cell]:
        cell = value(number)
        is_text = isinstance(cell, str)
        return (cell == "") is not is_descending, is_text, cell.casefold() if isinstance(cell, str) else cell

    parts = []
    for start in range(0, count, _AT_ONCE):
        part = [(key(number), number) for number in range(start, min(start + _AT_ONCE, count))]
        parts.append(sorted(part, key=itemgetter(0), reverse=is_descending))
        time.sleep(_BREATH_S)
    return [number for _, number in merge(*parts, key=itemgetter(0), reverse=is_descending)]
