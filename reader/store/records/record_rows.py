"""How records become rows of a document's tables, and rows records; what was deleted leaves a tombstone.

Pure: what is to be written comes out as row changes, each with the row before and after, so that it can be journalled,
taken back exactly, and read as history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model.annotation import (
    TABLES,
    Change,
    Record,
    checked_fields,
    is_id,
    now,
    record_from,
    table_name,
    to_fields,
)
from reader.store.records.record_merging import as_read, changed_at, is_clash, joined, merged, moment

if TYPE_CHECKING:
    from tinydb import TinyDB

#: Earlier hashes that are kept of one document, the newest last.
_HASHES = 200
META, TRASH, REVISION = "_meta", "_trash", "revision"
#: The tables that every version of the program knows; others are left as they are.
KNOWN_TABLES = (META, TRASH, REVISION, *TABLES)
#: TinyDB's own shape: table name to document id to fields.
Tables = dict[str, dict[str, Any]]
#: What is known of records: by table and row.
Records = Mapping[tuple[str, str], Record | None]
#: Crockford's base 32, here rather than by the library, since a large file asks very often: two characters for each ten
#: bits. The sixteen characters of a ULID's random part are looked up one by one, those of its time nearly never change.
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = tuple(one + other for one in _DIGITS for other in _DIGITS)
_AS_PYTHON = str.maketrans(_DIGITS, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
_TIME_SHIFTS, _RANDOM_SHIFTS, _RANDOM_BITS = range(40, -1, -10), range(70, -1, -10), 80


class RowError(ValueError):
    """A row that is no record: says which, and why."""


class RowChange(NamedTuple):
    """One row of one table: ``new`` is None where it was taken out, ``old`` where there was none."""

    table: str
    row_id: str
    new: dict[str, Any] | None
    old: dict[str, Any] | None


class Outcome(NamedTuple):
    """What comes of changes that were asked for.

    Attributes:
        rows: what is to be written; empty where all of it stands there already.
        merged: what the caller does not know yet: from each record as it was asked for to the record as it is written.
        is_clash: somebody else had changed the same of a record in another way.
        lost: rows that were asked for and are not written as such, because somebody else had changed the same record.
    """

    rows: tuple[RowChange, ...]
    merged: tuple[Change, ...] = ()
    lost: tuple[RowChange, ...] = ()
    is_clash: bool = False

    @property
    def is_step(self) -> bool:
        """Whether some record becomes another."""
        return any(row.table in TABLES for row in self.rows)


def meta_of(tables: Tables) -> dict[str, Any]:
    """What the file says of its document; empty where it says nothing."""
    meta: dict[str, Any] = tables.get(META, {}).get("1", {})
    return meta


def hashes_of(meta: Mapping[str, Any]) -> list[str]:
    """Every hash that the document has had, the newest last; what is none, from a hand or a stranger, is left out."""
    earlier = meta.get("hashes")
    found = [*(earlier if isinstance(earlier, list) else ()), meta.get("sha256")]
    return [one for one in found if isinstance(one, str) and one]


def records_of(database: TinyDB, table: str, faults: list[RowError]) -> Iterator[Record]:
    """The records of one table, those left out that were deleted after they were last changed.

    Args:
        database: of the document.
        table: which of them.
        faults: takes in what is wrong with the rows that are no records.
    """
    graves = {grave.doc_id: grave for grave in database.table(TRASH)}
    for row in database.table(table):
        grave = graves.get(row.doc_id)
        if grave is None or changed_at(grave.get("deleted_at")) <= moment(row.get("updated_at")):
            try:
                yield record_in(table, str(row.doc_id), row)
            except RowError as fault:
                faults.append(fault)


def left_out(name: str, faults: Sequence[RowError]) -> Iterator[str]:
    """What is said of rows that are no records, which stay as they are in the file of that name: one line, or none."""
    if faults:
        more = f", and {len(faults) - 1} more (nrc-reader check names each)" if faults[1:] else ""
        yield f"{name}: left out: {faults[0]}{more}"


def record_of(tables: Tables, table: str, row_id: str) -> Record | None:
    """The record of that row, None where there is none or a newer tombstone; raises ``RowError``."""
    row, tomb = tables.get(table, {}).get(row_id), tables.get(TRASH, {}).get(row_id)
    if row is None or (tomb is not None and changed_at(tomb.get("deleted_at")) > moment(row.get("updated_at"))):
        return None
    return record_in(table, row_id, row)


def record_in(table: str, row_id: str, row: Mapping[str, Any]) -> Record:
    """The record that a row is; raises ``RowError``."""
    try:
        return record_from(table, identifier(row_id), row)
    except ValueError as error:
        raise RowError(f"record {row_id}: {error} (repair it, or delete its line)") from error


def deleted_in(database: TinyDB, alive: Iterable[Record]) -> dict[str, str]:
    """When each deleted record was deleted, by its id; those that are ``alive`` were brought back since."""
    known = {row_id_of(one.id) for one in alive} if len(database.table(TRASH)) else set()
    graves = [grave for grave in database.table(TRASH) if str(grave.doc_id) not in known and grave.doc_id < 1 << 128]
    return {identifier(str(grave.doc_id)): str(grave.get("deleted_at") or "") for grave in graves}


def copied(tables: Tables, names: Collection[str] | None = None) -> Tables:
    """Tables that may be changed while these stay; only those with one of the ``names``, where there are names."""
    return {name: dict(rows) if names is None or name in names else rows for name, rows in tables.items()}


def applied(tables: Tables, rows: Iterable[RowChange]) -> Tables:
    """Make row changes in the tables given, and give them back."""
    for table, row_id, new, _ in rows:
        if new is not None:
            tables.setdefault(table, {})[row_id] = new
        elif table in tables:
            tables[table].pop(row_id, None)
    return tables


def difference(before: Tables, after: Tables) -> tuple[RowChange, ...]:
    """The row changes that make ``after`` of ``before``, ordered by table and id."""
    found: list[RowChange] = []
    for table in sorted({*before, *after}):
        old, new = before.get(table, {}), after.get(table, {})
        changed = [row_id for row_id in sorted({*old, *new}) if old.get(row_id) != new.get(row_id)]
        found += [RowChange(table, row_id, new.get(row_id), old.get(row_id)) for row_id in changed]
    return tuple(found)


def meta_change(tables: Tables, meta: Mapping[str, Any]) -> tuple[RowChange, ...]:
    """Say what the document is; fields that this version does not know stay, and so does every earlier hash."""
    before = tables.get(META, {}).get("1")
    known = before or {}
    hashes = [one for one in hashes_of(known) if one != meta["sha256"]]
    fresh = {**known, **meta, "hashes": list(dict.fromkeys(hashes))[-_HASHES:]}
    return () if fresh == before else (RowChange(META, "1", fresh, before),)


def asked_rows(tables: Tables, changes: Sequence[Change]) -> Outcome:
    """Merge the changes, in order, with what the tables hold.

    Raises:
        RowError: a row that is to be changed is no record, or what is asked for could not be read again.
    """
    asked: dict[tuple[str, str], Record | None] = {}
    there: dict[tuple[str, str], Record | None] = {}
    fresh: dict[tuple[str, str], Record | None] = {}
    buried: set[tuple[str, str]] = set()
    rows: dict[tuple[str, str], tuple[Record, dict[str, Any]]] = {}
    clash = False
    for change in changes:
        where = table_name(change.record), row_id_of(change.record.id)
        if change.after is not None:
            rows[where] = change.after, _row_of(change.after)  # before it is merged with what stands
        if where not in asked:
            there[where] = fresh[where] = record_of(tables, *where)
            if change.before is None and there[where] is None:  # as most are
                asked[where] = fresh[where] = change.after
                continue
        asked[where] = change.after
        clash = clash or is_clash(change, fresh[where])
        fresh[where] = merged(change, fresh[where])
        (buried.add if change.after is None else buried.discard)(where)
    changed = rows_for(tables, there, fresh, buried, rows)
    return Outcome(changed, *news_of(asked, fresh), is_clash=clash)


def rows_for(
    tables: Tables,
    there: Records,
    fresh: Records,
    buried: Collection[tuple[str, str]],
    made: Mapping[tuple[str, str], tuple[Record, dict[str, Any]]] = MappingProxyType({}),
) -> tuple[RowChange, ...]:
    """The rows that make the records what they are to be; what is gone, or ``buried``, gets a tombstone.

    Records whose rows were ``made`` already are not checked again.

    Raises:
        RowError: a record could not be read again.
    """
    rows: list[RowChange] = []
    for (table, row_id), record in fresh.items():
        here = tables.get(table, {}).get(row_id)
        if record is not there[table, row_id] or (record is None and here is not None):
            was_made, row = made.get((table, row_id), (None, None))
            if record is not None and (row is None or was_made is not record):
                row = _row_of(record)
            rows.append(RowChange(table, row_id, None if record is None else row, here))
        tomb = tables.get(TRASH, {}).get(row_id)
        if record is not None:
            grave = None
        elif there[table, row_id] is not None or (table, row_id) in buried:
            grave = {"deleted_at": now(), "table": table}
        else:
            grave = tomb
        rows.append(RowChange(TRASH, row_id, grave, tomb))
    return tuple(row for row in rows if row.new != row.old)


def _row_of(record: Record) -> dict[str, Any]:
    try:
        row = checked_fields(record)
    except ValueError as error:
        raise RowError(f"record {record.id}: {error}") from error
    check_table(table_name(record), record.id, row)
    return row


def rebased(there: Tables, mine: Iterable[RowChange]) -> Tables:
    """A file that somebody else wrote, with what the journal holds beside it: merged record by record.

    Args:
        there: the file's tables; left as they are.
        mine: the journal's rows, in order.
    """
    tables: Tables = copied(there)
    first: dict[tuple[str, str], RowChange] = {}
    for row in mine:
        where = row.table, row.row_id
        first[where] = RowChange(*where, row.new, first[where].old if where in first else row.old)
    for (table, row_id), row in first.items():
        here = tables.get(table, {}).get(row_id)
        if here == row.old:
            applied(tables, [row])
        elif table in TABLES:
            try:
                sides = [None if one is None else record_in(table, row_id, one) for one in (row.old, row.new, here)]
                kept = merged(Change(sides[0], sides[1]), sides[2])
            except (RowError, ValueError):
                continue
            applied(tables, [RowChange(table, row_id, None if kept is None else to_fields(kept), here)])
        elif here is None or row.new is not None:
            applied(tables, [RowChange(table, row_id, joined_rows(here, row.new), here)])
    return tables


def later(there: Tables, written: Iterable[RowChange]) -> Tables:
    """Tables of some moment, with what was written after it; what was written before it is in them already.

    No clock says which that is: a row that was once as it is there has since become what was written last. Where it
    was not, lines are missing, and of the two the newer one stands.

    Args:
        there: the tables of that moment; left as they are.
        written: rows that were written before and after it, in order.
    """
    tables: Tables = copied(there)
    chains: dict[tuple[str, str], list[RowChange]] = {}
    for row in written:
        chains.setdefault((row.table, row.row_id), []).append(row)
    for (table, row_id), chain in chains.items():
        here, last = tables.get(table, {}).get(row_id), chain[-1].new
        is_known = here == chain[0].old or any(here == row.new for row in chain)
        applied(tables, [RowChange(table, row_id, last if is_known else joined_rows(last, here), here)])
    return tables


def joined_rows(one: dict[str, Any] | None, other: dict[str, Any] | None) -> dict[str, Any] | None:
    """One row of two that differ: the newer one, both notes; the one there is, where there is one."""
    return joined(one, other) if one is not None and other is not None else one if one is not None else other


def changes_in(rows: Iterable[RowChange]) -> tuple[Change, ...]:
    """The row changes as changes of records; rows that are no records are left out."""
    found = []
    for table, row_id, new, old in rows:
        if table in TABLES:
            try:
                sides = [None if one is None else record_in(table, row_id, one) for one in (old, new)]
            except RowError:
                continue
            found.append(Change(sides[0], sides[1]))
    return tuple(found)


def news_of(
    asked: Mapping[tuple[str, str], Record | None], fresh: Mapping[tuple[str, str], Record | None]
) -> tuple[tuple[Change, ...], tuple[RowChange, ...]]:
    """What became of the records that were asked for, where it is something else; and what was asked for there."""
    others = [where for where in asked if not _same(asked[where], fresh[where])]
    lost = [(where, record) for where in others if (record := asked[where]) is not None]
    return (
        tuple(Change(asked[where], fresh[where]) for where in others),
        tuple(RowChange(*where, to_fields(record), None) for where, record in lost),
    )


def _same(one: Record | None, other: Record | None) -> bool:
    return one is other or (one is not None and other is not None and as_read(one) == as_read(other))


def identifier(row_id: str | bytes) -> str:
    """The ULID that a row's number is; raises ``ValueError`` where it is too large for one."""
    number = int(row_id)
    if number >= 1 << 128:
        raise ValueError("its id is too large for a ULID")
    random = number & (1 << _RANDOM_BITS) - 1
    return _time_part(number >> _RANDOM_BITS) + "".join([_PAIRS[random >> shift & 1023] for shift in _RANDOM_SHIFTS])


