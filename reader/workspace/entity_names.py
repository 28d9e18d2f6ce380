"""The names in the open documents: asked for, corrected as a person said, chosen, and where else they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.annotations.name_decisions import NAME
from reader.config.settings_sources import gazetteer_file
from reader.model.spans import Span
from reader.sources.opening import is_url
from reader.sources.standard_input import STANDARD_INPUT
from reader.system.lazy import Lazy
from reader.workspace.edits import EditError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.config.settings_in_force import SettingsInForce
    from reader.entities.entity_client import EntityAnswer
    from reader.entities.entity_corrections import Correction
    from reader.entities.entity_index import EntityIndex
    from reader.entities.entity_process import WorkerProcess
    from reader.entities.entity_search import EntityFinder
    from reader.entities.personal_gazetteer import KnownName
    from reader.model.annotation import Change, Decision
    from reader.model.entity import Entity
    from reader.store.store_protocol import Store
    from reader.workspace.library import Library
    from reader.workspace.library_entries import LibraryEntry, OpenDocument

#: Documents behind the one that is read whose names are found before anybody asks.
AHEAD = 10
#: Documents that are looked at without being opened, at most, once somebody has asked where else a name stands; and
#: entries that are passed over at a time to find one.
MOST_LOOKED_AT = 300
_PASSED = 1_000
#: Code points of the longest text that is looked at before anybody asks.
LONGEST_AHEAD = 300_000


class EntityNames:
    """The names of every document in memory.

    Args:
        library: the documents.
        settings: which detector, which gazetteer.
        store: where what was found is kept for the next time.
        post: runs a call on the thread that owns the session.
    """

    def __init__(
        self,
        library: Library,
        settings: SettingsInForce,
        store: Store,
        post: Callable[[Callable[[], object]], object],
    ) -> None:
        self._library = library
        self._settings = settings
        self._store = store
        self._post = post
        self._process: WorkerProcess | None = None
        self._finder = Lazy(self._make_finder)
        self._index = Lazy(self._make_index)
        self._listeners: list[Callable[[OpenDocument], object]] = []
        self._answered: list[Callable[[EntityAnswer], object]] = []
        self._looked_to = self._looks = 0  # the place of the first entry that was not thought of, and looks at others
        self.is_wide = False  # whether somebody has asked where else a name stands
        self.chosen: Entity | None = None  # the entity whose mentions are lit, in whichever document it was chosen

    def subscribe(
        self, named: Callable[[OpenDocument], object], answered: Callable[[EntityAnswer], object] = lambda _: None
    ) -> None:
        """Have ``named`` called with each document whose names are others now, ``answered`` with every answer."""
        self._listeners.append(named)
        self._answered.append(answered)

    # --- asking

    def foresee(self, opened: OpenDocument | None) -> None:
        """Start the worker, and have it guess at a text before it is asked."""
        from reader.entities.entity_process import WorkerProcess

        with suppress(OSError):  # no more processes here: it is tried again, and told, when names are asked for
            self._process = WorkerProcess(self._settings.now.detector)
            if opened is not None:
                self._process.foresee(opened.article.text, opened.article.authors)

    def ask(self, opened: OpenDocument, *, is_urgent: bool = False, is_wanted: bool = True) -> None:
        """Ask for the names of a document where they are not known; returns at once."""
        if opened.found is None:
            article = opened.article
            language = article.language or ""
            self._finder().request(
                opened.sha256,
                article.text,
                language,
                people=article.authors,
                urgent=is_urgent,
                is_wanted=is_wanted,
            )

    def take(self, answer: EntityAnswer) -> None:
        """Names were found: they are those of their document, unless its text is another one by now."""
        opened = self._library.opened(answer.key)
        is_late = opened is not None and answer.is_guess and opened.found is not None
        if opened is not None and not is_late and answer.text == opened.article.text:
            if not answer.error:
                opened.found = answer.entities
            elif opened.found is None:
                opened.found = ()
            opened.names_notice = answer.error or answer.notice
            self.correct(opened)
        for answered in self._answered:
            answered(answer)

    def correct(self, opened: OpenDocument) -> None:
        """Lay what a person said over the names that were found. The chosen entity stays chosen."""
        from reader.entities.identity import counterpart

        is_here = self.chosen is not None and self.chosen in (opened.entities or ())
        opened.correct_names()
        if is_here and self.chosen is not None:
            self.chosen = counterpart(self.chosen, opened.entities or ()) or self.chosen
        if opened.entities is not None:
            self._enter(opened)
        for named in self._listeners:
            named(opened)

    def correct_if_decided(self, opened: OpenDocument) -> None:
        """Correct the names of a document where something else was said about them, or its authors, since."""
        if opened.said != opened.said_of_names:
            self.correct(opened)

    def ask_again(self) -> None:
        """The known names have changed: what was found in every document has to be found anew."""
        self._finder().forget_gazetteer()
        for opened in self._library.loaded:
            opened.found = None

    def close(self) -> None:
        """End the threads and the worker process."""
        if self._finder.made is not None:
            self._finder.made.close()
        elif self._process is not None:
            self._process.kill()

    def _make_finder(self) -> EntityFinder:
        from reader.entities.entity_search import EntityFinder

        return EntityFinder(
            self._settings.now.detector,
            cache / "entities" if (cache := self._store.cache_folder()) is not None else None,
            self._hand_over,
            gazetteer_file(self._settings.now),
            self._process,
        )

    def _hand_over(self, answer: EntityAnswer) -> None:
        """On a thread of the finder's."""
        self._post(lambda: self.take(answer))

    # --- where else

    @property
    def index(self) -> EntityIndex[LibraryEntry]:
        """Which documents name what, of those that were looked at."""
        return self._index()

    def next_ahead(self, here: LibraryEntry | None) -> LibraryEntry | None:
        """The next document to look at before anybody asks: one of those behind ``here``.

        Once somebody has asked where else a name stands, any other one too that has no text twice. None on the web.
        """
        near = (self._library.near(here, step) for step in range(1, AHEAD + 1))
        found = next((one for one in near if one is not None and self._is_unknown(one)), None)
        return found or (self._next_elsewhere() if self.is_wide else None)

    def _next_elsewhere(self) -> LibraryEntry | None:
        start, self._looked_to = self._looked_to, min(self._looked_to + _PASSED, len(self._library.entries))
        for place in range(start, self._looked_to if self._looks < MOST_LOOKED_AT else start):
            entry = self._library.entries[place]
            if not entry.problem and entry.duplicate_of is None and self._is_unknown(entry):
                self._looked_to, self._looks = place + 1, self._looks + 1
                return entry
        return None

    @property
    def is_looking_on(self) -> bool:
        """Whether there are others that may be looked at."""
        return self.is_wide and self._looks < MOST_LOOKED_AT and self._looked_to < len(self._library.entries)

    def elsewhere(self, entity: Entity, here: OpenDocument | None) -> dict[LibraryEntry, int]:
        """The other documents that name an entity, and how often each does."""
        found = self.index.where(entity)
        return {entry: count for entry, count in found.items() if entry.opened is not here}

    @staticmethod
    def _make_index() -> EntityIndex[LibraryEntry]:
        from reader.entities.entity_index import EntityIndex

        return EntityIndex()

    def _enter(self, opened: OpenDocument) -> None:
        for entry in self._library.entries_showing(opened.sha256):
            self.index.put(entry, opened.entities or ())

    def _is_unknown(self, entry: LibraryEntry) -> bool:
        is_far = entry.opened is None and (entry.path == STANDARD_INPUT or is_url(entry.path))
        return entry not in self.index and not is_far

    # --- what a person says about names

    def keep_for_all(self, entity: Entity, *, is_none: bool) -> tuple[Path, bool]:
        """Enter a name, or that it is none, in the personal gazetteer; take it out where it is there just so.

        Waits for the disk; for any thread.

        Returns:
            The gazetteer, and whether the name is in it now.

        Raises:
            GazetteerError, ValueError, OSError: the gazetteer cannot be read or written.
        """
        from reader.entities.personal_gazetteer import NONE, entry_of

        path = gazetteer_file(self._settings.now)
        return path, _toggle(path, entry_of(entity, NONE if is_none else ""))


