"""Moves in the list at the side that has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
        self._move(lambda _: int(rows))

    def move_pages(self, pages: str) -> None:
        """Go so many pages down, or up."""
        self._move(lambda one: int(pages) * one.page)

    def to_top(self) -> None:
        """Go to the first row."""
        self._move(lambda one: -one.row_count)

    def to_bottom(self) -> None:
        """Go to the last row."""
        self._move(lambda one: one.row_count)

    def _move(self, rows: Callable[[RowList], int]) -> None:
        display = self._display
        lists = (display.documents, display.annotations, display.entities) if display.is_furnished else ()
        for one in lists:
            if one is display.focused:
                if one is display.entities:
                    display.say("")
                one.step(rows(one))
