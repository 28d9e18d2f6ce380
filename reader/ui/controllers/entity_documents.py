"""Where else a name stands: documents are looked at one by one while the keys rest; ``w`` lists those that name it."""

from __future__ import annotations

import asyncio
import time
from functools import cached_property
from typing import TYPE_CHECKING

from reader.sources.opening import is_url
from reader.sources.standard_input import STANDARD_INPUT
from reader.system.stdio import counted
from reader.ui.controllers.entity_correction import CorrectingActions
from reader.ui.widgets.counters import counter

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

    from reader.entities.entity_client import EntityAnswer
    from reader.entities.entity_index import EntityIndex
    from reader.model.entity import Entity
    from reader.ui.widgets.entity_rows import Details
    from reader.workspace.library_entries import LibraryEntry, OpenDocument

#: How long keys must rest before another document is looked at, and how many are at most without being opened.
REST_S, MOST = 2.0, 300


class ElsewhereActions(CorrectingActions):
    """Names across documents."""

    _keyed_at = 0.0
    _looked_for: LibraryEntry | None = None  # the document that is being looked at
    _looked_key = ""
    _looks = 0
    _look_timer: Timer | None = None

    @cached_property
    def entity_index(self) -> EntityIndex[LibraryEntry]:
        """Which documents name what, of those that were looked at."""
        from reader.entities.entity_index import EntityIndex

        return EntityIndex()

    def takes_key(self, event: events.Key) -> bool:
        """Remember when the last key came."""
        self._keyed_at = time.monotonic()
        return super().takes_key(event)

    def name_again(self, opened: OpenDocument) -> None:
        """Enter what a document names, whenever that changes."""
        super().name_again(opened)
        for entry in self.library.entries if opened.entities is not None else ():
            if entry.opened is opened:
                self.entity_index.put(entry, opened.entities or ())

    def take_answer(self, answer: EntityAnswer) -> None:
        """Once the names of what is on the screen are known, look at the other documents."""
        super().take_answer(answer)
        if answer.is_guess:
            return
        entry = self._looked_for
        if entry is not None and answer.key == self._looked_key:
            if entry not in self.entity_index:  # it was let go of meanwhile
                self.entity_index.put(entry, answer.entities)
            self._looked_for = None
            self._spare_memory()
        self._look_soon()

    def _look_soon(self) -> None:
        if self._looked_for is None and self._look_timer is None and self._looks < MOST:
            self._look_timer = self.set_timer(REST_S, self._look)

    def _look(self) -> None:
        """Look at one document, unless keys were typed lately: then later."""
        self._look_timer = None
        if time.monotonic() - self._keyed_at < REST_S:
            self._look_soon()
            return
        entry = next((one for one in self.library.readable if self._is_unknown(one)), None)
        if entry is not None:
            self._looked_for = entry
            self._looks += 1
            self.in_background(self._look_at, entry, exit_on_error=True)

    def _spare_memory(self) -> None:
        if not self.unsaved_count:
            self.library.forget({pane.open.sha256 for pane in self.panes if pane.open})

    def _is_unknown(self, entry: LibraryEntry) -> bool:
        is_far = entry.opened is None and (entry.path == STANDARD_INPUT or is_url(entry.path))
        return entry not in self.entity_index and not is_far and entry.duplicate_of is None

    async def _look_at(self, entry: LibraryEntry) -> None:
        opened = await asyncio.to_thread(self.library.open, entry)
        if opened is None:
            self.entity_index.put(entry, ())
        elif opened.found is not None:
            self.name_again(opened)
        else:
            article, self._looked_key = opened.article, opened.sha256
            self.names.request(opened.sha256, article.text, article.language or "", is_wanted=False)
            return  # its answer goes on
        self._looked_for = None
        self._look_soon()

    # --- asking

    def _details(self, entity: Entity) -> Details:
        """With the other documents that name it."""
        details = super()._details(entity)
        others = [entry.name for entry in self.entity_index.where(entity) if entry.opened is not self.active.open]
        return details._replace(elsewhere=others, looked_at=len(self.entity_index))

    def action_where_named(self) -> None:
        """List the documents that name the highlighted or the chosen one; enter opens one at its first mention."""
        row = self.name_row
        entity = row.entity if row is not None else self.chosen
        if entity is None:
            self.say("choose a name first: tab to the names, enter on one")
            return
        found = {
            entry: count
            for entry, count in self.entity_index.where(entity).items()
            if entry.opened is not self.active.open
        }
        looked_at = f"{counter(len(self.entity_index), len(self.library.readable))} documents looked at"
        if not found:
            self.say(f"{entity.name} is named in no other document: {looked_at}")
            return
        from reader.ui.screens.document_picker import NamedScreen

        asked = f"{entity.name} is named in {counted(len(found), 'other document')}; {looked_at}"
        self.push_screen(NamedScreen(asked, found, lambda entry: self._show_named(entry, entity)))

    def _show_named(self, entry: LibraryEntry, entity: Entity) -> None:
        """Show a document at its first mention of a name that another one has, too."""
        self.when_read([entry], lambda: self._show_read(entry, entity))

    def _show_read(self, entry: LibraryEntry, entity: Entity) -> None:
        self.show_entry(entry)
        self.choose_entity(entity)
        mentions = self.active.mentions()
        if mentions:
            self.active.go_to(mentions[0])
            self.say(f"{counter(1, len(mentions))} {entity.name}")
            self.refresh_status()
        self.go_to_pane(self.active)
