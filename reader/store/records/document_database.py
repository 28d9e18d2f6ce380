"""A document as a TinyDB database: tables whose changes are written as one transaction, wherever the store keeps them.

TinyDB's own ``Table`` reads, copies and writes the whole database for each insert, and counts its ids up. Here an
insert touches one row, ids are ULIDs, and what several tables change inside ``DocumentDatabase.transaction`` is written
at once or not at all.
"""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from itertools import groupby
from typing import Any, Protocol

from tinydb import TinyDB
from tinydb.storages import MemoryStorage, Storage
from tinydb.table import Document, Table

from reader.model.act import OUTSIDE, Act
from reader.model.annotation import TABLES, new_id, now
from reader.store.records.record_rows import (
    META,
    TRASH,
    RowChange,
    RowError,
    Tables,
    applied,
    check_table,
    copied,
    record_in,
)
from reader.store.records.schema_versions import SCHEMA_VERSION, version_of
from reader.store.records.transaction import Transaction

#: What a change is called in the history that a program made which did not say why.
BY_PROGRAM = f"{OUTSIDE}, by a program"
Row = dict[str, Any]


class Edits:
    """The rows that a transaction is going to write, in the order in which they were first touched.

    Args:
        tables: as they are now; left as they are.
        others: what others wrote into the document since its store last told that.

    Attributes:
        lost: rows that were asked for and give way to what somebody else wrote; whoever writes may set it.
        shared: see ``Transaction``; whoever writes may set it.
    """

    def __init__(self, tables: Tables, others: tuple[Transaction, ...] = ()) -> None:
        self._before = tables
        self._touched: dict[tuple[str, str], Row | None] = {}
        self.others = others
        self.lost: tuple[RowChange, ...] = ()
        self.shared = 0

    def table(self, name: str) -> EditedTable:
        """One of the tables, to be changed."""
        return EditedTable(name, self._before.get(name, {}), self._touched)

    def tables(self) -> Tables:
        """The tables as they will be."""
        if not self._touched:
            return self._before
        return applied(copied(self._before), self.rows())

    def make(self, tables: Tables) -> None:
        """Make the tables these."""
        for name in sorted({*self._before, *tables}):
            rows, fresh = self.table(name), tables.get(name, {})
            for key in [key for key in rows if str(key) not in fresh]:
                del rows[key]
            for row_id, row in fresh.items():
                rows[int(row_id)] = dict(row)

    def complete(self) -> None:
        """Add what the program that changes records need not know of: dates, and tombstones of what it deletes.

        Raises:
            RowError: a row is no record, or the file could not be read again.
        """
        moment = now()
        rows = self.rows()
        if any(row.table == META for row in rows) and version_of(self.tables()) > SCHEMA_VERSION:
            raise RowError(f"{META}: the schema is one that this version of nrc-reader cannot read")
        for row in rows:
            if row.new is not None:
                check_table(row.table, row.row_id, row.new)
        for row in [row for row in rows if row.table in TABLES]:
            grave = (TRASH, row.row_id)
            if row.new is None:
                self._touched.setdefault(grave, {"deleted_at": moment, "table": row.table})
                continue
            row.new.setdefault("created_at", moment)
            if row.new.get("updated_at") == (row.old or {}).get("updated_at"):
                row.new["updated_at"] = moment
            record_in(row.table, row.row_id, row.new)
            if row.row_id in self._before.get(TRASH, {}):
                self._touched.setdefault(grave, None)

    def rows(self) -> tuple[RowChange, ...]:
        """What is to be written."""
        changes = (
            RowChange(table, row_id, new, self._before.get(table, {}).get(row_id))
            for (table, row_id), new in self._touched.items()
        )
        return tuple(row for row in changes if row.new != row.old)


