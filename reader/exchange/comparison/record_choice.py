"""What stands of one record that two sides have, had, or deleted: the same whichever side is first.

The rules are those of the store for merges in git and conflict copies (``record_merging.py``): what only one side
changed since the common ancestor is taken from that side, field by field; where both did, or no ancestor is known, the
later one stands, with both notes. A deletion counts if it is later, or if nobody edited the record since the ancestor.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from reader.model.annotation import Change, Record, table_name, to_fields
from reader.store.records.record_merging import as_read, changed_at, is_clash, merged, moment
from reader.system.json_text import json_text

SAME, ONE_ONLY, OTHER_ONLY = "the same in both", "only in the first", "only in the second"
JOINED, CONFLICT, DELETED = "joined field by field", "changed in both ways", "deleted"
#: Every kind of outcome of a record, in the order in which they are counted.
OUTCOMES = (SAME, ONE_ONLY, OTHER_ONLY, JOINED, CONFLICT, DELETED)


class Held(NamedTuple):
    """What a side has of one record: it, or the tombstone that it left; neither where the side does not know it."""

    record: Record | None
    grave: dict[str, Any] | None = None


class Choice(NamedTuple):
    """What comes of a record.

    Attributes:
        record: as it is to stand; None where it is deleted.
        grave: its tombstone, if it is deleted.
        lost: versions that gave way, which belong into the history.
        outcome: one of ``OUTCOMES``.
    """

    record: Record | None
    grave: dict[str, Any] | None
    lost: tuple[Record, ...]
    outcome: str


def chosen(base: Record | None, one: Held, other: Held, *, can_be_gone: tuple[bool, bool]) -> Choice:
    """What is to stand.

    Args:
        base: in the common ancestor; None where there is none, or it did not have the record.
        one, other: what each side has.
        can_be_gone: whether a side that does not know the record any more, though the ancestor did, has deleted it.
    """
    if one.record is not None and other.record is not None:
        return _of_both(base, one.record, other.record)
    for mine, their, is_gone, outcome in (
        (one, other, can_be_gone[1], ONE_ONLY),
        (other, one, can_be_gone[0], OTHER_ONLY),
    ):
        if mine.record is not None:
            return _of_one(base, mine.record, their.grave, outcome, is_gone=is_gone)
    graves = [held.grave for held in (one, other) if held.grave is not None]
    return Choice(None, max(graves, key=_rank_of_grave, default=None), (), DELETED)


def _of_both(base: Record | None, one: Record, other: Record) -> Choice:
    if as_read(one) == as_read(other):
        return Choice(one, None, (), SAME)
    first, second = sorted((one, other), key=_rank, reverse=True)
    if type(first) is not type(second):
        return Choice(first, None, (second,), CONFLICT)
    change = Change(base if type(base) is type(first) else None, first)
    kept = merged(change, second) or first
    is_conflict = change.before is None or is_clash(change, second)
    return Choice(kept, None, (second,) if is_conflict else (), CONFLICT if is_conflict else JOINED)


def _of_one(base: Record | None, mine: Record, grave: dict[str, Any] | None, outcome: str, *, is_gone: bool) -> Choice:
    """What one side has, and the other deleted, or does not know."""
    has_base = type(base) is type(mine)
    if grave is None and not (has_base and is_gone):
        return Choice(mine, None, (), outcome)
    if has_base:
        stays = merged(Change(base, None), mine) is not None
    else:
        stays = grave is None or changed_at(grave.get("deleted_at")) <= moment(mine.updated_at)
    if stays:
        return Choice(mine, None, (), CONFLICT if has_base else outcome)
    # a line that was taken out by hand says no date: any later change of the record brings it back
    made = grave or {"deleted_at": mine.updated_at, "table": table_name(mine)}
    return Choice(None, made, (mine,), DELETED)


def _rank(record: Record) -> tuple[Any, str]:
    """Orders two versions of a record: the later one is last; of two of one date, always the same."""
    return changed_at(record.updated_at), json_text(to_fields(record), sort_keys=True)


def _rank_of_grave(grave: dict[str, Any]) -> tuple[Any, str]:
    return changed_at(grave.get("deleted_at")), json_text(grave, sort_keys=True)
