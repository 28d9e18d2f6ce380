"""Which lines of a journal go to the end of the history, and with what before them."""

from __future__ import annotations

from collections.abc import Sequence

from reader.store.files import journal
from reader.store.files.journal import JournalLine, Marker, Whole
from reader.store.records.record_rows import RowChange, Tables, applied, copied
from reader.store.records.transaction import Transaction


def fresh_lines(lines: Sequence[JournalLine], tail: Sequence[bytes], tables: Tables) -> list[bytes]:
    """The lines that the history does not have yet, without their ends.

    Args:
        lines: the undamaged lines of the journal.
        tail: the last lines of the history, at least one, which is empty where there is none.
        tables: the document after all lines; where there is no history, it opens with what they were before.
    """
    there = set(tail)
    first = max((at for at, line in enumerate(lines) if _is_in(line, there)), default=-1) + 1
    fresh = [line.data for line in lines[first:]]
    if fresh and _is_same_file(fresh[0], tail[-1]):
        del fresh[0]
    if list(tail) == [b""] and lines and lines[0].item != Marker(""):
        base: Tables = copied(tables)
        for one in reversed([line.item for line in lines]):
            if isinstance(one, Transaction):
                applied(base, [RowChange(row.table, row.row_id, row.old, row.new) for row in reversed(one.rows)])
        fresh.insert(0, journal.line_of(Whole(base)).rstrip(b"\n"))
    return fresh


def _is_same_file(line: bytes, last: bytes) -> bool:
    one, other = journal.item_in(line), journal.item_in(last)
    return isinstance(one, Marker) and isinstance(other, Marker) and one.snapshot == other.snapshot


def _is_in(line: JournalLine, known: set[bytes]) -> bool:
    return isinstance(line.item, Transaction) and line.data in known
