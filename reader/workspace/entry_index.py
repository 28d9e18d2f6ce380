"""The list of documents: which place each has, which can be read, where each lies; no answer walks the list.

A library may have a hundred thousand documents, and a key asks this several times.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from reader.system.lazy import Lazy
from reader.workspace.library_entries import LibraryEntry, location_of

if TYPE_CHECKING:
    from reader.workspace.catalogue.fact_table import FactTable


class EntryIndex:
    """Documents in the order in which they were found; usable from any thread.

    Attributes:
        entries: all of them.
        readable: those that were not left out, as a view; it costs as much for ten as for a hundred thousand.
        left_out: the others, each with its problem, as a view.
        words: the path of each, case-folded, at its place: a list is filtered by them before the next key.
        odd: those whose name is not just the end of their path, since that is no file or cannot be printed.
        facts: what is known of each, at its place; for the thread that owns the library.
    """

    def __init__(self) -> None:
        self.entries: list[LibraryEntry] = []
        self.words: list[str] = []
        self.odd: list[LibraryEntry] = []
        self.facts: Lazy[FactTable] = Lazy(_fact_table)
        self._gaps: list[int] = []  # the places of those that were left out, ascending
        self._at: dict[str, LibraryEntry] = {}
        self._finished: set[LibraryEntry] = set()
        self._lock = threading.RLock()
        self.readable: Sequence[LibraryEntry] = _Readable(self.entries, self._gaps, self._lock)
        self.left_out: Sequence[LibraryEntry] = _LeftOut(self.entries, self._gaps)

    def add(self, entries: Iterable[LibraryEntry]) -> None:
        """Put documents at the end."""
        with self._lock:
            for place, entry in enumerate(entries, len(self.entries)):
                entry.place = place
                self.entries.append(entry)
                folded = entry.path.casefold()
                self.words.append(entry.path if folded == entry.path else folded)  # most take no memory of their own
                if not (entry.location and entry.path.isprintable()):
                    self.odd.append(entry)
                self._at.setdefault(entry.location or entry.path, entry)
                if entry.problem:
                    self._gaps.append(place)

    def leave_out(self, entry: LibraryEntry, problem: str) -> None:
        """A document turned out to be unreadable."""
        with self._lock:
            if self._has(entry) and not entry.problem:
                insort(self._gaps, entry.place)
            self._finished.discard(entry)
            entry.problem = problem

    def number(self, entry: LibraryEntry | None) -> int:
        """The place of a document among the readable ones, counted from 1; 0 where it is not one of them."""
        if entry is None or entry.problem or not self._has(entry):
            return 0
        return entry.place - bisect_left(self._gaps, entry.place) + 1

    def near(self, entry: LibraryEntry | None, step: int) -> LibraryEntry | None:
        """The readable document so many places on, also from one that was left out; None beyond the ends."""
        if entry is None or not self._has(entry):
            return None
        index = entry.place - bisect_left(self._gaps, entry.place) + step - (bool(entry.problem) and step > 0)
        return self.readable[index] if 0 <= index < len(self.readable) else None

    def at(self, location: str) -> LibraryEntry | None:
        """The first document that lies there; see ``location_of``. What is no file lies at its path."""
        return self._at.get(location)

    def at_path(self, path: str) -> LibraryEntry | None:
        """The readable document of that path, as it was opened."""
        entry = self.at(location_of(path) or path)
        return entry if entry is not None and not entry.problem else None

    def mark_finished(self, entry: LibraryEntry, *, is_finished: bool) -> None:
        """Count a document among the finished ones, or not."""
        with self._lock:
            if is_finished and not entry.problem:
                self._finished.add(entry)
            else:
                self._finished.discard(entry)

    def count_unfinished(self, known: Iterable[tuple[LibraryEntry, bool]]) -> int:
        """How many readable documents are not finished.

        Args:
            known: documents of which the caller knows better than their mark, each with whether it is finished.
        """
        with self._lock:
            better = [(one, is_finished) for one, is_finished in known if self.number(one)]
            marked = len(self._finished) - sum(one in self._finished for one, _ in better)
            return len(self.readable) - marked - sum(is_finished for _, is_finished in better)

    def _has(self, entry: LibraryEntry) -> bool:
        return entry.place < len(self.entries) and self.entries[entry.place] is entry


def _fact_table() -> FactTable:
    from reader.workspace.catalogue.fact_table import FactTable

    return FactTable()


class _Readable(Sequence[LibraryEntry]):
    """The entries without the gaps."""

    def __init__(self, entries: list[LibraryEntry], gaps: list[int], lock: threading.RLock) -> None:
        self._entries = entries
        self._gaps = gaps
        self._lock = lock

    def __len__(self) -> int:
        return len(self._entries) - len(self._gaps)

    @overload
    def __getitem__(self, index: int) -> LibraryEntry: ...
    @overload
    def __getitem__(self, index: slice) -> list[LibraryEntry]: ...
    def __getitem__(self, index: int | slice) -> LibraryEntry | list[LibraryEntry]:
        with self._lock:
            found = range(len(self))[index]
            return self._entry(found) if isinstance(found, int) else [self._entry(one) for one in found]

    def _entry(self, number: int) -> LibraryEntry:
        """The entry behind so many readable ones; the gap of rank i has ``gaps[i] - i`` readable ones before it."""
        passed = bisect_right(range(len(self._gaps)), number, key=lambda rank: self._gaps[rank] - rank)
        return self._entries[number + passed]

    def __iter__(self) -> Iterator[LibraryEntry]:
        return (entry for entry in self._entries if not entry.problem)


class _LeftOut(Sequence[LibraryEntry]):
    """The entries at the gaps."""

    def __init__(self, entries: list[LibraryEntry], gaps: list[int]) -> None:
        self._entries = entries
        self._gaps = gaps

    def __len__(self) -> int:
        return len(self._gaps)

    @overload
    def __getitem__(self, index: int) -> LibraryEntry: ...
    @overload
    def __getitem__(self, index: slice) -> list[LibraryEntry]: ...
    def __getitem__(self, index: int | slice) -> LibraryEntry | list[LibraryEntry]:
        if isinstance(index, int):
            return self._entries[self._gaps[index]]
        return [self._entries[place] for place in self._gaps[index]]
