"""Panes: which one has the focus, one article or two, how wide their text is, and back to plain reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.text_view.article_pane import ArticlePane

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.system.lazy import Lazy
    from reader.ui.controllers.annotation_ends import AnnotationEnds
    from reader.ui.controllers.annotation_panel import AnnotationPanel
    from reader.ui.controllers.documents import Documents
    from reader.ui.controllers.everywhere_search import EverywhereSearch
    from reader.ui.controllers.names.entity_panel import EntityPanel
    from reader.ui.long_work import LongWork
    from reader.ui.main_display import MainDisplay
    from reader.ui.reading_place import ReadingPlace
    from reader.workspace.session import Session

#: Columns by which one key changes the width, and the narrowest and widest text.
WIDTH_STEP, NARROWEST, WIDEST = 4, 20, 400


class Panes:
    """The panes and what is in them as a whole."""

    def __init__(self, session: Session, display: MainDisplay, documents: Documents, place: ReadingPlace) -> None:
        self._session = session
        self._display = display
        self._documents = documents
        self._place = place

    def split(self) -> None:
        """Two panes, or one."""
        display = self._display
        if not display.is_split and len(self._session.library.readable) < 2:
            display.say("there is only one document")
            return
        display.is_split = not display.is_split
        if display.right.entry is display.left.entry:
            display.right.entry = None
        if not display.is_split:
            if display.active is display.right and display.right.entry is not None:
                self._documents.open_in(display.left, display.right.entry)
            display.activate(display.left)
        else:
            self._documents.open_second()
        self._place.remember_shown()
        display.arrange()
        display.refresh_all()
        display.active.focus()

    def take_focus(self, widget: Widget) -> None:
        """Something has the focus: keys go to the article pane that had it last."""
        if isinstance(widget, ArticlePane) and widget is not self._display.active:
            self._display.activate(widget)

    def next_pane(self) -> None:
        """Go round the panes."""
        self._go_round(1)

    def previous_pane(self) -> None:
        """Go round the panes the other way."""
        self._go_round(-1)

    def _go_round(self, step: int) -> None:
        display = self._display
        order: list[Widget] = [display.documents, *display.panes, display.entities, display.annotations]
        display.say("")  # what was said was about the pane one leaves
        index = order.index(display.focused) if display.focused in order else order.index(display.active)
        display.go_to_pane(order[(index + step) % len(order)])

    def wider(self) -> None:
        """Make the text column wider."""
        self._widen(WIDTH_STEP)

    def narrower(self) -> None:
        """Make the text column narrower."""
        self._widen(-WIDTH_STEP)

    def _widen(self, columns: int) -> None:
        display = self._display
        before = display.active.widest if columns > 0 else display.active.rows.width
        width = max(NARROWEST, min(WIDEST, before + columns * display.take_count()))
        for pane in (display.left, display.right):
            pane.widen(width)
        display.say(f"text up to {width} columns wide (text_width in the settings keeps it)")

    def align(self) -> None:
        """Take the other pane to the passage that shares most with this one."""
        from reader.workspace.aligned_passage import aligned_passage

        display = self._display
        here = display.active
        other = next((pane for pane in display.panes if pane is not here), None)
        if other is None or other.open is None or other.cursor is None or here.open is None or here.cursor is None:
            display.say(display.with_keys("there is no other article beside this one: {split} shows two"))
            return
        if here.as_scraped or other.as_scraped:
            display.say(display.with_keys("one of these is the page as scraped: {as_scraped} goes back to the article"))
            return
        found = aligned_passage(here.open, here.cursor.passage, other.open)
        if found is None:
            display.say("nothing in the other article speaks of this")
            return
        other.go_to(found)
        display.say("the other article at the passage that shares most with this one")


class PlainReading:
    """Back to plain reading: each time the last thing that was begun is left."""

    def __init__(
        self,
        display: MainDisplay,
        ends: AnnotationEnds,
        annotations: AnnotationPanel,
        everywhere: EverywhereSearch,
        entities: EntityPanel,
        documents: Documents,
        long_work: Lazy[LongWork],
    ) -> None:
        self._display = display
        self._documents = documents
        self._long_work = long_work
        self._ends = ends
        self._annotations = annotations
        self._everywhere = everywhere
        self._entities = entities

    def leave(self) -> None:
        """Stop long work or a reading first, then leave the selection, then the search, then the chosen entity."""
        display = self._display
        display.take_count()
        if (self._long_work.made is not None and self._long_work.made.stop()) or self._documents.stop_reading():
            return
        if self._ends.stop_moving():
            display.active.follow()
            return
        self._leave_one()
        display.say("")
        display.refresh_status()

    def _leave_one(self) -> None:
        display, pane, cursor = self._display, self._display.active, self._display.active.cursor
        has_list = display.is_furnished and display.focused is display.annotations
        if has_list and self._annotations.drop_filter():
            return
        if display.focused is not pane:
            display.go_to_pane(pane)
        elif cursor is not None and not cursor.is_sentence:
            cursor.leave()
            pane.follow()
        elif self._everywhere.stop_walk():
            return
        elif pane.search is not None:
            pane.forget_search()
        elif not self._entities.leave() and pane.as_scraped:
            pane.toggle_as_scraped()
