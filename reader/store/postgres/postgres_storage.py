"""A document on a server for TinyDB: a transaction is one of the database, with a row in the history."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.model.act import Act
from reader.model.annotation import TABLES
from reader.store.document_keys import checked_key
from reader.store.postgres.history_rows import (
    COLUMNS,
    DOCUMENT,
    RECORD,
    Origin,
    document_values,
    newest_first,
    row_values,
    since_in,
    values_of,
    written_in,
)
from reader.store.postgres.server import Server
from reader.store.records.document_database import DocumentStorage, Edits
from reader.store.records.record_rows import RowChange, Tables, applied, copied, difference, meta_of
from reader.store.records.schema_versions import NewerSchemaError, check_schema
from reader.store.records.transaction import LARGEST_NUMBER, Transaction
from reader.store.store_protocol import NewerStoreError, StoreError

if TYPE_CHECKING:
    from reader.store.postgres.server import Connection


@dataclass
class _Snapshot:
    notices: list[str] = field(default_factory=list)
    is_whole: bool = True


class _OfThread(threading.local):
    """What one thread reads: tables of one state, and the connection on which it writes."""

    tables: Tables | None = None
    connection: Connection | None = None


class PostgresStorage(DocumentStorage):
    """One document.

    Args:
        server: where it is.
        seen: the number of what was told last of each document that somebody here looked at; kept up to date.
        key: names it.
        origins: gives a new one for each thing that is written here.
        is_new_here: see ``JournalStorage``.
    """

    def __init__(
        self,
        server: Server,
        seen: dict[str, int],
        key: str,
        origins: Callable[[], Origin],
        *,
        is_new_here: bool = False,
    ) -> None:
        super().__init__()
        self._server, self._seen, self._key, self._origins = server, seen, checked_key(key), origins
        self._is_new_here = is_new_here and key not in seen
        self._now = _OfThread()

    def tables(self) -> Tables:
        """See ``DocumentStorage``; raises ``StoreError``."""
        if self._now.tables is not None:
            return self._now.tables
        return self._read()[0]

    @contextmanager
    def snapshot(self, *, keep: bool = False) -> Iterator[_Snapshot]:
        """See ``DocumentStorage``; one question is one state."""
        self._now.tables, number = self._read()
        try:
            yield _Snapshot()
        finally:
            self._now.tables = None
        if keep:
            self._seen[self._key] = number
        self._seen.setdefault(self._key, number)

    def history(self) -> Iterator[Transaction]:
        """See ``DocumentStorage``."""
        return (one.transaction for one in since_in(self._server, self._key, -LARGEST_NUMBER))

    def backwards(self) -> Iterator[Transaction]:
        """See ``DocumentStorage``."""
        return (one.transaction for one in newest_first(self._server, self._key))

    def rows_of(self, step: str) -> Sequence[RowChange]:
        """See ``DocumentStorage``."""
        query = f"select {COLUMNS} from history where document = %s and step = %s order by number"  # noqa: S608 - of our own words
        found = self._ask(query, (self._key, step))
        return [row for one in found for row in written_in(one).transaction.rows]

    def news(self) -> tuple[Transaction, ...]:
        """What was written since this was last told; all there is, where nobody here knew of the document."""
        if self._is_new_here:
            rows = tuple(row for row in difference({}, self.tables()) if row.table in TABLES)
            return (Transaction(rows, ""),) if rows else ()
        if self._key not in self._seen:
            return ()
        query = f"select {COLUMNS} from history where document = %s and number > %s order by number"  # noqa: S608 - as above
        return tuple(written_in(row).transaction for row in self._ask(query, (self._key, self._seen[self._key])))

    @contextmanager
    def _writing(self, act: Act, *, is_told: bool) -> Iterator[Edits]:
        number, origin = 0, self._origins()

        def is_written(connection: Connection) -> bool:
            query = "select 1 from history where origin = %s and origin_number = %s"
            return connection.execute(query, origin).fetchone() is not None

        with self._server.writing(self._key, is_written) as connection:
            self._now.connection = connection
            try:
                self._now.tables, number = self._read()
                edits = Edits(self._now.tables, self.news())
                self._seen.setdefault(self._key, number)
                yield edits
                if rows := edits.rows():
                    number = self._append(connection, Transaction(rows, "", act, edits.lost), origin)
            finally:
                self._now.tables = self._now.connection = None
        if is_told:
            self._seen[self._key] = number

    def _ask(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        if self._now.connection is not None:
            return self._now.connection.execute(query.encode(), values).fetchall()
        return self._server.rows(query, values)

    def _read(self) -> tuple[Tables, int]:
        return read_document(self._ask, self._key)

    def _append(self, connection: Connection, written: Transaction, origin: Origin) -> int:
        """Write rows and history; the clock's row is held from here on, so what is left is short."""
        try:
            return write(connection, self._key, written, origin, self.tables())
        except (TypeError, RecursionError, UnicodeError) as error:
            raise StoreError(f"{self._key}: not saved: cannot be written: is no plain data") from error


