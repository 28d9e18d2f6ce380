"""Saying what a name is: merged, split, renamed, of another kind, none, added, known everywhere; one key each."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.model.spans import Span
from reader.workspace.edits import EditError
from reader.workspace.entity_names import entity_at, name_at, rejection_of, saying

if TYPE_CHECKING:
    from reader.entities.entity_corrections import Correction
    from reader.model.entity import Entity
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.names.entity_panel import EntityPanel
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.widgets.entity_rows import EntityRow
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session

#: A sentence is no selection: it is refused as an empty one is.
NOWHERE = Span(0, 0)
_NO_ROW = "go to a name in the list first: tab leads to it"


class EntityCorrection:
    """What is said about names: kept for the document, and on request for all documents."""

    def __init__(
        self, session: Session, display: Display, prompts: Prompts, panel: EntityPanel, changes: Changes
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._panel = panel
        self._changes = changes

    def _say_of_name(self, opened: OpenDocument, what: str, correction: Correction) -> None:
        self._changes.do(opened, what, saying(opened, correction, self._session.annotator))

    def _row(self) -> tuple[OpenDocument, EntityRow, Entity] | None:
        """The document, the highlighted row of its names, and whose it is; where there is none, says so."""
        opened, row = self._display.active.open, self._panel.row
        if opened is None or row is None or row.entity is None:
            self._display.say(_NO_ROW)
            return None
        return opened, row, row.entity

    def merge_names(self) -> None:
        """Mark a name; on another one, merge the marked one into it."""
        found = self._row()
        if found is None:
            return
        opened, _, entity = found
        entities = self._display.entities
        marked = entities.marked
        if marked is None or marked == entity:
            entities.marked = entity if marked is None else None
            entities.refresh()
            what = f"“{entity.name}” marked: m on another name merges it into that one"
            self._display.say(what if marked is None else "")
            return
        from reader.entities.entity_corrections import merged

        entities.marked = None
        self._say_of_name(opened, f"{marked.name} merged into {entity.name}", merged(marked, entity))

    def split_form(self) -> None:
        """The highlighted form is somebody else's."""
        found = self._row()
        if found is None:
            return
        opened, row, entity = found
        if row.part != "form":
            self._display.say(
                self._display.with_keys("{open_name} opens a name; then {split_form} on one of its forms splits it off")
            )
            return
        from reader.entities.entity_corrections import split

        self._say_of_name(opened, f"{row.text} split off {entity.name}", split(entity, row.text))

    async def rename_name(self) -> None:
        """Type another name for the row; the forms in the text stay what they are."""
        found = self._row()
        if found is None:
            return
        from reader.ui.widgets.input_line import InputLine

        opened, _, entity = found
        written = [entity.name]

        def ended(keep: bool) -> None:
            name = " ".join(written[0].split())
            if keep and name and name != entity.name:
                from reader.entities.entity_corrections import renamed

                self._say_of_name(opened, f"{entity.name} renamed", renamed(entity, name))

        def typed(name: str) -> None:
            written[0] = name

        await self._prompts.open_line(InputLine("the name of this row", typed, ended, entity.name, mode="NAME"))

    def name_kind(self) -> None:
        """Ask which kind the name is of."""
        found = self._row()
        if found is None:
            return
        from reader.model.entity import KIND_KEYS
        from reader.ui.keymap.question import LEAVES, Question
        from reader.ui.widgets.message_wording import KeyHint

        opened, _, entity = found

        def take(key: str) -> bool:
            self._prompts.end_question()
            kind = KIND_KEYS.get(key)
            if kind is None:
                self._display.say(f"no kind has the key {key}: t asks again")
            elif kind != entity.kind:
                from reader.entities.entity_corrections import of_kind

                self._say_of_name(opened, f"{entity.name}: {kind}", of_kind(entity, kind))
            return True

        keys = [KeyHint(*one) for one in KIND_KEYS.items()]
        self._prompts.ask(Question("kind:", (*keys, LEAVES), take, mode="KIND"))

    def reject_name(self) -> None:
        """This is no name; on one that was rejected: it is one after all."""
        found = self._row()
        if found is None:
            return
        opened, row, entity = found
        if row.is_rejected:
            if said := rejection_of(opened, entity):
                self._changes.do(opened, f"{entity.name} is a name again", opened.records.delete_decision(said))
            return
        from reader.entities.entity_corrections import rejected

        self._say_of_name(opened, f"{entity.name} is no name", rejected(entity))

    def name_everywhere(self) -> None:
        """Wherever a form of the name stands, it is meant."""
        found = self._row()
        if found is None:
            return
        from reader.entities.entity_corrections import everywhere

        opened, _, entity = found
        before = len(entity.mentions)
        self._say_of_name(opened, f"{entity.name} wherever it stands", everywhere(entity))
        after = next((len(one.mentions) for one in opened.entities or () if one.name == entity.name), before)
        if after == before:
            self._display.say(f"{entity.name} was found wherever it stands already")

    def add_name(self) -> None:
        """The selection is a name; again on the same: wherever it stands."""
        self._display.take_count()
        pane = self._display.active
        opened, cursor = pane.open, pane.cursor
        if opened is None or cursor is None or pane.as_scraped:
            return
        try:
            span = name_at(opened, NOWHERE if cursor.is_sentence else cursor.passage)
        except EditError as error:
            self._display.say(str(error))
            return
        from reader.entities.entity_corrections import added, everywhere
        from reader.entities.rule_detector import likely_kind

        text = opened.article.text
        entity = entity_at(opened.entities, span)
        if entity is None:
            kind = likely_kind(text, *span)
            self._say_of_name(opened, f"{text[slice(*span)]} added as {kind}", added(text, *span, kind))
            entity = entity_at(opened.entities, span)
        else:
            name = entity.name
            self._say_of_name(opened, f"{name} wherever it stands", everywhere(entity))
            entity = next((one for one in opened.entities or () if one.name == name), None)
        if entity is not None:
            self._panel.choose(entity)
            self._display.entities.go_to(self._display.entities.find(entity))

    # --- the personal gazetteer

    def keep_name(self) -> None:
        """Keep the name, or that it is none, for all documents; again: no more."""
        found = self._row()
        if found is not None:
            self._display.in_background(self._keep, *found[1:], exit_on_error=True)  # no key waits for the file

    async def _keep(self, row: EntityRow, entity: Entity) -> None:
        from reader.config.settings_sources import gazetteer_file
        from reader.entities.personal_gazetteer import GazetteerError

        names = self._session.names
        try:
            path, is_kept = await asyncio.to_thread(names.keep_for_all, entity, is_none=row.is_rejected)
        except (GazetteerError, ValueError, OSError) as error:
            path = gazetteer_file(self._session.settings.now)
            what = f"{path}: {error.strerror}" if isinstance(error, OSError) else str(error)
            self._display.say(f"not kept: {what}")
            return
        names.ask_again()
        self._panel.ask()
        what = "no name" if row.is_rejected else entity.kind
        kept = "kept for" if is_kept else "no longer kept for"
        self._display.say(f"{entity.name} ({what}): {kept} all documents · {path.name}")
