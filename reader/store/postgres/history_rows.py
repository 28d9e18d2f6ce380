"""What was written, as rows of ``history``: how a transaction becomes one, and one a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reader.model.act import Act
from reader.store.postgres.server import Connection, Server
from reader.store.records.record_rows import RowChange, Tables, hashes_of
from reader.store.records.transaction import Transaction
from reader.system.json_text import json_text

#: In the order of ``Transaction``, after key, number and origin.
COLUMNS = "document, number, origin, origin_number, at, since, what, by_whom, step, undoes, redoes, changed, lost"
#: Those of ``label_history``.
LABEL_COLUMNS = "number, at, since, what, by_whom, step, undoes, redoes, changed"
#: Those of ``document``.
DOCUMENT = "key, number, is_there, sha256, place, path, title, hashes"
#: Those of ``record``.
RECORD = "document, table_name, row_id, body, label, annotator"
#: How many are asked for at a time.
_PAGE = 200


class Origin(NamedTuple):
    """Who sent something, and as what of theirs; it is written once, however often it is sent.

    Attributes:
        name: of one copy of the store, or of one program.
        number: of what it sends.
    """

    name: str
    number: int


class Written(NamedTuple):
    """One transaction of one document, and who sent it."""

    key: str
    transaction: Transaction
    origin: Origin


def as_text(value: object) -> str:
    """What a column of text can hold of a value: no NUL, no half of a surrogate pair; nothing of what is no text."""
    return value.encode(errors="replace").decode().replace("\0", "\ufffd") if isinstance(value, str) else ""


def row_values(key: str, table: str, row_id: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The row of ``record`` for a row of a document's tables: document, table, id, JSON, label, annotator."""
    return key, table, row_id, json_text(row), as_text(row.get("label")), as_text(row.get("annotator"))


def document_values(key: str, number: int, tables: Tables, meta: Mapping[str, Any]) -> tuple[object, ...]:
    """The row of ``document``: in the order of ``DOCUMENT``."""
    texts = [as_text(meta.get(name)) for name in ("sha256", "place", "path", "title")]
    return (key, number, any(tables.values()), *texts, [as_text(one) for one in hashes_of(meta)])


def written_in(row: Sequence[Any]) -> Written:
    """What a row of ``COLUMNS`` says."""
    key, number, name, origin_number, at, since, what, by, step, undoes, redoes, changed, lost = row
    act = Act(what, by, step, undoes, redoes)
    gone = tuple(RowChange(table, row_id, new, None) for table, row_id, new in lost)
    rows = tuple(RowChange(*one) for one in changed)
    return Written(key, Transaction(rows, at, act, gone, number, since), Origin(name, origin_number))


def values_of(key: str, number: int, written: Transaction, origin: Origin) -> tuple[object, ...]:
    """The row of ``COLUMNS`` that says it."""
    act = written.act
    changed, lost = json_text(written.rows), json_text([row[:3] for row in written.lost])
    facts = map(as_text, (written.at, written.since, act.what, act.by, act.step, act.undoes, act.redoes))
    return (key, number, *origin, *facts, changed, lost)


def label_transaction(row: Sequence[Any]) -> Transaction:
    """What a row of ``label_history`` says."""
    number, at, since, what, by, step, undoes, redoes, changed = row
    return Transaction(
        tuple(RowChange(*one) for one in changed), at, Act(what, by, step, undoes, redoes), (), number, since
    )


def keep_labels(connection: Connection, written: Transaction) -> None:
    """Add to the history of the labels, inside a transaction."""
    facts = map(as_text, (written.at, written.since, *written.act))
    query = f"insert into label_history ({LABEL_COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s, %s, %s::json)"  # noqa: S608 - of our own words
    connection.execute(query.encode(), (written.number, *facts, json_text(written.rows)))


def newest_first(server: Server, key: str = "") -> Iterator[Written]:
    """What was written into a document, or all, the last first; asked for page by page. Raises ``StoreError``."""
    below = 1 << 62
    about = "document = %s and" if key else ""
    query = f"select {COLUMNS} from history where {about} number < %s order by number desc limit {_PAGE}"  # noqa: S608 - of our own words
    while True:
        rows = server.rows(query, (key, below) if key else (below,))
        for row in rows:
            yield written_in(row)
        if len(rows) < _PAGE:
            return
        below = rows[-1][1]


def since(server: Server, number: int, most: int = _PAGE) -> list[Written]:
    """What was written after a number, in order, at most so many."""
    query = f"select {COLUMNS} from history where number > %s order by number limit %s"  # noqa: S608 - as above
    return [written_in(row) for row in server.rows(query, (number, most))]


def since_in(server: Server, key: str, number: int) -> list[Written]:
    """What was written into one document after a number, in order."""
    query = f"select {COLUMNS} from history where document = %s and number > %s order by number"  # noqa: S608 - as above
    return [written_in(row) for row in server.rows(query, (key, number))]
