"""Names across documents: the next ones are looked at while the keys rest; a list shows where else a name stands.

Looking at them costs no key: another process reads them, and the worker that finds names leaves them for what somebody
asks for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.system import machine_load
from reader.system.stdio import counted
from reader.ui.widgets.counters import counter
from reader.workspace.entity_names import LONGEST_AHEAD

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.entities.entity_client import EntityAnswer
    from reader.model.entity import Entity
    from reader.ui.controllers.documents import Documents
    from reader.ui.controllers.names.entity_panel import EntityPanel
    from reader.ui.display import Display
    from reader.workspace.library_entries import LibraryEntry
    from reader.workspace.session import Session

#: How long keys must rest before another document is looked at, and seconds between two at least.
REST_S = 2.0
_BREATH_S = 0.05
#: A timer that comes so late tells that the event loop had no time; seconds until the next look where it or the machine
#: has none.
_LATE_S = 0.25
BUSY_S = 5.0


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
        self._timer: Timer | None = None
        self._due = 0.0

    # --- looking at documents

    def take_answer(self, answer: EntityAnswer) -> None:
        """Names were found: go on with the next document."""
        if answer.is_guess:
            return
        entry = self._looked_for
        if entry is not None and answer.key == self._looked_key:
            if entry not in self._names.index:  # it was let go of meanwhile
                self._names.index.put(entry, answer.entities)
            self._looked_for = None
            self._documents.let_go()
        self.look_soon()

    def look_soon(self, rest: float = 0.0) -> None:
        """Look at the next document once keys have rested, and what is on the screen has its names.

        Args:
            rest: seconds that pass in any case.
        """
        if self._looked_for is None and self._timer is None:
            wanted = max(rest, REST_S - (time.monotonic() - self._last_key_at()), _BREATH_S)
            self._due = time.monotonic() + wanted
            self._timer = self._display.set_timer(wanted, self._look)

    def _look(self) -> None:
        """Look at one document, unless something is more urgent: then later."""
        self._timer = None
        now = time.monotonic()
        if now - self._last_key_at() < REST_S:
            self.look_soon()
        elif now > self._due + _LATE_S or machine_load.is_busy():
            self.look_soon(BUSY_S)
        elif all(pane.open is None or pane.open.found is not None for pane in self._display.panes):
            self._look_at_next()

    def _look_at_next(self) -> None:
        entry = self._names.next_ahead(self._display.active.entry)
        if entry is not None:
            self._looked_for = entry
            self._display.in_background(self._look_at, entry, exit_on_error=True)
        elif self._names.is_looking_on:
            self.look_soon()

    async def _look_at(self, entry: LibraryEntry) -> None:
        self._looked_key = ""
        opened = await asyncio.to_thread(self._session.library.open, entry, is_apart=True)
        if opened is None or len(opened.article.text) > LONGEST_AHEAD:
            self._names.index.put(entry, ())
        elif opened.found is not None:
            self._names.correct(opened)
        else:
            self._looked_key = opened.sha256
            self._names.ask(opened, is_wanted=False)
            return  # its answer goes on
        self._looked_for = None
        self.look_soon()

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
        self._names.is_wide = True
        self.look_soon()
        found = self._names.elsewhere(entity, self._display.active.open)
        known, total = len(self._names.index), len(self._session.library.readable)
        looked_at = f"{counter(known, total)} documents looked at"
        looked_at += ", more while the keys rest" if known < total and self._names.is_looking_on else ""
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