def read_document(ask: Callable[[str, Sequence[object]], list[tuple[Any, ...]]], key: str) -> tuple[Tables, int]:
    """The tables of a document, and the number of what was written last: of one moment.

    Args:
        ask: gives the rows of a query.
        key: of the document.

    Raises:
        NewerStoreError: a newer version of the program wrote them.
    """
    query = """
        select document.number, table_name, row_id, body
        from document left join record on record.document = document.key where document.key = %s
    """
    found = ask(query, (key,))
    tables: Tables = {}
    for _, table, row_id, body in found:
        if table is not None:
            tables.setdefault(table, {})[row_id] = body
    try:
        check_schema(tables)
    except NewerSchemaError as error:
        raise NewerStoreError(error.about(key)) from error
    return tables, found[0][0] if found else 0


def write(connection: Connection, key: str, written: Transaction, origin: Origin, before: Tables) -> int:
    """Write one transaction of a document, inside one of the database; gives its number.

    Args:
        connection: which holds the document.
        key: of the document.
        written: without a number and a date it gets those of now.
        origin: who sends it.
        before: the tables as they are.
    """
    after = applied(copied(before, {row.table for row in written.rows}), written.rows)
    meta = meta_of(after) or meta_of(before)
    put = [row_values(key, row.table, row.row_id, row.new) for row in written.rows if row.new is not None]
    taken = [(key, row.table, row.row_id) for row in written.rows if row.new is None]
    number, at = next_number(connection)
    if written.at:
        at = written.at
    connection.execute(
        f"""
        insert into document ({DOCUMENT}) values (%s, %s, %s, %s, %s, %s, %s, %s)
        on conflict (key) do update set number = excluded.number, is_there = excluded.is_there,
            sha256 = excluded.sha256, place = excluded.place, path = excluded.path, title = excluded.title,
            hashes = excluded.hashes
        """.encode(),  # noqa: S608 - of our own words
        document_values(key, number, after, meta),
    )
    _run(connection, "delete from record where document = %s and table_name = %s and row_id = %s", taken)
    _run(
        connection,
        f"""
        insert into record ({RECORD}) values (%s, %s, %s, %s::json, %s, %s)
        on conflict (document, table_name, row_id) do update
            set body = excluded.body, label = excluded.label, annotator = excluded.annotator
        """,  # noqa: S608 - of our own words
        put,
    )
    values = values_of(key, number, Transaction(written.rows, at, written.act, written.lost, 0, written.since), origin)
    holes = ", ".join(["%s"] * (len(values) - 2))
    connection.execute(f"insert into history ({COLUMNS}) values ({holes}, %s::json, %s::json)".encode(), values)  # noqa: S608 - of our own words
    tell(connection, key)
    return number


def next_number(connection: Connection) -> tuple[int, str]:
    """The next number, and the server's clock, UTC, ISO 8601; nobody else gets one until the transaction ends."""
    (found,) = connection.execute(
        """
        update clock set number = greatest(number + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint)
        returning number, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        """
    ).fetchall()
    return int(found[0]), str(found[1])


def tell(connection: Connection, what: str) -> None:
    """Have those who listen look, once this is there. It is only a hint: whoever was away looks by themselves."""
    connection.execute("select pg_notify(current_schema(), %s)", (what[:200],))


def _run(connection: Connection, query: str, rows: Iterable[Sequence[object]]) -> None:
    rows = list(rows)
    if len(rows) == 1:
        connection.execute(query.encode(), rows[0])
    elif rows:
        with connection.cursor() as cursor:
            cursor.executemany(query.encode(), rows)
