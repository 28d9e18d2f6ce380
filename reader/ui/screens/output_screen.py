"""What a command of the user's own has written, over the screen; it scrolls."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.ui.keymap.action import OUTPUT_DIALOG
from reader.ui.screens.scrolling_screen import ScrollingScreen

_KEYS = "{scroll_down} {scroll_up} {scroll_top} {scroll_bottom} scroll  {close_output} closes"


class OutputScreen(ScrollingScreen):
    """Some lines under a title.

    Args:
        title: of the command.
        text: safe to show.
        more: what is to be said of it beside the keys; empty for nothing.
    """

    PLACES: ClassVar[tuple[str, ...]] = (OUTPUT_DIALOG, *ScrollingScreen.PLACES)

    def __init__(self, title: str, text: str, more: str = "") -> None:
        super().__init__(classes="dialog")
        self._title = title
        self._text = text
        self._more = more

    def compose(self) -> ComposeResult:
        """The keys, and the text under them."""
        with Vertical(classes="box"):
            with Vertical(classes="head"):
                yield Static(self.dialog_keys.hint(_KEYS), classes="hint", markup=False)
                if self._more:
                    yield Static(self._more, classes="hint", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(self._text, markup=False)

    def on_mount(self) -> None:
        """Name it."""
        self.query_one(".box").border_title = Content(self._title)
