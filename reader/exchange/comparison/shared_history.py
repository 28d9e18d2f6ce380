"""The last state that two folders of one store had in common, by the histories that both have: one is a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.exchange.comparison.side import SideDocument
from reader.model.annotation import TABLES, Record
from reader.store.records.record_rows import META, RowError, Tables, applied, record_of
from reader.store.records.transaction import Transaction


def shared_state(one: SideDocument, other: SideDocument) -> SideDocument | None:
    """A document as it was before the two went different ways; None where their histories do not tell.

    What is in a history is never written again, so a beginning that both have is what they have in common.
    """
    ours, theirs = one.history(), other.history()
    tables: Tables = {}
    count = 0
    for mine, their in zip(ours, theirs, strict=False):
        if mine != their:
            break
        applied(tables, mine.rows)
        count += 1
    if not count or not _is_beginning(ours):
        return None
    records: dict[str, Record] = {}
    for table in TABLES:
        for row_id in tables.get(table, {}):
            try:
                record = record_of(tables, table, row_id)
            except RowError:
                return None
            if record is not None:
                records[record.id] = record
    meta = tables.get(META, {}).get("1", {})
    return SideDocument(replace(one.document, sha256=str(meta.get("sha256", ""))), records, meta=meta)


def _is_beginning(history: Sequence[Transaction]) -> bool:
    """Whether it begins with the document itself: an earlier part may be missing, or the file was there before."""
    return any(row.table == META and row.old is None for row in history[0].rows)
