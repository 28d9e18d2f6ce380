"""The list of documents beside the articles. Flat to thousands of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.ui.library import Entry


class SideList(OptionList):
    """A list that moves with ``j`` and ``k`` too."""

    DEFAULT_CSS = """
    SideList {
        height: 1fr; border: none; border-top: solid $panel; border-title-color: $text-muted; background: $surface;
        padding: 0 1 0 0; text-wrap: nowrap; text-overflow: ellipsis; overflow-x: hidden; scrollbar-size-vertical: 1;
    }
    SideList:focus { border: none; border-top: solid $primary; border-title-color: $text; border-title-style: bold; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
    ]

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, markup=False)
        self._title = title
        self.border_title = Content(title)

    def action_page_up(self) -> None:
        """As OptionList, which fails on a list that was never drawn."""
        if self.size.height:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """As above."""
        if self.size.height:
            super().action_page_down()  # type: ignore[no-untyped-call]

    @property
    def chosen_id(self) -> str | None:
        """The id of the highlighted row, while the list has the focus."""
        if not self.has_focus or self.highlighted is None:
            return None
        return self.get_option_at_index(self.highlighted).id

    def fill(self, options: Iterable[Option], empty: str, *, count: int = 0) -> None:
        """Show other rows; the highlighted one stays highlighted if it is still there."""
        rows = list(options) or [Option(Content.styled(empty, "dim"), disabled=True)]
        kept = self.get_option_at_index(self.highlighted).id if self.highlighted is not None else None
        self.clear_options()
        self.add_options(rows)
        self.border_title = Content(f"{self._title} {count}" if count else self._title)
        if kept is not None:
            index = next((index for index, row in enumerate(rows) if row.id == kept), None)
            if index is not None:
                self.highlighted = index


class DocumentList(SideList):
    """The documents; those that were left out say why."""

    _rows: Sequence[Content] = ()

    def show(self, entries: Sequence[Entry], shown: Sequence[Entry]) -> None:
        """List them, the ones on the screen marked; draws only the rows that differ, since there may be thousands."""
        rows = [document_row(entry, entry in shown) for entry in entries]
        if rows and len(rows) == len(self._rows):
            for index, (before, row) in enumerate(zip(self._rows, rows, strict=True)):
                if before != row:
                    self.replace_option_prompt_at_index(index, row)
        else:
            options = (Option(row, id=str(index)) for index, row in enumerate(rows))
            self.fill(options, "no documents", count=len(rows))
        self._rows = rows

    def show_some(self, entries: Sequence[Entry], shown: Sequence[Entry], places: Iterable[int]) -> None:
        """Draw some rows anew, by their places in the list."""
        rows = list(self._rows)
        for place in places:
            if place < len(rows):
                rows[place] = document_row(entries[place], entries[place] in shown)
                self.replace_option_prompt_at_index(place, rows[place])
        self._rows = rows


def document_row(entry: Entry, is_shown: bool) -> Content:
    """One row of a documents list: what is on the screen, whose text it is (``≈3``), what is tagged, or why not."""
    if entry.problem:
        return Content.styled(f"✗ {entry.name}: {entry.problem}", "dim")
    twin = Content.styled(f"≈{entry.twin.number} ", "dim") if entry.twin else Content("")
    tagged = sum(entry.opened.notebook.counts().values()) if entry.opened else 0
    row = Content("▸ " if is_shown else "  ") + twin + Content(entry.name)
    return row + Content.styled(f"  {tagged}", "dim") if tagged else row
