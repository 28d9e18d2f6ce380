"""Saying that documents are finished, and learning from the store which ones are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.annotations.handing_in import FINISHED, finished_by
from reader.workspace.document_progress import finishing

if TYPE_CHECKING:
    from reader.store.document_summaries import DocumentSummary
    from reader.ui.controllers.changes import Changes
    from reader.ui.display import Display
    from reader.workspace.session import Session


class Finishing:
    """Saying that documents are finished."""

    def __init__(self, session: Session, display: Display, changes: Changes) -> None:
        self._session = session
        self._display = display
        self._changes = changes

    def read_store(self) -> None:
        """Learn from the store how far the documents are that were not opened yet."""

        def take(found: Sequence[DocumentSummary]) -> None:
            self._session.summaries.take_in(found)
            self._display.refresh_documents()
            if any(one.across or one.ends for one in found):
                self._display.refresh_annotations()

        self._session.summaries.read_store(lambda found: self._display.post(lambda: take(found)))

    def finish(self) -> None:
        """Say that the document is finished, or that it is not."""
        opened = self._display.active.open
        if opened is None:
            return
        changes = finishing(opened, self._session.annotator)
        if self._session.summaries.has_finished(opened):
            self._changes.do(opened, "not finished", changes)
            return
        left = self._session.summaries.unfinished(opened)
        said = "finished: all are" if not left else f"finished, {left} left: J opens the next"
        finished = finished_by(opened.records.decisions(FINISHED))
        if others := self._session.summaries.assigned.hidden_until(opened.document, finished):
            said += f"; {others} {'have' if ' and ' in others else 'has'} yet to finish"
        self._changes.do(opened, "finished", changes, said)
