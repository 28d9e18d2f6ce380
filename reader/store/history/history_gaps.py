"""Gaps in a history: what shows that lines of it are missing, and what a backup can add to those that are left.

Only what is certain is called a gap. A history begins with nothing or with a whole document, and every move of lines
from the journal ends with the name of a file. A move that was cut off by a kill is no gap: the journal has its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.model.annotation import TABLES
from reader.store.files.journal import Item, JournalLines, Marker, Whole, replayed
from reader.store.records.record_rows import META, TRASH, Tables, later, united
from reader.store.records.transaction import Transaction


class Gap(NamedTuple):
    """What is missing of a history.

    Attributes:
        what: which part, for people.
        is_at_end: whether what is written from now on can follow what is left.
    """

    what: str
    is_at_end: bool = True


def gap_in(history: JournalLines, journal: JournalLines, *, is_there: bool) -> Gap | None:
    """What is missing of a history, None where nothing is known to be.

    Args:
        history: its lines.
        journal: the lines of the document's journal.
        is_there: whether there is a file of the history at all.
    """
    if history.lines and not begins(history.items):
        return Gap("the beginning of its history is cut off", is_at_end=False)
    if not is_there or _is_moving(history, journal):
        return None
    if not history.lines:
        return Gap("no line of its history can be read")
    is_empty = all(isinstance(item, Marker) for item in history.items)
    if history.half or is_empty or not isinstance(history.lines[-1].item, Marker):
        return Gap("the end of its history is cut off")
    return None


def begins(items: Sequence[Item]) -> bool:
    """Whether lines tell all that happened: they begin with no document, with a whole one, or by making one."""
    if not items:
        return False
    first = items[0]
    if isinstance(first, Transaction):
        return any(row.table == META for row in first.rows) and all(row.old is None for row in first.rows)
    return isinstance(first, Whole) or first == Marker("")


def _is_moving(history: JournalLines, journal: JournalLines) -> bool:
    """Whether the journal has the end of the history too: lines were being moved when the program was stopped.

    After a power cut the end of a file may be NULs.
    """
    half = history.half.rstrip(b"\0")
    if half:
        return any(line.data.startswith(half) for line in journal.lines)
    if history.half or all(isinstance(item, Marker) for item in history.items):
        return bool(journal.transactions)
    return history.lines[-1].data in {line.data for line in journal.lines}


def completed(known: Sequence[Item], backup: Tables) -> Tables | None:
    """What a history says with what a backup adds to it; None where the history has all that the backup holds.

    The history has it all if the document was at some time what the backup holds. Else lines are missing: a record
    that the history does not name is taken from the backup, and of two states of one record the newer one.
    """
    tables: Tables = {}
    rows = {(name, row_id): row for name, each in backup.items() for row_id, row in each.items()}
    differing = set(rows)
    for item in known:
        tables = replayed(tables, [item])
        if isinstance(item, Transaction):
            touched = {(row.table, row.row_id) for row in item.rows}
        elif isinstance(item, Whole):
            touched = {(name, row_id) for name, each in tables.items() for row_id in each} | set(rows)
        else:
            continue
        for name, row_id in touched:
            is_other = tables.get(name, {}).get(row_id) != rows.get((name, row_id))
            (differing.add if is_other else differing.discard)((name, row_id))
        if not differing:
            return None
    written = [row for one in known if isinstance(one, Transaction) for row in one.rows]
    found = united(tables, later(backup, written))
    for row_id in backup.get(TRASH, {}).keys() - tables.get(TRASH, {}).keys():
        for name in TABLES:  # deleted in a line that is missing
            if row_id not in backup.get(name, {}):
                found.get(name, {}).pop(row_id, None)
    return found
