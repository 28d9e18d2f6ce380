"""Moves in the list at the side that has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ui.display import Display
    from reader.ui.widgets.row_list import RowList


class ListMotions:
    """The lists of documents, names and annotations.

    Args:
        display: see there.
    """

    def __init__(self, display: Display) -> None:
        self._display = display

    def move_rows(self, rows: str) -> None:
        """Go so many rows down, or up."""
        self._move(int(rows))

    def move_pages(self, pages: str) -> None:
        """Go so many pages down, or up."""
        self._move(int(pages) * self._list.page)

    def to_top(self) -> None:
        """Go to the first row."""
        self._move(-self._list.row_count)

    def to_bottom(self) -> None:
        """Go to the last row."""
        self._move(self._list.row_count)

    @property
    def _list(self) -> RowList:
        display = self._display
        lists = (display.documents, display.annotations, display.entities)
        return next(one for one in lists if one is display.focused)

    def _move(self, rows: int) -> None:
        if self._list is self._display.entities:
            self._display.say("")
        self._list.step(rows)
