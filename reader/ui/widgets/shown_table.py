"""A table of any rows as it is shown: columns and cells, where one is in it, what is drawn, what its source does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rich.style import Style
from textual.content import Content

from reader.analysis.quotation_rows import Cell
from reader.system.safe_text import safe_text
from reader.ui.widgets.row_list import Pieces
from reader.ui.widgets.table_columns import GAP, Column, ShownColumn, fit_cell, fitted, needed_widths, shown

#: Rows by which the widths of columns are chosen.
_SAMPLE = 100
_CELL = Style(reverse=True)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """One table as it is now; another one takes its place whenever something changes.

    Attributes:
        columns: all of them.
        rows: whatever ``cells`` and ``identity`` take. They may grow; others come as another list.
        cells: the cells of a row, one for each column.
        identity: what makes a row the same one, in this table and in a later one.
        said: one line below the rows: how many there are, what is missing.
        totals: the cells of a last row, which does not scroll; empty for none.
        empty: what is said where there is no row.
        is_whole: whether all rows are there; they are put in order only then.
        is_stale: whether something was changed since they were read.
        has_cells: whether enter asks for the cell, not for the row.
    """

    columns: Sequence[Column]
    rows: Sequence[Any]
    cells: Callable[[Any], Sequence[Cell]]
    identity: Callable[[Any], object]
    said: str
    totals: Sequence[Cell] = ()
    empty: str = "no rows"
    is_whole: bool = True
    is_stale: bool = False
    has_cells: bool = False


@dataclass(slots=True)
class TablePlace:
    """Where one is in a table; whoever keeps it comes back to the same row.

    Attributes:
        column: the chosen one.
        sorted_by: the column whose order the rows have; None for their own.
        is_descending: the largest first.
        at, here: the row that is highlighted: its place on the screen, and its identity, None for no row yet.
    """

    column: int = 0
    sorted_by: int | None = None
    is_descending: bool = False
    at: int = 0
    here: object = None
    _order: list[int] = field(default_factory=list)
    _ordered: Sequence[Any] | None = None  # the rows that ``_order`` is of

    def order(self, rows: Sequence[Any]) -> list[int] | None:
        """The order of the rows, where it is known and not their own."""
        return self._order if self.sorted_by is not None and self._ordered is rows else None

    def put_in_order(self, rows: Sequence[Any], order: list[int]) -> None:
        """The order is known now."""
        self._order, self._ordered = order, rows


class TableView(Protocol):
    """What is to be shown: one of the tables of a source."""

    @property
    def title(self) -> str:
        """Of the screen."""

    @property
    def tab(self) -> int:
        """Which table it is, from 0."""

    @property
    def words(self) -> str:
        """What the rows are filtered by."""

    @property
    def placeholder(self) -> str:
        """What can be typed to filter them."""

    @property
    def place(self) -> TablePlace:
        """Where one is in it."""


class TableSource(Protocol):
    """Whoever has the tables. It answers by ``TableScreen.deliver``, at once or later, as often as something changes.

    Attributes:
        tabs: what the tables are called.
    """

    tabs: Sequence[str]

    def show(self, tab: int) -> None:
        """Show another table."""

    def filter(self, typed: str) -> None:
        """Show only the rows that words ask for."""

    def follow(self, row: Any, column: int) -> None:
        """Go to what a row, or its cell in a column, stands for."""

    def back(self) -> bool:
        """Take the last step back; whether there was one."""

    def copy(self, text: str) -> None:
        """Send a row to the clipboard."""

    def write(self) -> None:
        """Write the table to a file."""

    def read_again(self) -> None:
        """Make the table anew."""

    def leave(self) -> None:
        """The screen closes."""


class TableLayout:
    """The columns that have room, how wide each is, and what is drawn in them."""

    def __init__(self) -> None:
        self._sampled: object = None  # what ``_needed`` was worked out for
        self._needed: list[int] = []
        self._columns: list[ShownColumn] = []

    def fit(self, table: ShownTable, place: TablePlace, room: int) -> None:
        """Choose columns for so many cells; their widths are not chosen anew with every row that comes in."""
        sampled = tuple(one.name for one in table.columns), bool(table.rows), table.is_whole, place
        if sampled != self._sampled:
            self._sampled = sampled
            step = max(1, len(table.rows) // _SAMPLE)
            sample = [table.cells(table.rows[at]) for at in range(0, len(table.rows), step)]
            self._needed = needed_widths(table.columns, [*sample, *([table.totals] if table.totals else ())])
        self._columns = fitted(table.columns, self._needed, room, place.column)

    def left_out(self, table: ShownTable) -> list[str]:
        """The headings of the columns that have no room."""
        seen = {one.place for one in self._columns}
        return [one.name for at, one in enumerate(table.columns) if at not in seen]

    def headings(self, table: ShownTable, place: TablePlace) -> Content:
        """The line of headings: the chosen column is reversed, the order has a sign."""
        line = Content("")
        for number, (at, width) in enumerate(self._columns):
            column = table.columns[at]
            sign = ("▼" if place.is_descending else "▲") if at == place.sorted_by else ""
            name = fit_cell(safe_text(column.name) + sign, width, at_right=column.is_number)
            line += Content(" " * GAP if number else "")
            line += Content.styled(name, "bold reverse" if at == place.column else "bold")
        return line

    def totals(self, table: ShownTable) -> Content:
        """The line of totals."""
        return Content.styled("".join(text for text, _ in self.pieces(table, table.totals)), "bold")

    def pieces(self, table: ShownTable, cells: Sequence[Cell], chosen: int | None = None) -> Pieces:
        """One row.

        Args:
            table: of the row.
            cells: of all columns; none where the table has no such row.
            chosen: the column whose cell enter asks for; None for none.
        """
        pieces: list[tuple[str, Style | str | None]] = []
        for number, (at, width) in enumerate(self._columns if cells else ()):
            column = table.columns[at]
            text = fit_cell(shown(cells[at]), width, at_right=column.is_number, keeps_end=column.keeps_end)
            look = _CELL if at == chosen else column.look(cells[at]) if column.look is not None else None
            written = text.rstrip()
            pieces += [(" " * GAP if number else "", None), (written, look), (text[len(written) :], None)]
        return pieces
