"""Whose words stand where two people changed one record: nothing that somebody wrote since is overwritten unseen.

What only one side changed, since both had the same, is taken from that side; where both did, the newer one wins, and
a note that loses is kept below the one that wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from reader.model.annotation import Annotation, Change, Record, record_from, table_name, to_fields

#: What says where an annotation sits: one thing, changed as one.
_ANCHOR = ("start", "end", "quote", "prefix", "suffix", "source_start", "source_end", "anchor")


_EARLIEST = datetime.min.replace(tzinfo=UTC)
#: How fast a clock may be.
_FAST = timedelta(days=1)


def moment(date: object) -> datetime:
    """An ISO 8601 date to compare; the earliest there is for what is none."""
    return _moment(str(date))


@lru_cache(maxsize=1024)
def _moment(date: str) -> datetime:
    try:
        found = datetime.fromisoformat(date)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return _EARLIEST


def is_to_come(date: object) -> bool:
    """Whether a date is more than a day from now, as no clock that is only a little fast would write it."""
    found = moment(date)
    return found > _EARLIEST and found - datetime.now(UTC) > _FAST


def changed_at(date: object) -> datetime:
    """When a record was changed or deleted, to compare; a date that is yet to come is none.

    Who writes one would win against everybody who writes the right one, for years.
    """
    return _EARLIEST if is_to_come(date) else moment(date)


def merged(change: Change, there: Record | None) -> Record | None:
    """What is to stand in the file.

    Args:
        change: as somebody made it, ``before`` as they saw it.
        there: what the file holds now, None where it holds nothing.

    Returns:
        ``change.after`` where nobody else changed the record. A deletion leaves what somebody has edited since; an
        edit brings back what somebody has deleted, but finding a passage again in a changed text does not.
    """
    before, after = change
    if before is not None and there is not None and type(before) is not type(there):
        return there
    if after is None:
        return there if there is not None and before is not None and words_of(before) != words_of(there) else None
    if _is_move(change):
        return there and _moved(there, change)
    if there is None or (before is not None and as_read(before) == as_read(there)):
        return after
    return _of_both(None if before is None else as_read(before), after, there)


def withdrawn(change: Change, there: Record | None, *, was_brought_back: bool = False) -> Record | None:
    """What is to stand where a step is taken back: what of it somebody has changed since, or taken out, stays so.

    Args:
        change: from the record as the step left it to the record as it was before.
        there: what the file holds now, None where it holds nothing.
        was_brought_back: the step made again what somebody had deleted; if anybody has taken that deletion back since,
            the record stands because of that too, and its date says so.

    Returns:
        ``there`` where nothing is left of the step.
    """
    left, before = change
    if left is None:
        return before if there is None else there
    if there is None or type(left) is not type(there):
        return there
    if before is None:
        return None if _is_left(left, there, was_brought_back) else there
    was, old, here = (as_read(one) for one in (left, before, there))
    result = dict(here)
    for group in _groups(was, old, here):
        if _only(group, here) == _only(group, was):
            result = {name: value for name, value in result.items() if name not in group} | _only(group, old)
    return there if result == here else record_from(table_name(there), there.id, result)


def _is_left(left: Record, there: Record, is_strict: bool) -> bool:
    """Whether a record says what a step left, wherever its passage was found again; who moved it has changed it."""
    was, here = words_of(left), words_of(there)
    if is_strict or not isinstance(left, Annotation):
        return was == here if is_strict else _undated(was) == _undated(here)
    is_found_again = was.get("updated_at") == here.get("updated_at")
    places = [_only(_ANCHOR, as_read(one)) for one in (left, there)]
    return _undated(was) == _undated(here) and (is_found_again or places[0] == places[1])


def _undated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without the date, which changes that were taken back may have left as it is."""
    return {name: value for name, value in values.items() if name != "updated_at"}