class EditedTable(MutableMapping[int, Row]):
    """The rows of one table by their ids, as TinyDB hands them to what changes them: each is copied when it is read."""

    def __init__(self, name: str, rows: Mapping[str, Row], touched: dict[tuple[str, str], Row | None]) -> None:
        self._name, self._rows, self._touched = name, rows, touched

    def __contains__(self, key: object) -> bool:
        where = self._name, str(key)
        return self._touched[where] is not None if where in self._touched else where[1] in self._rows

    def __getitem__(self, key: int) -> Row:
        where = self._name, str(key)
        if where not in self._touched:
            self._touched[where] = _copied(self._rows[where[1]])
        row = self._touched[where]
        if row is None:
            raise KeyError(key)
        return row

    def __setitem__(self, key: int, row: Row) -> None:
        self._touched[self._name, str(key)] = row

    def __delitem__(self, key: int) -> None:
        if key not in self:
            raise KeyError(key)
        self._touched[self._name, str(key)] = None

    def __iter__(self) -> Iterator[int]:
        ids = dict.fromkeys([*self._rows, *(row_id for name, row_id in self._touched if name == self._name)])
        return (key for key in map(int, ids) if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Take every row out."""
        for key in list(self):
            del self[key]


class Snapshot(Protocol):
    """One state of a document.

    Attributes:
        notices: what a person should be told of it, one line each.
        is_whole: nothing is missing that it may have held.
    """

    notices: list[str]
    is_whole: bool


class _OfThread(threading.local):
    """What one thread is writing."""

    edits: Edits | None = None


class DocumentStorage(Storage):
    """What keeps one document for TinyDB, and its history. A write is one transaction, of one thread."""

    def __init__(self) -> None:
        self._mine = _OfThread()

    @abstractmethod
    def tables(self) -> Tables:
        """Every table as it is now; nobody changes what this gives, nor anything in it."""

    @abstractmethod
    def snapshot(self, *, keep: bool = False) -> AbstractContextManager[Snapshot]:
        """Read the document anew; all reading inside sees that one state.

        Where somebody is going to ``keep`` it on the screen, what others write from now on is collected.
        """

    @abstractmethod
    def history(self) -> Iterator[Transaction]:
        """Everything that was ever written into the document, in order."""

    @abstractmethod
    def backwards(self) -> Iterator[Transaction]:
        """The same, the last one first; read as far as it is asked for."""

    @abstractmethod
    def rows_of(self, step: str) -> Sequence[RowChange]:
        """The rows that a step wrote into the document, in order."""

    @abstractmethod
    def _writing(self, act: Act, *, is_told: bool) -> AbstractContextManager[Edits]:
        """Hold the document alone, and write what the edits say in the end, unless something is raised meanwhile.

        Raises:
            StoreError: it cannot be read or written, others hold it for too long, or this thread does already.
        """

    def read(self) -> Tables | None:
        """See ``Storage``; inside a transaction with what it has changed so far."""
        edits = self._mine.edits
        return dict(edits.tables() if edits is not None else self.tables()) or None

    def write(self, data: Tables) -> None:
        """See ``Storage``."""
        with self.transaction() as edits:
            edits.make(data)

    @contextmanager
    def transaction(self, act: Act | None = None, *, is_exact: bool = False, is_told: bool = False) -> Iterator[Edits]:
        """Write all that is changed inside at once; a transaction inside another one is part of that.

        Args:
            act: why; without one, another program did it, and anybody may take it back.
            is_exact: whether dates and tombstones are as they are to be already.
            is_told: whether whoever asked for it is told here what others wrote: ``look`` tells it no more.
        """
        if self._mine.edits is not None:
            yield self._mine.edits
            return
        with self._writing(act or Act(BY_PROGRAM, step=new_id()), is_told=is_told) as edits:
            self._mine.edits = edits
            try:
                yield edits
            finally:
                self._mine.edits = None
            if not is_exact:
                edits.complete()


class RecordTable(Table):
    """A table of records, of which an insert, an update or a removal touches only the rows that it is about.

    Nothing that was searched for is remembered: others write as well.
    """

    _storage: DocumentStorage

    def __init__(
        self, storage: DocumentStorage, name: str, cache_size: int = 0, *, persist_empty: bool = False
    ) -> None:
        del cache_size
        super().__init__(storage, name, 0, persist_empty)

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:
        """See ``Table``; nobody writes between the look and the insert."""
        with self._storage.transaction():
            return super().upsert(document, cond)

    def _get_next_id(self) -> int:
        from ulid import ULID  # a slow import, and nothing is written before the first paint

        return int(ULID())

    def _read_table(self) -> Any:
        return _Rows((self._storage.read() or {}).get(self.name, {}))

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.transaction() as edits:
            updater(edits.table(self.name))


class _Rows:
    """The rows of a table as TinyDB reads them: whoever changes one, or writes meanwhile in a thread, does no harm."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, row_id: str, default: None = None) -> Row | None:
        row = self._rows.get(row_id)
        return default if row is None else _shared(row)

    def items(self) -> Iterator[tuple[str, Row]]:
        return ((row_id, _shared(row)) for row_id, row in list(self._rows.items()))


class DocumentDatabase(TinyDB):
    """One document of a store, opened as a TinyDB database.

    Args:
        storage: of the document.
    """

    table_class: type[Table] = RecordTable
    default_table_name = "annotations"
    _storage: DocumentStorage

    def __init__(self, storage: DocumentStorage) -> None:
        super().__init__(storage=lambda: storage)

    @property
    def storage(self) -> DocumentStorage:
        """What keeps the document."""
        return self._storage

    def transaction(self, act: Act | None = None) -> AbstractContextManager[Edits]:
        """See ``DocumentStorage``: what all tables change inside is written at once."""
        return self._storage.transaction(act)

    def drop_table(self, name: str) -> None:
        """See ``TinyDB``; what others write meanwhile waits."""
        with self.transaction():
            super().drop_table(name)

    def row(self, table: str, doc_id: int) -> Mapping[str, Any]:
        """One row; empty where there is none."""
        return self.table(table).get(doc_id=doc_id) or {}


def _copied(row: Row) -> Row:
    return {name: deepcopy(value) if isinstance(value, dict | list) else value for name, value in row.items()}


def _shared(row: Row) -> Row:
    """The row for whoever copies it, but not what is nested in it."""
    return _copied(row) if any(type(value) in (dict, list) for value in row.values()) else row


def database_of(tables: Tables) -> TinyDB:
    """Tables as a database of their own, to be read."""
    database = TinyDB(storage=MemoryStorage)
    database.storage.write(tables)
    return database


def carry_out(database: DocumentDatabase, rows: Iterable[RowChange]) -> None:
    """Change the rows in their tables, in order; a row that changes goes and comes, since TinyDB keeps old fields."""
    for (name, is_new), group in groupby(rows, lambda row: (row.table, row.old is None)):
        table, changes = database.table(name), list(group)
        if not is_new:
            table.remove(doc_ids=[int(row.row_id) for row in changes])
        table.insert_multiple(Document(row.new, int(row.row_id)) for row in changes if row.new is not None)
