"""What a table screen needs of whoever has the tables: what is shown, and what becomes of a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from reader.ui.widgets.shown_table import TablePlace


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
    def place(self) -> TablePlace:
        """Where one is in it."""


class TableSource(Protocol):
    """Whoever has the tables. It answers by ``TableScreen.deliver``, at once or later, as often as something changes.

    Attributes:
        tabs: what the tables are called.
        placeholder: what can be typed into the filter.
    """

    tabs: Sequence[str]
    placeholder: str

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
