"""Choosing a document by its name, what is known of it, how far it is, or what is tagged in it."""

from __future__ import annotations

import math
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, compress, islice
from operator import and_, or_
from typing import ClassVar

from textual.app import ComposeResult

from reader.config.label import Label
from reader.ui.keymap.action import DOCUMENT_DIALOG
from reader.ui.screens.picker import BREATH_S, STEP_S, PickerScreen
from reader.ui.widgets.document_table import DocumentColumns, TableLines, columns_in, head_of, table_row, totals_of
from reader.ui.widgets.row_list import Pieces, RowList
from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.catalogue.document_order import COLUMNS, Order, SortedDocuments
from reader.workspace.catalogue.document_totals import DocumentTotals
from reader.workspace.catalogue.fact_table import FactTable, Matching
from reader.workspace.document_progress import UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry

#: The word for documents that were assigned to the annotator.
_MINE = "mine"
#: The word for documents with a note of their own.
_NOTED = "noted"
#: Seconds from the last change of the list to its totals, and between two looks at what became known meanwhile.
_TOTALS_REST_S, _NEWS_S = 0.4, 1.0
#: Seconds after a change of the list in which it is not painted again for what became known meanwhile.
_NEWS_REST_S = 0.3
#: What is typed to find a date, from its year on; and to find a language.
_DATE = re.compile(r"\d{4}(-(\d\d?(-\d{0,2})?)?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
#: The least that is typed to find a source: shorter words are in the names of nearly all.
_SOURCE = 3


@dataclass(slots=True)
class ListedDocuments:
    """What the list of documents is made of.

    Attributes:
        entries: all documents, each at its place.
        paths: what is looked for in those of which nothing else is known, at the same places.
        known: the others; some may come twice.
        facts: what is known of those that were read.
        shown: those on the screen.
        front: the one in front.
        labels: whose counts are shown.
        progress: tells how far a document is.
        number: tells its number.
        mine: those that were assigned to the annotator.
    """

    entries: Sequence[LibraryEntry]
    paths: Sequence[str]
    known: Iterable[LibraryEntry]
    facts: FactTable
    shown: Sequence[LibraryEntry]
    front: LibraryEntry | None
    labels: Sequence[Label]
    progress: Callable[[LibraryEntry], Progress]
    number: Callable[[LibraryEntry | None], int]
    mine: Iterable[LibraryEntry]


@dataclass(slots=True)
class KeptOrder:
    """How the list was sorted last, for the next time that it is opened."""

    order: Order = Order()  # noqa: RUF009 - it never changes


class DocumentScreen(PickerScreen[LibraryEntry]):
    """The documents as a table, filtered as one types.

    By names, dates, sources, languages, labels, ``unread``, ``begun``, ``finished``, ``noted`` and ``mine``.

    Args:
        listed: the documents.
        kept: how the list is sorted; it is changed here.
        chosen: as in ``PickerScreen``.
    """

    HINT = (
        "✓ finished   ~ begun   ▸ on the screen   ✗ left out   ✎ noted   "
        "{take_row} opens   {sort_documents} sorts   {reverse_documents} reverses"
    )
    PLACES: ClassVar[tuple[str, ...]] = (DOCUMENT_DIALOG, *PickerScreen.PLACES)

    def __init__(self, listed: ListedDocuments, kept: KeptOrder, chosen: Callable[[LibraryEntry], object]) -> None:
        super().__init__("", "a name, 2026-04, unread, claim …", chosen)
        self._listed = listed
        self._kept_order = kept
        self._mine: set[LibraryEntry] = set()
        self._known = chain(self._noted(listed.mine), listed.known)
        self._said: defaultdict[int, dict[int, str]] = defaultdict(dict)  # see ``_say``
        self._told: set[int] = set()  # the places of those that are known
        self._sorted: SortedDocuments | None = None  # None where they are listed as they were found
        self._sought = listed.front  # the document whose row is to be highlighted, until it is or a key says otherwise
        self._sought_row: int | None = None
        self._first_row = 0
        self._columns_of: tuple[tuple[int, Order], DocumentColumns] | None = None  # for so many cells
        self._changes = 0  # of the list: its totals are counted when it rests
        self._version = listed.facts.version
        self._drawn: dict[int, DocumentFacts | None] = {}  # what the rows on the screen say, and some others, by place

    @property
    def order(self) -> Order:
        """How the list is sorted."""
        return self._kept_order.order

    def above(self) -> ComposeResult:
        """The heads of the columns."""
        yield TableLines(1, id="columns")

    def below(self) -> ComposeResult:
        """The totals."""
        yield TableLines(2, id="totals")

    def on_mount(self) -> None:
        """Get ready for what is typed. The list is filled by the handler of the class above, which comes after this."""
        self._sort()
        self.set_timer(BREATH_S, self._get_ready)
        self.set_interval(_NEWS_S, self._look_for_news)

    def on_resize(self) -> None:
        """There may be room for other columns."""
        self.call_after_refresh(self._say_columns)

    # --- what is known

    def _get_ready(self) -> None:
        """Say of some more of those that are known what is looked for in them."""
        if self._say(time.monotonic() + STEP_S):
            self.set_timer(BREATH_S, self._get_ready)

    def _say(self, until: float = math.inf) -> bool:
        """Note what is looked for in those that are known: by which ``AT_ONCE`` they are in, and by their place there.

        Returns:
            whether there are more.
        """
        while some := list(islice(self._known, self.AT_ONCE)):
            for entry in some:
                part, place = divmod(entry.place, self.AT_ONCE)
                self._said[part][place] = self._said_of(entry)
                self._told.add(entry.place)
            if time.monotonic() >= until:
                return True
        return False

    def _noted(self, mine: Iterable[LibraryEntry]) -> Iterator[LibraryEntry]:
        for entry in mine:
            self._mine.add(entry)
            yield entry

    def _said_of(self, entry: LibraryEntry) -> str:
        state, counts, has_note = self._listed.progress(entry)
        said = "left out" if entry.problem else state
        return "\n".join((entry.name, entry.path, said, *([_NOTED] if has_note else ()), *counts)).casefold()

    def _look_for_news(self) -> None:
        """Show what became known of documents since, unless somebody is typing.

        They are not sorted anew: no row moves by itself.
        """
        facts = self._listed.facts
        if self._version != facts.version and time.monotonic() > self._filled_at + _NEWS_REST_S:
            self._version = facts.version
            rows = self.query_one(RowList)
            places = [self._left[row].place for row in rows.seen]
            drawn, self._drawn = self._drawn, {place: self._drawn.get(place) for place in places}
            if any(drawn.get(place) != facts.at(place) for place in places):
                rows.refresh()
            self._count_soon()

    # --- in which order

    def sort_on(self) -> None:
        """Sort by the next column; after the last one, as they were found."""
        self._sort_by(Order(COLUMNS[(COLUMNS.index(self.order.column) + 1) % len(COLUMNS)]))

    def reverse(self) -> None:
        """Sort the other way round."""
        self._sort_by(self.order._replace(is_reversed=not self.order.is_reversed))

    def _sort_by(self, order: Order) -> None:
        """Sort; the document of the highlighted row keeps it, wherever that goes."""
        rows = self.query_one(RowList)
        if self._sought is None and rows.highlighted is not None:
            self._sought = self._left[int(rows.highlighted)]
        self._kept_order.order = order
        self._sort()
        self._show(self._shown_for)
        self._say_columns()

    def _sort(self) -> None:
        listed, self._sorted = self._listed, None
        if self.order != Order():
            self._sorted = SortedDocuments(listed.entries, self.order, listed.facts, listed.progress, self.AT_ONCE)

    # --- which of them

    def found(self, typed: str) -> Sequence[LibraryEntry] | Iterator[Sequence[LibraryEntry]]:
        """Those that have every word."""
        self._first_row, self._sought_row = 0, None
        words = typed.casefold().split()
        if words:
            found = self._with_all(words)
            return found if self._sought is None else self._seeking(found)
        if self._sorted is not None:
            return self._seeking(self._sorted.parts())
        self._sought_row = self._sought.place if self._sought is not None else None
        return self._listed.entries

    def _show(self, typed: str) -> None:
        if typed != self._shown_for:
            self._sought = None
        super()._show(typed)

    def _seeking(self, parts: Iterator[Sequence[LibraryEntry]]) -> Iterator[Sequence[LibraryEntry]]:
        """The same parts; it is noted in which row the document comes whose row is to be highlighted."""
        passed = 0
        for part in parts:
            if self._sought is not None and self._sought in part:
                self._sought_row = passed + part.index(self._sought)
            passed += len(part)
            yield part

    def _with_all(self, words: Sequence[str]) -> Iterator[Sequence[LibraryEntry]]:
        self._say()
        is_mine = _MINE in words and bool(self._mine)  # where something was assigned, it is no part of a name
        words = [word for word in words if not (is_mine and word == _MINE)]
        asked = [(word, self._matching(word)) for word in words]
        listed = self._listed
        if self._sorted is None:
            for number, start in enumerate(range(0, len(listed.entries), self.AT_ONCE)):
                part = listed.entries[start : start + self.AT_ONCE]
                places = range(start, start + len(part))
                texts = listed.paths[start : start + len(part)]
                fitting = _fitting(asked, part, places, texts, self._said.get(number, {}))
                yield self._of_mine(fitting) if is_mine else fitting
        else:
            for part in self._sorted.parts():
                in_order = [entry.place for entry in part]
                said = {at: self._said_at(place) for at, place in enumerate(in_order) if place in self._told}
                fitting = _fitting(asked, part, in_order, [listed.paths[place] for place in in_order], said)
                yield self._of_mine(fitting) if is_mine else fitting

    def _of_mine(self, entries: Sequence[LibraryEntry]) -> Sequence[LibraryEntry]:
        return [entry for entry in entries if entry in self._mine]

    def _said_at(self, place: int) -> str:
        part, at = divmod(place, self.AT_ONCE)
        return self._said[part][at]

    def _matching(self, word: str) -> Sequence[Matching]:
        """The documents with a date that begins so, this language, or a source that has the word."""
        facts = self._listed.facts
        found = (
            facts.published.matching(lambda text: text.startswith(word)) if _DATE.fullmatch(word) else None,
            facts.languages.matching(lambda text: text.casefold() == word) if _LANGUAGE.fullmatch(word) else None,
            facts.sources.matching(lambda text: word in text.casefold()) if len(word) >= _SOURCE else None,
        )
        return [one for one in found if one is not None]

    # --- on the screen

    def first_row(self) -> int:
        """That of the document in front, unless something is typed."""
        return self._first_row

    def step(self, rows: str) -> None:
        """Move by so many rows."""
        self._sought = None
        super().step(rows)

    def _fill(self, *, is_more: bool = False) -> None:
        super()._fill(is_more=is_more)
        if self._sought is not None and self._sought_row is not None and self._sought_row < len(self._left):
            self._first_row, self._sought = self._sought_row, None
            self.query_one(RowList).highlight(str(self._first_row))
        self._count_soon()

    def _columns(self) -> DocumentColumns:
        room = self.room
        if self._columns_of is None or self._columns_of[0] != (room, self.order):
            self._columns_of = (room, self.order), columns_in(room, self._listed.labels, self.order)
        return self._columns_of[1]

    def _say_columns(self) -> None:
        self.query_one("#columns", TableLines).say(head_of(self._columns(), self.order))

    def pieces(self, choice: LibraryEntry) -> Pieces:
        """A row of the table."""
        listed = self._listed
        same, facts = listed.number(choice.duplicate_of), listed.facts.at(choice.place)
        progress = listed.progress(choice)
        self._drawn[choice.place] = facts
        is_shown = choice in listed.shown
        return table_row(choice, progress, facts, listed.labels, self._columns(), is_shown=is_shown, same=same)

    def pick(self, index: int) -> None:
        """Open it; one that was left out stays where it is, with its reason."""
        if not self._left[index].problem:
            super().pick(index)

    # --- totals

    def _count_soon(self) -> None:
        """Count what is listed, once it has rested for a moment: no key waits for it."""
        self._changes += 1
        self.set_timer(_TOTALS_REST_S, partial(self._count, self._changes, DocumentTotals(), 0))

    def _count(self, change: int, totals: DocumentTotals, start: int) -> None:
        """Add some more of what is listed, unless that is something else by now."""
        if change != self._changes or self._unseen is not None:
            return
        until = time.monotonic() + STEP_S
        is_known = not self._say(until)
        while is_known and start < len(self._left) and time.monotonic() < until:
            part = self._left[start : start + self.AT_ONCE]
            totals.add(part, self._listed.facts, self._told, self._listed.progress)
            start += len(part)
        if not is_known or start < len(self._left):
            self.set_timer(BREATH_S, partial(self._count, change, totals, start))
        else:
            said = totals_of(totals, len(self._listed.entries), self._listed.labels)
            self.query_one("#totals", TableLines).say(*said)


def _fitting(
    asked: Sequence[tuple[str, Sequence[Matching]]],
    entries: Sequence[LibraryEntry],
    places: Sequence[int],
    texts: Sequence[str],
    said: Mapping[int, str],
) -> Sequence[LibraryEntry]:
    """Those of some documents that have every word.

    Args:
        asked: the words, each with the documents of whose facts it is one.
        entries, places, texts: the documents, their places and their paths.
        said: what is looked for in those that are known, by their index.
    """
    told = [(word, [row for one in found if (row := one.of(places)) is not None]) for word, found in asked]
    has_all: Iterable[bool] | None = None
    for word, of_facts in told:
        if word not in UNREAD:  # what else they are; a path alone is of one that nobody has begun
            has_word: Iterable[bool] = [word in text for text in texts]
            for is_told in of_facts:
                has_word = map(or_, has_word, is_told)
            has_all = has_word if has_all is None else map(and_, has_all, has_word)
    fits = [True] * len(entries) if has_all is None else list(has_all)
    for at, text in said.items():
        fits[at] = all(word in text or any(one[at] for one in of_facts) for word, of_facts in told)
    return list(compress(entries, fits))


class NamedScreen(PickerScreen[LibraryEntry]):
    """The documents that name somebody, with how often each does.

    Args:
        asked: who, and in how many.
        counts: by document.
        chosen: as in ``PickerScreen``.
    """

    def __init__(self, asked: str, counts: Mapping[LibraryEntry, int], chosen: Callable[[LibraryEntry], None]) -> None:
        super().__init__(asked, "part of a name; {take_row} opens", chosen)
        self._counts = counts

    def found(self, typed: str) -> Sequence[LibraryEntry]:
        """Those whose name has every word."""
        words = typed.casefold().split()
        return [entry for entry in self._counts if all(word in entry.name.casefold() for word in words)]

    def pieces(self, choice: LibraryEntry) -> Pieces:
        """How often, and where."""
        return [(f"{self._counts[choice]:>3} ", None), (choice.name, None)]
