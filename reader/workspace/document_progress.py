"""How far each document is, also those that are not open: from what is in memory, and from what the store tells."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from reader.store.document_summaries import FINISHED as FINISHED_KIND
from reader.store.document_summaries import DocumentSummary, summaries_in, summary_of
from reader.system.safe_text import safe_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model.annotation import Change
    from reader.store.reading_positions import ReadingPositions
    from reader.store.store_protocol import Store
    from reader.workspace.library import Library
    from reader.workspace.library_entries import LibraryEntry, OpenDocument

UNREAD, BEGUN, FINISHED = "unread", "begun", "finished"
#: Documents of the store that are read before the lists hear of them.
_BATCH = 200
#: Seconds that the thread leaves to the keys after each document.
_BREATH_S = 0.001


class Progress(NamedTuple):
    """How far a document is.

    Attributes:
        state: ``unread``, ``begun`` or ``finished``.
        counts: annotations a label.
    """

    state: str
    counts: Mapping[str, int]


class DocumentSummaries:
    """What is known of the documents of the store, in memory or not.

    Args:
        library: the documents that were opened.
        store: read once, in a thread.
        positions: where somebody has gone on from the start.
    """

    def __init__(self, library: Library, store: Store, positions: ReadingPositions) -> None:
        self._library = library
        self._store = store
        self._positions = positions
        self.by_location: dict[str, DocumentSummary] = {}

    def read_store(self, tell: Callable[[Sequence[DocumentSummary]], object]) -> None:
        """Read the whole store in a thread; ``tell`` is called on it with some documents at a time."""

        def work() -> None:
            batch: list[DocumentSummary] = []
            for one in summaries_in(self._store):
                batch.append(one)
                time.sleep(_BREATH_S)
                if len(batch) == _BATCH:
                    tell(batch)
                    batch = []
            tell(batch)

        threading.Thread(target=work, name="summaries", daemon=True).start()

    def take_in(self, found: Iterable[DocumentSummary]) -> None:
        """Remember what was read of the store; documents in memory are left out, for they may have changed since."""
        found = list(found)
        at_hand = {opened.document.location for opened in self._library.loaded}
        self.by_location.update((one.location, one) for one in found if one.location not in at_hand)
        self._entitle(self._library.entries, {one.location: one for one in found if one.title})

    def note(self, opened: OpenDocument) -> None:
        """Remember a document as it was last: it is no longer in memory."""
        records, location = opened.records, opened.document.location
        if location:
            annotations = (*records.annotations, *records.detached)
            decisions = records.decisions(FINISHED_KIND)
            title = opened.article.title or ""
            self.by_location[location] = summary_of(location, annotations, records.links(), decisions, title)

    def entitle(self, entries: Iterable[LibraryEntry]) -> None:
        """Give documents that were not opened yet the titles that the store knows."""
        self._entitle(entries, self.by_location)

    def progress(self, entry: LibraryEntry) -> Progress:
        """How far a document is."""
        opened = entry.opened
        if opened is not None:
            counts: Mapping[str, int] = opened.records.counts()
            is_finished = bool(opened.records.decisions(FINISHED_KIND))
            is_begun = bool(counts) or self._positions.offsets.get(opened.sha256, 0) > 0
        else:
            location = entry.location
            known = (self.by_location.get(location) if location else None) or DocumentSummary(location)
            counts, is_finished = known.counts, known.is_finished
            is_begun = bool(counts) or (bool(location) and location in self._positions.begun)
        return Progress(FINISHED if is_finished else BEGUN if is_begun else UNREAD, counts)

    def unfinished(self, but: OpenDocument) -> int:
        """How many documents are not finished, one apart."""
        return sum(self.progress(one).state != FINISHED for one in self._library.readable if one.opened is not but)

    @staticmethod
    def _entitle(entries: Iterable[LibraryEntry], known: Mapping[str, DocumentSummary]) -> None:
        for entry in entries if known else ():
            if not entry.title and entry.location and (found := known.get(entry.location)) is not None:
                entry.title = safe_text(found.title)


def is_finished(opened: OpenDocument) -> bool:
    """Whether somebody said that a document is finished."""
    return bool(opened.records.decisions(FINISHED_KIND))


def finishing(opened: OpenDocument, annotator: str) -> tuple[Change, ...]:
    """The changes that say that a document is finished, or that it is not where it was."""
    if said := opened.records.decisions(FINISHED_KIND):
        return tuple(change for one in said for change in opened.records.delete_decision(one))
    return opened.records.decide(FINISHED_KIND, {}, annotator)