@lru_cache(maxsize=64)
def _time_part(moment: int) -> str:
    """The ten characters of a ULID's time."""
    return "".join([_PAIRS[moment >> shift & 1023] for shift in _TIME_SHIFTS])


def table_of(row: Mapping[str, Any], heading: str | None) -> str | None:
    """The table that a row belongs to: what its fields say, else the heading that it stands under."""
    if heading is not None and heading not in KNOWN_TABLES:
        return heading
    if "deleted_at" in row and "quote" not in row:
        return TRASH
    if "quote" in row and "start" in row:
        return "annotations"
    if "data" in row and "kind" in row:
        return "decisions"
    if "source" in row and "target" in row:
        return "links"
    if row.keys() == {"revision"}:
        return REVISION
    return META if "schema" in row else heading


def check_table(table: str, row_id: str, row: Mapping[str, Any]) -> None:
    """Raise ``RowError`` where a row would be taken for one of another table when its file is read."""
    if table == REVISION or table_of(row, table) != table:
        raise RowError(f"record {row_id}: its fields are those of another table than {table}")


def row_id_of(ulid: str) -> str:
    """The number that a record's ULID is, as it stands in the file; raises ``RowError`` for what is none."""
    if not is_id(ulid):
        raise RowError(f"{ulid!r} is no ULID")
    return str(int(ulid.translate(_AS_PYTHON), 32))


def united(known: Tables, read: Tables) -> Tables:
    """What is known of a document, with what could be read of its damaged file; of two rows the newer one."""
    tables: Tables = copied(known)
    for table, rows in read.items():
        for row_id, row in rows.items():
            here = tables.setdefault(table, {}).get(row_id)
            buried = row_id in tables.get(TRASH, {}) and here is None
            if here != row and not buried:
                tables[table][row_id] = row if here is None else joined(here, row)
    return tables
