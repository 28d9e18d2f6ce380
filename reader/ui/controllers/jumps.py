"""Jumps: back to where one was and forward again, in whichever document; and bookmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from reader.annotations.bookmarks import Bookmark
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.documents import Documents
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.reading_place import ReadingPlace
    from reader.workspace.jump_list import JumpPlace
    from reader.workspace.library_entries import LibraryEntry, OpenDocument
    from reader.workspace.session import Session


class Jumps:
    """Going back and forward."""

    def __init__(self, session: Session, display: Display, documents: Documents, place: ReadingPlace) -> None:
        self._library = session.library
        self._display = display
        self._documents = documents
        self._place = place

    def jump_back(self) -> None:
        """Go back to where the last jump came from."""
        self._jump_to(self._place.jumps.back(self._place.here), "no jump to go back from")

    def jump_forward(self) -> None:
        """Go forward again."""
        self._jump_to(self._place.jumps.forward(self._place.here), "nothing to go forward to: ctrl+o goes back")

    def _jump_to(self, place: JumpPlace | None, none: str) -> None:
        self._display.take_count()
        path = place.path if place is not None else ""
        entry = self._library.index.at_path(path) if path else None
        if place is None or entry is None:
            self._display.say(none)
        else:
            self._documents.go_to_place(entry, place.offset)


class Bookmarks:
    """Setting bookmarks, and going to them."""

    def __init__(
        self,
        session: Session,
        display: Display,
        prompts: Prompts,
        documents: Documents,
        place: ReadingPlace,
        changes: Changes,
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._documents = documents
        self._place = place
        self._changes = changes

    def _known(self, opened: OpenDocument) -> dict[str, Bookmark]:
        from reader.annotations.bookmarks import BOOKMARK, bookmarks

        return bookmarks(opened.records.decisions(BOOKMARK), opened.article.text)

    def bookmark(self) -> None:
        """Ask for its name, one key."""
        opened = self._display.active.open
        if opened is None:
            return
        from reader.annotations.bookmarks import free_name

        taken = self._known(opened)
        free = free_name(taken)

        def take(key: str) -> bool:
            self._prompts.end_question()
            if key == "enter":
                self._set(opened, free)
            elif len(key) == 1 and key.isalnum():
                self._set(opened, key)
            else:
                self._display.say("a bookmark's name is one letter or digit")
            return True

        asked = f"bookmark ({' '.join(taken)} are taken):" if taken else "bookmark:"
        keys = (KeyHint("a letter", "names it"), KeyHint("enter", f"names it {free}"), LEAVES)
        self._prompts.ask(Question(asked, keys, take, mode="MARK"))

    def _set(self, opened: OpenDocument, name: str) -> None:
        """Set it here; the one of that name moves here, and at its own place is taken off."""
        from reader.annotations.bookmarks import BOOKMARK, bookmark_data

        offset, known = self._display.active.article_offset, self._known(opened).get(name)
        taken_off = opened.records.delete_decision(known.decision) if known is not None else ()
        if known is not None and known.offset == offset:
            self._changes.do(opened, f"bookmark {name} taken off", taken_off)
            return
        data = bookmark_data(name, opened.article.text, offset)
        made = opened.records.decide(BOOKMARK, data, self._session.annotator)
        self._changes.do(opened, f"bookmark {name}{' moved here' if known else ''}", (*taken_off, *made))

    def go_to_bookmark(self) -> None:
        """Ask which one; of this document first, else of any in memory."""
        known: dict[str, tuple[LibraryEntry, Bookmark]] = {}
        entries = self._session.library.in_memory
        for entry in sorted(entries, key=lambda one: one is not self._display.active.entry):
            for name, one in self._known(entry.opened).items() if entry.opened else ():
                known.setdefault(name, (entry, one))
        if not known:
            self._display.say("no bookmark yet: B sets one")
            return

        def take(key: str) -> bool:
            self._prompts.end_question()
            if key in known:
                entry, found = known[key]
                self._place.leave()
                self._documents.go_to_place(entry, found.offset)
            else:
                self._display.say(f"no bookmark {key}")
            return True

        keys = [KeyHint(name, f"“{' '.join(one.quote.split())[:16]}”") for name, (_, one) in known.items()]
        self._prompts.ask(Question("go to bookmark:", (*keys, LEAVES), take, mode="MARK"))
