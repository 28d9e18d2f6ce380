"""What comes of a store file that somebody else wrote: its own changes, and what was saved since it was made.

The file may be a copy of an earlier state. Which one it was made from, it says itself, or its hash says, or else the
state says that is most like it. What differs from that state in the file, somebody changed there, and it is taken.
What differs from that state in what is known here was saved since, and stays. Where both changed the same, what was
saved stays, and both notes. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reader.model.annotation import TABLES, Change, now, to_fields
from reader.store.files import journal
from reader.store.files.journal import Item, Marker, Whole
from reader.store.records.record_merging import changed_at, is_clash, merged
from reader.store.records.record_rows import (
    META,
    TRASH,
    RowChange,
    RowError,
    Tables,
    applied,
    copied,
    difference,
    hashes_of,
    record_in,
)
from reader.store.records.transaction import Transaction


class Base(NamedTuple):
    """The state that a file was made from.

    Attributes:
        tables: as they were then; none where no state is known.
        at: how many of the items are of that state or before it.
        is_sure: what is missing in the file and was in that state, was deleted in the file.
    """

    tables: Tables
    at: int
    is_sure: bool


class Threeway(NamedTuple):
    """What comes of three states.

    Attributes:
        tables: what is to stand.
        lost: rows of the file that gave way to what was saved since.
        kept: records that were saved since and that the file alone would have taken away or back.
        taken: records that the file changes.
    """

    tables: Tables
    lost: tuple[RowChange, ...]
    kept: int
    taken: int


def base_of(items: Sequence[Item], theirs: Tables, digest: str, revision: str) -> Base:
    """The state that a file was made from.

    Args:
        items: everything that was ever written into the document, as far as it is known, in order.
        theirs: what the file holds.
        digest: the file's SHA-256.
        revision: the states that the file names.
    """
    at, is_sure = _named(items, digest, revision), True
    if at < 0:
        at = _most_like(items, theirs)
        is_sure = at >= 0 and not revision and items[0] == Marker("")  # an older state may have been forgotten
    return Base(journal.replayed({}, items[: at + 1]), at + 1, is_sure)


def _named(items: Sequence[Item], digest: str, revision: str) -> int:
    """Where the state lies that the file is, else that it names, else the last one of those that it names; or -1."""
    names = revision.split()
    found = [-1, -1, -1]
    for at, item in enumerate(items):
        if isinstance(item, Marker) and item.snapshot:
            found[0] = at if item.snapshot == digest else found[0]
            found[1] = at if names and item.revision == revision else found[1]
            found[2] = at if item.revision in names else found[2]
    return next((at for at in found if at >= 0), -1)


def _most_like(items: Sequence[Item], theirs: Tables) -> int:
    """Where the state lies that differs least from the file, of equal ones the first; -1 where no state is known."""
    tables: Tables = {}
    weight = _distance(tables, theirs)
    best, least = -1, 0
    for at, item in enumerate(items):
        if isinstance(item, Transaction):
            for row in item.rows:
                there = theirs.get(row.table, {}).get(row.row_id)
                here = tables.get(row.table, {}).get(row.row_id)
                weight += _weight(row.new, there) - _weight(here, there)
                applied(tables, [row])
        elif isinstance(item, Whole):
            tables = journal.replayed({}, [item])
            weight = _distance(tables, theirs)
        elif best < 0 or weight < least:
            best, least = at, weight
    return best


def _distance(here: Tables, there: Tables) -> int:
    return sum(_weight(row.old, row.new) for row in difference(here, there))


def _weight(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> int:
    """How far two rows are from each other; who edits a file by hand does not change the date in it."""
    if one == other:
        return 0
    return 1 if one and other and one.get("updated_at") == other.get("updated_at") else 2


def threeway(base: Base, ours: Tables, theirs: Tables) -> Threeway:
    """What is to stand; the tables given stay as they are.

    Args:
        base: the state that the file was made from.
        ours: what is known here, with all that was saved since.
        theirs: what the file holds.
    """
    tables: Tables = copied(ours)
    lost: list[RowChange] = []
    edits = [row for row in difference(base.tables, theirs) if row.table not in (META, TRASH)]
    for edit in edits:
        here = ours.get(edit.table, {}).get(edit.row_id)
        if here == edit.new or not (base.is_sure or _is_newer(edit, ours, theirs)):
            continue
        rows, gives_way = _decided(edit, here, ours, theirs)
        applied(tables, rows)
        lost += gives_way
    graves = [row for row in difference(base.tables, theirs) if row.table == TRASH]
    applied(tables, _buried(graves, base.tables, tables))
    applied(tables, _described(base.tables, ours, theirs))
    kept = {(row.table, row.row_id) for row in difference(base.tables, ours) if row.table not in (META, TRASH)}
    differing = {(row.table, row.row_id) for row in difference(theirs, tables)}
    taken = {(row.table, row.row_id) for row in difference(ours, tables) if row.table not in (META, TRASH)}
    return Threeway(tables, tuple(lost), len(kept & differing), len(taken))


def _is_newer(edit: RowChange, ours: Tables, theirs: Tables) -> bool:
    """Whether a row is no older one, in a file of which it is not sure what it was made from."""
    if edit.new is None:
        return edit.row_id in theirs.get(TRASH, {})
    here, grave = ours.get(edit.table, {}).get(edit.row_id), ours.get(TRASH, {}).get(edit.row_id)
    known = [
        changed_at(row.get(name)) for row, name in ((here, "updated_at"), (grave, "deleted_at")) if row is not None
    ]
    return all(changed_at(edit.new.get("updated_at")) >= one for one in known)


def _decided(
    edit: RowChange, here: dict[str, Any] | None, ours: Tables, theirs: Tables
) -> tuple[list[RowChange], list[RowChange]]:
    """What is to be written of one row that the file changes; and what of the file gives way to what is here."""
    table, row_id, new, old = edit
    grave = ours.get(TRASH, {}).get(row_id)
    if here == old:
        rows = [RowChange(table, row_id, new, here)]
        if new is None and table in TABLES:
            fresh = theirs.get(TRASH, {}).get(row_id) or {"deleted_at": now(), "table": table}
            rows.append(RowChange(TRASH, row_id, fresh, grave))
        return rows, []
    if new is None:
        return [], []  # changed since: that stays
    gives_way = [RowChange(table, row_id, new, None)]
    if table not in TABLES or here is None:
        return [], gives_way
    try:
        change = Change(None if old is None else record_in(table, row_id, old), record_in(table, row_id, new))
        there = record_in(table, row_id, here)
        kept = merged(change, there) or there
    except (RowError, ValueError):
        return [], gives_way
    rows = [] if kept == there else [RowChange(table, row_id, to_fields(kept), here)]
    return rows, gives_way if is_clash(change, there) else []


def _buried(graves: Sequence[RowChange], base: Tables, tables: Tables) -> Iterator[RowChange]:
    """The tombstones that the file makes or takes away, where that goes with the records that are to stand."""
    for table, row_id, new, old in graves:
        here = tables.get(table, {}).get(row_id)
        stands = [row for name in TABLES if (row := tables.get(name, {}).get(row_id)) is not None]
        was = [row for name in TABLES if (row := base.get(name, {}).get(row_id)) is not None]
        if new is None:
            is_meant = here == old and bool(stands)
        else:
            is_meant = here in (None, old) and (not stands or stands == was)
        if is_meant:
            yield RowChange(table, row_id, new, here)


def _described(base: Tables, ours: Tables, theirs: Tables) -> Iterator[RowChange]:
    """What is said of the document: a field that only the file changes is taken; every hash that it had is kept."""
    was, here, there = (tables.get(META, {}).get("1") or {} for tables in (base, ours, theirs))
    if not there:
        return
    fresh = {name: value for name, value in there.items() if value != was.get(name) and here.get(name) == was.get(name)}
    if not here or not isinstance(there.get("schema"), int) or there["schema"] > here.get("schema", 0):
        fresh |= {"schema": there["schema"]} if "schema" in there else {}
    found = {**here, **fresh}
    known = hashes_of(here)
    hashes = [*(one for one in hashes_of(there) if one not in known), *known]
    if hashes := [one for one in hashes if one != found.get("sha256")]:
        found["hashes"] = list(dict.fromkeys(hashes))
    if found != here:
        yield RowChange(META, "1", found, here or None)
