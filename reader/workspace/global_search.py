"""Finding in every document, annotation and note: a thread that looks through them and hands over what it finds.

What is in memory is looked at as it is there. For all else the index tells which documents may hold what is sought, and
has their texts, so that no file is read. While the index is not in step, its process reads what is missing, and the
search follows it. Only where there is no index, or no process that can write it, are the documents read here.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model.spans import Span
from reader.text.search import PatternError
from reader.text.search_query import SearchQuery, search_query
from reader.workspace.fulltext.document_texts import IndexedText, indexed_text, stamp_of_document
from reader.workspace.fulltext.text_hits import text_hits
from reader.workspace.library import Library
from reader.workspace.library_entries import LibraryEntry

if TYPE_CHECKING:
    from reader.workspace.fulltext.search_index import IndexReader, IndexState, SearchIndex

#: Hits of one document, and of all, that are listed.
MOST_IN_ONE, MOST = 50, 5_000
#: Seconds between two deliveries at least, and that the thread works before it leaves so many to the keys.
_DELIVERY_S, _WORK_S, _BREATH_S = 0.1, 0.004, 0.002
#: Seconds for which the index need not be compared with the files again: as long as one types.
_FRESH_S = 5.0
#: Seconds that the first answer waits for the index to compare itself with the files, and between two looks at it.
_CHECK_S, _LOOK_S = 0.03, 0.1
#: Candidates that are looked at in the order of the library: of more, those come first that were indexed first.
_AT_ONCE = 2_000
#: Code points of all texts that are kept for the next search.
_KEPT = 30_000_000


class Hit(NamedTuple):
    """One place that was found: the document, and the fields of a ``TextHit``."""

    entry: LibraryEntry
    span: Span
    annotation: str
    label: str
    before: str
    found: str
    behind: str
    is_note: bool = False


class Delivery(NamedTuple):
    """What a search says now and then: what it found since, and of how many documents how many are done.

    Attributes:
        problem: what is wrong, or that there ``is_cut`` something off the hits; empty where nothing is.
    """

    hits: Sequence[Hit]
    done: int
    total: int
    is_over: bool = False
    problem: str = ""
    is_cut: bool = False


class GlobalSearch:
    """Looks through documents; may be told to stop, and is, by the next search.

    Args:
        library: the documents.
        index: of their texts.
    """

    def __init__(self, library: Library, index: SearchIndex) -> None:
        self._index = index
        self._files = _FileTexts(library)
        self._library = library
        self._stop = threading.Event()

    def stop(self) -> None:
        """Look no further."""
        self._stop.set()

    def start(self, pattern: str, tell: Callable[[Delivery], object]) -> None:
        """Look for what was typed (see ``search_query``); ``tell`` is called on the thread.

        What is known comes first, in the order of the library, then the rest, in the order in which it is read.
        """
        self.stop()
        stop = self._stop = threading.Event()
        deliveries = _Deliveries(tell, stop)

        def work() -> None:
            reader = self._index.reader()
            try:
                _Search(self._library, self._index, reader, self._files, search_query(pattern), deliveries).run()
            except PatternError as error:
                deliveries.end(problem=str(error))
            except _OverError:
                return
            finally:
                reader.close()

        threading.Thread(target=work, name="search", daemon=True).start()


class _Search:
    """One search, on its thread."""

    def __init__(
        self,
        library: Library,
        index: SearchIndex,
        reader: IndexReader,
        files: _FileTexts,
        query: SearchQuery,
        deliveries: _Deliveries,
    ) -> None:
        self._library = library
        self._index = index
        self._reader = reader
        self._files = files
        self._query = query
        self._deliveries = deliveries
        self._done: set[LibraryEntry] = set()
        self._last = self._inode = 0  # the id of the document that was looked at last, and the index in which it has it

    def run(self) -> None:
        """Look through everything; raises ``PatternError`` and ``_OverError``."""
        self._index.look(unless_within=_FRESH_S)
        state = self._index.wait(lambda one: one.is_checked or one.is_over, _CHECK_S)
        self._report(state)
        self._look_at_known(is_checked=state.is_checked)
        if state.is_whole and not self._reader.inode:  # somebody has deleted it since
            self._index.look()
            state = self._index.state
        while not state.is_over:
            state = self._index.wait(lambda one, before=state: one is not before, _LOOK_S)  # type: ignore[misc]
            self._report(state)
            self._look_at_new()
        if not (state.is_whole and self._reader.inode):
            self._look_at_files()
        self._deliveries.end()

    def _report(self, state: IndexState) -> None:
        total = max(state.total, len(self._library.readable))
        self._deliveries.looked_at(total if state.is_whole and state.is_over else state.total - state.behind, total)

    def _look_at_known(self, *, is_checked: bool) -> None:
        """What is in memory, and what the index says may hold it; of files that were not compared yet, only these."""
        self._last, self._inode = self._reader.ask(lambda index: index.last()) or 0, self._reader.inode
        ids = self._reader.ask(lambda index: index.candidates(self._query.needles)) or []
        showing = (self._library.entries_showing(opened.sha256) for opened in self._library.loaded)
        found = {entry: 0 for entries in showing for entry in entries}
        for start in range(0, max(1, len(ids)), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            for document in self._reader.ask(lambda index, part=part: index.documents(part)) or ():  # type: ignore[misc]
                entry = self._library.index.at(document.place)
                if entry is not None and (is_checked or stamp_of_document(entry.path) == document.stamp):
                    found[entry] = document.id
            for entry in sorted(found, key=lambda one: one.place):
                if entry not in self._done:
                    self._look_at(entry, self._text(entry, found[entry]))
            found.clear()

    def _look_at_new(self) -> None:
        """What was put into the index since; a document that was looked at is not looked at again."""
        new = self._reader.ask(lambda index: index.since(self._last))
        if self._reader.inode != self._inode:  # it was deleted, and is another one
            self._last, self._inode = 0, self._reader.inode
            new = self._reader.ask(lambda index: index.since(0))
        for document in new or ():
            entry = self._library.index.at(document.place)
            if entry is not None and entry not in self._done:
                self._look_at(entry, self._text(entry, document.id))
            self._last = document.id

    def _look_at_files(self) -> None:
        """Everything that is in no index, read here."""
        known = {one.place: one.stamp for one in self._reader.ask(lambda index: index.since(0)) or ()}
        entries = [one for one in self._library.readable if not self._library.is_far(one)]
        for number, entry in enumerate(entries, 1):
            is_known = entry in self._done or known.get(entry.location) == (stamp_of_document(entry.path) or 0)
            self._look_at(entry, None if is_known else self._files.text(entry))
            self._deliveries.looked_at(number, len(entries))

    def _text(self, entry: LibraryEntry, identifier: int) -> IndexedText | None:
        """A document as it is in memory, else in the index."""
        if (opened := entry.opened) is not None:
            return indexed_text(opened)
        return self._reader.ask(lambda index: index.text(identifier))

    def _look_at(self, entry: LibraryEntry, known: IndexedText | None) -> None:
        if known is not None:
            self._done.add(entry)
            found = text_hits(known, self._query, MOST_IN_ONE)
            self._deliveries.take(Hit(entry, *hit) for hit in found)


class _FileTexts:
    """The texts of documents that are in no index; as many of them are kept for the next search as have room."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: dict[str, IndexedText] = {}
        self._size = 0

    def text(self, entry: LibraryEntry) -> IndexedText | None:
        """A document, read now unless it was before; None where it cannot be."""
        if entry.opened is None and entry.path in self._kept:
            return self._kept[entry.path]
        opened = self._library.look_into(entry)
        if opened is None:
            return None
        found = indexed_text(opened)
        if entry.opened is None and self._size + len(found.text) <= _KEPT:
            self._size += len(found.text)
            self._kept[entry.path] = found
        return found


