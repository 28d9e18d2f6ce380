"""What every group of actions works on: the panes, the documents, the storage thread, the history, the status line."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from reader.config.settings import Settings
from reader.store.added_labels import load_labels
from reader.store.folder_store import FolderStore
from reader.store.reading_positions import ReadingPositions
from reader.system.safe_text import safe_text
from reader.ui.keymap.action_table import Action, resolved, with_labels
from reader.ui.text_view.article_pane import ArticlePane, Drawn
from reader.ui.widgets.message_wording import KeyHint
from reader.ui.widgets.status_line import Standing, StatusLine
from reader.workspace.library import Library
from reader.workspace.library_entries import LibraryEntry, OpenDocument

if TYPE_CHECKING:
    from reader.entities.entity_client import EntityAnswer
    from reader.exchange.emergency_file import EmergencyFile
    from reader.model.entity import Entity
    from reader.store.document_summaries import Surveyed
    from reader.store.save_queue import Saved, SaveQueue
    from reader.ui.keymap.question import Question
    from reader.ui.screens.note_screen import NoteScreen
    from reader.ui.widgets.annotation_list import AnnotationList
    from reader.ui.widgets.document_list import DocumentList
    from reader.ui.widgets.entity_list import EntityList
    from reader.workspace.document_progress import Progress
    from reader.workspace.duplicates import Duplicate


def _foreign(opened: OpenDocument | None) -> str:
    """The language of a document, where it chooses other rules and another model than most."""
    language = opened.article.language if opened is not None else None
    return language if language and language != "en" else ""


class Desk(App[int]):
    """State, and the few verbs that all actions share. Only the event loop's thread touches any of it."""

    class Written(Message):
        """The storage thread tried a save."""

        def __init__(self, saved: Saved) -> None:
            super().__init__()
            self.saved = saved

    class Named(Message):
        """The entity worker has an answer."""

        def __init__(self, answer: EntityAnswer) -> None:
            super().__init__()
            self.answer = answer

    class Found(Message):
        """More files were found."""

        def __init__(self, entries: list[LibraryEntry]) -> None:
            super().__init__()
            self.entries = entries

    class Fetched(Message):
        """A document has come, or will not."""

        def __init__(
            self, entry: LibraryEntry, then: Callable[[], object] | None = None, drawn: Drawn | None = None
        ) -> None:
            super().__init__()
            self.drawn = drawn
            self.entry = entry
            self.then = then  # what is to be done with it, where it is not just to be shown

    class DuplicatesFound(Message):
        """Documents were found to be one text twice."""

        def __init__(self, duplicates: list[Duplicate]) -> None:
            super().__init__()
            self.duplicates = duplicates

    tell_saved: Callable[[Saved], object]  # on the storage thread, after every attempt

    def __init__(self, library: Library, settings: Settings, store: FolderStore, places: ReadingPositions) -> None:
        super().__init__()
        self.settings = settings = with_labels(settings, load_labels(store.folder))
        self.store = store
        self.table: tuple[Action, ...] = resolved(settings)
        self.library = library
        self.places = places
        self.chosen: Entity | None = None
        self.status = StatusLine(settings.labels)
        self.left = ArticlePane(settings, id="left", classes="-active")
        self.right = ArticlePane(settings, id="right")
        self.shelf = Vertical(id="shelf")
        self.side = Vertical(id="side")
        self.tabs = Static("", id="tabs", markup=False)
        self.active: ArticlePane = self.left
        self.is_split = False
        self.is_furnished = False
        self.columns, self.lines = 80, 24
        self.unsaved_count = 0
        self.notices: list[str] = []  # in full, each once; ``!`` lists them
        self._waiting: tuple[OpenDocument, str] | None = None
        self.save_error = ""
        self.open_note: NoteScreen | None = None
        self.question: Question | None = None
        self.surveyed: dict[str, Surveyed] = {}  # by location
        self._count = ""
        self._warning = ""  # what quitting would lose, once that was said; it holds for the very next key

    # --- what is only made when it is needed: the first paint comes before

    @cached_property
    def saver(self) -> SaveQueue:
        """The storage thread."""
        from reader.store.save_queue import SaveQueue

        return SaveQueue(self.store, self.tell_saved, self.emergency)

    @cached_property
    def emergency(self) -> EmergencyFile:
        """Where what cannot be saved is kept."""
        from reader.exchange.emergency_file import EmergencyFile

        return EmergencyFile(self.store.address)

    @cached_property
    def documents(self) -> DocumentList:
        """The list of documents."""
        from reader.ui.widgets.document_list import DocumentList

        return DocumentList(self.settings.labels, self.progress)

    @cached_property
    def entities(self) -> EntityList:
        """The list of names."""
        from reader.ui.widgets.entity_list import EntityList

        return EntityList(id="entities")

    @cached_property
    def annotations(self) -> AnnotationList:
        """The list of annotations."""
        from reader.ui.widgets.annotation_list import AnnotationList

        return AnnotationList(self.settings, self.store.folder, id="annotations")

    def furnish(self) -> None:
        """Put the lists into their places."""
        self.shelf.mount(self.documents)
        self.side.mount(self.entities, self.annotations)
        self.is_furnished = True

    # --- saying and showing

    @property
    def panes(self) -> list[ArticlePane]:
        """The article panes on the screen, left first."""
        return [self.left, self.right] if self.is_split else [self.left]

    @property
    def shown(self) -> list[LibraryEntry]:
        """The documents on the screen, left first."""
        return [pane.entry for pane in self.panes if pane.entry is not None]

    def in_background(self, work: Callable[..., Coroutine[Any, Any, None]], *arguments: Any, **options: Any) -> None:
        """Run ``work`` beside everything else; the event loop's thread still runs it.

        Its coroutine is made when its turn comes: one that is made before is left over where the reader ends meanwhile.

        Args:
            work: an asynchronous function, called with ``arguments``.
            arguments: of it.
            options: as ``run_worker`` takes them; an error in it does not end the reader unless they say so.
        """
        started: Any = partial(work, *arguments)
        self.run_worker(started, **{"exit_on_error": False, **options})

    def say(self, message: str, keys: Sequence[KeyHint] = ()) -> None:
        """Put a message into the status line, where it stays until the next key; then comes what had to wait.

        Args:
            message: shortened where there is little room.
            keys: what answers it, where it asks something; all of them are shown.
        """
        if not message and self._waiting is not None:
            (opened, waiting), self._waiting = self._waiting, None
            message = waiting if opened is self.active.open else ""
        self.status.say(safe_text(message), [KeyHint(*map(safe_text, one)) for one in keys])

    def notify_once(self, opened: OpenDocument, notice: str) -> None:
        """Say something of a document that explains itself: short, once, and over nothing that was just confirmed.

        Args:
            opened: it is said while this one is in front.
            notice: in full, as ``!`` lists it; what stands in parentheses at its end is left to that list.
        """
        if notice in self.notices:
            return
        self.notices.append(notice)
        short, more, _ = notice.partition(" (")
        self._waiting = (opened, f"{short} (! says more)" if more else short)
        if not self.status.message:
            self.say("")

    @property
    def mode_word(self) -> str:
        """What the keys are for just now, in one word."""
        pane = self.active
        if self.question is not None:
            return self.question.mode
        return "PAGE" if pane.as_scraped else "SELECT" if pane.cursor is not None and pane.cursor.selecting else "READ"

    def refresh_status(self) -> None:
        """Show where the active pane stands now."""
        pane = self.active
        opened = pane.open
        self.status.stand(
            Standing(
                mode=self.mode_word,
                number=self.library.number(pane.entry),
                total=len(self.library.readable),
                percent=pane.percent,
                counts=dict(opened.records.counts()) if opened else {},
                unsaved=self.unsaved_count,
                saved=sum(opened.records.counts().values()) if opened else 0,
                failing=bool(self.save_error),
                language=_foreign(opened),
            )
        )

    def refresh_side(self) -> None:
        """Show the entities and annotations of the active pane's document."""
        if not self.is_furnished:
            return
        self.refresh_names()
        self.refresh_annotations()

    def refresh_names(self) -> None:
        """List the names of the active pane's document."""
        raise NotImplementedError

    def refresh_annotations(self) -> None:
        """List the annotations of the active pane's document."""
        raise NotImplementedError

    def refresh_documents(self) -> None:
        """Show which documents there are, and which are on the screen."""
        if self.is_furnished:
            self.documents.show(self.library.entries, self.shown)
        self.refresh_tabs()

    def redraw_document(self, opened: OpenDocument) -> None:
        """Show in the list how far a document is."""
        raise NotImplementedError

    def progress(self, entry: LibraryEntry) -> Progress:
        """How far a document is."""
        raise NotImplementedError

    def refresh_tabs(self) -> None:
        """Draw the documents as one line, if they are shown as such."""
        raise NotImplementedError

    def refresh_marks(self, opened: OpenDocument) -> None:
        """Draw a document's annotations wherever it is shown."""
        for pane in self.panes:
            if pane.open is opened:
                pane.refresh_marks()
        if self.is_furnished:
            self.refresh_annotations()  # whichever document it is of: links may lead across
            self.redraw_document(opened)
        self.refresh_status()

    def take_count(self) -> int:
        """The number typed before this key, 1 where there is none; it counts once."""
        count, self._count = int(self._count or "1"), ""
        return count
