"""The documents that were opened: found lazily, read and cleaned when first shown, with the records of each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cleaning.article_loading import read_article, read_at_once
from reader.cleaning.loading_limits import ReadingDropped
from reader.config.settings import Settings
from reader.model.article import Article
from reader.model.document import Document
from reader.sources import SourceError
from reader.sources.opening import is_url
from reader.sources.reading_cost import is_cheap
from reader.sources.standard_input import STANDARD_INPUT
from reader.store.allowed_files import AllowedFiles
from reader.store.store_protocol import Store
from reader.workspace.annotated_document import annotated
from reader.workspace.entry_index import EntryIndex
from reader.workspace.jobs.file_search import FileSearch, in_short
from reader.workspace.library_entries import LibraryEntry, OpenDocument, location_of, stamp_of

if TYPE_CHECKING:
    from reader.workspace.jobs.reading_ahead import ReadingAhead

#: Files that are looked at before the first paint; the rest of a large folder follows from a thread.
FIRST_BATCH = 64
#: Articles kept in memory beside those on the screen.
KEPT = 64
#: Seconds between two looks whether a document that is being read is still wanted.
_LOOK_S = 0.1
#: Seconds that a key may wait for a document without which it can do nothing: one that the user annotated.
_PATIENCE_S = 1.0


class Library:
    """The documents, in the order of the paths; a folder's in natural order.

    Args:
        paths: files and folders as the user named them.
        settings: the size limit.
        store: where annotations are; read here, never written.
        encoding: the codec with which every file is read; empty to find it for each.

    Attributes:
        index: the list of documents.
        reach: which files may be opened.
    """

    def __init__(self, paths: Sequence[str], settings: Settings, store: Store, encoding: str = "") -> None:
        self.index = EntryIndex()
        self._settings = settings
        self._encoding = encoding
        self._store = store
        self._by_hash: dict[str, OpenDocument] = {}
        self._in_memory: set[LibraryEntry] = set()
        self._lock = threading.RLock()
        self._likely: frozenset[LibraryEntry] = frozenset()
        self._reading: dict[LibraryEntry, threading.Event] = {}
        self._ahead: ReadingAhead | None = None
        self.reach = AllowedFiles(store.project_folder(), paths)
        self.files = FileSearch(paths, settings.max_file_bytes, encoding)
        self._prefetcher = ThreadPoolExecutor(1, thread_name_prefix="prefetch")
        self._closing = threading.Event()

    def find_first(self) -> None:
        """Look at the first files, once: until two can be read, enough for the first screen, and at least a batch."""
        if self.entries:
            return
        self.add(self.files.here(FIRST_BATCH))
        while len(self.readable) < 2 and (more := list(self.files.here(1))):
            self.add(more)

    def first_choices(self, shown: Iterable[str], after: LibraryEntry | None = None) -> Iterator[LibraryEntry]:
        """What may come up, likeliest first: paths ``shown`` last time, then the rest, those behind ``after`` first."""
        readable, place = self.readable, self.number(after)
        found = (self.index.at_path(path) for path in shown)
        rest = (readable[(place + step) % len(readable)] for step in range(len(readable)))
        return chain((one for one in found if one is not None), rest)

    def begin_first(self, shown: Iterable[str]) -> None:
        """Have what comes up first read in another process, while this one is still loading the screen."""
        self.find_first()
        first = next(iter(self.first_choices(shown)), None)
        if first is not None and first.path != STANDARD_INPUT and not is_url(first.path):
            from reader.workspace.jobs.reading_ahead import ReadingAhead

            with suppress(SourceError):  # it is tried again, and told, when the document is opened
                self._ahead = ReadingAhead(first.path, self._settings.max_file_bytes, self._encoding)

    def _read_ahead(self, entry: LibraryEntry, is_dropped: Callable[[], bool]) -> Article | None:
        """What ``begin_first`` began to read, once; None where it was not this document, or it is to be read again."""
        with self._lock:
            ahead = self._ahead
            if ahead is None or ahead.path != entry.path:
                return None
            self._ahead = None
        return ahead.article(is_dropped)

    def add(self, entries: Iterable[LibraryEntry]) -> None:
        """Put newly found files at the end."""
        self.index.add(entries)

    def find_all(self) -> None:
        """Look at all other files now, however long that takes."""
        self.add(self.files.here())

    def find_rest(
        self, tell: Callable[[Sequence[LibraryEntry]], object], over: Callable[[], object] = lambda: None
    ) -> None:
        """Find all other files; ``tell`` is called on a thread with each batch, in order, then ``over``."""

        def search() -> None:
            for batch in self.files.rest(self._closing.is_set):
                if self._closing.is_set():
                    return
                tell(batch)
            over()

        threading.Thread(target=search, name="folders", daemon=True).start()

    @property
    def entries(self) -> Sequence[LibraryEntry]:
        """Every document, also those that were left out."""
        return self.index.entries

    @property
    def readable(self) -> Sequence[LibraryEntry]:
        """The entries that were not left out."""
        return self.index.readable

    @property
    def left_out(self) -> Sequence[LibraryEntry]:
        """The entries that cannot be read, each with its problem."""
        return self.index.left_out

    def number(self, entry: LibraryEntry | None) -> int:
        """The place of an entry among the readable ones, counted from 1; 0 where it is not one of them."""
        return self.index.number(entry)

    def near(self, entry: LibraryEntry | None, step: int) -> LibraryEntry | None:
        """The readable entry so many places on, also from one that was left out; None beyond the ends."""
        return self.index.near(entry, step)

    def open_at_once(self, entry: LibraryEntry) -> bool:
        """Whether ``open`` answers at once: the document is read already, cannot be, or is cheap and was read now.

        What may take longer than a moment is left alone: nobody but a thread may wait for it.
        """
        if self._is_known(entry):
            return True
        stamp = stamp_of(entry.path)
        try:
            article = self._read_at_once(entry)
        except SourceError as error:
            self._leave_out(entry, error)
            return True
        if article is not None:
            self._take_in(entry, article, stamp)
        return article is not None

    def _read_at_once(self, entry: LibraryEntry) -> Article | None:
        limit = self._settings.max_file_bytes
        if self._ahead is not None and is_cheap(entry.path, limit):
            end = time.monotonic() + _PATIENCE_S
            with suppress(ReadingDropped):
                if article := self._read_ahead(entry, lambda: time.monotonic() > end):
                    return article
        return read_at_once(entry.path, max_bytes=limit, encoding=self._encoding)

    def open(
        self, entry: LibraryEntry, is_dropped: Callable[[], bool] = lambda: False, *, is_apart: bool = False
    ) -> OpenDocument | None:
        """Read and clean a document, unless that was done before; None where it turns out that it cannot be read.

        A file that has changed on disk since is read again. One that is being read is waited for.

        Args:
            entry: the document.
            is_dropped: asked now and then, whether nobody waits for it any more.
            is_apart: see ``read_article``.

        Raises:
            ReadingDropped: nobody does.
        """
        mine = threading.Event()
        while not self._is_known(entry) and (other := self._begun(entry, mine)) is not mine:
            while not other.wait(_LOOK_S):
                if self._closing.is_set():
                    return entry.opened
                if is_dropped():
                    raise ReadingDropped
        try:
            if not self._is_known(entry):
                stamp = stamp_of(entry.path)
                self._take_in(entry, self._read(entry, is_dropped, is_apart=is_apart), stamp)
        except SourceError as error:
            self._leave_out(entry, error)
        except ReadingDropped:
            if not self._closing.is_set():
                raise
        finally:
            with self._lock:
                if self._reading.get(entry) is mine:
                    del self._reading[entry]
            mine.set()
        return entry.opened

    def open_soon(self, entry: LibraryEntry) -> OpenDocument | None:
        """As ``open``, for the thread of the keys: None too where it takes longer than a key may wait."""
        if self.open_at_once(entry):
            return entry.opened
        end = time.monotonic() + _PATIENCE_S
        with suppress(ReadingDropped):
            return self.open(entry, lambda: time.monotonic() > end)
        return None

    def _begun(self, entry: LibraryEntry, mine: threading.Event) -> threading.Event:
        """What is set when the reading that has begun is over; ``mine`` where it begins now."""
        with self._lock:
            return self._reading.setdefault(entry, mine)

    def _is_known(self, entry: LibraryEntry) -> bool:
        """Whether a document was read as it is now, or cannot be."""
        stamp = stamp_of(entry.path)
        with self._lock:
            return bool(entry.problem) or (entry.opened is not None and stamp in (entry.stamp, None))

    def _leave_out(self, entry: LibraryEntry, error: SourceError) -> None:
        with self._lock:
            if entry.opened is None and not self._closing.is_set():
                self.index.leave_out(entry, in_short(error))

    def _take_in(self, entry: LibraryEntry, article: Article, stamp: tuple[int, int] | None) -> None:
        """The document is read; the lock is not held around that, or a long one would hold up a short one."""
        with self._lock:
            sha256 = article.page.sha256
            if entry.opened is None or entry.opened.sha256 != sha256:
                entry.opened = self._by_hash.get(sha256) or self._with_annotations(article)
                self._by_hash[sha256] = entry.opened
                self._in_memory.add(entry)
            entry.title = entry.opened.article.title or ""
            entry.stamp = stamp

    def is_changed(self, entry: LibraryEntry) -> bool:
        """Whether a file that is open holds something else by now; said once of each change. Waits for the disk."""
        stamp = stamp_of(entry.path)
        if entry.opened is None or stamp in (None, entry.stamp, entry.seen):
            return False
        entry.seen = stamp
        try:
            article = self._read(entry, is_apart=True)
        except SourceError:
            return True
        except ReadingDropped:
            return False
        return article.page.sha256 != entry.opened.sha256

    def opened(self, sha256: str) -> OpenDocument | None:
        """The open document with these bytes."""
        return self._by_hash.get(sha256)

    def entries_showing(self, sha256: str) -> list[LibraryEntry]:
        """The entries of the open document with these bytes, in the order of the library."""
        return [one for one in self.in_memory if one.opened is not None and one.opened.sha256 == sha256]

    def entry_of(self, document: Document) -> LibraryEntry | None:
        """The entry of a document that the store knows, added if not listed; None if its file is gone or far."""
        place = document.location or location_of(document.path)
        here = self.entries_showing(document.sha256)
        if not here and place and (listed := self.index.at(place)) is not None:
            here = [listed]
        if not here and place and self.reach.holds(place) and Path(place).is_file():
            self.add(here := [LibraryEntry(place)])
            self.files.later.append(place)
        return here[0] if here and not here[0].problem else None

    def is_far(self, entry: LibraryEntry) -> bool:
        """Whether a document is on the web and not here yet: to open it may take a minute."""
        return entry.opened is None and not entry.problem and is_url(entry.path)

    def fetch(self, entries: Sequence[LibraryEntry], is_wanted: Callable[[], bool], tell: Callable[[], object]) -> None:
        """Open documents in a thread, which ends with the program; ``tell`` is called on it when that is done.

        They are given up, and nothing is told, as soon as ``is_wanted``, which is asked on the thread, says no.
        """

        def work() -> None:
            with suppress(ReadingDropped):
                for entry in entries:
                    self.open(entry, lambda: not is_wanted())
                if not self._closing.is_set():
                    tell()

        threading.Thread(target=work, name="fetch", daemon=True).start()

    def reload(self, opened: OpenDocument) -> None:
        """Read an open document's annotations from the store again; nothing of it may wait to be saved."""
        fresh = self._with_annotations(opened.cleaned or opened.article)
        opened.records, opened.document = fresh.records, fresh.document

    @property
    def in_memory(self) -> list[LibraryEntry]:
        """The entries of the documents in memory, in the order of the library."""
        with self._lock:
            return sorted(self._in_memory, key=lambda one: one.place)

    def paths(self, place: int, most: int) -> list[str]:
        """The paths of the entries from a place on, at most so many; empty for what is no file that can be read."""
        return [one.path if one.location and not one.problem else "" for one in self.entries[place : place + most]]

    @property
    def loaded(self) -> list[OpenDocument]:
        """The documents in memory."""
        return list(self._by_hash.values())

    def look_into(self, entry: LibraryEntry) -> OpenDocument | None:
        """A document that need not stay in memory; None where it cannot be read, or is still on the web."""
        if entry.opened is not None or entry.problem or is_url(entry.path):
            return entry.opened
        with suppress(SourceError, ReadingDropped):
            return self._with_annotations(self._read(entry))
        return None

    def prefetch(self, entries: Sequence[LibraryEntry]) -> None:
        """Read documents that are likely to be wanted next, in a thread, so that the next key is instant.

        Those that were likely before are not read any more.
        """
        self._likely = frozenset(entries)
        for entry in entries:
            if entry.opened is None and not entry.problem and not is_url(entry.path) and not self._closing.is_set():
                self._prefetcher.submit(self._prefetch, entry)

    def _prefetch(self, entry: LibraryEntry) -> None:
        with suppress(ReadingDropped):
            if entry in self._likely:
                self.open(entry, lambda: entry not in self._likely, is_apart=True)

    def forget(self, keep: Container[str]) -> Iterable[OpenDocument]:
        """Let go of articles, those first that were read first, once there are many; gives those that are gone.

        Args:
            keep: the hashes of documents that are on the screen, or not saved yet.
        """
        with self._lock:
            loaded = [sha256 for sha256 in self._by_hash if sha256 not in keep]
            gone = {self._by_hash.pop(sha256) for sha256 in loaded[: max(0, len(loaded) - KEPT)]}
            for entry in [one for one in self._in_memory if one.opened in gone]:
                if entry.opened is not None:
                    entry.title = entry.opened.article.title or ""  # a person may have corrected it since
                entry.opened = None
                self._in_memory.discard(entry)
        return gone

    def is_closing(self) -> bool:
        """Whether the threads are to end; for any of them."""
        return self._closing.is_set()

    def close(self) -> None:
        """End the threads; nothing is lost by it."""
        self._closing.set()
        self._prefetcher.shutdown(wait=False, cancel_futures=True)

    def _read(
        self, entry: LibraryEntry, is_dropped: Callable[[], bool] = lambda: False, *, is_apart: bool = False
    ) -> Article:
        def is_over() -> bool:
            return self._closing.is_set() or is_dropped()

        limit = self._settings.max_file_bytes
        return self._read_ahead(entry, is_over) or read_article(
            entry.path, max_bytes=limit, encoding=self._encoding, is_dropped=is_over, is_apart=is_apart
        )

    def _with_annotations(self, article: Article) -> OpenDocument:
        read = partial(self._read_in, article.page.path, article.page.sha256)
        return annotated(article, self._store, read, self._encoding)

    def _read_in(self, path: str, sha256: str, encoding: str) -> Article | None:
        """A document in a codec; None if it is not there any more as it was."""
        with suppress(SourceError, ReadingDropped):
            article = read_article(
                path,
                max_bytes=self._settings.max_file_bytes,
                encoding=encoding or self._encoding,
                is_dropped=self._closing.is_set,
            )
            return article if article.page.sha256 == sha256 else None
        return None
