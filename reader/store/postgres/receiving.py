"""Takes in what somebody wrote into their own copy of the store: once, and merged with what others wrote meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model.act import NOBODY, Act
from reader.store.postgres.history_rows import COLUMNS, Origin, newest_first, written_in
from reader.store.postgres.postgres_storage import read_document, write
from reader.store.postgres.server import Server
from reader.store.records.record_rows import (
    KNOWN_TABLES,
    META,
    RowChange,
    Tables,
    applied,
    copied,
    hashes_of,
    meta_of,
)
from reader.store.records.save_outcome import outcome_of
from reader.store.records.transaction import Transaction

if TYPE_CHECKING:
    from reader.store.postgres.server import Connection


class Received(NamedTuple):
    """What became of something that was sent.

    Attributes:
        number: of what was written last into the document.
        differing: each row that is not as it was sent: ``new`` is what stands, ``old`` what was sent.
        is_clash: somebody had changed the same of a record in another way.
        met: why somebody had changed it; nobody's where nobody had, or that is not known.
    """

    number: int
    differing: tuple[RowChange, ...] = ()
    is_clash: bool = False
    met: Act = NOBODY


def receive(server: Server, key: str, sent: Transaction, origin: Origin) -> Received:
    """Write it, unless it was written already; on the server's disk when this returns.

    Args:
        server: of the store.
        key: of the document.
        sent: what was written.
        origin: who sends it, and as what of theirs.

    Raises:
        StoreError: it was not written.
    """
    is_clash, number = False, 0
    differing: tuple[RowChange, ...] = ()
    with server.writing(key, lambda connection: _is_known(connection, origin)) as connection:

        def ask(query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
            return connection.execute(query.encode(), values).fetchall()

        tables, number = read_document(ask, key)
        if not _is_known(connection, origin):
            rows, lost, is_clash = _outcome(connection, key, tables, sent)
            if rows or lost:
                number = write(connection, key, Transaction(rows, "", sent.act, lost), origin, tables)
            tables = applied(copied(tables), rows)
        standing = ((row, tables.get(row.table, {}).get(row.row_id)) for row in sent.rows)
        differing = tuple(row._replace(new=now, old=row.new) for row, now in standing if now != row.new)
    met = _met(server, key, differing or sent.rows, origin) if differing or is_clash else NOBODY
    return Received(number, differing, is_clash, met)


def _is_known(connection: Connection, origin: Origin) -> bool:
    query = "select 1 from history where origin = %s and origin_number = %s"
    return connection.execute(query, origin).fetchone() is not None


def _outcome(
    connection: Connection, key: str, tables: Tables, sent: Transaction
) -> tuple[tuple[RowChange, ...], tuple[RowChange, ...], bool]:
    """What is to be written, what gives way, and whether it clashed."""
    plain = [row for row in sent.rows if tables.get(row.table, {}).get(row.row_id) == row.old]
    if len(plain) == len(sent.rows):  # nobody wrote any of it meanwhile
        return sent.rows, sent.lost, False
    described = next((row.new for row in sent.rows if row.table == META and row.new), None)
    meta = {**(described or meta_of(tables))}
    known = {**meta_of(tables)}
    if described is not None:
        earlier = dict.fromkeys([*hashes_of(known), *hashes_of(meta)])
        tables = {**tables, META: {"1": {**known, "hashes": list(earlier)}}} if known else tables
    target = sent.act.undoes or sent.act.redoes
    done: list[RowChange] = []
    if target:
        query = f"select {COLUMNS} from history where document = %s and step = %s order by number"  # noqa: S608 - of our own words
        found = connection.execute(query.encode(), (key, target)).fetchall()
        done = [row for one in found for row in written_in(one).transaction.rows]
    outcome = outcome_of(tables, sent.act, sent.changes, done, {"sha256": "", **meta})
    others = tuple(row for row in plain if row.table not in KNOWN_TABLES)
    return (*outcome.rows, *others), (*sent.lost, *outcome.lost), outcome.is_clash


def _met(server: Server, key: str, rows: Sequence[RowChange], origin: Origin) -> Act:
    """Why somebody else wrote the same records last."""
    ids = {row.row_id for row in rows if row.table != META}
    found = (one for one in newest_first(server, key) if one.origin.name != origin.name)
    return next((one.transaction.act for one in found if one.transaction.is_about(ids)), NOBODY)
