"""A library of a hundred thousand documents that tells how many of them somebody looked at."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reader.model.annotation import Annotation, Link
from reader.store.document_summaries import DocumentSummary
from reader.workspace.entry_index import EntryIndex
from reader.workspace.library import Library
from reader.workspace.library_entries import LibraryEntry

COUNT = 100_000


class CountedList(list[LibraryEntry]):
    """Counts the items that the event loop takes out of it, one by one or all together."""

    touched = 0

    def __iter__(self) -> Iterator[LibraryEntry]:
        for one in super().__iter__():
            self._count(1)
            yield one

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        self._count(len(found) if isinstance(index, slice) else 1)
        return found

    def _count(self, items: int) -> None:
        if threading.current_thread() is threading.main_thread():
            self.touched += items


def counted(library: Library) -> CountedList:
    """Have the documents of a library counted that are looked at, before any is found."""
    assert not library.entries
    library.index = EntryIndex()
    entries = library.index.entries = CountedList()
    library.index.readable._entries = library.index.left_out._entries = entries  # type: ignore[attr-defined]
    return entries


def far_entries(folder: Path, count: int = COUNT) -> list[LibraryEntry]:
    """Entries of files that are not there; every tenth was left out."""
    paths = (str(folder / f"z{number:06}.txt") for number in range(count))
    return [LibraryEntry(one, "" if at % 10 else "is not there", _location=one) for at, one in enumerate(paths)]


def summaries_of(entries: Iterable[LibraryEntry], links_to: str) -> list[DocumentSummary]:
    """What a store may tell of them: each is tagged, every second is finished, a thousandth links to an annotation."""
    return [_summary(at, one, links_to) for at, one in enumerate(entries)]


def _summary(at: int, entry: LibraryEntry, links_to: str) -> DocumentSummary:
    source = Annotation(f"{at:026}", "evidence", 0, 4, "some", annotator="ann")
    across = (Link(f"L{at:025}", source.id, links_to, "supports", "ann"),) if at % 1000 == 0 else ()
    ends = {source.id: source} if across else {}
    return DocumentSummary(entry.location, {"claim": 1}, ("ann",) if at % 2 else (), across, ends, f"Title {at}")


def in_batches(entries: list[LibraryEntry], size: int) -> Iterator[list[LibraryEntry]]:
    """The same in lists of so many."""
    waiting = iter(entries)
    return iter(lambda: list(itertools.islice(waiting, size)), [])
