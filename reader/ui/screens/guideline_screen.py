"""The guideline of the project over the screen, at the section of a label; it scrolls and can be edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.annotations.guideline_text import row_of_heading
from reader.config.label import path_to
from reader.manual.page_rendering import RenderedPage
from reader.ui.keymap.action import GUIDELINE_DIALOG
from reader.ui.screens.scrolling_screen import ScrollingScreen

_KEYS = (
    "{scroll_down} {scroll_up} {scroll_top} {scroll_bottom} scroll  {edit_guideline} editor  {close_guideline} closes"
)


class GuidelineScreen(ScrollingScreen):
    """The guideline.

    Args:
        text: its Markdown, safe to show.
        labels: whose section, or else that of a label above one of them, is to be seen first; the names of one label.
        keep: takes what was written in the editor; gives what is wrong, else nothing.
    """

    PLACES: ClassVar[tuple[str, ...]] = (GUIDELINE_DIALOG, *ScrollingScreen.PLACES)

    def __init__(self, text: str, labels: Sequence[str], keep: Callable[[str], str]) -> None:
        super().__init__(classes="dialog")
        self._text = text
        self._labels = labels
        self._keep = keep

    def compose(self) -> ComposeResult:
        """The keys, and the text under them: what comes before the section, and what begins with it."""
        with Vertical(classes="box"):
            yield Static(self.dialog_keys.hint(_KEYS), classes="hint", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(id="before", markup=False)
                yield Static(id="section", markup=False)

    def on_mount(self) -> None:
        """Name it and show it."""
        self.query_one(".box").border_title = Content("GUIDELINE")
        self._show()

    def _show(self) -> None:
        names = (name for label in self._labels for name in path_to(label))
        sections = (row_of_heading(self._text, name) for name in names)
        row = next((one for one in sections if one is not None), None)
        rows = self._text.split("\n")
        before, section = self.query_one("#before", Static), self.query_one("#section", Static)
        before.update(RenderedPage("\n".join(rows[:row])) if row else "")
        before.display = bool(row)
        section.update(RenderedPage("\n".join(rows[row or 0 :])))
        if row:
            self.call_after_refresh(self.query_one(VerticalScroll).scroll_to_widget, section, animate=False, top=True)

    def edit(self) -> None:
        """Write it in the user's editor; what was saved there is kept at once."""
        text = self.in_editor(self._text, "guideline")
        if text is None or text == self._text.rstrip("\n"):
            return
        if problem := self._keep(text):
            self.query_one(".hint", Static).update(problem)
            return
        self._text = text
        self._show()