def is_clash(change: Change, there: Record | None) -> bool:
    """Whether somebody else has changed the same of a record in another way, or deleted what is edited here."""
    before, after = change
    if before is None or type(before) is not type(there if there is not None else before) or _is_move(change):
        return False
    if after is None or there is None:
        return (after is None) != (there is None) and (there is None or words_of(before) != words_of(there))
    was, mine, theirs = as_read(before), as_read(after), as_read(there)
    names = {*was, *mine, *theirs} - {"updated_at"}
    sides = [(was.get(name), mine.get(name), theirs.get(name)) for name in names]
    return any(old != my and old != their and my != their for old, my, their in sides)


def joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """One row of two with the same id, as a merge in git leaves them: the newer one, and both notes if both wrote."""
    older, newer = sorted((one, other), key=lambda row: changed_at(row.get("updated_at") or row.get("deleted_at")))
    notes = [row.get("note") if row.get("updated_at") != row.get("created_at") else "" for row in (newer, older)]
    if not (isinstance(notes[0], str) and isinstance(notes[1], str)):
        return dict(newer)
    return {**newer, "note": _both_notes(newer, older)} if all(notes) else dict(newer)


def as_read(record: Record) -> dict[str, Any]:
    """The fields as they come back from a file, so that what was made safe on its way is not taken for a change."""
    values = to_fields(record)
    try:
        read = record_from(table_name(record), record.id, values)
    except ValueError:
        return values
    return to_fields(read)


def words_of(record: Record) -> dict[str, Any]:
    """What a person wrote: the fields without the anchor, unless the person moved it, which ``updated_at`` tells."""
    return {name: value for name, value in as_read(record).items() if name not in _ANCHOR}


def _is_move(change: Change) -> bool:
    """Whether only the anchor changed, and nobody did it: the passage was found again in a changed text."""
    before, after = change
    if not isinstance(before, Annotation) or not isinstance(after, Annotation):
        return False
    return before != after and words_of(before) == words_of(after)


def _moved(there: Record, change: Change) -> Record:
    """The record with its new anchor, unless somebody else has given it another one."""
    old, new = (as_read(record) for record in change if record is not None)
    here = as_read(there)
    if not isinstance(there, Annotation) or any(here[name] != old[name] for name in _ANCHOR):
        return there
    return replace(there, **{name: new[name] for name in _ANCHOR})


def _of_both(base: dict[str, Any] | None, after: Record, there: Record) -> Record:
    """The record as both changed it; with no base, one side as it is, and the other's note."""
    mine, theirs = as_read(after), as_read(there)
    mine_wins = changed_at(mine.get("updated_at")) >= changed_at(theirs.get("updated_at"))
    newer, older = (mine, theirs) if mine_wins else (theirs, mine)
    if base is None:
        result = dict(newer)
    else:
        result = {}
        for group in _groups(base, mine, theirs):
            was, is_mine, is_theirs = (_only(group, side) for side in (base, mine, theirs))
            result |= is_theirs if is_mine == was else is_mine if is_theirs == was else _only(group, newer)
        result["updated_at"] = newer["updated_at"]
    if not isinstance(after, Annotation):
        return record_from(table_name(after), after.id, result)
    notes = [side["note"] for side in (newer, older)]
    if (base is None or base.get("note") not in notes) and all(notes):
        result["note"] = _both_notes(newer, older)
    return record_from("annotations", after.id, result)


def _groups(*sides: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The names of the fields, those together that are changed as one."""
    return [_ANCHOR, *((name,) for name in sorted({name for side in sides for name in side} - {*_ANCHOR}))]


def _only(names: tuple[str, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _both_notes(newer: Mapping[str, Any], older: Mapping[str, Any]) -> str:
    """The newer note, and the older one below it unless it says nothing more."""
    first, second = str(newer["note"]), str(older["note"])
    if second in first or first in second:
        return max(first, second, key=len)
    names = [str(row.get("annotator") or "") for row in (newer, older)]
    by = (
        f"by {names[1]}" if names[1] and names[0] != names[1] else "elsewhere"
    )  # a record says who tagged, not who wrote
    return f"{first}\n--- also written {by} at {older.get('updated_at') or 'an unknown time'} ---\n{second}"
