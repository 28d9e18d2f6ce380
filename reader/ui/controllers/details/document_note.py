"""The note of the document in the active pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotations.document_notes import DOCUMENT_NOTE, document_notes, noted

if TYPE_CHECKING:
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.tagging import Tagging
    from reader.ui.display import Display
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session


class DocumentNote:
    """Writes it; what others noted of the document is shown beside it."""

    def __init__(self, session: Session, display: Display, tagging: Tagging, changes: Changes) -> None:
        self._session = session
        self._display = display
        self._tagging = tagging
        self._changes = changes

    async def write(self) -> None:
        """Write the note of the document."""
        from reader.ui.screens.note_screen import DocumentNoteScreen

        opened = self._display.active.open
        if opened is None or opened.closed:
            self._display.say(f"this document can only be read: {opened.closed}" if opened else "no document here")
            return
        notes = document_notes(opened.records.decisions(DOCUMENT_NOTE))
        own = notes.pop(self._session.annotator, "")
        name = opened.article.title or opened.document.path
        screen = DocumentNoteScreen(name, own, notes, lambda text: self._keep(opened, text))
        self._tagging.open_note = screen
        await self._display.push_screen(screen, self._closed)
        screen.start()

    def _closed(self, _: None) -> None:
        self._tagging.open_note = None

    def _keep(self, opened: OpenDocument, text: str) -> None:
        changes = noted(opened.records, text, self._session.annotator)
        self._changes.do(opened, "note of the document written" if text else "note of the document cleared", changes)
