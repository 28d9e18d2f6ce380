"""The keys by which a dialog scrolls what has no room on the screen: those by which an article is read."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen


class ScrollingScreen(ModalScreen[None]):
    """A dialog with at least one text that scrolls; several scroll together."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,pagedown", "scroll_pages(1)", show=False),
        Binding("pageup", "scroll_pages(-1)", show=False),
        Binding("ctrl+d", "scroll_pages(0.5)", show=False),
        Binding("ctrl+u", "scroll_pages(-0.5)", show=False),
        Binding("g,home", "scroll_top", show=False),
        Binding("G,end", "scroll_bottom", show=False),
    ]

    def action_scroll(self, rows: int) -> None:
        """Scroll by so many rows."""
        for text in self.query(VerticalScroll):
            text.scroll_relative(y=rows, animate=False)

    def action_scroll_pages(self, pages: float) -> None:
        """Scroll by a part of what is seen; of a whole page one row stays."""
        for text in self.query(VerticalScroll):
            rows = max(1, text.size.height - 1)
            text.scroll_relative(y=int(pages * rows) or (1 if pages > 0 else -1), animate=False)

    def action_scroll_top(self) -> None:
        """Scroll to the top."""
        for text in self.query(VerticalScroll):
            text.scroll_home(animate=False)

    def action_scroll_bottom(self) -> None:
        """Scroll to the bottom."""
        for text in self.query(VerticalScroll):
            text.scroll_end(animate=False)
