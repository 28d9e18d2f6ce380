"""The reader's own screen: its panes, lists and status line, how much room each gets, which of them has the focus."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.containers import Vertical
from textual.content import Content
from textual.scrollbar import ScrollBar
from textual.widget import Widget
from textual.widgets import Static

from reader.system.lazy import Lazy
from reader.system.safe_text import safe_text
from reader.ui.keymap.action_table import with_key_names
from reader.ui.screen_layout import COLUMN_FROM, SIDE_FROM, SPLIT_LEAST, ScreenLayout
from reader.ui.text_view.article_pane import ArticlePane
from reader.ui.widgets.message_wording import KeyHint
from reader.ui.widgets.scroll_bar import ScrollBarVisual
from reader.ui.widgets.status_line import Standing, StatusLine
from reader.workspace.document_progress import FINISHED

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.timer import Timer

    from reader.ui.widgets.annotation_list import AnnotationList
    from reader.ui.widgets.document_list import DocumentList
    from reader.ui.widgets.entity_list import EntityList
    from reader.ui.widgets.input_line import InputLine
    from reader.workspace.library_entries import LibraryEntry, OpenDocument
    from reader.workspace.session import Session


class MainDisplay:
    """What is on the screen, and the verbs that all controllers share (see ``Display``).

    Args:
        app: whose screen it is.
        session: what is shown on it.

    Attributes:
        tabs: the documents as one line, where their list has no room.
        documents_column: what holds the list of documents.
        side_column: what holds the names over the annotations.
        status: the status line.
        layout: how much room each of them gets.
        line: the line that is typed into; None while there is none.
        modes: what the keys are for just now, in one word; the first that is not empty counts.
        save_error: why the last save failed, else empty.
    """

    def __init__(self, app: App[int], session: Session) -> None:
        self._app = app
        self._session = session
        ScrollBar.renderer = ScrollBarVisual
        settings = session.settings
        self.status = StatusLine(settings)
        self.left = ArticlePane(settings, session.names, id="left", classes="-active")
        self.right = ArticlePane(settings, session.names, id="right")
        self.documents_column = Vertical(id="documents-column")
        self.side_column = Vertical(id="side-column")
        self.tabs = Static("", id="tabs", markup=False)
        self.active: ArticlePane = self.left
        self.is_split = False
        self.is_furnished = False
        self.notices: list[str] = []
        self.save_error = ""
        self.line: InputLine | None = None
        self.modes: Sequence[Callable[[], str]] = ()
        self.count = ""
        self._waiting: tuple[OpenDocument, str] | None = None
        self._tabs_line = Content("")
        self.layout = ScreenLayout(self)
        self._documents = Lazy(self._make_documents)
        self._entities = Lazy(self._make_entities)
        self._annotations = Lazy(self._make_annotations)
        self.refresh_entities: Callable[[], None] = lambda: None

    # --- the parts

    def parts(self) -> Sequence[Widget]:
        """What is on the screen, as it is composed. Flat: every container costs a paint."""
        return (self.tabs, self.documents_column, self.left, self.right, self.side_column, self.status)

    def furnish(self) -> None:
        """Put the lists into their places."""
        self.documents_column.mount(self.documents)
        self.side_column.mount(self.entities, self.annotations)
        self.is_furnished = True

    @property
    def documents(self) -> DocumentList:
        """The list of documents."""
        return self._documents()

    @property
    def entities(self) -> EntityList:
        """The list of names."""
        return self._entities()

    @property
    def annotations(self) -> AnnotationList:
        """The list of annotations."""
        return self._annotations()

    def _make_documents(self) -> DocumentList:
        from reader.ui.widgets.document_list import DocumentList

        session = self._session
        return DocumentList(session.settings, session.summaries.progress, session.library.number)

    def _make_entities(self) -> EntityList:
        from reader.ui.widgets.entity_list import EntityList

        return EntityList(id="entities")

    def _make_annotations(self) -> AnnotationList:
        from reader.ui.widgets.annotation_list import AnnotationList

        return AnnotationList(self._session.settings, self._session.store.name, id="annotations")

    @property
    def panes(self) -> list[ArticlePane]:
        """The article panes on the screen, left first."""
        return [self.left, self.right] if self.is_split else [self.left]

    @property
    def shown(self) -> list[LibraryEntry]:
        """The documents on the screen, left first."""
        return [pane.entry for pane in self.panes if pane.entry is not None]

    @property
    def focused(self) -> Widget | None:
        """The widget with the focus."""
        return self._app.focused

    @property
    def screen(self) -> Screen[Any]:
        """The dialog on top, else the reader's own screen."""
        return self._app.screen

    @property
    def has_dialog(self) -> bool:
        """Whether a dialog lies over the reader's own screen."""
        return len(self._app.screen_stack) > 1

    # --- saying

    @property
    def message(self) -> str:
        """What was last said and still matters, with the keys that answer it."""
        return self.status.message

    def say(self, message: str, keys: Sequence[KeyHint] = ()) -> None:
        """See ``Display``; where nothing is said any more, what had to wait comes up."""
        if not message and self._waiting is not None:
            (opened, waiting), self._waiting = self._waiting, None
            message = waiting if opened is self.active.open else ""
        rows = self.status.rows
        self.status.say(safe_text(message), [KeyHint(*map(safe_text, one)) for one in keys])
        if self.status.rows != rows:
            self.layout.free_lines()

    def with_keys(self, sentence: str) -> str:
        """See ``Display``."""
        return with_key_names(sentence, self.status.key_names)

    def say_as_scraped(self, what: str = "") -> None:
        """See ``Display``."""
        way = self.with_keys("{as_scraped} goes back to the article")
        self.say(f"this is the page as scraped: {way}{what and f'; {what} there'}")

    def notify_once(self, opened: OpenDocument, notice: str) -> None:
        """See ``Display``; what stands in parentheses at the end of ``notice`` is left to the list of notices."""
        if notice in self.notices:
            return
        self.notices.append(notice)
        short, more, _ = notice.partition(" (")
        self._waiting = (opened, f"{short} (! says more)" if more else short)
        if not self.status.message:
            self.say("")

    def take_count(self) -> int:
        """The number typed before this key, 1 where there is none; it counts once."""
        count, self.count = int(self.count or "1"), ""
        return count

    # --- showing

    @property
    def mode_word(self) -> str:
        """What the keys are for just now, in one word."""
        if word := next((word for mode in self.modes if (word := mode())), ""):
            return word
        pane = self.active
        return "PAGE" if pane.as_scraped else "SELECT" if pane.cursor is not None and pane.cursor.selecting else "READ"

    def refresh_status(self) -> None:
        """Show where the active pane stands now."""
        pane, library = self.active, self._session.library
        counts = dict(pane.open.records.counts()) if pane.open else {}
        language = pane.open.article.language if pane.open is not None else None
        sharing = self._session.store.sharing()
        self.status.stand(
            Standing(
                mode=self.mode_word,
                number=library.number(pane.entry),
                total=len(library.readable),
                percent=pane.percent,
                counts=counts,
                unsaved=self._session.edits.unsaved,
                saved=sum(counts.values()),
                unshared=None if sharing is None else sharing.waiting,
                failing=bool(self.save_error),
                language=language if language and language != "en" else "",  # it has rules and a model of its own
            )
        )

    def refresh_documents(self) -> None:
        """Show which documents there are, and which are on the screen."""
        if self.is_furnished:
            self.documents.show(self._session.library.entries, self.shown, self.active.entry)
        self.refresh_tabs()

    def refresh_annotations(self) -> None:
        """List the annotations of the active pane's document, and what is linked with them, in memory or not."""
        if self.is_furnished:
            opened = self.active.open
            others = self._session.links.around(opened) if opened else ()
            self.annotations.show(opened.records if opened else None, others)

    def refresh_all(self) -> None:
        """Everything beside the text."""
        self.refresh_documents()
        self.refresh_entities()
        self.refresh_annotations()
        self.refresh_status()

    def redraw_document(self, opened: OpenDocument) -> None:
        """Show in the list how far a document is, and what it is called."""
        library = self._session.library
        entry = library.entry_of(opened.document) if self.is_furnished else None
        if entry is not None:
            self.documents.redraw(str(entry.place))
        self.refresh_tabs()

    def refresh_marks(self, opened: OpenDocument) -> None:
        """Draw a document's annotations wherever it is shown, and what it is called."""
        for pane in self.panes:
            if pane.open is opened:
                pane.refresh_marks()
                pane.entitle()
        if self.is_furnished:
            self.refresh_annotations()  # whichever document it is of: links may lead across
            self.redraw_document(opened)
        self.refresh_status()

    def refresh_tabs(self) -> None:
        """Draw the documents as one line: the shown ones by their numbers, since their panes name them."""
        library = self._session.library
        first = max(0, library.number(self.active.entry) - 1)
        line = Content("")
        for entry in library.readable[max(0, first - 1) : first + 8]:
            is_shown = entry in self.shown
            is_finished = self._session.summaries.progress(entry).state == FINISHED
            name = "" if is_shown else f" {entry.name[:40]}"
            mark = ("▸" if is_shown else " ") + ("✓ " if is_finished else "")
            tab = Content.styled(f" {mark}{library.number(entry)}{name} ", "bold" if is_shown else "")
            line = line + tab + Content("│")
        if not line.is_same(self._tabs_line):
            self._tabs_line = line
            self.tabs.update(line, layout=False)  # one row, whatever it says

    # --- room and focus

    def arrange(self) -> None:
        """Give each part of the screen its room."""
        self.layout.arrange()

    def activate(self, pane: ArticlePane) -> None:
        """Make a pane the one that keys go to."""
        self.active = pane
        for one in (self.left, self.right):
            one.set_class(one is pane, "-active")
        if self.layout.columns < SPLIT_LEAST or self.layout.guest is not None:  # only the active one is shown
            self.arrange()
        self.refresh_all()

    def go_to_pane(self, widget: Widget) -> None:
        """Focus a pane or a list; a list that is folded away is there as long as it has the focus."""
        holder = self._holder_of(widget)
        if holder is not None:
            holder.display = True
        self.screen.set_focus(widget)  # at once: the next key is for it already
        is_folded = self.layout.seat(holder)  # only now: what has the focus is not to be folded away
        if isinstance(widget, ArticlePane) and widget is not self.active:
            self.activate(widget)
        if is_folded:
            self.arrange()

    def _holder_of(self, widget: Widget) -> Widget | None:
        if widget is self.documents:
            return self.documents_column
        return self.side_column if widget in (self.entities, self.annotations) else None

    def has_room(self, holder: Widget) -> bool:
        """Whether a column has room beside the articles, rather than over them."""
        needs_column = holder is self.documents_column and self.is_split
        return self.layout.columns >= (COLUMN_FROM if needs_column else SIDE_FROM)

    # --- what the app does

    def push_screen(self, screen: Any, callback: Callable[[Any], None] | None = None) -> Any:
        """Open a dialog; may be awaited until it is there."""
        return self._app.push_screen(screen, callback)

    def in_background(self, work: Callable[..., Coroutine[Any, Any, None]], *arguments: Any, **options: Any) -> None:
        """See ``Display``.

        The coroutine is made when its turn comes: one that is made before is left over where the reader ends meanwhile.
        """
        started: Any = partial(work, *arguments)
        self._app.run_worker(started, **{"exit_on_error": False, **options})

    def set_timer(self, delay: float, callback: Callable[[], Any]) -> Timer:
        """Call something in so many seconds."""
        return self._app.set_timer(delay, callback)

    def call_after_refresh(self, callback: Callable[..., Any]) -> Any:
        """Call something once what is on its way to the screen is there."""
        return self._app.call_after_refresh(callback)

    def post(self, call: Callable[[], object]) -> object:
        """Have the event loop call something; for any thread."""
        return self._session.post(call)
