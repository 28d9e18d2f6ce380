"""What is not saved: listed, tried again, taken in where an earlier session left it; and what is wrong with a store."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.exchange.emergency_file import Waiting
    from reader.store.save_queue import Saved
    from reader.ui.display import Display
    from reader.ui.screens.unsaved_screen import UnsavedScreen
    from reader.workspace.session import Session


class UnsavedChanges:
    """The list of what waits for the disk, and the look at the store after the first paint."""

    def __init__(self, session: Session, display: Display) -> None:
        self._session = session
        self._display = display
        self._screen: UnsavedScreen | None = None

    async def show(self) -> None:
        """List what is not saved, and what earlier sessions left behind."""
        from reader.exchange.emergency_file import files_of, waiting
        from reader.ui.screens.unsaved_screen import UnsavedScreen

        session = self._session
        left = await asyncio.to_thread(lambda: [*files_of(waiting(), session.store)])

        def closed(_: None) -> None:
            self._screen = None

        notices = self._display.notices
        self._screen = UnsavedScreen(session.saver(), session.emergency(), left, self._take_back, notices)
        await self._display.push_screen(self._screen, closed)

    def take_saved(self, saved: Saved) -> None:
        """A save was tried: show the list as it is now, if it is on the screen."""
        del saved
        if self._screen is not None and self._screen.is_mounted:
            self._screen.show()

    async def look_at_the_store(self) -> None:
        """Say what is missing or damaged beside it, what its place is bad for, or what an earlier session left."""
        from reader.exchange.emergency_file import files_of, waiting
        from reader.store.store_protocol import MISSING

        display, settings, store = self._display, self._session.settings.now, self._session.store
        if settings.not_used:
            display.notices += settings.not_used
            more = " (! says more)" if settings.not_used[1:] else ""
            display.say(settings.not_used[0].removeprefix(f"{Path.cwd()}/") + more)
        named = settings.gazetteer
        if named is not None and not await asyncio.to_thread(os.path.lexists, named):
            display.say(f"{named}: no such gazetteer yet: names of yours are not known (check the setting)")
        for warning in await asyncio.to_thread(lambda: [*store.warnings()]):
            if warning.kind != MISSING:  # a document may be on another branch of git: nothing to say while one reads
                display.say(warning.line)
        left = await asyncio.to_thread(lambda: [*files_of(waiting(), store)])
        if left:
            count = counted(sum(one.changes for one in left), "unsaved change")
            them = "it" if count[:2] == "1 " else "them"
            way_back = display.with_keys(f"{{unsaved}} lists {them}, {{take_in}} there takes in")
            display.say(f"{count} of an earlier session: {way_back}")

    async def _take_back(self, left: list[Waiting]) -> str:
        """Take in what earlier sessions left behind; one line on how it went."""
        from reader.exchange.document_text import unchanged_text
        from reader.exchange.emergency_file import recover
        from reader.exchange.exchange_error import ExchangeError
        from reader.store.store_protocol import StoreError

        taken, problems, store = 0, [], self._session.store
        text_of = unchanged_text(store, self._session.settings.now.max_file_bytes)
        for one in left:
            try:
                done = await asyncio.to_thread(recover, store, one.path, text_of=text_of)
                taken += done.changes
                problems += [str(fault) for fault in done.faults]
            except (StoreError, ExchangeError, OSError) as error:
                problems.append(str(error))
        await self._reload()
        said = f"{counted(taken, 'change')} taken in" + (f"; {problems[0]}" if problems else "")
        self._display.say(said)  # in place of what was said to wait
        return said

    async def _reload(self) -> None:
        """Show the annotations of the documents on the screen as the store has them."""
        waiting = {one.document.sha256 for one in self._session.saver().waiting}
        for pane in self._display.panes:
            if pane.open is not None and pane.open.sha256 not in waiting:
                await asyncio.to_thread(self._session.library.reload, pane.open)
                self._session.edits.tell_changed(pane.open)
