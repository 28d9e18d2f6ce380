"""The keys by which a dialog scrolls what has no room on the screen: those by which an article is read."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import VerticalScroll

from reader.ui.keymap.action import SCROLLING_DIALOG
from reader.ui.screens.dialog import Dialog


class ScrollingScreen(Dialog):
    """A dialog with at least one text that scrolls; several scroll together."""

    AUTO_FOCUS = ""
    PLACES: ClassVar[tuple[str, ...]] = (SCROLLING_DIALOG, *Dialog.PLACES)

    def scroll_rows(self, rows: str) -> None:
        """Scroll by so many rows."""
        for text in self.query(VerticalScroll):
            text.scroll_relative(y=int(rows), animate=False)

    def scroll_pages(self, pages: str) -> None:
        """Scroll by a part of what is seen; of a whole page one row stays."""
        for text in self.query(VerticalScroll):
            text.scroll_relative(y=rows_in(pages, text.size.height), animate=False)

    def to_top(self) -> None:
        """Scroll to the top."""
        for text in self.query(VerticalScroll):
            text.scroll_home(animate=False)

    def to_bottom(self) -> None:
        """Scroll to the bottom."""
        for text in self.query(VerticalScroll):
            text.scroll_end(animate=False)


def rows_in(pages: str, height: int) -> int:
    """How many rows a part of a page is, at least one; of a whole page one row stays on the screen."""
    rows = float(pages) * max(1, height - 1)
    return int(rows) or (1 if rows > 0 else -1)
