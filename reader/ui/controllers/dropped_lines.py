"""Putting back a line that was wrongly dropped, and dropping one that was wrongly kept, with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.spans import Span
from reader.system.stdio import counted
from reader.workspace.edits import EditError
from reader.workspace.line_edits import overriding, toggled_lines

if TYPE_CHECKING:
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.documents import Documents
    from reader.ui.display import Display
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session


class DroppedLines:
    """What is done to the lines of a page."""

    def __init__(self, session: Session, display: Display, documents: Documents, changes: Changes) -> None:
        self._session = session
        self._display = display
        self._documents = documents
        self._changes = changes

    def toggle_line(self) -> None:
        """Put the line under the cursor, or all that are selected, back, or drop them; annotations keep their place."""
        pane = self._display.active
        opened, cursor = pane.open, pane.cursor
        if opened is None or cursor is None:
            self._display.say("no line here to put back or to drop")
            return
        if cursor.selecting:
            span, on_page = cursor.passage, pane.as_scraped
        else:
            span, on_page = Span(pane.page_offset, pane.page_offset + 1), True
        try:
            lines = toggled_lines(opened, span, on_page=on_page)
            changes = overriding(opened, lines, self._session.annotator)
        except EditError as error:
            self._display.say(str(error))
            return
        is_one, is_back = len(lines) == 1, lines[0].is_shown
        what = f"{'line' if is_one else counted(len(lines), 'line')} {'put back' if is_back else 'dropped'}"
        them = "it" if is_one else "them"
        said = "" if is_back else f"{what}: R shows {them}, u brings {them} back"
        self._changes.do(opened, what, changes, said, asks=False)

    def take_changed(self, opened: OpenDocument) -> None:
        """The records of a document are others now: where lines came or went, its text is shown anew, at its place."""
        stale = [pane for pane in self._display.panes if pane.open is opened and pane.is_stale]
        for pane in stale:
            pane.show_again(pane.page_offset)
        if stale:
            self._documents.get_ready()
