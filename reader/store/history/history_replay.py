"""What a history says when it is told from its beginning: whether it leads to what a document holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reader.store.files import journal
from reader.store.files.journal import Item
from reader.store.records.record_rows import Tables
from reader.store.records.transaction import Transaction


class HistoryReplay(NamedTuple):
    """What a history says: the tables that it leads to, and the transactions that did not find what they say."""

    tables: Tables
    loose: list[Transaction]


def story_of(items: Iterable[Item]) -> HistoryReplay:
    """What the lines say, one after the other."""
    tables: Tables = {}
    loose: list[Transaction] = []
    for one in items:
        if isinstance(one, Transaction):
            before = [tables.get(row.table, {}).get(row.row_id) for row in one.rows]
            if before != [row.old for row in one.rows]:
                loose.append(one)
        tables = journal.replayed(tables, [one])
    return HistoryReplay(tables, loose)
