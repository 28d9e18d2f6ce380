"""How far each document is, also those that are not open: from what is in memory, and from what the store tells."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.annotations.document_notes import DOCUMENT_NOTE, note_in
from reader.annotations.handing_in import FINISHED as FINISHED_KIND
from reader.annotations.handing_in import (
    changes_sealed,
    counts_for,
    finished_decisions,
    has_finished,
    seal_data,
)
from reader.store.document_summaries import DocumentSummary, summary_of
from reader.system.safe_text import safe_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.annotations.document_records import DocumentRecords
    from reader.model.annotation import Annotation, Change, Link
    from reader.store.reading_positions import ReadingPositions
    from reader.store.store_protocol import Store
    from reader.workspace.assigned_documents import AssignedDocuments
    from reader.workspace.library import Library
    from reader.workspace.library_entries import LibraryEntry, OpenDocument

UNREAD, BEGUN, FINISHED = "unread", "begun", "finished"


class Progress(NamedTuple):
    """How far a document is.

    Attributes:
        state: ``unread``, ``begun`` or ``finished``.
        counts: annotations a label.
        has_note: whether somebody has written a note of it.
    """

    state: str
    counts: Mapping[str, int]
    has_note: bool = False


#: How far documents are of which the store knows nothing.
_UNREAD, _BEGUN = Progress(UNREAD, {}), Progress(BEGUN, {})


class DocumentSummaries:
    """What is known of the documents of the store, in memory or not.

    Args:
        library: the documents that were opened.
        store: read once, in a thread.
        positions: where somebody has gone on from the start.
        annotator: whose reading it is: a document is finished where they have finished it.
    """

    def __init__(self, library: Library, store: Store, positions: ReadingPositions, annotator: str) -> None:
        self._library = library
        self._store = store
        self._positions = positions
        self._annotator = annotator
        self.by_location: dict[str, DocumentSummary] = {}
        self._holding: dict[str, str] = {}  # where an annotation is, by its id
        self._leading: dict[str, dict[str, None]] = {}  # where links to one start, by its id; the keys alone count

    def read_store(self, tell: Callable[[Sequence[DocumentSummary]], object]) -> None:
        """Read the whole store beside the keys; ``tell`` is called on a thread with some documents at a time."""

        def work() -> None:
            from reader.workspace.jobs.store_summaries import summary_batches

            for batch in summary_batches(self._store, self._library.is_closing):
                tell(batch)

        threading.Thread(target=work, name="summaries", daemon=True).start()

    def take_in(self, found: Iterable[DocumentSummary]) -> None:
        """Remember what was read of the store; documents in memory are left out, for they may have changed since."""
        for one in found:
            if not self._is_in_memory(one.location):
                self._put(one)
            entry = self._library.index.at(one.location)
            if entry is not None:
                _entitle(entry, one)

    def note(self, opened: OpenDocument) -> None:
        """Remember a document as it was last: it is no longer in memory."""
        records, location = opened.records, opened.document.location
        if location:
            annotations = (*records.annotations, *records.detached)
            decisions = [*records.decisions(FINISHED_KIND), *records.decisions(DOCUMENT_NOTE)]
            title = opened.article.title or ""
            self._put(summary_of(location, annotations, records.links(), decisions, title))

    def entitle(self, entries: Iterable[LibraryEntry]) -> None:
        """Give documents that were found just now the titles that the store knows, and count the finished ones."""
        for entry in entries if self.by_location else ():
            if entry.location and (known := self.by_location.get(entry.location)) is not None:
                _entitle(entry, known)
                self._library.index.mark_finished(entry, is_finished=self._is_finished(known))

    def _put(self, found: DocumentSummary) -> None:
        before = self.by_location.get(found.location)
        for identifier in before.ends if before is not None else ():
            self._holding.pop(identifier, None)
        for link in before.across if before is not None else ():
            self._leading.get(link.target, {}).pop(found.location, None)
        self.by_location[found.location] = found
        self._holding.update(dict.fromkeys(found.ends, found.location))
        for link in found.across:
            self._leading.setdefault(link.target, {})[found.location] = None
        if (entry := self._library.index.at(found.location)) is not None:
            self._library.index.mark_finished(entry, is_finished=self._is_finished(found))

    # --- asking

    def _is_finished(self, known: DocumentSummary) -> bool:
        return counts_for(known.finished, self._annotator)

    def _is_in_memory(self, location: str) -> bool:
        """Whether more is known of the document that lies there than the store told."""
        entry = self._library.index.at(location)
        opened = entry.opened if entry is not None else None
        return opened is not None and opened.document.location == location

    @property
    def assigned(self) -> AssignedDocuments:
        """Which documents are whose."""
        from reader.workspace.assigned_documents import AssignedDocuments

        return AssignedDocuments(self._store, self._annotator)

    def holder(self, annotation: str) -> DocumentSummary | None:
        """The document that holds the annotation of that id; None where it is in memory, or not known to be linked."""
        location = self._holding.get(annotation)
        return self.by_location[location] if location is not None and not self._is_in_memory(location) else None

    def leading_to(self, annotation: str) -> list[DocumentSummary]:
        """The documents with a link to the annotation of that id, but for those in memory."""
        found = self._leading.get(annotation, ())
        return [self.by_location[one] for one in found if not self._is_in_memory(one)]

    def links_to(self, records: DocumentRecords) -> list[Link]:
        """The links from other documents to the annotations of one, but for those from documents in memory."""
        targets: Iterable[str] = self._leading
        if len(self._leading) > len(records.annotations):
            targets = (one.id for one in (*records.annotations, *records.detached))
        leading = [(one, known) for one in targets if records.get(one) for known in self.leading_to(one)]
        return [link for target, known in leading for link in known.across if link.target == target]

    def has_finished(self, opened: OpenDocument) -> bool:
        """Whether the annotator has finished a document."""
        return has_finished(opened.records.decisions(FINISHED_KIND), self._annotator)

    def progress(self, entry: LibraryEntry) -> Progress:
        """How far a document is."""
        opened = entry.opened
        if opened is not None:
            counts: Mapping[str, int] = opened.records.counts()
            is_finished = self.has_finished(opened)
            has_note = any(map(note_in, opened.records.decisions(DOCUMENT_NOTE)))
            is_begun = bool(counts) or self._positions.offsets.get(opened.sha256, 0) > 0
        else:
            location = entry.location
            known = self.by_location.get(location) if location else None
            is_begun = bool(location) and location in self._positions.begun
            if known is None:
                return _BEGUN if is_begun else _UNREAD
            counts, is_finished, has_note = known.counts, self._is_finished(known), known.has_note
            is_begun = is_begun or bool(counts)
        return Progress(FINISHED if is_finished else BEGUN if is_begun else UNREAD, counts, has_note)

    def known(self) -> Iterator[LibraryEntry]:
        """The documents of which more is to be told than where they lie, in no order, some of them twice."""
        index = self._library.index
        yield from (*self._library.in_memory, *index.odd, *index.left_out)
        for location in (*self.by_location, *self._positions.begun):
            if (entry := index.at(location)) is not None:
                yield entry

    def unfinished(self, but: OpenDocument) -> int:
        """How many documents are not finished, one apart."""
        in_memory = [(one, one.opened) for one in self._library.in_memory]
        known = (
            (one, opened is but or (opened is not None and self.has_finished(opened))) for one, opened in in_memory
        )
        return self._library.index.count_unfinished(known)


def _entitle(entry: LibraryEntry, known: DocumentSummary) -> None:
    if not entry.title:
        entry.title = safe_text(known.title)


class Sealing(NamedTuple):
    """What is sealed when somebody finishes a document, as it is now. ``data`` may be asked for on a thread."""

    annotations: Sequence[Annotation]
    links: Sequence[Link]
    annotator: str
    document: str

    def data(self) -> Mapping[str, Any]:
        """See ``seal_data``: it takes some milliseconds for a thousand tags."""
        return seal_data(*self)


def sealing(opened: OpenDocument, annotator: str) -> Sealing:
    """What is to be sealed of a document."""
    records = opened.records
    return Sealing((*records.annotations, *records.detached), records.links(), annotator, opened.document.sha256)


def finishing(opened: OpenDocument, annotator: str, sealed: Mapping[str, Any] | None = None) -> tuple[Change, ...]:
    """The changes that say that the annotator has finished a document, or that they have not where they had.

    Args:
        opened: the document.
        annotator: who has finished it.
        sealed: what ``Sealing`` gave, where that is known.
    """
    if back := _taking_back(opened, annotator):
        return back
    data = sealing(opened, annotator).data() if sealed is None else sealed
    return opened.records.decide(FINISHED_KIND, data, annotator)


def with_taking_back(opened: OpenDocument, changes: tuple[Change, ...], annotator: str) -> tuple[Change, ...]:
    """The changes, and with them that the annotator has not finished the document, where they break the seal."""
    is_sealed = any(
        one.data.get("seal") for one in finished_decisions(opened.records.decisions(FINISHED_KIND), annotator)
    )
    if not is_sealed or not changes_sealed(changes, annotator):
        return changes
    return (*changes, *_taking_back(opened, annotator))


def _taking_back(opened: OpenDocument, annotator: str) -> tuple[Change, ...]:
    """The changes by which the annotator has not finished a document; none where they had not."""
    said = finished_decisions(opened.records.decisions(FINISHED_KIND), annotator)
    return tuple(change for one in said for change in opened.records.delete_decision(one))
