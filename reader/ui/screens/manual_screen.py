"""The manual over the screen: the list of its pages, and one of them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.manual import PAGES, page
from reader.ui.keymap.action import MANUAL_DIALOG
from reader.ui.screens.picker import Choices
from reader.ui.screens.scrolling_screen import ScrollingScreen, rows_in
from reader.ui.widgets.row_list import Pieces, RowList

_TOPICS = tuple(PAGES)
_TITLE = "MANUAL"
_IN_THE_LIST = "{scroll_down} {scroll_up} move  {open_page} opens  {leave_page} goes back"
_IN_A_PAGE = (
    "{scroll_down} {scroll_up} {scroll_top} {scroll_bottom} scroll  {next_page} next page  {leave_page} goes back"
)


class ManualScreen(ScrollingScreen):
    """The list of pages; a page takes its place, and Esc leads back. Keys are handed to it in the order typed."""

    PLACES: ClassVar[tuple[str, ...]] = (MANUAL_DIALOG, *ScrollingScreen.PLACES)

    def __init__(self) -> None:
        super().__init__(classes="dialog")
        self._topic = ""  # none: the list is shown

    def compose(self) -> ComposeResult:
        """The list and the page lie at the same place, one of them is seen."""
        with Vertical(classes="box"):
            yield Static(classes="hint", markup=False)
            yield Choices("", id="pages")
            with VerticalScroll(can_focus=False):
                yield Static(id="page", markup=False)

    def on_mount(self) -> None:
        """The list."""
        pages = self.query_one(RowList)
        pages.fill(_TOPICS, _row, "")
        pages.highlight(_TOPICS[0])
        self._show("")

    def close(self) -> None:
        """From a page to the list, and from the list back to the help."""
        if self._topic:
            self._show("")
        else:
            self.dismiss(None)

    def open_page(self) -> None:
        """Open the page of the row; in a page nothing."""
        if not self._topic and self._rows.highlighted is not None:
            self._show(self._rows.highlighted)

    def next_page(self) -> None:
        """Go to the next page, in the list nowhere."""
        if self._topic:
            self._show(_TOPICS[(_TOPICS.index(self._topic) + 1) % len(_TOPICS)])

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    def scroll_rows(self, rows: str) -> None:
        """In the page, or in the list."""
        if self._topic:
            super().scroll_rows(rows)
        else:
            self._rows.step(int(rows))

    def scroll_pages(self, pages: str) -> None:
        """In the page, or in the list."""
        if self._topic:
            super().scroll_pages(pages)
        else:
            self._rows.step(rows_in(pages, self._rows.scrollable_content_region.height))

    def to_top(self) -> None:
        """Of the page, or of the list."""
        super().to_top()
        if not self._topic:
            self._rows.step(-len(_TOPICS))

    def to_bottom(self) -> None:
        """Of the page, or of the list."""
        super().to_bottom()
        if not self._topic:
            self._rows.step(len(_TOPICS))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open what was clicked."""
        event.stop()
        self._show(event.row)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Nothing to say of it."""
        event.stop()

    def _show(self, topic: str) -> None:
        """A page from its top, or the list."""
        self._topic = topic
        pages, body = self.query_one(RowList), self.query_one(VerticalScroll)
        pages.display, body.display = not topic, bool(topic)
        self.query_one(".hint", Static).update(self.dialog_keys.hint(_IN_A_PAGE if topic else _IN_THE_LIST))
        self.query_one(".box").border_title = Content(f"{_TITLE}: {topic}" if topic else _TITLE)
        if topic:
            from reader.manual.page_rendering import RenderedPage

            pages.highlight(topic)
            self.query_one("#page", Static).update(RenderedPage(page(topic)))
            body.scroll_home(animate=False)


def _row(index: int) -> Pieces:
    topic = _TOPICS[index]
    return [(f"{topic:<{max(map(len, _TOPICS)) + 2}}", None), (PAGES[topic], "less")]
