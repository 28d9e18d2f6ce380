"""Where one is reading: kept for the next session, and left before each jump so that one can go back there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.store.store_protocol import StoreError
from reader.workspace.jump_list import JumpList, JumpPlace

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.ui.display import Display
    from reader.workspace.session import Session

#: How long keys must rest before the reading position is written.
REST_S = 1.0


class ReadingPlace:
    """The place of the cursor in the active pane."""

    def __init__(self, session: Session, display: Display) -> None:
        self._session = session
        self._display = display
        self._timer: Timer | None = None
        self.jumps = JumpList()

    @property
    def here(self) -> JumpPlace:
        """The place one is at."""
        pane = self._display.active
        return JumpPlace(pane.entry.path if pane.entry else "", pane.article_offset)

    def leave(self) -> None:
        """A jump follows: the place one is at can be gone back to."""
        if self._display.active.cursor is not None:
            self.jumps.leave(self.here)

    def remember(self) -> None:
        """Keep the reading position; it is written to disk once the keys rest."""
        opened = self._display.active.open
        if opened is not None:
            offset = self._display.active.article_offset
            self._session.positions.remember(opened.sha256, offset, opened.document.location)
            if self._timer is not None:
                self._timer.stop()
            self._timer = self._display.set_timer(REST_S, self.save)

    def remember_shown(self) -> None:
        """Keep which documents are on the screen."""
        self._session.positions.shown = [entry.path for entry in self._display.shown]

    async def save(self) -> None:
        """Write the reading positions; losing them loses no tag."""
        try:
            await asyncio.to_thread(self._session.store.save_reading_positions, self._session.positions.copy())
        except StoreError:
            return
