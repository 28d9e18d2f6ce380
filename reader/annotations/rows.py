"""How records become rows of a document's TinyDB tables, and rows records; what was deleted leaves a tombstone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reader.annotations.annotation import TABLES, Change, Record, now, record_from, table_name, to_fields
from reader.annotations.files import Tables
from reader.annotations.merging import as_read, merged, moment

#: Earlier hashes that are kept of one document, the newest last.
_HASHES = 200


class RowError(ValueError):
    """A row that is no record: says which, and why."""


def meta_of(tables: Tables) -> dict[str, Any]:
    """What the file says of its document; empty where it says nothing."""
    meta: dict[str, Any] = tables.get("_meta", {}).get("1", {})
    return meta


def records_of(tables: Tables, table: str) -> Iterator[Record]:
    """The records of one table, those left out that were deleted after they were last changed.

    Raises:
        RowError: a row is no record.
    """
    for row_id in tables.get(table, {}):
        if (record := record_of(tables, table, row_id)) is not None:
            yield record


def record_of(tables: Tables, table: str, row_id: str) -> Record | None:
    """The record of that row, None where there is none or a newer tombstone; raises ``RowError``."""
    row, tomb = tables.get(table, {}).get(row_id), tables.get("_trash", {}).get(row_id)
    if row is None or (tomb is not None and moment(tomb.get("deleted_at")) > moment(row.get("updated_at"))):
        return None
    try:
        return record_from(table, _ulid(row_id), row)
    except ValueError as error:
        raise RowError(f"record {row_id}: {error} (mend it, or delete its line)") from error


def write_meta(database: Any, meta: Mapping[str, Any]) -> None:
    """Say what the document is; fields that this version does not know stay, and so does every earlier hash."""
    from tinydb.table import Document as Row

    before = database.table("_meta").get(doc_id=1) or {}
    hashes = [one for one in before.get("hashes") or () if isinstance(one, str)]
    if before.get("sha256"):
        hashes = [one for one in (*hashes, before["sha256"]) if one != meta["sha256"]]
    fresh = {**before, **meta, "hashes": list(dict.fromkeys(hashes))[-_HASHES:]}
    database.table("_meta").upsert(Row(fresh, doc_id=1))


def write_changes(database: Any, tables: Tables, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Merge the changes, in order, with what the file holds, and write what comes of it.

    Returns:
        What the caller does not know yet: from each record as it was asked for to the record as it was written.

    Raises:
        RowError: a row that is to be changed is no record.
    """
    asked: dict[tuple[str, int], Record | None] = {}
    there: dict[tuple[str, int], Record | None] = {}
    fresh: dict[tuple[str, int], Record | None] = {}
    buried: set[tuple[str, int]] = set()
    for change in changes:
        where = table_name(change.record), _row_id(change.record.id)
        if where not in asked:
            there[where] = fresh[where] = record_of(tables, where[0], str(where[1]))
        asked[where] = change.after
        fresh[where] = merged(change, fresh[where])
        (buried.add if change.after is None else buried.discard)(where)
    for name in TABLES:
        mine = {
            row_id: one for (table, row_id), one in fresh.items() if table == name and one is not there[name, row_id]
        }
        _replace(database.table(name), mine, {key: to_fields(one) for key, one in mine.items() if one is not None})
    tombs = {
        row_id: {"deleted_at": now(), "table": table}
        for (table, row_id), record in fresh.items()
        if record is None and (there[table, row_id] is not None or (table, row_id) in buried)
    }
    alive = [row_id for (_, row_id), record in fresh.items() if record is not None]
    _replace(database.table("_trash"), [*alive, *tombs], tombs)
    return tuple(Change(asked[where], fresh[where]) for where in asked if not _same(asked[where], fresh[where]))


def _same(one: Record | None, other: Record | None) -> bool:
    return one is other or (one is not None and other is not None and as_read(one) == as_read(other))


def _ulid(row_id: str) -> str:
    from ulid import ULID

    try:
        return str(ULID.from_int(int(row_id)))
    except OverflowError as error:
        raise ValueError("its id is too large for a ULID") from error


def _row_id(identifier: str) -> int:
    from ulid import ULID

    return int(ULID.from_str(identifier))


def _replace(table: Any, gone: Iterable[int], fresh: Mapping[int, Mapping[str, Any]]) -> None:
    """Take rows out of a table and put others in, in a few calls, as each of them rebuilds the table.

    TinyDB's update would keep fields that a record no longer has.
    """
    from tinydb.table import Document as Row

    unwanted = set(gone)
    if there := [row.doc_id for row in table if row.doc_id in unwanted]:
        table.remove(doc_ids=there)
    if fresh:
        table.insert_multiple(Row(fields, doc_id=row_id) for row_id, fields in fresh.items())
