"""Documents that are asked for: shown at once where they are at hand, waited for where they must be read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.system.safe_text import safe_text
from reader.ui.screen_layout import RoomActions
from reader.ui.text_view.article_pane import ArticlePane, Drawn
from reader.workspace.library_entries import LibraryEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.workspace.library_entries import OpenDocument


class AwaitingActions(RoomActions):
    """Showing a document, and doing something with one, as soon as it is read; no key waits for that."""

    _awaited: object = None  # what the last one who wants to do something with a document waits for

    def await_nothing(self) -> None:
        """What something waits for is not wanted any more."""
        self._awaited = None

    def open_in(self, pane: ArticlePane, entry: LibraryEntry) -> bool:
        """Show a document in a pane at its reading position; whether it could be read.

        One that may take longer than a moment is shown when it has come: no key waits for it.
        """
        if not self.library.open_at_once(entry):
            what = "fetching" if self.library.is_far(entry) else "reading"
            pane.show_nothing(f"{what} …\n\n{safe_text(entry.path)}", entry)
            self.library.fetch([entry], lambda: self._waits(entry), lambda: self._tell_fetched(pane, entry))
            return True
        if entry.opened is None:
            self.say(f"{entry.name}: {entry.problem}")
            return False
        self.put_in(pane, entry, entry.opened)
        return True

    def _tell_fetched(self, pane: ArticlePane, entry: LibraryEntry) -> None:
        """Have a document shown that is read; on the thread that read it, which draws it too."""
        drawn = pane.drawn(entry.opened) if entry.opened is not None else None
        self.post_message(self.Fetched(entry, drawn=drawn))

    def _waits(self, entry: LibraryEntry) -> bool:
        """Whether a pane waits for a document."""
        return any(pane.entry is entry and pane.open is None for pane in self.panes)

    def put_in(self, pane: ArticlePane, entry: LibraryEntry, opened: OpenDocument, drawn: Drawn | None = None) -> None:
        """Show a document that was read in a pane; ``drawn`` where that is done."""
        pane.show_document(entry, opened, self.places.offsets.get(opened.sha256, 0), drawn)
        pane.light(self.chosen)
        if opened.notice:
            self.say(opened.notice)
            opened.notice = ""
        elif entry.duplicate_of is not None:
            self.say_duplicate(entry)

    def when_read(self, entries: Sequence[LibraryEntry], then: Callable[[], object]) -> None:
        """Do something once documents are read: now where they are, else later, unless something else is asked for."""
        self._awaited = awaited = object()
        missing = [entry for entry in entries if not self.library.open_at_once(entry)]
        if not missing:
            then()
            return
        self.say(f"reading {missing[0].name} …")

        def go_on() -> None:
            if self._awaited is awaited:
                self.say("")
                then()

        read = self.Fetched(missing[0], go_on)
        self.library.fetch(missing, lambda: self._awaited is awaited, lambda: self.post_message(read))

    def say_duplicate(self, entry: LibraryEntry) -> None:
        """Say that one has this text before one already."""
        if entry.duplicate_of is not None:
            self.say(f"≈ same text as {entry.duplicate_of.number}, {entry.duplicate_of.name}")
