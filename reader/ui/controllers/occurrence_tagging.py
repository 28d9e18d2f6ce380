"""Tagging every occurrence of some words, in one document or in all of them: counted first, one step to undo."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.sources.opening import is_url
from reader.system.stdio import counted
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint
from reader.workspace.occurrence_tags import OccurrenceCount, occurrence_tags, occurrences_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.documents import Documents
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.workspace.library_entries import LibraryEntry
    from reader.workspace.session import Session

#: Documents that are read between two looks at what may be let go of.
_BATCH = 16


class _Asked:
    """The count, whether the next label goes to all documents, and which one does once all are counted."""

    def __init__(self, count: OccurrenceCount) -> None:
        self.count = count
        self.is_wide = False
        self.label = ""


class OccurrenceTagging:
    """The question which label, and where."""

    def __init__(
        self, session: Session, display: Display, prompts: Prompts, documents: Documents, changes: Changes
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._documents = documents
        self._changes = changes

    def tag_everywhere(self) -> None:
        """Count the selected words, and ask for a label."""
        self._display.take_count()
        pane = self._display.active
        if pane.open is None or pane.cursor is None or pane.entry is None:
            return
        if pane.as_scraped:
            self._display.say_as_scraped("tag")
            return
        words = pane.rows.text[slice(*pane.cursor.words)]
        if not words:
            self._display.say("nothing to tag here: nothing but white space is marked")
            return
        asked = _Asked(OccurrenceCount(words, pane.entry, pane.open))
        question = Question(*self._wording(asked), lambda key: self._choose_label(asked, key), mode="ALL")
        self._prompts.ask(question)
        self._display.in_background(self._count_elsewhere, asked, question, pane.entry)

    def _wording(self, asked: _Asked) -> tuple[str, Sequence[KeyHint]]:
        """What is asked, and what answers it."""
        count = asked.count
        so_far = "" if count.is_done else " so far"
        elsewhere = f"{count.total} in {counted(len(count.places), 'document')}{so_far}"
        keys = " ".join(label.key for label in self._session.settings.now.labels)
        if asked.is_wide:
            return f"{elsewhere}:", (KeyHint(keys, "tag everywhere"), KeyHint("A", "only here"), LEAVES)
        capitals = " ".join(self._capitals())
        wide = KeyHint(capitals, "everywhere") if capitals else KeyHint("A", "everywhere")
        return f"{count.here} here, {elsewhere}:", (KeyHint(keys, "tag here"), wide, LEAVES)

    def _capitals(self) -> dict[str, str]:
        """The capitals that tag everywhere, and their labels: those of the labels' keys that mean nothing else here."""
        labels = self._session.settings.now.labels
        keys = {label.key for label in labels} | {"A"}
        return {label.key.upper(): label.name for label in labels if label.key.upper() not in keys}

    def _choose_label(self, asked: _Asked, key: str) -> bool:
        """Take a key; whether it was the answer."""
        labels = {label.key: label.name for label in self._session.settings.now.labels}
        capitals = self._capitals()
        if key == "A":
            asked.is_wide = not asked.is_wide
            self._display.say(*self._wording(asked))
            return False
        label, is_wide = labels.get(key) or capitals.get(key), asked.is_wide or key in capitals
        if not label:
            self._display.say(f"no label has the key {key}:", self._wording(asked)[1])
            return False
        if is_wide and not asked.count.is_done:
            asked.label = label
            self._display.say(f"{label} everywhere, once all are counted …", [LEAVES])
            return False
        self._prompts.end_question()
        self._tag_when_read(asked.count, label, is_wide=is_wide)
        return True

    def _tag_when_read(self, count: OccurrenceCount, label: str, *, is_wide: bool) -> None:
        entries = count.entries[: None if is_wide else 1]
        self._documents.when_read(entries, lambda: self._tag(count.words, entries, label, is_wide=is_wide))

    def _tag(self, words: str, entries: Sequence[LibraryEntry], label: str, *, is_wide: bool) -> None:
        annotator = self._session.annotator
        opened = [entry.opened for entry in entries if entry.opened is not None]
        parts = [(one, occurrence_tags(one, words, label, annotator)) for one in opened]
        total = sum(len(changes) for _, changes in parts)
        documents = sum(1 for _, changes in parts if changes)
        if not total:
            self._display.say(f"nothing to tag: every occurrence is {label} already")
            return
        where = f" in {counted(documents, 'document')}" if is_wide else ""
        self._changes.do_all(f"{label} × {total}{where}", parts)

    async def _count_elsewhere(self, asked: _Asked, question: Question, here: LibraryEntry) -> None:
        """Count in every other document, in a thread, as long as the question stands."""
        readable, count, prompts = self._session.library.readable, asked.count, self._prompts
        others = (one for one in readable if one is not here and (one.opened or not is_url(one.path)))
        for number, entry in enumerate(others, 1):
            if prompts.question is not question:
                return
            count.add(entry, *await asyncio.to_thread(self._count_in, entry, count.words))
            if number % _BATCH == 0:
                self._documents.let_go()
                if prompts.question is question and not asked.label:
                    self._display.say(*self._wording(asked))
        count.is_done = True
        if prompts.question is question and asked.label:
            prompts.end_question()
            self._tag_when_read(count, asked.label, is_wide=True)
        elif prompts.question is question:
            self._display.say(*self._wording(asked))

    def _count_in(self, entry: LibraryEntry, words: str) -> tuple[str, int]:
        opened = self._session.library.open(entry)
        return (opened.sha256, len(occurrences_in(opened, words))) if opened is not None else ("", 0)
