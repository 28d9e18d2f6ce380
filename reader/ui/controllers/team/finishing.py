"""Saying that documents are finished, and learning from the store which ones are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.annotations.handing_in import FINISHED, finished_by
from reader.ui.controllers.team.sealed_work import is_sealed_at_once, sealed
from reader.workspace.document_progress import finishing

if TYPE_CHECKING:
    from reader.model.annotation import Change
    from reader.store.document_summaries import DocumentSummary
    from reader.ui.controllers.changes import Changes
    from reader.ui.display import Display
    from reader.workspace.library_entries import OpenDocument
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
        annotator = self._session.annotator
        if self._session.summaries.has_finished(opened):
            self._changes.do(opened, "not finished", finishing(opened, annotator))
        elif is_sealed_at_once(opened, annotator):
            self._finish(opened, finishing(opened, annotator))
        else:
            self._display.in_background(self._seal, opened)

    async def _seal(self, opened: OpenDocument) -> None:
        """Finish a document with many tags."""
        annotator = self._session.annotator
        data = await sealed(opened, annotator)
        if not self._session.summaries.has_finished(opened):  # as by the same key, pressed twice
            self._finish(opened, finishing(opened, annotator, data))

    def _finish(self, opened: OpenDocument, changes: tuple[Change, ...]) -> None:
        left = self._session.summaries.unfinished(opened)
        said = "finished: all are" if not left else f"finished, {left} left: J opens the next"
        finished = finished_by(opened.records.decisions(FINISHED))
        if others := self._session.summaries.assigned.hidden_until(opened.document, finished):
            said += f"; {others} {'have' if ' and ' in others else 'has'} yet to finish"
        self._changes.do(opened, "finished", changes, said)
