"""What comes in while one reads: documents from the web, and which documents are one text twice."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reader.sources.opening import is_url
from reader.sources.standard_input import STANDARD_INPUT
from reader.ui.controllers.documents import DocumentActions

if TYPE_CHECKING:
    from reader.workspace.duplicates import Duplicates
    from reader.workspace.library_entries import LibraryEntry

#: How long the first screen stands before documents are compared.
DUPLICATES_REST_S = 1.5


class BackgroundActions(DocumentActions):
    """Receives what threads found out."""

    def on_desk_fetched(self, message: DocumentActions.Fetched) -> None:
        """A document was read, or could not be: show it, or why not, wherever it is waited for."""
        if message.then is not None:
            message.then()
            return
        entry = message.entry
        waiting = [pane for pane in self.panes if pane.entry is entry and pane.open is None]
        for pane in waiting:
            if entry.opened is None:
                pane.show_nothing(f"{entry.name}: {entry.problem}\n\nD chooses another document, q quits.", entry)
            else:
                self.put_in(pane, entry, entry.opened, message.drawn if pane is waiting[0] else None)
        self.refresh_all()
        if waiting:
            self.call_after_refresh(self.get_ready)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Compares documents, in a process of its own."""
        from reader.workspace.duplicates import Duplicates
        from reader.workspace.duplicates_worker import FILE

        return Duplicates(
            self.store.inside("cache", FILE),
            self.settings.max_file_bytes,
            lambda duplicates: self.post_message(self.DuplicatesFound(duplicates)),
        )

    def look_for_duplicates_soon(self) -> None:
        """Compare the documents with each other once the first screen has been there for a while."""
        self.set_timer(DUPLICATES_REST_S, lambda: self.compare(self.library.entries))

    def compare(self, entries: list[LibraryEntry]) -> None:
        """Compare documents, the last ones of the library, with each other and with all before them."""
        first = len(self.library.entries) - len(entries)
        self.duplicates.look_at(
            (number, entry.path)
            for number, entry in enumerate(entries, first)
            if not entry.problem and entry.path != STANDARD_INPUT and not is_url(entry.path)
        )

    def on_desk_duplicates_found(self, message: DocumentActions.DuplicatesFound) -> None:
        """Documents have the text of one before them."""
        entries = self.library.entries
        changed = set()
        for duplicate in message.duplicates:
            entry, first = entries[duplicate.number], entries[duplicate.first]
            if entry.duplicate_of is None or first.number < entry.duplicate_of.number:
                entry.duplicate_of = first
                changed.add(duplicate.number)
            if entry in self.shown and not self.status.message:
                self.say_duplicate(entry)
        if self.is_furnished:
            for number in changed:
                self.documents.redraw(str(number))
