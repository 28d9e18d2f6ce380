"""What takes a step back: pure, from the rows that it wrote and the rows that stand now to the rows that are to stand.

To the byte where nobody has been there since, and otherwise only what still is as the step left it: nothing that
somebody else has changed, deleted or brought back since is changed with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reader.model.annotation import TABLES, Change, Record, now, table_name
from reader.store.records.record_merging import withdrawn
from reader.store.records.record_rows import (
    META,
    TRASH,
    Outcome,
    RowChange,
    Tables,
    applied,
    copied,
    meta_of,
    news_of,
    record_of,
    row_id_of,
    rows_for,
)


def taken_back(tables: Tables, done: Sequence[RowChange], changes: Sequence[Change]) -> Outcome:
    """Take back what a step did: each row that stands as the step left it is put back as it was, to the byte.

    Of what somebody has changed since, that stays which they changed (see ``withdrawn``). What the step had deleted,
    and somebody else brought back meanwhile, stands from now on because of this as well: its date says so, lest it
    goes when they take back their part.

    Args:
        tables: as they are now.
        done: the rows that the step wrote, in order; none where that is not known.
        changes: what takes the step back, record by record.

    Raises:
        RowError: a row that is to be changed is no record.
    """
    first: dict[tuple[str, str], RowChange] = {}
    for row in done:
        where = row.table, row.row_id
        first[where] = RowChange(*where, row.new, first[where].old if where in first else row.old)
    back = _exactly_back(tables, first)
    taken = {row.row_id for row in back}
    rest = [one for one in changes if row_id_of(one.record.id) not in taken]
    unburied = {row.row_id for row in first.values() if row.table == TRASH and row.old is not None}
    rows = _partly_back(tables, rest, unburied)
    rows = (*rows, *_kept(tables, first.values(), rows))
    back = list(_seen(tables, back, rows))
    after = applied(copied(tables), [*back, *rows])
    if not meta_of(after) and any(after.get(name) for name in (*TABLES, TRASH)):
        back = [row for row in back if row.table != META]  # the document holds more than what is taken back
    asked = {(table_name(one.record), row_id_of(one.record.id)): one.after for one in changes}
    fresh = {where: record_of(after, *where) for where in asked}
    return Outcome(tuple(row for row in (*back, *rows) if row.new != row.old), news_of(asked, fresh)[0])


def _exactly_back(tables: Tables, first: Mapping[tuple[str, str], RowChange]) -> list[RowChange]:
    """What puts back the rows that stand as a step left them; a record and its tombstone go together."""
    exact = [row for row in first.values() if tables.get(row.table, {}).get(row.row_id) == row.new]
    standing = {(row.table, row.row_id) for row in exact}
    touched = {row.row_id for where, row in first.items() if row.table in TABLES and where not in standing}
    back = [RowChange(*row[:2], row.old, row.new) for row in exact if row.row_id not in touched]
    buried = (row for where, row in first.items() if row.table == TRASH and where not in standing)
    # A record that was buried anew since, as earlier versions did, comes back all the same.
    anew = (row for row in buried if row.row_id not in touched)
    return [*back, *(RowChange(TRASH, row.row_id, row.old, tables.get(TRASH, {}).get(row.row_id)) for row in anew)]


def _seen(tables: Tables, back: Sequence[RowChange], rows: Sequence[RowChange]) -> Iterator[RowChange]:
    """What puts rows back, without tombstones of records that are to stand: each would hide its record.

    Somebody may have brought a record back, or deleted it once more, since the step that is taken back.
    """
    after = applied(copied(tables), [*back, *rows])
    standing = {row.row_id for row in back if any(row.row_id in after.get(name, {}) for name in TABLES)}
    hidden = {row_id for row_id in standing if row_id in after.get(TRASH, {})}
    yield from (row for row in back if row.table != TRASH or row.row_id not in hidden)
    graves = tables.get(TRASH, {})
    yield from (RowChange(TRASH, row_id, None, graves[row_id]) for row_id in sorted(hidden) if row_id in graves)


def _partly_back(tables: Tables, changes: Iterable[Change], unburied: Collection[str]) -> tuple[RowChange, ...]:
    """The rows where a step is taken back that does not stand as it was; ``unburied``: by row id."""
    there: dict[tuple[str, str], Record | None] = {}
    fresh: dict[tuple[str, str], Record | None] = {}
    for change in changes:
        where = table_name(change.record), row_id_of(change.record.id)
        if where not in fresh:
            there[where] = fresh[where] = record_of(tables, *where)
        fresh[where] = withdrawn(change, fresh[where], was_brought_back=where[1] in unburied)
    changed = {where: record for where, record in fresh.items() if record is not there[where]}
    return rows_for(tables, there, changed, ())


def _kept(tables: Tables, done: Iterable[RowChange], written: Sequence[RowChange]) -> Iterator[RowChange]:
    """Rows that a step deleted and that somebody else has brought back otherwise, with the date of now."""
    known = {(row.table, row.row_id) for row in written}
    for table, row_id, new, old in done:
        here = tables.get(table, {}).get(row_id)
        if table in TABLES and new is None and here not in (None, old) and (table, row_id) not in known:
            yield RowChange(table, row_id, {**here, "updated_at": now()}, here)
