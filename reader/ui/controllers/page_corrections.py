"""Correcting how a page was read: lines wrongly dropped or kept, its encoding, and its title, authors and date."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reader.annotations.metadata_corrections import FIELDS, as_line, checked
from reader.model.spans import Span
from reader.system.stdio import counted
from reader.workspace.edits import EditError

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
        from reader.workspace.line_edits import overriding, toggled_lines

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


class MetadataCorrection:
    """Title, authors and date of the document in the active pane."""

    def __init__(self, session: Session, display: Display, changes: Changes) -> None:
        self._session = session
        self._display = display
        self._changes = changes

    async def correct(self) -> None:
        """Ask for them, filled in with what stands now."""
        from reader.ui.screens.metadata_form import MetadataScreen
        from reader.workspace.metadata_edits import metadata_on_page

        pane = self._display.active
        opened, entry = pane.open, pane.entry
        if opened is None or entry is None or opened.closed:
            closed = opened.closed if opened is not None else ""
            self._display.say(f"this document can only be read: {closed}" if closed else "no document is open here")
            return
        stands = {field: as_line(getattr(opened.article, field)) for field in FIELDS}
        page = {field: as_line(value) for field, value in metadata_on_page(opened).items()}
        screen = MetadataScreen(entry.source, stands, page, _wrong_with, lambda said: self._keep(opened, said))
        await self._display.push_screen(screen)
        screen.start()

    def _keep(self, opened: OpenDocument, said: Mapping[str, str | None]) -> str:
        """Correct what was said; gives what is wrong with it, else nothing."""
        from reader.workspace.metadata_edits import correcting, step_of

        try:
            changes = correcting(opened, said, self._session.annotator)
        except EditError as error:
            return str(error)
        if changes:
            self._changes.do(opened, step_of(changes), changes)
        return ""


def _wrong_with(field: str, typed: Mapping[str, str]) -> str:
    """What is wrong with a line of the form; empty where nothing is."""
    try:
        checked(field, typed[field])
    except ValueError as error:
        return str(error)
    return ""


class EncodingChoice:
    """The encoding of the document in the active pane."""

    def __init__(self, session: Session, display: Display, changes: Changes) -> None:
        self._session = session
        self._display = display
        self._changes = changes

    async def choose(self) -> None:
        """Ask for it, the likeliest first, each with how the text looks in it."""
        from reader.ui.screens.encoding_picker import EncodingScreen
        from reader.workspace.encoding_edits import likely_readings

        opened = self._display.active.open
        if opened is None or opened.closed:
            self._display.say(f"this document can only be read: {opened.closed}" if opened else "no document here")
            return
        likely = await asyncio.to_thread(likely_readings, opened.article.page)
        screen = EncodingScreen(
            opened.article.page.encoding,
            is_chosen=bool(opened.encoding),
            likely=likely,
            chosen=lambda codec: self._display.in_background(self._read_in, opened, codec),
        )
        await self._display.push_screen(screen)

    async def _read_in(self, opened: OpenDocument, codec: str) -> None:
        """Read it, on a thread, and then choose that."""
        from reader.sources.charsets.names import shown_name
        from reader.workspace.encoding_edits import CHOSEN, choosing, read_again

        self._display.say(f"reading in {shown_name(codec)} …" if codec else "reading …")
        try:
            article = await asyncio.to_thread(read_again, opened, codec)
            changes = choosing(opened, article, codec, self._session.annotator)
        except EditError as error:
            self._display.say(str(error))
            return
        said = f"read in {shown_name(article.page.encoding)}{'' if codec else ', as found'}"
        self._changes.do(
            opened, CHOSEN, changes, self._display.with_keys(f"{said}: {{undo}} takes it back"), asks=False
        )
