"""The manual over the screen: the list of its pages, and one of them."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.manual import PAGES, page
from reader.ui.screens.picker import Choices
from reader.ui.screens.scrolling_screen import ScrollingScreen
from reader.ui.widgets.row_list import Pieces, RowList

_TOPICS = tuple(PAGES)
_TITLE = "MANUAL"
_IN_THE_LIST = "j k move  enter opens  esc goes back"
_IN_A_PAGE = "j k g G scroll  n next page  esc goes back"


class ManualScreen(ScrollingScreen):
    """The list of pages; a page takes its place, and Esc leads back. Keys are handed to it in the order typed."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__(classes="dialog")
        self._topic = ""  # none: the list is shown

    def compose(self) -> ComposeResult:
        """The list and the page lie at the same place, one of them is seen."""
        with Vertical(classes="box"):
            yield Static(_IN_THE_LIST, classes="hint", markup=False)
            yield Choices("", id="pages")
            with VerticalScroll(can_focus=False):
                yield Static(id="page", markup=False)

    def on_mount(self) -> None:
        """The list."""
        pages = self.query_one(RowList)
        pages.fill(_TOPICS, _row, "")
        pages.highlight(_TOPICS[0])
        self._show("")

    def take(self, event: events.Key) -> bool:
        """A key, before it goes anywhere else; whether it was one for the manual."""
        pages = self.query_one(RowList)
        if event.key in {"escape", "q"}:
            if self._topic:
                self._show("")
            else:
                self.dismiss(None)
            return True
        if self._topic:
            if event.key == "n":
                self._show(_TOPICS[(_TOPICS.index(self._topic) + 1) % len(_TOPICS)])
            return event.key == "n"
        if event.key in {"enter", "right", "l"} and pages.highlighted is not None:
            self._show(pages.highlighted)
            return True
        return pages.take(event)

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
        self.query_one(".hint", Static).update(_IN_A_PAGE if topic else _IN_THE_LIST)
        self.query_one(".box").border_title = Content(f"{_TITLE}: {topic}" if topic else _TITLE)
        if topic:
            from reader.manual.page_rendering import RenderedPage

            pages.highlight(topic)
            self.query_one("#page", Static).update(RenderedPage(page(topic)))
            body.scroll_home(animate=False)


def _row(index: int) -> Pieces:
    topic = _TOPICS[index]
    return [(f"{topic:<{max(map(len, _TOPICS)) + 2}}", None), (PAGES[topic], "less")]
