"""What stores in memory share: their documents, each with its history, as TinyDB opens them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar
from weakref import WeakValueDictionary

from reader.model.act import Act
from reader.model.annotation import TABLES, new_id
from reader.model.document import Document
from reader.store.document_keys import checked_key
from reader.store.labels.label_rows import LabelRows
from reader.store.locking import LOCK_TIMEOUT_S
from reader.store.reading_positions import ReadingPositions
from reader.store.records.document_database import DocumentStorage, Edits
from reader.store.records.record_rows import RowChange, Tables, applied, copied, difference, meta_of
from reader.store.records.transaction import Transaction, date_of, in_microseconds
from reader.store.store_protocol import StoreError, StoreNews


@dataclass
class KeptDocument:
    """One document."""

    tables: Tables = field(default_factory=dict)
    log: list[Transaction] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # the newest first


class Memory:
    """What the stores that share it keep."""

    #: Those that there are, by their addresses.
    known: ClassVar[WeakValueDictionary[str, Memory]] = WeakValueDictionary()

    def __init__(self) -> None:
        self.address = f"memory:{new_id()}"
        self.known[self.address] = self
        self._lock = threading.RLock()
        self._depth = 0
        self._untold: list[str] = []
        self._written: set[str] = set()
        self.documents: dict[str, KeptDocument] = {}
        self.labels: LabelRows = {}
        self.label_log: list[Transaction] = []
        self.positions = ReadingPositions()
        self.files: dict[str, str] = {}
        self.number = 0
        self.watches: list[MemoryWatch] = []

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold all of it alone; who watches is told when it is let go."""
        told: list[str] = []
        if not self._lock.acquire(timeout=LOCK_TIMEOUT_S):
            raise StoreError("memory: not saved: another thread is writing it (let that end first)")
        try:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if not self._depth:
                    told, self._untold = self._untold, []
        finally:
            self._lock.release()
        for key in told:
            for watch in list(self.watches):
                with suppress(Exception):  # it is saved all the same
                    watch.tell(key)

    @contextmanager
    def writing(self, key: str) -> Iterator[None]:
        """Write one document; raises ``StoreError`` where whoever holds it all is writing it already."""
        if key in self._written:
            raise StoreError(f"{key}: not saved: it is in a transaction of its own (let that end first)")
        self._written.add(key)
        try:
            yield
        finally:
            self._written.discard(key)

    def next_number(self) -> tuple[int, str]:
        """The number of what is written now, and the date; asked by whoever holds it."""
        now = datetime.now(UTC)
        self.number = max(in_microseconds(now), self.number + 1)
        return self.number, date_of(now)

    def changed(self, key: str = "") -> None:
        """A document was written, or the labels; asked by whoever holds it."""
        self._untold.append(key)


@dataclass
class _Snapshot:
    notices: list[str] = field(default_factory=list)
    is_whole: bool = True


class MemoryLogStorage(DocumentStorage):
    """One document of a memory, as one of the stores that share it sees it."""

    def __init__(self, memory: Memory, seen: dict[str, int], key: str, *, is_new_here: bool = False) -> None:
        super().__init__()
        self._memory, self._seen, self._key = memory, seen, checked_key(key)
        self._is_new_here = is_new_here and key not in seen

    @property
    def log(self) -> list[Transaction]:
        """Everything that was written into it, in order."""
        kept = self._memory.documents.get(self._key)
        return kept.log if kept is not None else []

    def news(self) -> tuple[Transaction, ...]:
        """What was written since this was last told; all there is, where nobody here knew of the document."""
        if self._is_new_here:
            rows = tuple(row for row in difference({}, self.tables()) if row.table in TABLES)
            return (Transaction(rows, ""),) if rows else ()
        return tuple(self.log[self._seen.get(self._key, len(self.log)) :])

    def tables(self) -> Tables:
        """See ``DocumentStorage``."""
        kept = self._memory.documents.get(self._key)
        return kept.tables if kept is not None else {}

    @contextmanager
    def snapshot(self, *, keep: bool = False) -> Iterator[_Snapshot]:
        """See ``DocumentStorage``; nobody else writes meanwhile."""
        with self._memory.held():
            if keep:
                self._seen[self._key] = len(self.log)
            self._seen.setdefault(self._key, len(self.log))
            yield _Snapshot()

    def history(self) -> Iterator[Transaction]:
        """See ``DocumentStorage``."""
        return iter(list(self.log))

    def backwards(self) -> Iterator[Transaction]:
        """See ``DocumentStorage``."""
        return reversed(list(self.log))

    def rows_of(self, step: str) -> Sequence[RowChange]:
        """See ``DocumentStorage``."""
        return [row for one in self.log if one.act.step == step for row in one.rows]

    @contextmanager
    def _writing(self, act: Act, *, is_told: bool) -> Iterator[Edits]:
        with self._memory.held(), self._memory.writing(self._key):
            edits = Edits(self.tables(), self.news())
            self._seen.setdefault(self._key, len(self.log))
            yield edits
            if rows := edits.rows():
                self._append(act, rows, edits.lost)
            if is_told:
                self._seen[self._key] = len(self.log)

    def _append(self, act: Act, rows: tuple[RowChange, ...], lost: tuple[RowChange, ...]) -> None:
        number, at = self._memory.next_number()
        plain = tuple(RowChange(*row) for row in json.loads(json.dumps(rows)))  # nobody else holds what is in them
        kept = self._memory.documents.setdefault(self._key, KeptDocument())
        kept.log.append(Transaction(plain, at, act, lost, number))
        kept.tables = applied(copied(kept.tables, {row.table for row in plain}), plain)
        self._memory.changed(self._key)


class MemoryWatch:
    """See ``Watch``."""

    def __init__(
        self, memory: Memory, tell: Callable[[StoreNews], object], documents: Callable[[], Iterable[Document]]
    ) -> None:
        self._memory, self._tell, self._documents = memory, tell, documents

    def start(self) -> None:
        """See ``Watch``."""
        self._memory.watches.append(self)

    def close(self) -> None:
        """See ``Watch``."""
        if self in self._memory.watches:
            self._memory.watches.remove(self)

    def tell(self, key: str) -> None:
        """A document was written; no key stands for the labels."""
        kept = self._memory.documents.get(key)
        sha256 = meta_of(kept.tables).get("sha256") if kept is not None else None
        about = tuple(one for one in self._documents() if one.key == key or (not one.key and one.sha256 == sha256))
        self._tell(StoreNews(frozenset({key} - {""}), about, has_labels=not key))
