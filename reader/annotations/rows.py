"""How records become rows of a document's tables, and rows records; what was deleted leaves a tombstone.

Pure: what is to be written comes out as row changes, each with the row before and after, so that it can be journalled,
taken back exactly, and read as history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reader.annotations.annotation import TABLES, Change, Record, now, record_from, table_name, to_fields
from reader.annotations.files import Tables
from reader.annotations.merging import as_read, is_clash, joined, merged, moment

#: Earlier hashes that are kept of one document, the newest last.
_HASHES = 200
_META, _TRASH = "_meta", "_trash"
#: Crockford's base 32, five bits a character: here rather than by the library, since a large file asks very often.
_DIGITS, _SHIFTS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", range(125, -1, -5)


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


def meta_of(tables: Tables) -> dict[str, Any]:
    """What the file says of its document; empty where it says nothing."""
    meta: dict[str, Any] = tables.get(_META, {}).get("1", {})
    return meta


def hashes_of(meta: Mapping[str, Any]) -> list[str]:
    """Every hash that the document has had, the newest last; what is none, from a hand or a stranger, is left out."""
    earlier = meta.get("hashes")
    found = [*(earlier if isinstance(earlier, list) else ()), meta.get("sha256")]
    return [one for one in found if isinstance(one, str) and one]


def records_of(tables: Tables, table: str, faults: list[RowError] | None = None) -> Iterator[Record]:
    """The records of one table, those left out that were deleted after they were last changed.

    Args:
        tables: of the document.
        table: which of them.
        faults: takes in what is wrong with the rows that are no records; the others are still given.

    Raises:
        RowError: a row is no record, and there is nothing that takes that in.
    """
    for row_id in tables.get(table, {}):
        try:
            record = record_of(tables, table, row_id)
        except RowError as fault:
            if faults is None:
                raise
            faults.append(fault)
            continue
        if record is not None:
            yield record


def left_out(name: str, faults: Sequence[RowError]) -> Iterator[str]:
    """What is said of rows that are no records, which stay as they are in the file of that name: one line, or none."""
    if faults:
        more = f", and {len(faults) - 1} more (nrc-reader check names each)" if faults[1:] else ""
        yield f"{name}: left out: {faults[0]}{more}"


def record_of(tables: Tables, table: str, row_id: str) -> Record | None:
    """The record of that row, None where there is none or a newer tombstone; raises ``RowError``."""
    row, tomb = tables.get(table, {}).get(row_id), tables.get(_TRASH, {}).get(row_id)
    if row is None or (tomb is not None and moment(tomb.get("deleted_at")) > moment(row.get("updated_at"))):
        return None
    return record_in(table, row_id, row)


def record_in(table: str, row_id: str, row: Mapping[str, Any]) -> Record:
    """The record that a row is; raises ``RowError``."""
    try:
        return record_from(table, identifier(row_id), row)
    except ValueError as error:
        raise RowError(f"record {row_id}: {error} (mend it, or delete its line)") from error


def tombstones(tables: Tables) -> dict[str, str]:
    """When each deleted record was deleted, by its id; what was brought back since is not among them."""
    found = {}
    for row_id, tomb in tables.get(_TRASH, {}).items():
        alive = [tables[name][row_id] for name in TABLES if row_id in tables.get(name, {})]
        if all(moment(row.get("updated_at")) < moment(tomb.get("deleted_at")) for row in alive):
            found[identifier(row_id)] = str(tomb.get("deleted_at") or "")
    return found


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
    before = tables.get(_META, {}).get("1")
    known = before or {}
    hashes = [one for one in hashes_of(known) if one != meta["sha256"]]
    fresh = {**known, **meta, "hashes": list(dict.fromkeys(hashes))[-_HASHES:]}
    return () if fresh == before else (RowChange(_META, "1", fresh, before),)


def asked_rows(tables: Tables, changes: Sequence[Change]) -> Outcome:
    """Merge the changes, in order, with what the tables hold.

    Raises:
        RowError: a row that is to be changed is no record.
    """
    asked: dict[tuple[str, str], Record | None] = {}
    there: dict[tuple[str, str], Record | None] = {}
    fresh: dict[tuple[str, str], Record | None] = {}
    buried: set[tuple[str, str]] = set()
    clash = False
    for change in changes:
        where = table_name(change.record), row_id_of(change.record.id)
        if where not in asked:
            there[where] = fresh[where] = record_of(tables, *where)
        asked[where] = change.after
        clash = clash or is_clash(change, fresh[where])
        fresh[where] = merged(change, fresh[where])
        (buried.add if change.after is None else buried.discard)(where)
    rows: list[RowChange] = []
    for (table, row_id), record in fresh.items():
        here = tables.get(table, {}).get(row_id)
        if record is not there[table, row_id] or (record is None and here is not None):
            rows.append(RowChange(table, row_id, None if record is None else to_fields(record), here))
        tomb = tables.get(_TRASH, {}).get(row_id)
        if record is not None:
            grave = None
        elif there[table, row_id] is not None or (table, row_id) in buried:
            grave = {"deleted_at": now(), "table": table}
        else:
            grave = tomb
        rows.append(RowChange(_TRASH, row_id, grave, tomb))
    changed = tuple(row for row in rows if row.new != row.old)
    return Outcome(changed, *_news(asked, fresh), is_clash=clash)


def taken_back(tables: Tables, done: Sequence[RowChange], changes: Sequence[Change]) -> Outcome:
    """Take back what a step did: each row that stands as the step left it is put back as it was, to the byte.

    What somebody has changed since is merged as any other change is, with ``changes`` as what is asked for. What the
    step had deleted, and somebody else brought back meanwhile, stands from now on because of this as well: its date
    says so, lest it goes when they take back their part.

    Args:
        tables: as they are now.
        done: the rows that the step wrote, in order.
        changes: what takes the step back, record by record.
    """
    first: dict[tuple[str, str], RowChange] = {}
    for row in done:
        where = row.table, row.row_id
        first[where] = RowChange(*where, row.new, first[where].old if where in first else row.old)
    back = [
        RowChange(table, row_id, row.old, row.new)
        for (table, row_id), row in first.items()
        if tables.get(table, {}).get(row_id) == row.new
    ]
    exact = {(row.table, row.row_id) for row in back}
    touched = {row.row_id for row in first.values() if row.table in TABLES and (row.table, row.row_id) not in exact}
    back = [row for row in back if row.row_id not in touched]  # a record and its tombstone go together
    taken = {row.row_id for row in back}
    rest = [one for one in changes if row_id_of(one.record.id) not in taken]
    outcome = asked_rows(tables, rest)
    outcome = outcome._replace(rows=(*outcome.rows, *_kept(tables, first.values(), outcome.rows)))
    after = applied({name: dict(rows) for name, rows in tables.items()}, [*back, *outcome.rows])
    if not meta_of(after) and any(after.get(name) for name in (*TABLES, _TRASH)):
        back = [row for row in back if row.table != _META]  # the document holds more than what is taken back
    rows = tuple(row for row in (*back, *outcome.rows) if row.new != row.old)
    asked = {(table_name(one.record), row_id_of(one.record.id)): one.after for one in changes}
    fresh = {where: record_of(after, *where) for where in asked}
    return Outcome(rows, _news(asked, fresh)[0], outcome.lost, outcome.is_clash)


def _kept(tables: Tables, done: Iterable[RowChange], written: Sequence[RowChange]) -> Iterator[RowChange]:
    """Rows that a step deleted and that somebody else has brought back otherwise, with the date of now."""
    known = {(row.table, row.row_id) for row in written}
    for table, row_id, new, old in done:
        here = tables.get(table, {}).get(row_id)
        if table in TABLES and new is None and here not in (None, old) and (table, row_id) not in known:
            yield RowChange(table, row_id, {**here, "updated_at": now()}, here)


def rebased(there: Tables, mine: Iterable[RowChange]) -> Tables:
    """A file that somebody else wrote, with what the journal holds beside it: merged record by record.

    Args:
        there: the file's tables; left as they are.
        mine: the journal's rows, in order.
    """
    tables: Tables = {name: dict(rows) for name, rows in there.items()}
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


def _news(
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


def identifier(row_id: str) -> str:
    """The ULID that a row's number is; raises ``ValueError`` where it is too large for one."""
    number = int(row_id)
    if number >= 1 << 128:
        raise ValueError("its id is too large for a ULID")
    return "".join([_DIGITS[number >> shift & 31] for shift in _SHIFTS])


def row_id_of(ulid: str) -> str:
    """The number that a record's ULID is, as it stands in the file."""
    from ulid import ULID

    return str(int(ULID.from_str(ulid)))


def united(known: Tables, read: Tables) -> Tables:
    """What is known of a document, with what could be read of its damaged file; of two rows the newer one."""
    tables: Tables = {name: dict(rows) for name, rows in known.items()}
    for table, rows in read.items():
        for row_id, row in rows.items():
            here = tables.setdefault(table, {}).get(row_id)
            buried = row_id in tables.get(_TRASH, {}) and here is None
            if here != row and not buried:
                tables[table][row_id] = row if here is None else joined(here, row)
    return tables
