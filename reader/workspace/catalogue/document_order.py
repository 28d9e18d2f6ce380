"""The documents sorted by one column of their list: bit by bit, so that no key waits for a hundred thousand of them."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from reader.workspace.catalogue.fact_table import FactTable, TextColumn
from reader.workspace.document_progress import BEGUN, FINISHED, UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry

#: The columns that the list is sorted by, in the order in which a key goes through them. The first is none: as found.
FOUND, NAME, DATE, SOURCE, LANGUAGE, WORDS, STATE, TAGS = (
    "", "name", "date", "source", "language", "words", "state", "tags",
)  # fmt: skip
COLUMNS = (FOUND, NAME, DATE, SOURCE, LANGUAGE, WORDS, STATE, TAGS)
#: Columns whose largest is the first, unless they are reversed: the newest, the longest, the most.
_LARGEST_FIRST = frozenset({DATE, WORDS, TAGS})
_STATES = {state: number for number, state in enumerate((UNREAD, BEGUN, FINISHED))}
#: What documents are sorted by; None for what is not known, which goes last in either direction.
Keys = Sequence[Any]


class Order(NamedTuple):
    """How the list is sorted: by which column, and whether the other way round than that column is at first."""

    column: str = FOUND
    is_reversed: bool = False

    @property
    def is_descending(self) -> bool:
        """Whether the largest is the first."""
        return (self.column in _LARGEST_FIRST) is not self.is_reversed


class SortedDocuments:
    """All documents in an order; those with the same key by place.

    Args:
        entries: the documents, each at its place.
        order: by what, and in which direction.
        facts: what is known of them.
        progress: tells how far a document is.
        at_once: how many are looked at in one step.
    """

    def __init__(
        self,
        entries: Sequence[LibraryEntry],
        order: Order,
        facts: FactTable,
        progress: Callable[[LibraryEntry], Progress],
        at_once: int,
    ) -> None:
        self._entries = entries
        self._order = order
        self._facts = facts
        self._progress = progress
        self._at_once = at_once
        self._done: list[Sequence[LibraryEntry]] = []
        self._rest = self._sorted()

    def parts(self) -> Iterator[Sequence[LibraryEntry]]:
        """The documents from the first on, some with each step; none of them as long as they are being compared.

        It may be gone through again, and by several at once: nothing is sorted twice.
        """
        at = 0
        while True:
            if at < len(self._done):
                yield self._done[at]
                at += 1
            elif (part := next(self._rest, None)) is None:
                return
            elif part:
                self._done.append(part)
            else:
                yield part

    def _sorted(self) -> Iterator[Sequence[LibraryEntry]]:
        """Sorted runs first, each a step; then what they are merged to, and what is not known at the end."""
        first, is_descending = itemgetter(0), self._order.is_descending
        runs: list[list[tuple[Any, LibraryEntry]]] = []
        unknown: list[LibraryEntry] = []
        for start in range(0, len(self._entries), self._at_once):
            entries = self._entries[start : start + self._at_once]
            run: list[tuple[Any, LibraryEntry]] = []
            for key, entry in zip(self._keys(entries), entries, strict=True):
                if key is None or entry.problem:
                    unknown.append(entry)
                else:
                    run.append((key, entry))
            run.sort(key=first, reverse=is_descending)  # what is the same stays in the order of places
            runs.append(run)
            yield ()
        merged = heapq.merge(*runs, key=first, reverse=is_descending)
        while part := [entry for _, entry in islice(merged, self._at_once)]:
            yield part
        for start in range(0, len(unknown), self._at_once):
            yield unknown[start : start + self._at_once]

    def _keys(self, entries: Sequence[LibraryEntry]) -> Keys:
        places = [entry.place for entry in entries]
        match self._order.column:
            case "":
                return places
            case "name":
                return [entry.name.casefold() for entry in entries]
            case "date":
                return _texts(self._facts.published, places)
            case "source":
                return _texts(self._facts.sources, places)
            case "language":
                return _texts(self._facts.languages, places)
            case "words":
                return self._facts.words(places)
            case "tags":
                return [sum(self._progress(entry).counts.values()) for entry in entries]
            case _:
                return [_STATES[self._progress(entry).state] for entry in entries]


def _texts(column: TextColumn, places: Sequence[int]) -> Keys:
    return [column.at(place) or None for place in places]
