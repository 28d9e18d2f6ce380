"""Puts whole documents on a server that does not have them, with their history as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from reader.store.postgres.history_rows import (
    COLUMNS,
    DOCUMENT,
    RECORD,
    Origin,
    document_values,
    keep_labels,
    row_values,
    values_of,
)
from reader.store.postgres.postgres_storage import next_number, tell
from reader.store.postgres.server import Connection, Server
from reader.store.records.record_rows import Tables, meta_of
from reader.store.records.transaction import Transaction
from reader.store.store_protocol import StoreError

#: Is there while a store is filled for the first time: numbers are not in the order in which they are written then.
FILLING = ".filling"


def refuse_while_filled(server: Server) -> None:
    """Raise ``StoreError`` while a store is filled for the first time."""
    if server.rows("select 1 from kept_file where name = %s", (FILLING,)):
        raise StoreError(f"{server.address.shown}: nrc-reader migrate is filling it (wait for its end)")


@contextmanager
def filling(server: Server) -> Iterator[bool]:
    """Fill a store; gives whether steps keep their numbers, as they can where nothing was written before."""
    with server.writing("file " + FILLING) as connection:
        found = connection.execute(
            "select (select number from clock), exists (select from kept_file where name = %s)", (FILLING,)
        ).fetchall()
        keeps = found[0][0] == 0 or found[0][1]
        if keeps:
            connection.execute("insert into kept_file values (%s, '', 0) on conflict do nothing", (FILLING,))
    yield keeps
    if keeps:
        with server.writing("file " + FILLING) as connection:
            connection.execute("delete from kept_file where name = %s", (FILLING,))


def load_document(
    server: Server, key: str, tables: Tables, past: Sequence[Transaction], *, keeps_numbers: bool
) -> None:
    """Write a document.

    Args:
        server: of the store.
        key: of the document.
        tables: what it holds.
        past: what was written into it, in order: what leads to the tables.
        keeps_numbers: whether steps keep their numbers, as far as these are free; else they come after all others.

    Raises:
        StoreError: it is there already, or the server refuses it.
    """
    with server.writing(key) as connection:
        if connection.execute("select 1 from document where key = %s", (key,)).fetchone():
            raise StoreError(f"{key}: is there already (it is not written over)")
        last, _ = next_number(connection)  # held to the end
        numbers = _numbers(connection, past, last, keeps_numbers=keeps_numbers)
        connection.execute(
            f"insert into document ({DOCUMENT}) values (%s, %s, %s, %s, %s, %s, %s, %s)".encode(),  # noqa: S608 - of our own words
            document_values(key, max(numbers, default=last), tables, meta_of(tables)),
        )
        with connection.cursor() as cursor:
            with cursor.copy(f"copy record ({RECORD}) from stdin".encode()) as copy:
                for table, rows in tables.items():
                    for row_id, row in rows.items():
                        copy.write_row(row_values(key, table, row_id, row))
            with cursor.copy(f"copy history ({COLUMNS}) from stdin".encode()) as copy:
                for number, one in zip(numbers, past, strict=True):
                    copy.write_row(values_of(key, number, one, Origin(f"migrated {key}", number)))
        connection.execute(
            "update clock set number = greatest(number, %s)", (max(numbers, default=0) if numbers else last,)
        )
        tell(connection, key)


def _numbers(connection: Connection, past: Sequence[Transaction], last: int, *, keeps_numbers: bool) -> list[int]:
    """The number that each step gets: they grow."""
    if not keeps_numbers:
        return [last + place for place in range(len(past))]
    wanted: list[int] = []
    for one in past:
        wanted.append(max(one.number, wanted[-1] + 1 if wanted else 1))
    taken = _taken(connection, wanted)
    found: list[int] = []
    for number in wanted:
        free = max(number, found[-1] + 1 if found else 1)
        while free in taken:
            free += 1
        found.append(free)
    return found


def _taken(connection: Connection, wanted: Sequence[int]) -> set[int]:
    """Which numbers near these are taken."""
    if not wanted:
        return set()
    query = "select number from history where number between %s and %s"
    rows = connection.execute(query, (wanted[0], wanted[-1] + len(wanted))).fetchall()
    return {number for (number,) in rows}


def load_label_past(server: Server, past: Sequence[Transaction], *, keeps_numbers: bool) -> None:
    """Write what was done to the labels; numbers as of ``load_document``. Raises ``StoreError``."""
    with server.writing("labels") as connection:
        last, _ = next_number(connection)
        for place, one in enumerate(past):
            keep_labels(connection, replace(one, seq=one.number if keeps_numbers else last + place))
        if not keeps_numbers:
            connection.execute("update clock set number = greatest(number, %s)", (last + len(past),))


def put_file(server: Server, name: str, data: bytes) -> None:
    """Write a file that is not there; raises ``StoreError``."""
    with server.writing(f"file {name}") as connection:
        number, _ = next_number(connection)
        connection.execute("insert into kept_file (name, content, number) values (%s, %s, %s)", (name, data, number))
        tell(connection, name)
