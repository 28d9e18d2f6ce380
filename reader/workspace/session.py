"""The session: the open documents and everything a person can do with them. It knows no screen.

The reader's controllers use it, and so do scripts (see ``nrc-reader help python``). One thread owns a session and all
that it holds. Other threads and child processes only post calls to it: the reader's event loop runs them, and in a
script the next method that waits.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reader.config.settings import Settings, annotator_name
from reader.config.settings_in_force import SettingsInForce
from reader.model.spans import Span
from reader.sources.source_error import SourceError
from reader.store.reading_positions import ReadingPositions
from reader.store.store_protocol import Store, StoreError
from reader.system.lazy import Lazy
from reader.system.stdio import counted
from reader.workspace.document_progress import DocumentSummaries
from reader.workspace.edits import EditError, Edits, Turn, check_tag, present
from reader.workspace.entity_names import EntityNames
from reader.workspace.library import Library
from reader.workspace.library_entries import LibraryEntry, OpenDocument
from reader.workspace.linked_documents import LinkedDocuments

if TYPE_CHECKING:
    from reader.entities.entity_corrections import Correction
    from reader.exchange.emergency_file import EmergencyFile
    from reader.exchange.export_lines import Exported
    from reader.model.annotation import Annotation, Link
    from reader.model.document import Document
    from reader.model.entity import Entity
    from reader.store.save_queue import Saved, SaveQueue
    from reader.workspace.fulltext.search_index import SearchIndex
    from reader.workspace.global_search import Hit
    from reader.workspace.metadata_edits import Said

#: Runs a call on the thread that owns the session, some time after it was posted.
Post = Callable[[Callable[[], object]], object]
#: Seconds that closing waits for the disk.
PATIENCE_S = 3.0


class Session:
    """What one person reads and annotates, over many documents and one store.

    Args:
        library: the documents.
        settings: with the labels of the store.
        store: where annotations are kept.
        positions: where the person left off.
        post: runs calls of other threads on the owner's; without it they wait until a method of the session waits.

    Attributes:
        library: the documents, also those that were not opened yet.
        store, positions, settings: as they were given; the settings are those in force.
        annotator: the name that goes with each annotation.
        saver: the save queue; started by the first change.
        emergency: where changes are kept that could not be saved.
        edits: makes changes, and takes them back.
        summaries: how far each document is.
        links: annotations across documents.
        names: the names in the documents.
        index: of the texts of the documents, for searches.
    """

    def __init__(
        self,
        library: Library,
        settings: SettingsInForce,
        store: Store,
        positions: ReadingPositions,
        post: Post | None = None,
    ) -> None:
        self.library = library
        self.settings = settings
        self.store = store
        self.positions = positions
        self.annotator = annotator_name(settings.now)
        self._posted: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self.post: Post = post or self._posted.put
        self.emergency: Lazy[EmergencyFile] = Lazy(self._make_emergency)
        self.saver: Lazy[SaveQueue] = Lazy(self._make_saver)
        self.edits = Edits(store, self.annotator, self.saver, self.open_document)
        self.summaries = DocumentSummaries(library, store, positions, self.annotator)
        self.links = LinkedDocuments(library, self.summaries, settings)
        self.index: Lazy[SearchIndex] = Lazy(self._make_index)
        self.names = EntityNames(library, settings, store, self.post)
        for changed in (OpenDocument.reshape, self.names.correct_if_decided):
            self.edits.subscribe(changed)
        self._saved: list[Callable[[Saved], object]] = []

    def subscribe(self, saved: Callable[[Saved], object]) -> None:
        """Have ``saved`` called with what became of each save, once memory holds what it says.

        ``edits.subscribe`` tells of changes.
        """
        self._saved.append(saved)

    # --- documents

    def open_document(self, document: Document) -> OpenDocument | None:
        """A document that the store knows, opened; None where its file is gone, far or cannot be read."""
        entry = self.library.entry_of(document)
        return self.library.open_soon(entry) if entry is not None else self.library.opened(document.sha256)

    @property
    def documents(self) -> Sequence[LibraryEntry]:
        """The documents that can be read, in the order of the paths; a folder's in natural order."""
        self.library.find_all()
        return self.library.readable

    def read(self, entry: LibraryEntry) -> OpenDocument:
        """The document, cleaned, with its annotations.

        Raises:
            SourceError: it cannot be read.
        """
        opened = self.library.open(entry)
        if opened is None:
            raise SourceError(entry.path, entry.problem or "cannot be read")
        return opened

    def entities(self, document: OpenDocument) -> Sequence[Entity]:
        """The people, organisations and places that a document names; waits until they are known."""
        self.names.ask(document, is_urgent=True)
        while document.entities is None:
            self._posted.get()()
        return document.entities

    # --- annotations

    def tag(
        self, document: OpenDocument, label: str, *, quote: str = "", start: int = 0, end: int | None = None
    ) -> Annotation:
        """Tag a passage.

        Args:
            document: the document.
            label: one of the settings' labels.
            quote: the passage, at its first occurrence from ``start`` on; else ``start`` and ``end`` say where it is.
            start, end: code points of ``document.article.text``, zero-based, half-open.

        Raises:
            EditError: there is no such passage or label, it is tagged so already, or the document can only be read.
        """
        if quote:
            start = document.article.text.find(quote, start)
            end = start + len(quote)
        place = Span(start, start if end is None else end)
        check_tag(document, self.settings.now, label, place, quote)
        change = document.records.tag(label, *place, self.annotator)[-1]
        if change.after is None:
            raise EditError(f"that passage is tagged as {label} already")
        self.edits.do(label, [(document, (change,))])
        return present(document, change.record)

    def move(
        self,
        document: OpenDocument,
        annotation: Annotation,
        *,
        label: str = "",
        start: int | None = None,
        end: int | None = None,
    ) -> Annotation:
        """Give an annotation another label, or other ends; its note and its links stay.

        Args:
            document: that holds it.
            annotation: as it is now, or as it was before.
            label, start, end: as of ``tag``; what is left out stays as it is.

        Raises:
            EditError: it is gone, there is no such passage or label, or the document can only be read.
        """
        one = present(document, annotation)
        place = Span(one.start if start is None else start, one.end if end is None else end)
        check_tag(document, self.settings.now, label or one.label, place)
        self.edits.do(f"{one.label} moved", [(document, document.records.move(one, label or one.label, *place))])
        return present(document, one)

    def annotate(self, document: OpenDocument, annotation: Annotation, note: str) -> Annotation:
        """Write the note of an annotation; an empty one clears it. Raises ``EditError``."""
        self.edits.do("note written", [(document, document.records.annotate(present(document, annotation), note))])
        return present(document, annotation)

    def attribute(self, document: OpenDocument, annotation: Annotation, speaker: str) -> Annotation:
        """Say whose words the passage is; with an empty name, the article's own. Raises ``EditError``."""
        changes = document.records.attribute(present(document, annotation), speaker)
        self.edits.do(f"words of {speaker}", [(document, changes)])
        return present(document, annotation)

    def delete(self, document: OpenDocument, annotation: Annotation) -> None:
        """Delete an annotation, and the links that lead to it, also from other documents. Raises ``EditError``."""
        one = present(document, annotation)
        self.edits.do(f"{one.label} deleted", self.links.deletion(document, one))

    def link(self, source: Annotation, target: Annotation, kind: str = "") -> Link:
        """Link an annotation to another one, of any document.

        Args:
            source, target: the annotations.
            kind: of the link; the first of ``link_kinds`` in the settings where it is left out.

        Raises:
            EditError: one of them is not there, they are the same, or there is no such kind.
        """
        kinds = self.settings.now.link_kinds
        held = self.links.load_holder(source.id)
        if held is None or self.links.load_holder(target.id) is None:
            raise EditError("an annotation that is to be linked is not there")
        if source.id == target.id:
            raise EditError("an annotation cannot be linked to itself")
        if kind and kind not in kinds:
            raise EditError(f"there is no kind of link {kind!r}, only {', '.join(kinds)}")
        changes = held.records.link(source, target, kind or kinds[0], self.annotator)
        self.edits.do(f"{source.label} linked to {target.label}", [(held, changes)])
        return next(one for one in held.records.links() if (one.source, one.target) == (source.id, target.id))

    def unlink(self, link: Link) -> None:
        """Take a link off, if it is there. Raises ``EditError``."""
        held = self.links.load_holder(link.source)
        if held is not None and held.records.has(link):
            self.edits.do("link taken off", [(held, held.records.unlink(link))])

    def correct_name(self, document: OpenDocument, correction: Correction) -> None:
        """Keep what is said about a name (see ``reader.entities.entity_corrections``) for a document."""
        from reader.workspace.entity_names import saying

        self.edits.do("name corrected", [(document, saying(document, correction, self.annotator))])

    def toggle_lines(self, document: OpenDocument, start: int, end: int) -> None:
        """Drop the lines of a passage of the article, or put them back: ``[start, end)`` of ``Page.text``."""
        from reader.workspace.line_edits import overriding, toggled_lines

        lines = toggled_lines(document, Span(start, end), on_page=True)
        self.edits.do("lines overridden", [(document, overriding(document, lines, self.annotator))])

    def correct_metadata(self, document: OpenDocument, **said: Said) -> None:
        """Correct ``title``, ``authors`` (a list of names) or ``published`` (ISO date): what is left out stays.

        Empty says that there is none, None goes back to what the page says. Raises ``EditError``.
        """
        from reader.workspace.metadata_edits import correcting, step_of

        changes = correcting(document, said, self.annotator)
        self.edits.do(step_of(changes), [(document, changes)])

    def finish(self, document: OpenDocument) -> None:
        """Say that the annotator has finished a document, or that they have not where they had."""
        from reader.workspace.document_progress import finishing

        what = "not finished" if self.summaries.has_finished(document) else "finished"
        self.edits.do(what, [(document, finishing(document, self.annotator))])

    def undo(self) -> str:
        """Take back the last step; what it was, empty where there is none."""
        return _said(self.edits.undo())

    def redo(self) -> str:
        """Do again the step that was taken back last; what it was, empty where there is none."""
        return _said(self.edits.redo())

    # --- over all documents

    def search(self, pattern: str) -> Iterator[Hit]:
        """Where something stands in every document, annotation and note; see ``reader.text.search_query``.

        At most 50 places of a document are found, and about 5,000 of all.

        Raises:
            PatternError: it is no regular expression, or one that takes too long.
        """
        from reader.workspace.global_search import GlobalSearch, all_hits

        self.library.find_all()
        return all_hits(GlobalSearch(self.library, self.index()), pattern)

    def export(self, path: str | Path, format: str = "jsonl") -> Exported:  # noqa: A002 - as the option is called
        """Write every annotation of the store in a format, whole or not at all, and read it back; what was written.

        Raises:
            ExchangeError: there is no such format, or it cannot be written (see ``StoreExport.write``).
            StoreError: something is not saved yet, the store cannot be read, or the file in it not written.
            OSError: the file cannot be written.
        """
        from reader.exchange.outgoing.exported_names import names_finder
        from reader.exchange.outgoing.store_export import StoreExport

        if not self.flush():
            raise StoreError(f"{path}: not written: {counted(self.edits.unsaved, 'change')} could not be saved yet")
        settings = self.settings.now
        return StoreExport(self.store, settings, self.library.reach, names_finder(settings)).write(Path(path), format)

    # --- the end

    def flush(self, timeout_s: float = PATIENCE_S) -> bool:
        """Wait until everything is on disk, but no longer than that; whether it is."""
        is_clean = self.saver.made is None or self.saver.made.flush(timeout_s)
        self._take_posted()
        return is_clean

    def close(self, timeout_s: float = PATIENCE_S) -> bool:
        """As ``rescue``, and refuse every change from now on."""
        self.edits.close()
        return self.rescue(timeout_s)

    def rescue(self, timeout_s: float = PATIENCE_S) -> bool:
        """See that everything is on disk, or else in the emergency file; end the threads.

        A change that comes after that is taken care of when this is called once more.

        Returns:
            Whether everything is on disk.
        """
        self.library.close()
        is_clean = self.saver.made is None or self.saver.made.close(timeout_s)
        self.names.close()
        if self.index.made is not None:
            self.index.made.close()
        self._take_posted()
        return is_clean

    def __enter__(self) -> Self:
        """The session."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """As ``close``."""
        self.close()

    @classmethod
    def open(
        cls,
        paths: Sequence[str],
        *,
        store: str | Path | None = None,
        annotator: str = "",
        settings: Settings | None = None,
    ) -> Self:
        """A session for a script.

        Args:
            paths: files and folders.
            store: its folder, or another address; without it the store that the reader would use here.
            annotator: the name that goes with each annotation; without it that of the settings.
            settings: without them those that the reader would have here.

        Raises:
            SettingsError: the settings cannot be used.
            StoreError: ``store`` is the address of a kind of store that is not known.
        """
        from reader.store import settings_and_store

        chosen, kept = settings_and_store(settings, store, annotator)
        library = Library([str(path) for path in paths], chosen, kept)
        return cls(library, SettingsInForce(chosen), kept, kept.reading_positions())

    def _take_posted(self) -> None:
        while not self._posted.empty():
            self._posted.get()()

    def _make_index(self) -> SearchIndex:
        from reader.workspace.fulltext.search_index import index_of

        return index_of(self.library, self.store)

    def _make_emergency(self) -> EmergencyFile:
        from reader.exchange.emergency_file import EmergencyFile

        return EmergencyFile(self.store.address)

    def _make_saver(self) -> SaveQueue:
        from reader.store.save_queue import SaveQueue

        return SaveQueue(self.store, self._tell_saved, self.emergency())

    def _tell_saved(self, saved: Saved) -> None:
        """On the storage thread: hand it over."""
        self.post(lambda: self._take_saved(saved))

    def _take_saved(self, saved: Saved) -> None:
        """A save was tried: have memory hold what is on disk now, and tell."""
        opened = self.library.opened(saved.name)
        saved = self.edits.take_saved(saved, opened)
        for tell in self._saved:
            tell(saved)


def _said(turn: Turn | None) -> str:
    return turn.step.what if turn is not None and not turn.step.is_gone else ""