class _OverError(Exception):
    """Nobody waits for more."""


class _Deliveries:
    """Hands over what is found, now and then; any method raises ``_OverError`` once that is to end."""

    def __init__(self, tell: Callable[[Delivery], object], stop: threading.Event) -> None:
        self._tell = tell
        self._stop = stop
        self._hits: list[Hit] = []
        self._count = self._done = self._total = 0
        self._told = self._rested = time.monotonic()

    def looked_at(self, done: int, total: int) -> None:
        """So many documents were looked at, of so many."""
        self._done, self._total = done, total
        self._go_on()

    def take(self, hits: Iterable[Hit]) -> None:
        """Take the hits of one document."""
        for hit in hits:
            self._hits.append(hit)
            self._count += 1
        if self._count >= MOST:
            self.end(problem=f"only the first {self._count} are shown", is_cut=True)
            raise _OverError
        self._go_on()
        if time.monotonic() - self._rested > _WORK_S:
            time.sleep(_BREATH_S)
            self._rested = time.monotonic()

    def end(self, problem: str = "", *, is_cut: bool = False) -> None:
        """There is no more."""
        if not self._stop.is_set():
            self._deliver(is_over=True, problem=problem, is_cut=is_cut)

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise _OverError
        is_first = self._hits and len(self._hits) == self._count
        if is_first or time.monotonic() - self._told > _DELIVERY_S:
            self._deliver()

    def _deliver(self, **how: Any) -> None:
        self._tell(Delivery(self._hits, self._done, self._total, **how))
        self._hits, self._told = [], time.monotonic()


def all_hits(search: GlobalSearch, pattern: str) -> Iterator[Hit]:
    """What a search finds, as it is found; raises ``PatternError``."""
    delivered: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
    search.start(pattern, delivered.put)
    while True:
        delivery = delivered.get()
        yield from delivery.hits
        if delivery.is_over:
            if delivery.problem and not delivery.is_cut:
                raise PatternError(delivery.problem)
            return
