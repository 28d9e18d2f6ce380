"""Where else a name stands: documents are looked at one by one while the keys rest; a list shows those that name it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.system.stdio import counted
from reader.ui.widgets.counters import counter
from reader.workspace.entity_names import MOST_LOOKED_AT

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.entities.entity_client import EntityAnswer
    from reader.model.entity import Entity
    from reader.ui.controllers.documents import Documents
    from reader.ui.controllers.entity_panel import EntityPanel
    from reader.ui.display import Display
    from reader.workspace.library_entries import LibraryEntry
    from reader.workspace.session import Session

#: How long keys must rest before another document is looked at.
REST_S = 2.0


class EntityDocuments:
    """Names across documents.

    Args:
        session, display, documents, panel: see there.
        last_key_at: when the last key came, by the monotonic clock.
    """

    def __init__(
        self,
        session: Session,
        display: Display,
        documents: Documents,
        panel: EntityPanel,
        last_key_at: Callable[[], float],
    ) -> None:
        self._session = session
        self._names = session.names
        self._display = display
        self._documents = documents
        self._panel = panel
        self._last_key_at = last_key_at
        self._looked_for: LibraryEntry | None = None  # the document that is being looked at
        self._looked_key = ""
        self._looks = 0
        self._timer: Timer | None = None

    # --- looking at documents

    def take_answer(self, answer: EntityAnswer) -> None:
        """Once the names of what is on the screen are known, look at the other documents."""
        if answer.is_guess:
            return
        entry = self._looked_for
        if entry is not None and answer.key == self._looked_key:
            if entry not in self._names.index:  # it was let go of meanwhile
                self._names.index.put(entry, answer.entities)
            self._looked_for = None
            self._documents.let_go()
        self._look_soon()

    def _look_soon(self) -> None:
        if self._looked_for is None and self._timer is None and self._looks < MOST_LOOKED_AT:
            self._timer = self._display.set_timer(REST_S, self._look)

    def _look(self) -> None:
        """Look at one document, unless keys were typed lately: then later."""
        self._timer = None
        if time.monotonic() - self._last_key_at() < REST_S:
            self._look_soon()
            return
        entry = self._names.next_unknown()
        if entry is not None:
            self._looked_for = entry
            self._looks += 1
            self._display.in_background(self._look_at, entry, exit_on_error=True)

    async def _look_at(self, entry: LibraryEntry) -> None:
        opened = await asyncio.to_thread(self._session.library.open, entry)
        if opened is None:
            self._names.index.put(entry, ())
        elif opened.found is not None:
            self._names.correct(opened)
        else:
            self._looked_key = opened.sha256
            self._names.ask(opened, is_wanted=False)
            return  # its answer goes on
        self._looked_for = None
        self._look_soon()

    # --- asking

    def where_named(self) -> None:
        """List the documents that name the highlighted or the chosen one; enter opens one at its first mention."""
        row = self._panel.row
        entity = row.entity if row is not None else self._names.chosen
        if entity is None:
            self._display.say(
                self._display.with_keys("choose a name first: {next_pane} to the names, {pick_name} on one")
            )
            return
        found = self._names.elsewhere(entity, self._display.active.open)
        readable = self._session.library.readable
        looked_at = f"{counter(len(self._names.index), len(readable))} documents looked at"
        if not found:
            self._display.say(f"{entity.name} is named in no other document: {looked_at}")
            return
        from reader.ui.screens.document_picker import NamedScreen

        asked = f"{entity.name} is named in {counted(len(found), 'other document')}; {looked_at}"
        self._display.push_screen(NamedScreen(asked, found, lambda entry: self._show_named(entry, entity)))

    def _show_named(self, entry: LibraryEntry, entity: Entity) -> None:
        """Show a document at its first mention of a name that another one has, too."""
        self._documents.when_read([entry], lambda: self._show_read(entry, entity))

    def _show_read(self, entry: LibraryEntry, entity: Entity) -> None:
        self._documents.show_entry(entry)
        self._panel.choose(entity)
        pane = self._display.active
        if mentions := pane.mentions():
            pane.go_to(mentions[0])
            self._display.say(f"{counter(1, len(mentions))} {entity.name}")
            self._display.refresh_status()
        self._display.go_to_pane(pane)
