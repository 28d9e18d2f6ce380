"""Tables over the whole screen: columns that fit, rows that are made when they are seen, and enter that leads on.

What the rows are, and what becomes of a key, is for a ``TableSource`` to say. So any table can be shown here.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from reader.system.safe_text import safe_text
from reader.ui.keymap.action import TABLE_DIALOG
from reader.ui.screens.picker import Choices
from reader.ui.screens.scrolling_screen import ScrollingScreen, rows_in
from reader.ui.widgets.input_line import OneLineInput
from reader.ui.widgets.row_list import Numbers, Pieces, RowList
from reader.ui.widgets.shown_table import ShownTable, TableLayout, TablePlace, TableSource, TableView
from reader.ui.widgets.table_columns import order_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.ui.screens.dialog import HasDisplay

#: Rows before and behind its place that a row is sought in again.
_NEAR = 2_000
#: Columns without room from which on they are not named.
_NAMED = 6
#: Seconds that keys must rest before what was typed is asked for.
_REST_S = 0.15
_MORE_KEYS = "  {copy_row} copies  {write_table} CSV  {leave_table} back"


class TableScreen(ScrollingScreen):
    """One table at a time. Its keys move in the rows, and choose a column.

    Args:
        source: of the tables.
    """

    PLACES: ClassVar[tuple[str, ...]] = (TABLE_DIALOG, *ScrollingScreen.PLACES)
    #: What is said of keys first.
    KEYS: ClassVar[str] = "{follow_row} opens  {filter_table} filters  {sort_column} sorts  {next_column} column"

    def __init__(self, source: TableSource) -> None:
        super().__init__(classes="dialog")
        self._source = source
        self._table: ShownTable | None = None
        self._place = TablePlace()
        self._arrangement = TableLayout()
        self._tab = 0
        self._words = self._words_before = ""  # what is filtered by, and was before the line was opened
        self._rest: Timer | None = None
        self._parked: str | None = None  # the row that is highlighted until the one that is sought comes in

    def compose(self) -> ComposeResult:
        """Tabs, filter, headings, rows, totals, and what is said of them."""
        with Vertical(classes="box"):
            with Vertical(classes="head"):
                yield Static(id="tables", markup=False)
                yield OneLineInput(compact=True, select_on_focus=False)
                yield Static(id="headings", markup=False)
            yield Choices("", id="rows")
            with Vertical(classes="foot"):
                yield Static(id="totals", markup=False)
                yield Static(id="said", classes="hint", markup=False)
                yield Static(self.dialog_keys.hint(self.KEYS + _MORE_KEYS), classes="hint keys", markup=False)

    def on_mount(self) -> None:
        """Nothing is filtered and summed up yet; the source is asked for the first table."""
        self.query_one(Input).display = False
        self.query_one("#totals").display = False

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    # --- showing

    def deliver(self, view: TableView, table: ShownTable) -> None:
        """Show a table, or more of it."""
        self._remember()
        is_other = view.place is not self._place
        self._table, self._place = table, view.place
        self._words, self._tab = view.words, view.tab
        line, rows = self.query_one(Input), self._rows
        line.placeholder = view.placeholder
        if self.focused is not line:
            line.value = view.words
            line.display = bool(view.words)
        self.query_one(".box").border_title = Content(safe_text(view.title))
        self._show_tabs(view.tab)
        self._fit()
        if is_other:
            rows.begin_anew()
            self._parked = None
        rows.fill(Numbers(len(table.rows)), self._pieces, table.empty)
        self._go_back_to_row()
        if table.is_whole and self._place.sorted_by is not None and self._place.order(table.rows) is None:
            self._put_in_order(goes_to_top=False)

    def say(self, what: str) -> None:
        """Say something below the rows until there is more to be said of them."""
        self.query_one("#said", Static).update(safe_text(what))

    def _show_tabs(self, tab: int) -> None:
        tabs, line = self.query_one("#tables", Static), Content("")
        tabs.display = len(self._source.tabs) > 1
        keys = [self.dialog_keys.hint(f"{{table_{number}}} ") for number in range(1, len(self._source.tabs) + 1)]
        names = _cut_to(self._source.tabs, tab, tabs.size.width - sum(map(len, keys)) - 2 * len(keys))
        for number, (key, name) in enumerate(zip(keys, names, strict=True)):
            line += Content("  " if number else "") + Content.styled(
                key + name, "reverse bold" if number == tab else ""
            )
        tabs.update(line)

    def _fit(self) -> None:
        """Show the columns that have room, and what is said of the rows."""
        table, room = self._table, self._rows.room
        if table is None or not room:
            return
        self._arrangement.fit(table, self._place, room)
        self.query_one("#headings", Static).update(self._arrangement.headings(table, self._place), layout=False)
        totals = self.query_one("#totals", Static)
        totals.display = bool(table.totals)
        totals.update(self._arrangement.totals(table), layout=False)
        stale = self.dialog_keys.hint("; changed since, {read_again} reads again") if table.is_stale else ""
        names = self._arrangement.left_out(table)
        left_out = ", ".join(names) if len(names) < _NAMED else f"{len(names)} columns"
        self.say(table.said + stale + (f"; no room for {left_out}" if names else ""))

    def _pieces(self, number: int) -> Pieces:
        table, is_here = self._table, self._rows.highlighted == str(number)
        if table is None:
            return ()
        chosen = self._place.column if is_here and table.has_cells else None
        return self._arrangement.pieces(table, table.cells(self._row(table, number)), chosen)

    def _row(self, table: ShownTable, number: int) -> Any:
        order = self._place.order(table.rows)
        return table.rows[order[number] if order is not None else number]

    @property
    def _highlighted(self) -> int | None:
        """Which row is highlighted, counted on the screen; None for none."""
        table, row = self._table, self._rows.highlighted
        return int(row) if table is not None and row is not None and int(row) < len(table.rows) else None

    # --- which row one is at

    def _remember(self) -> None:
        """Keep which row is highlighted, unless another one is still sought."""
        at, table = self._highlighted, self._table
        if at is not None and table is not None and str(at) != self._parked:
            self._parked = None
            self._place.at, self._place.here = at, table.identity(self._row(table, at))

    def _go_back_to_row(self) -> None:
        """Highlight the row one was at: at its place, or near it. What did not come in yet is sought again then."""
        table, place, rows = self._table, self._place, self._rows
        if table is None or place.here is None or not table.rows:
            return
        count = len(table.rows)
        around = ((place.at - step, place.at + step) for step in range(_NEAR))
        near = (at for both in around for at in both if 0 <= at < count)
        found = next((at for at in near if table.identity(self._row(table, at)) == place.here), None)
        if found is not None:
            self._parked = None
            rows.highlight(str(found))
        elif table.is_whole:
            self._parked = None
            rows.highlight(str(min(place.at, len(table.rows) - 1)))
        else:
            self._parked = rows.highlighted

    # --- the order

    def sort(self) -> None:
        """By the chosen column; again the other way round; again as they were."""
        table, place = self._table, self._place
        if table is None:
            return
        is_number = table.columns[place.column].is_number
        if place.sorted_by != place.column:
            place.sorted_by, place.is_descending = place.column, is_number
        elif place.is_descending == is_number:
            place.is_descending = not is_number
        else:
            place.sorted_by = None
        place.put_in_order((), [])
        self._fit()
        if place.sorted_by is None or not table.is_whole:
            self._rows.refresh()
            self._rows.highlight("0")
        else:
            self._put_in_order(goes_to_top=True)

    def _put_in_order(self, *, goes_to_top: bool) -> None:
        display = cast("HasDisplay", self.app).main_display
        display.in_background(partial(self._order, goes_to_top=goes_to_top), exclusive=True, group="order of a table")

    async def _order(self, *, goes_to_top: bool) -> None:
        """Have a thread put the rows in order."""
        table, place = self._table, self._place
        if table is None or place.sorted_by is None:
            return
        column, rows, cells = place.sorted_by, table.rows, table.cells
        order = await asyncio.to_thread(
            order_of, len(rows), lambda at: cells(rows[at])[column], is_descending=place.is_descending
        )
        if self._table is None or self._table.rows is not rows or self._place is not place:
            return
        self._remember()
        place.put_in_order(rows, order)
        self._rows.refresh()
        if goes_to_top:
            self._rows.highlight("0")
            self._remember()
        else:
            self._go_back_to_row()

    # --- keys

    def scroll_rows(self, rows: str) -> None:
        """Move by so many rows."""
        self._rows.step(int(rows))

    def scroll_pages(self, pages: str) -> None:
        """Move by a part of what is seen."""
        self._rows.step(rows_in(pages, self._rows.scrollable_content_region.height))

    def to_top(self) -> None:
        """Go to the first row."""
        self._rows.step(-self._rows.row_count)

    def to_bottom(self) -> None:
        """Go to the last row."""
        self._rows.step(self._rows.row_count)

    def move_column(self, step: str) -> None:
        """Choose the next or the previous column, also one that there was no room for."""
        table, place = self._table, self._place
        if table is not None:
            place.column = min(max(place.column + int(step), 0), len(table.columns) - 1)
            self._fit()
            self._rows.refresh()

    def show_table(self, number: str) -> None:
        """Show the table of that number, from 1."""
        if int(number) <= len(self._source.tabs):
            self._remember()
            self._source.show(int(number) - 1)

    def step_table(self, step: str) -> None:
        """Show the next or the previous table."""
        self._remember()
        self._source.show((self._tab + int(step)) % len(self._source.tabs))

    def follow_row(self) -> None:
        """Go to what the row, or its cell, stands for."""
        if (row := self.here) is not None:
            self._source.follow(row, self._place.column)

    @property
    def here(self) -> Any:
        """The row that is highlighted; None for none. It is kept for the next time."""
        at, table = self._highlighted, self._table
        if at is None or table is None:
            return None
        self._remember()
        return self._row(table, at)

    def copy_row(self) -> None:
        """Send the row to the clipboard, its cells whole, with tabs between them."""
        at, table = self._highlighted, self._table
        if at is not None and table is not None:
            cells = table.cells(self._row(table, at))
            self._source.copy("\t".join(" ".join(str(cell).split()) for cell in cells))

    def write_table(self) -> None:
        """Write the table to a file."""
        self._source.write()

    def read_again(self) -> None:
        """Make it anew."""
        self._source.read_again()

    def filter(self) -> None:
        """Open the line to filter with."""
        line = self.query_one(Input)
        self._words_before = self._words
        line.display = True
        line.cursor_position = len(line.value)
        self.set_focus(line)  # at once: the next key belongs to it

    def close(self) -> None:
        """Leave the line and what was typed there, or take the last step back; without one close."""
        line = self.query_one(Input)
        if self.focused is line:
            self._leave_line()
            line.value = self._words_before
            line.display = bool(line.value)
            self._ask(line.value)
        elif not self._source.back():
            self.close_all()

    def close_all(self) -> None:
        """Close the tables."""
        self._leave_line()
        self._remember()
        self._source.leave()
        self.dismiss(None)

    def _leave_line(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self.set_focus(None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask for it once the keys rest."""
        event.stop()
        if self._rest is not None:
            self._rest.stop()
        if event.value != self._words and self.focused is event.input:
            self._rest = self.set_timer(_REST_S, partial(self._ask, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what is typed, and go on in the rows."""
        event.stop()
        self._leave_line()
        self._ask(event.value)
        event.input.display = bool(event.value)

    def _ask(self, typed: str) -> None:
        if typed != self._words:
            self._words = typed
            self._source.filter(typed)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go there."""
        event.stop()
        self.follow_row()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Nothing to say of it."""
        event.stop()

    def on_resize(self, event: events.Resize) -> None:
        """Other columns may have room."""
        del event
        self.call_after_refresh(self._fit_anew)

    def _fit_anew(self) -> None:
        self._show_tabs(self._tab)
        self._fit()
        self._rows.refresh()


def _cut_to(names: Sequence[str], whole: int, room: int) -> list[str]:
    """Names as long as so many cells have room for all of them; the one of the table that is shown stays whole."""

    def cut(most: int) -> list[str]:
        return [one if at == whole or len(one) <= most else f"{one[: most - 1]}…" for at, one in enumerate(names)]

    most = max(map(len, names), default=0)
    while most > 1 and sum(map(len, cut(most))) > room > 0:
        most -= 1
    return cut(most)
