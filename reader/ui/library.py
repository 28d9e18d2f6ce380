"""The documents that were opened: found lazily, read and cleaned when first shown, one notebook a document."""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.lines import as_decided
from reader.annotations.notebook import Notebook
from reader.annotations.store import Document, NewerStoreError, Stored, StoreError, TinyStore
from reader.annotations.texts import Texts
from reader.cleaning.article import Article
from reader.cleaning.reading import read_article
from reader.settings import Settings
from reader.sources import SourceError, probe, safe_text, walk
from reader.sources.opening import is_url, open_page
from reader.ui.entries import Entry, Open, location_of
from reader.ui.notices import anchoring_notices

__all__ = ["Entry", "Library", "Open"]

#: Files that are looked at before the first paint; the rest of a large folder follows from a thread.
FIRST_BATCH = 64
BATCH = 500
#: Bytes from which on a file takes long enough to read and clean that one wonders: as plain text, with markup.
LONG_TEXT, LONG_FILE = 250_000, 2_000_000
_PLAIN = frozenset({"", ".txt", ".text", ".md", ".markdown"})
#: Articles kept in memory beside those on the screen.
KEPT = 64

if TYPE_CHECKING:
    pass


class Library:
    """The documents, in the order of the paths; a folder's in natural order.

    Args:
        paths: files and folders as the user named them.
        settings: the size limit.
        store: where annotations are; read here, never written.
    """

    def __init__(self, paths: Sequence[str], settings: Settings, store: TinyStore) -> None:
        self.entries: list[Entry] = []
        self._readable: list[Entry] = []
        self._settings = settings
        self._store = store
        self._by_hash: dict[str, Open] = {}
        self._lock = threading.RLock()
        self._found = self._walk(paths)
        self._prefetcher = ThreadPoolExecutor(1, thread_name_prefix="prefetch")
        self._closing = threading.Event()

    def find_first(self) -> None:
        """Look at the first files, enough for the first screen: until two can be read, and at least a batch."""
        self.add(islice(self._found, FIRST_BATCH))
        while len(self.readable) < 2 and (entry := next(self._found, None)):
            self.add([entry])

    def add(self, entries: Iterable[Entry]) -> None:
        """Put newly found files at the end."""
        self.entries.extend(entries)
        self._count()

    def _count(self) -> None:
        self._readable = [entry for entry in self.entries if not entry.problem]
        for number, entry in enumerate(self._readable, 1):
            entry.number = number

    def find_rest(self, tell: Callable[[list[Entry]], object]) -> None:
        """Look at all other files in a thread; ``tell`` is called on it with each batch, already in order."""

        def search() -> None:
            while not self._closing.is_set() and (batch := list(islice(self._found, BATCH))):
                tell(batch)

        threading.Thread(target=search, name="folders", daemon=True).start()

    @property
    def readable(self) -> Sequence[Entry]:
        """The entries that were not left out."""
        return self._readable

    def number(self, entry: Entry | None) -> int:
        """The place of an entry among the readable ones, counted from 1; 0 where it is not one of them."""
        return entry.number if entry is not None and not entry.problem else 0

    def near(self, entry: Entry | None, step: int) -> Entry | None:
        """The readable entry so many places on; None beyond the ends."""
        index = self.number(entry) - 1 + step
        return self._readable[index] if self.number(entry) and 0 <= index < len(self._readable) else None

    @property
    def left_out(self) -> list[Entry]:
        """The entries that cannot be read, each with its problem."""
        return [entry for entry in self.entries if entry.problem]

    def open(self, entry: Entry) -> Open | None:
        """Read and clean a document, unless that was done before; None where it turns out that it cannot be read.

        A file that has changed on disk since is read again.
        """
        stamp = _stamp(entry.path)
        with self._lock:
            if entry.problem or (entry.opened is not None and stamp in (entry.stamp, None)):
                return entry.opened
        try:
            article = self._read(entry)
        except SourceError as error:
            with self._lock:
                if entry.opened is None:
                    entry.problem = _short(error)
                    self._count()
                return entry.opened
        with self._lock:  # not around the reading: a long document must not hold up a short one
            sha256 = article.page.sha256
            if entry.opened is None or entry.opened.sha256 != sha256:
                entry.opened = self._by_hash.get(sha256) or self._with_annotations(article)
                self._by_hash[sha256] = entry.opened
            entry.title = entry.opened.article.title or ""
            entry.stamp = stamp
            return entry.opened

    def is_changed(self, entry: Entry) -> bool:
        """Whether a file that is open holds something else by now; said once of each change. Waits for the disk."""
        stamp = _stamp(entry.path)
        if entry.opened is None or stamp in (None, entry.stamp, entry.seen):
            return False
        entry.seen = stamp
        try:
            page = open_page(entry.path, max_bytes=self._settings.max_file_bytes)
        except SourceError:
            return True
        return page.sha256 != entry.opened.sha256

    @property
    def opens(self) -> list[Open]:
        """Every open document."""
        return list(self._by_hash.values())

    def opened(self, sha256: str) -> Open | None:
        """The open document with these bytes."""
        return self._by_hash.get(sha256)

    def entry_of(self, document: Document) -> Entry | None:
        """The entry of a document that the store knows, added where it is not listed; None where its file is gone."""
        place = document.location or location_of(document.path)
        here = [one for one in self.entries if one.opened and one.opened.sha256 == document.sha256]
        here = here or [one for one in self.entries if place and one.location == place]
        if not here and place and Path(place).is_file():
            self.add(here := [Entry(place)])
        return here[0] if here and not here[0].problem else None

    def is_far(self, entry: Entry) -> bool:
        """Whether a document is on the web and not here yet: to open it may take a minute."""
        return entry.opened is None and not entry.problem and is_url(entry.path)

    def is_long(self, entry: Entry) -> bool:
        """Whether a document is so large, and not read yet, that to open it may take seconds."""
        if entry.opened is not None or entry.problem or (stamp := _stamp(entry.path)) is None:
            return False
        return stamp[1] >= (LONG_TEXT if Path(entry.path).suffix.lower() in _PLAIN else LONG_FILE)

    def fetch(self, entry: Entry, tell: Callable[[], object]) -> None:
        """Open a document in a thread, which ends with the program; ``tell`` is called on it when that is done."""

        def work() -> None:
            self.open(entry)
            if not self._closing.is_set():
                tell()

        threading.Thread(target=work, name="fetch", daemon=True).start()

    def reload(self, opened: Open) -> None:
        """Read an open document's annotations from the store again; nothing of it may wait to be saved."""
        fresh = self._with_annotations(opened.article)
        opened.notebook, opened.document = fresh.notebook, fresh.document

    @property
    def loaded(self) -> list[Open]:
        """The documents in memory."""
        return list(self._by_hash.values())

    def look_into(self, entry: Entry) -> Open | None:
        """A document that need not stay in memory; None where it cannot be read, or is still on the web."""
        if entry.opened is not None or entry.problem or is_url(entry.path):
            return entry.opened
        with suppress(SourceError):
            return self._with_annotations(self._read(entry))
        return None

    def prefetch(self, entries: Sequence[Entry]) -> None:
        """Read documents that are likely to be wanted next, in a thread, so that the next key is instant."""
        for entry in entries:
            if entry.opened is None and not entry.problem and not is_url(entry.path) and not self._closing.is_set():
                self._prefetcher.submit(self.open, entry)

    def forget(self, keep: Container[str]) -> None:
        """Let go of articles, those first that were read first, once there are many.

        Args:
            keep: the hashes of documents that are on the screen, or not saved yet.
        """
        with self._lock:
            loaded = [sha256 for sha256 in self._by_hash if sha256 not in keep]
            gone = {self._by_hash.pop(sha256) for sha256 in loaded[: max(0, len(loaded) - KEPT)]}
            for entry in self.entries if gone else ():
                if entry.opened in gone:
                    entry.opened = None

    def close(self) -> None:
        """End the threads; nothing is lost by it."""
        self._closing.set()
        self._prefetcher.shutdown(wait=False, cancel_futures=True)

    def _walk(self, paths: Sequence[str]) -> Iterator[Entry]:
        problems: list[SourceError] = []
        for path in walk(paths, on_error=problems.append):
            yield from (Entry(problem.path, _short(problem)) for problem in problems)
            problems.clear()
            problem = probe(path, max_bytes=self._settings.max_file_bytes)
            yield Entry(path, _short(problem) if problem else "")
        yield from (Entry(problem.path, _short(problem)) for problem in problems)

    def _read(self, entry: Entry) -> Article:
        return read_article(entry.path, max_bytes=self._settings.max_file_bytes)

    def take_over(self, opened: Open, key: str) -> Document:
        """Have an open document be one that the store knows; gives what the store knew of it.

        Raises:
            StoreError: it cannot be read.
        """
        stored = self._store.load(key)
        opened.cleaned = opened.cleaned or opened.article
        opened.article = as_decided(opened.cleaned, stored.decisions)
        opened.notebook = self._notebook(opened.article, stored)
        opened.document = replace(opened.document, key=key, apart=False)
        opened.notice = "; ".join(anchoring_notices(opened.notebook))
        return stored.document

    def _notebook(self, article: Article, stored: Stored) -> Notebook:
        def kept() -> Sequence[str]:
            return Texts(self._store.hidden_folder).of(stored.document.key)

        records = stored.annotations, stored.links, stored.decisions
        return Notebook(article, *records, kept=kept, is_patient=True)

    def _with_annotations(self, article: Article) -> Open:
        page = article.page
        document = Document(None, safe_text(page.path), page.sha256, article.title, location=location_of(page.path))
        notices = [article.note] if article.note else []
        try:
            key = self._store.find(page.path, page.sha256)
            stored = self._store.load(key, keep=True) if key else None
        except StoreError as error:
            problem = safe_text(str(error))
            closed = problem if isinstance(error, NewerStoreError) else ""
            return Open(article, document, Notebook(article), notice=problem, closed=closed)
        notices += [safe_text(notice) for notice in (stored.notices if stored else ())]
        if stored is None:
            return Open(article, document, Notebook(article), notice="; ".join(notices))
        article, cleaned = as_decided(article, stored.decisions), article
        notebook = self._notebook(article, stored)
        if stored.document.sha256 != page.sha256 and notebook.is_other_text:
            notices.append("another text lay here before; its annotations stay in the store")
            return Open(article, replace(document, apart=True), Notebook(article), notice="; ".join(notices))
        notices += anchoring_notices(notebook)
        return Open(article, replace(document, key=key), notebook, notice="; ".join(notices), cleaned=cleaned)


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _short(error: SourceError) -> str:
    return safe_text(error.what + (f" ({error.advice})" if error.advice else ""))