def saying(opened: OpenDocument, correction: Correction, annotator: str) -> tuple[Change, ...]:
    """The changes that keep what a person said about a name of a document."""
    return opened.records.decide(NAME, correction.data(), annotator)


def rejection_of(opened: OpenDocument, entity: Entity) -> Decision | None:
    """The last decision by which a name was rejected; None where it was not."""
    said = [one for one in opened.records.decisions(NAME) if _rejects(one.data, entity)]
    return said[-1] if said else None


def name_at(opened: OpenDocument, passage: Span) -> Span:
    """A passage without white space, punctuation and a possessive at its ends, to be added as a name.

    Raises:
        EditError: it is no name: empty, over several lines, or too long.
    """
    from reader.entities.entity_corrections import LONGEST

    text = opened.article.text
    start, end = _trimmed(text, passage)
    if start >= end:
        raise EditError("select the name first: w takes a word, v and w several")
    if end - start > LONGEST or "\n" in text[start:end]:
        raise EditError("a name stands in one paragraph and is not that long")
    return Span(start, end)


def entity_at(entities: Sequence[Entity] | None, span: Span) -> Entity | None:
    """The entity with a mention on just that span."""
    return next((one for one in entities or () if _has_place(one, span)), None)


def named_with(opened: OpenDocument, entity: Entity) -> list[tuple[Entity, int]]:
    """Who and what is named together with an entity: in the same sentences, else in the same paragraphs."""
    from reader.entities.co_occurrence import named_together
    from reader.text.sentences import sentences

    article, everybody = opened.article, opened.entities or ()
    blocks = [one for one in article.blocks if any(one.start <= at.start < one.end for at in entity.mentions)]
    passages = [
        sentence
        for block in blocks
        for sentence in sentences(article.text, block.start, block.end, article.language or "en")
    ]
    near = named_together(entity, everybody, passages)
    return near or named_together(entity, everybody, [Span(block.start, block.end) for block in blocks])


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


def _has_place(entity: Entity, span: Span) -> bool:
    return any((one.start, one.end) == span for one in entity.mentions)


def _trimmed(text: str, span: Iterable[int]) -> Span:
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    return Span(start, end)
