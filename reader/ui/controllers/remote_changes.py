"""Changes that other processes made to open documents: said once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model.act import HIDDEN_AGAIN
from reader.system.lazy import Lazy
from reader.ui.controllers.changes import NOT_NEEDED
from reader.workspace.other_writers import said_of, said_of_merge

if TYPE_CHECKING:
    from reader.model.annotation import Change
    from reader.store.save_queue import News, Saved
    from reader.store.store_protocol import StoreNews, Watch
    from reader.ui.display import Display
    from reader.ui.keymap.held_annotation import HeldAnnotation
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session


class _Told(NamedTuple):
    """What others did in a document, and how that was said."""

    opened: OpenDocument
    said: str
    who: list[str]
    changes: list[Change]


class RemoteChanges:
    """Applies what others write. Cursor and selection stay where they are.

    Args:
        session, display, held: see there.
        take_labels: uses labels that others have added to the store.

    Attributes:
        watcher: sees what is written into the store.
        when_written: called where a document was written that is not in memory; ``edits`` tells of the others.
    """

    def __init__(
        self,
        session: Session,
        display: Display,
        held: HeldAnnotation,
        take_labels: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self._session = session
        self._display = display
        self._held = held
        self._take_labels = take_labels
        self._told: _Told | None = None  # what was last said of others
        self.watcher: Lazy[Watch] = Lazy(self._make_watcher)
        self.when_written: Callable[[], object] = lambda: None

    def _make_watcher(self) -> Watch:
        library = self._session.library
        return self._session.store.watch(
            lambda news: self._display.post(lambda: self.take_written(news)),
            lambda: [opened.document for opened in library.loaded],
        )

    def stop(self) -> None:
        """Watch the store no longer."""
        if self.watcher.made is not None:
            self.watcher.made.close()

    def take_written(self, news: StoreNews) -> None:
        """Documents of the store were written, perhaps by this reader itself: have open ones looked at."""
        if news.keys - {str(opened.document.key) for opened in self._session.library.loaded}:
            self.when_written()
        if not news.keys:  # how far one's own is shared
            self._display.refresh_status()
        if news.has_labels:
            self._display.in_background(self._take_labels)
        for document in news.documents:
            opened = self._session.library.opened(document.sha256)
            if opened is not None and opened.document.key is None:
                self._show(opened, self._session.edits.compared(opened))
            elif opened is not None:
                self._session.saver().look(opened.sha256, opened.document, opened.article.text)

    def take_saved(self, saved: Saved) -> None:
        """Show what somebody else wrote into a document that was saved, or looked at; what is known is no news."""
        opened = self._session.library.opened(saved.name)
        if saved.error or opened is None:
            return
        edits, message = self._session.edits, self._display.message
        lead = f"{message}; " if saved.void and NOT_NEEDED in message else ""
        self._show(opened, saved.others, lead)
        # A step of one's own that was met was taken back before it was written.
        if (saved.merged or saved.is_clash) and not edits.history.is_from_here(saved.met.step):
            who = edits.name_of(saved.met, "another reader")
            self._display.say(said_of_merge(who, saved.merged, is_clash=saved.is_clash))
        if saved.notices:
            file = f"{saved.document.key}.json: "
            self._display.say("; ".join(notice.removeprefix(file) for notice in saved.notices))
        if saved.changes:
            self._display.in_background(self._look_at_file, opened)

    async def _look_at_file(self, opened: OpenDocument) -> None:
        """Say once that somebody changed the file under the tags, which belong to the text as it was opened."""
        entry = next((one for one in self._display.shown if one.opened is opened), None)
        if entry is not None and await asyncio.to_thread(self._session.library.is_changed, entry):
            changed = "the file has changed since it was opened; tags belong to the text as it is here"
            self._display.say(f"{entry.name}: {changed}")

    def _show(self, opened: OpenDocument, others: Sequence[News], lead: str = "") -> None:
        """Say it; what is said, behind ``lead``, counts all since the line came up that still stands there."""
        others = [one for one in others if one.act.what != HIDDEN_AGAIN]  # nobody did anything to them
        changes, was_moving = [change for one in others for change in one.changes], self._held.take_lost()
        if not changes:
            return
        who, told = [self._session.edits.name_of(one.act, "") for one in others], self._told
        if told is not None and told.opened is opened and told.said == self._display.message:
            who, changes = [*told.who, *who], [*told.changes, *changes]
        ended = "; the tag that was being moved is gone" if was_moving else ""
        self._display.say(f"{lead}{said_of(sorted({one for one in who if one}), changes)}{ended}")
        self._told = _Told(opened, self._display.message, [*who], changes)
