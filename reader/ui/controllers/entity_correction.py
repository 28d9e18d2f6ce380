"""Saying what a name is: merged, split, renamed, of another kind, none, added, known everywhere; one key each."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.annotations.name_decisions import NAME
from reader.config.settings import annotator_name
from reader.config.settings_sources import gazetteer_file
from reader.model.spans import Span
from reader.ui.controllers.documents import DocumentActions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.entities.entity_corrections import Correction
    from reader.entities.personal_gazetteer import KnownName
    from reader.model.entity import Entity
    from reader.ui.widgets.entity_rows import EntityRow
    from reader.workspace.library_entries import OpenDocument

#: The key that answers which kind a name is of.
KIND_KEYS = {
    "p": "person", "o": "organisation", "c": "country", "l": "place", "g": "group", "e": "event", "a": "law",
    "r": "product", "w": "work",
}  # fmt: skip
_NO_ROW = "go to a name in the list first: tab leads to it"


class CorrectingActions(DocumentActions):
    """What is said about names: kept for the document, and on request for all documents."""

    def _say_of_name(self, opened: OpenDocument, what: str, correction: Correction) -> None:
        changes = opened.records.decide(NAME, correction.data(), annotator_name(self.settings))
        self.do(opened, what, changes)

    def _row(self) -> tuple[OpenDocument, EntityRow, Entity] | None:
        """The document, the highlighted row of its names, and whose it is; where there is none, says so."""
        opened, row = self.active.open, self.name_row
        if opened is None or row is None or row.entity is None:
            self.say(_NO_ROW)
            return None
        return opened, row, row.entity

    def action_merge_names(self) -> None:
        """Mark a name; on another one, merge the marked one into it."""
        found = self._row()
        if found is None:
            return
        opened, _, entity = found
        marked = self.entities.marked
        if marked is None or marked == entity:
            self.entities.marked = entity if marked is None else None
            self.entities.refresh()
            self.say(f"“{entity.name}” marked: m on another name merges it into that one" if marked is None else "")
            return
        from reader.entities.entity_corrections import merged

        self.entities.marked = None
        self._say_of_name(opened, f"{marked.name} merged into {entity.name}", merged(marked, entity))

    def action_split_form(self) -> None:
        """The highlighted form is somebody else's."""
        found = self._row()
        if found is None:
            return
        opened, row, entity = found
        if row.part != "form":
            self.say("o opens a name; then d on one of its forms splits it off")
            return
        from reader.entities.entity_corrections import split

        self._say_of_name(opened, f"{row.text} split off {entity.name}", split(entity, row.text))

    async def action_rename_name(self) -> None:
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

        await self.open_line(InputLine("the name of this row", typed, ended, entity.name, mode="NAME"))

    def action_name_kind(self) -> None:
        """Ask which kind the name is of."""
        found = self._row()
        if found is None:
            return
        from reader.ui.keymap.question import LEAVES, Question
        from reader.ui.widgets.message_wording import KeyHint

        opened, _, entity = found

        def take(key: str) -> bool:
            self.end_question()
            kind = KIND_KEYS.get(key)
            if kind is None:
                self.say(f"no kind has the key {key}: t asks again")
            elif kind != entity.kind:
                from reader.entities.entity_corrections import of_kind

                self._say_of_name(opened, f"{entity.name}: {kind}", of_kind(entity, kind))
            return True

        keys = [KeyHint(*one) for one in KIND_KEYS.items()]
        self.ask(Question("kind:", (*keys, LEAVES), take, mode="KIND"))

    def action_reject_name(self) -> None:
        """This is no name; on one that was rejected: it is one after all."""
        found = self._row()
        if found is None:
            return
        opened, row, entity = found
        if row.is_rejected:
            said = [one for one in opened.records.decisions(NAME) if _rejects(one.data, entity)]
            if said:
                self.do(opened, f"{entity.name} is a name again", opened.records.delete_decision(said[-1]))
            return
        from reader.entities.entity_corrections import rejected

        self._say_of_name(opened, f"{entity.name} is no name", rejected(entity))

    def action_name_everywhere(self) -> None:
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
            self.say(f"{entity.name} was found wherever it stands already")

    def action_add_name(self) -> None:
        """The selection is a name; again on the same: wherever it stands."""
        self.take_count()
        opened, cursor = self.active.open, self.active.cursor
        if opened is None or cursor is None or self.active.as_scraped:
            return
        text = opened.article.text
        start, end = _trimmed(text, cursor.passage)
        if cursor.is_sentence or start >= end:
            self.say("select the name first: w takes a word, v and w several")
            return
        from reader.entities.entity_corrections import LONGEST, added, everywhere
        from reader.entities.rule_detector import likely_kind

        if end - start > LONGEST or "\n" in text[start:end]:
            self.say("a name stands in one paragraph and is not that long")
            return
        entity = next((one for one in opened.entities or () if _has_place(one, start, end)), None)
        if entity is None:
            kind = likely_kind(text, start, end)
            self._say_of_name(opened, f"{text[start:end]} added as {kind}", added(text, start, end, kind))
            entity = next((one for one in opened.entities or () if _has_place(one, start, end)), None)
        else:
            self._say_of_name(opened, f"{entity.name} wherever it stands", everywhere(entity))
            entity = next((one for one in opened.entities or () if one.name == entity.name), None)
        if entity is not None:
            self.choose_entity(entity)
            self.entities.go_to(self.entities.find(entity))

    # --- the personal gazetteer

    def action_keep_name(self) -> None:
        """Keep the name, or that it is none, for all documents; again: no more."""
        found = self._row()
        if found is not None:
            self.in_background(self._keep_for_all, *found[1:], exit_on_error=True)  # no key waits for the file

    async def _keep_for_all(self, row: EntityRow, entity: Entity) -> None:
        from reader.entities.personal_gazetteer import NONE, GazetteerError, entry_of

        entry, path = entry_of(entity, NONE if row.is_rejected else ""), gazetteer_file(self.settings)
        try:
            is_kept = await asyncio.to_thread(_toggle, path, entry)
        except (GazetteerError, ValueError, OSError) as error:
            what = f"{path}: {error.strerror}" if isinstance(error, OSError) else str(error)
            self.say(f"not kept: {what}")
            return
        self._know_again()
        what = "no name" if row.is_rejected else entity.kind
        self.say(
            f"{entity.name} ({what}): {'kept for' if is_kept else 'no longer kept for'} all documents · {path.name}"
        )

    def _know_again(self) -> None:
        """The known names have changed: ask for the names of every document again as it is shown."""
        self.names.forget_gazetteer()
        for entry in self.library.readable:
            if entry.opened is not None:
                entry.opened.found = None
        self.ask_for_names()


def _toggle(path: Path, entry: KnownName) -> bool:
    """Write an entry into the gazetteer, or take it out where it is there just so; whether it is there now."""
    from reader.entities.personal_gazetteer import gazetteer_text, parsed, with_entry, without_entry
    from reader.system.durable_writes import write_atomically

    text = gazetteer_text(path)
    is_there = any((one.name, one.kind) == (entry.name, entry.kind) for one in parsed(text, path))
    write_atomically(path, without_entry(text, entry.name) if is_there else with_entry(text, entry))
    return not is_there


def _rejects(data: Mapping[str, Any], entity: Entity) -> bool:
    from reader.entities.entity_corrections import corrections_from

    return any(one.operation == "reject" and entity.name in one.forms for one in corrections_from([data]))


def _has_place(entity: Entity, start: int, end: int) -> bool:
    return any((one.start, one.end) == (start, end) for one in entity.mentions)


def _trimmed(text: str, span: Span) -> Span:
    """A passage without white space, punctuation and a possessive at its ends."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    return Span(start, end)
