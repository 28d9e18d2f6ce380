"""Finishing documents, and how far each one is: also those that are not open, by what the store says of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping

from textual.message import Message

from reader.config.settings import annotator_name
from reader.store.document_summaries import FINISHED as FINISHED_KIND
from reader.store.document_summaries import Surveyed, survey, surveyed
from reader.system.safe_text import safe_text
from reader.ui.controllers.documents import DocumentActions
from reader.workspace.document_progress import BEGUN, FINISHED, UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry, OpenDocument

#: Documents of the store that are read before the lists hear of them.
_BATCH = 200
#: Seconds that the thread leaves to the keys after each document.
_BREATH_S = 0.001


class FinishingActions(DocumentActions):
    """Finishing documents, and what the lists show of each."""

    class Seen(Message):
        """Some of the store was read."""

        def __init__(self, found: list[Surveyed]) -> None:
            super().__init__()
            self.found = found

    def survey_store(self) -> None:
        """Read the whole store in a thread."""

        def work() -> None:
            batch: list[Surveyed] = []
            for one in survey(self.store):
                batch.append(one)
                time.sleep(_BREATH_S)
                if len(batch) == _BATCH:
                    self.post_message(self.Seen(batch))
                    batch = []
            self.post_message(self.Seen(batch))

        threading.Thread(target=work, name="survey", daemon=True).start()

    def on_finishing_actions_seen(self, message: Seen) -> None:
        """List what was found."""
        at_hand = {opened.document.location for opened in self.library.loaded}  # and may have changed since
        self.surveyed.update((one.location, one) for one in message.found if one.location not in at_hand)
        self._entitle(self.library.entries, {one.location: one for one in message.found if one.title})
        self.refresh_documents()
        self.refresh_annotations()

    def entitle(self, entries: Iterable[LibraryEntry]) -> None:
        """Give documents that were not opened yet the titles that the store knows."""
        self._entitle(entries, self.surveyed)

    def _entitle(self, entries: Iterable[LibraryEntry], known: Mapping[str, Surveyed]) -> None:
        """The same of some documents of the store, by location."""
        for entry in entries if known else ():
            if not entry.title and entry.location and (found := known.get(entry.location)) is not None:
                entry.title = safe_text(found.title)

    def redraw_document(self, opened: OpenDocument) -> None:
        """See ``Desk``; it is remembered for when the document is no longer in memory."""
        records, location = opened.records, opened.document.location
        if location:
            annotations = (*records.annotations, *records.detached)
            decisions = records.decisions(FINISHED_KIND)
            self.surveyed[location] = surveyed(
                location, annotations, records.links(), decisions, opened.article.title or ""
            )
        entry = self.library.entry_of(opened.document)
        if entry is not None:
            self.documents.redraw(str(self.library.entries.index(entry)))

    def progress(self, entry: LibraryEntry) -> Progress:
        """See ``Desk``."""
        opened = entry.opened
        if opened is not None:
            counts: Mapping[str, int] = opened.records.counts()
            is_finished = bool(opened.records.decisions(FINISHED_KIND))
            is_begun = bool(counts) or self.places.offsets.get(opened.sha256, 0) > 0
        else:
            location = entry.location
            known = (self.surveyed.get(location) if location else None) or Surveyed(location)
            counts, is_finished = known.counts, known.is_finished
            is_begun = bool(counts) or (bool(location) and location in self.places.begun)
        return Progress(FINISHED if is_finished else BEGUN if is_begun else UNREAD, counts)

    def action_finish(self) -> None:
        """Say that the document is finished, or that it is not."""
        opened = self.active.open
        if opened is not None:
            said = opened.records.decisions(FINISHED_KIND)
            if said:
                changes = tuple(change for one in said for change in opened.records.delete_decision(one))
                self.do(opened, "not finished", changes)
            else:
                changes = opened.records.decide(FINISHED_KIND, {}, annotator_name(self.settings))
                self.do(opened, "finished", changes, self._finished(opened))

    def _finished(self, opened: OpenDocument) -> str:
        """What is said: how many are left."""
        left = sum(self.progress(one).state != FINISHED for one in self.library.readable if one.opened is not opened)
        return "finished: all are" if not left else f"finished, {left} left: J opens the next"
