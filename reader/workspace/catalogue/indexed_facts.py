"""Brings the facts that the index of texts keeps into the table of facts, beside the keys, as documents are read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from reader.workspace.catalogue.document_facts import DocumentFacts, counted_facts, facts_of

if TYPE_CHECKING:
    from reader.workspace.fulltext.search_index import IndexReader, SearchIndex
    from reader.workspace.fulltext.text_index import IndexedFacts
    from reader.workspace.library import Library
    from reader.workspace.library_entries import LibraryEntry

#: Documents that are taken in at once, and seconds that the keys have in between.
_BATCH, _BREATH_S = 300, 0.02
#: Seconds until the index is asked again, where nothing is heard of it.
_REST_S = 600.0


class FactFeed:
    """Fills the table of facts of a library.

    Args:
        library: whose documents.
        index: of their texts.
        post: has the thread that owns the library call something.
    """

    def __init__(self, library: Library, index: SearchIndex, post: Callable[[Callable[[], object]], object]) -> None:
        self._library = library
        self._index = index
        self._post = post
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Bring in what the index knows now, and what it comes to know; once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="facts", daemon=True)
            self._thread.start()

    def _count(self, entry: LibraryEntry) -> None:
        opened, table = entry.opened, self._library.index.facts()
        if opened is None or table.words([entry.place]) != [None]:
            return
        article = opened.article

        def work() -> None:
            facts = counted_facts(article, entry.path)
            self._post(lambda: table.take(entry.place, facts))

        threading.Thread(target=work, name="words", daemon=True).start()

    def take_open(self, shown: Iterable[LibraryEntry]) -> None:
        """Take in what the documents in memory say now: a person may have corrected it since they were read.

        Args:
            shown: those whose words are counted too, if nobody has done so yet; on a thread.
        """
        for entry in self._library.in_memory:
            if entry.opened is not None:
                self._library.index.facts().take(entry.place, facts_of(entry.opened.article, entry.path))
        for entry in shown:
            self._count(entry)

    def _run(self) -> None:
        reader = self._index.reader()
        try:
            for batch in self._batches(reader):
                self._post(lambda found=batch: self._take(found))  # type: ignore[misc]
                time.sleep(_BREATH_S)
        finally:
            reader.close()

    def _batches(self, reader: IndexReader) -> Iterator[Sequence[IndexedFacts]]:
        last, inode = 0, 0
        while not self._library.is_closing():
            state = self._index.state
            found = self._since(reader, last)
            if reader.inode != inode:  # another file than before: its ids are others
                last, inode = 0, reader.inode
            elif found:
                last = found[-1].id
                yield found
            else:
                time.sleep(_BREATH_S)
                self._index.wait(lambda now, before=state: now is not before, _REST_S)  # type: ignore[misc]

    @staticmethod
    def _since(reader: IndexReader, last: int) -> Sequence[IndexedFacts] | None:
        return reader.ask(lambda index: index.facts_since(last, _BATCH))

    def _take(self, found: Sequence[IndexedFacts]) -> None:
        index = self._library.index
        for one in found:
            entry = index.at(one.place)
            if entry is not None:
                index.facts().take(entry.place, self._as_open(entry, one.facts))

    @staticmethod
    def _as_open(entry: LibraryEntry, facts: DocumentFacts) -> DocumentFacts:
        """What is open says better what it is; the number of words comes from the index."""
        if entry.opened is None:
            return facts
        return facts_of(entry.opened.article, entry.path)._replace(words=facts.words)
