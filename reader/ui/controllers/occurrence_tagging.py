"""Tagging every occurrence of some words, in one document or in all of them: counted first, one step to undo."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.config.settings import annotator_name
from reader.sources.opening import is_url
from reader.system.stdio import counted
from reader.ui.controllers.documents import DocumentActions
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model.annotation import Change
    from reader.model.spans import Span
    from reader.workspace.library_entries import LibraryEntry, OpenDocument

#: Documents that are read between two looks at what may be let go of.
_BATCH = 16


class _Search:
    """What was counted so far of some words.

    Attributes:
        words: as they were selected.
        here: how many stand in the active document.
        places: how many stand in each document, by its bytes; one without any is not in it.
        entries: those documents in the list, the active one first.
        is_done: whether every document was looked at.
        is_wide: whether the next label goes to all of them.
        label: what to tag all of them with as soon as they are counted; empty while that is not said.
    """

    def __init__(self, words: str, entry: LibraryEntry, opened: OpenDocument) -> None:
        self.words = words
        self.here = len(_found(opened, words))
        self.places = {opened.sha256: self.here}
        self.entries = [entry]
        self.is_done = False
        self.is_wide = False
        self.label = ""


class OccurrenceActions(DocumentActions):
    """The question which label, and where."""

    def action_tag_everywhere(self) -> None:
        """Count the selected words, and ask for a label."""
        self.take_count()
        pane = self.active
        if pane.open is None or pane.cursor is None or pane.entry is None:
            return
        if pane.as_scraped:
            self.say("this is the page as scraped: R goes back to the article; tag there")
            return
        words = pane.rows.text[slice(*pane.cursor.passage)]
        search = _Search(words, pane.entry, pane.open)
        question = Question(*self._asked(search), lambda key: self._label_chosen(search, key), mode="ALL")
        self.ask(question)
        self.in_background(self._count_elsewhere, search, question, pane.entry)

    def _asked(self, search: _Search) -> tuple[str, Sequence[KeyHint]]:
        """What is asked, and what answers it."""
        total, documents = sum(search.places.values()), len(search.places)
        elsewhere = f"{total} in {counted(documents, 'document')}{'' if search.is_done else ' so far'}"
        keys = " ".join(label.key for label in self.settings.labels)
        if search.is_wide:
            return f"{elsewhere}:", (KeyHint(keys, "tag everywhere"), KeyHint("A", "only here"), LEAVES)
        capitals = " ".join(self._capitals())
        wide = KeyHint(capitals, "everywhere") if capitals else KeyHint("A", "everywhere")
        return f"{search.here} here, {elsewhere}:", (KeyHint(keys, "tag here"), wide, LEAVES)

    def _capitals(self) -> dict[str, str]:
        """The capitals that tag everywhere, and their labels: those of the labels' keys that mean nothing else here."""
        keys = {label.key for label in self.settings.labels} | {"A"}
        return {label.key.upper(): label.name for label in self.settings.labels if label.key.upper() not in keys}

    def _label_chosen(self, search: _Search, key: str) -> bool:
        """Take a key; whether it was the answer."""
        labels = {label.key: label.name for label in self.settings.labels}
        capitals = self._capitals()
        if key == "A":
            search.is_wide = not search.is_wide
            self.say(*self._asked(search))
            return False
        label, is_wide = labels.get(key) or capitals.get(key), search.is_wide or key in capitals
        if not label:
            self.say(f"no label has the key {key}:", self._asked(search)[1])
            return False
        if is_wide and not search.is_done:
            search.label = label
            self.say(f"{label} everywhere, once all are counted …", [LEAVES])
            return False
        self.end_question()
        self._tag_when_read(search, label, is_wide=is_wide)
        return True

    def _tag_when_read(self, search: _Search, label: str, *, is_wide: bool) -> None:
        entries = search.entries[: None if is_wide else 1]
        self.when_read(entries, lambda: self._tag_found(search, label, is_wide=is_wide))

    def _tag_found(self, search: _Search, label: str, *, is_wide: bool) -> None:
        opened = [entry.opened for entry in search.entries[: None if is_wide else 1]]
        parts = [(one, self._tags(one, search.words, label)) for one in opened if one is not None]
        count = sum(len(changes) for _, changes in parts)
        documents = sum(1 for _, changes in parts if changes)
        if not count:
            self.say(f"nothing to tag: every occurrence is {label} already")
            return
        where = f" in {counted(documents, 'document')}" if is_wide else ""
        self.do_all(f"{label} × {count}{where}", parts)

    def _tags(self, opened: OpenDocument, words: str, label: str) -> tuple[Change, ...]:
        """A tag for each occurrence that has not got it from this annotator."""
        annotator = annotator_name(self.settings)
        known = {
            (one.start, one.end)
            for one in opened.records.annotations
            if (one.label, one.annotator) == (label, annotator)
        }
        spans = [span for span in _found(opened, words) if span not in known]
        return tuple(change for span in spans for change in opened.records.tag(label, *span, annotator))

    async def _count_elsewhere(self, search: _Search, question: Question, here: LibraryEntry) -> None:
        """Count in every other document, in a thread, as long as the question stands."""
        others = [one for one in self.library.readable if one is not here and (one.opened or not is_url(one.path))]
        for number, entry in enumerate(others, 1):
            if self.question is not question:
                return
            sha256, count = await asyncio.to_thread(self._count_in, entry, search.words)
            if count and sha256 not in search.places:  # one text may be in the list twice
                search.places[sha256] = count
                search.entries.append(entry)
            if number % _BATCH == 0:
                self.let_go()
                if self.question is question and not search.label:
                    self.say(*self._asked(search))
        search.is_done = True
        if self.question is question and search.label:
            self.end_question()
            self._tag_when_read(search, search.label, is_wide=True)
        elif self.question is question:
            self.say(*self._asked(search))

    def _count_in(self, entry: LibraryEntry, words: str) -> tuple[str, int]:
        opened = self.library.open(entry)
        return (opened.sha256, len(_found(opened, words))) if opened is not None else ("", 0)


def _found(opened: OpenDocument, words: str) -> list[Span]:
    from reader.text.occurrences import occurrences
    from reader.text.units import Units

    article = opened.article
    return list(occurrences(article.text, words, Units(article.text, article.blocks, article.language)))
