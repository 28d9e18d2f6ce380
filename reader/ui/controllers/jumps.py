"""JumpList: back to where one was and forward again, in whichever document; and bookmarks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reader.config.settings import annotator_name
from reader.ui.keymap.input_lines import LineActions
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint
from reader.workspace.jump_list import JumpList, JumpPlace

if TYPE_CHECKING:
    from reader.annotations.bookmarks import Bookmark
    from reader.workspace.library_entries import LibraryEntry, OpenDocument


class JumpActions(LineActions):
    """Every action that leads far away says so first, with ``leave_place``."""

    @cached_property
    def _jumps(self) -> JumpList:
        return JumpList()

    @property
    def _place(self) -> JumpPlace:
        pane = self.active
        return JumpPlace(pane.entry.path if pane.entry else "", pane.article_offset)

    def leave_place(self) -> None:
        """A jump follows: the place one is at can be gone back to."""
        if self.active.cursor is not None:
            self._jumps.leave(self._place)

    def action_jump_back(self) -> None:
        """Go back to where the last jump came from."""
        self._jump_to(self._jumps.back(self._place), "no jump to go back from")

    def action_jump_forward(self) -> None:
        """Go forward again."""
        self._jump_to(self._jumps.forward(self._place), "nothing to go forward to: ctrl+o goes back")

    def _jump_to(self, place: JumpPlace | None, none: str) -> None:
        self.take_count()
        entry = self._entry_at(place.path) if place is not None else None
        if place is None or entry is None:
            self.say(none)
        else:
            self.go_to_place(entry, place.offset)

    def _entry_at(self, path: str) -> LibraryEntry | None:
        return next((one for one in self.library.readable if one.path == path), None)

    def go_to_place(self, entry: LibraryEntry, offset: int) -> None:
        """Go to a place of a document: in the pane that shows it, else in this one."""
        raise NotImplementedError

    # --- bookmarks

    def _bookmarks(self, opened: OpenDocument) -> dict[str, Bookmark]:
        from reader.annotations.bookmarks import BOOKMARK, bookmarks

        return bookmarks(opened.records.decisions(BOOKMARK), opened.article.text)

    def action_bookmark(self) -> None:
        """Ask for its name, one key."""
        opened = self.active.open
        if opened is None:
            return
        from reader.annotations.bookmarks import free_name

        taken = self._bookmarks(opened)
        free = free_name(taken)

        def take(key: str) -> bool:
            self.end_question()
            if key == "enter":
                self._set_bookmark(opened, free)
            elif len(key) == 1 and key.isalnum():
                self._set_bookmark(opened, key)
            else:
                self.say("a bookmark's name is one letter or digit")
            return True

        asked = f"bookmark ({' '.join(taken)} are taken):" if taken else "bookmark:"
        keys = (KeyHint("a letter", "names it"), KeyHint("enter", f"names it {free}"), LEAVES)
        self.ask(Question(asked, keys, take, mode="MARK"))

    def _set_bookmark(self, opened: OpenDocument, name: str) -> None:
        """Set it here; the one of that name moves here, and at its own place is taken off."""
        from reader.annotations.bookmarks import BOOKMARK, bookmark_data

        offset, known = self.active.article_offset, self._bookmarks(opened).get(name)
        taken_off = opened.records.delete_decision(known.decision) if known is not None else ()
        if known is not None and known.offset == offset:
            self.do(opened, f"bookmark {name} taken off", taken_off)
            return
        data = bookmark_data(name, opened.article.text, offset)
        made = opened.records.decide(BOOKMARK, data, annotator_name(self.settings))
        self.do(opened, f"bookmark {name}{' moved here' if known else ''}", (*taken_off, *made))

    def action_go_to_bookmark(self) -> None:
        """Ask which one; of this document first, else of any in memory."""
        known: dict[str, tuple[LibraryEntry, Bookmark]] = {}
        entries = [one for one in self.library.readable if one.opened is not None]
        for entry in sorted(entries, key=lambda one: one is not self.active.entry):
            for name, one in self._bookmarks(entry.opened).items() if entry.opened else ():
                known.setdefault(name, (entry, one))
        if not known:
            self.say("no bookmark yet: B sets one")
            return

        def take(key: str) -> bool:
            self.end_question()
            if key in known:
                entry, found = known[key]
                self.leave_place()
                self.go_to_place(entry, found.offset)
            else:
                self.say(f"no bookmark {key}")
            return True

        keys = [KeyHint(name, f"“{' '.join(one.quote.split())[:16]}”") for name, (_, one) in known.items()]
        self.ask(Question("go to bookmark:", (*keys, LEAVES), take, mode="MARK"))
