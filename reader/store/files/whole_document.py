"""Puts a document with all its history into a folder that does not have it, as a copy of another store is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader.store.files import journal
from reader.store.files.document_reader import DocumentReader
from reader.store.files.document_writer import FileText
from reader.store.files.journal import Item, Marker, Whole
from reader.store.history.history_replay import story_of
from reader.store.records.record_rows import RowChange, Tables, applied, copied, difference
from reader.store.records.transaction import Transaction
from reader.store.store_folder import hidden_path
from reader.store.store_protocol import StoreError


def put_whole(folder: Path, hidden: Path, key: str, tables: Tables, past: Sequence[Transaction]) -> None:
    """Write a document's history, then its file; where that is cut off, the history brings the file back.

    Args:
        folder, hidden: the store's, which are there.
        key: of the document.
        tables: what it holds.
        past: what was written into it, in order; where it does not begin with the beginning, what it was before is
            reckoned back.

    Raises:
        StoreError: the folder has it already.
        OSError: it cannot be written.
    """
    there = DocumentReader(folder, hidden, key)
    if any(path.exists() for path in (there.file, there.journal, there.history)):
        raise StoreError(f"{there.file}: is there already (it is not written over)")
    file = FileText(tables)
    base = beginning(tables, past)
    items: list[Item] = [Whole(base) if base else Marker(""), *past, file.marker]
    hidden_path(hidden, "history").make_folder()
    there.history.write(b"".join(journal.line_of(one) for one in items))
    if file.data is not None:
        there.file.write(file.data)


def beginning(tables: Tables, past: Sequence[Transaction]) -> Tables:
    """What a document was before anything is known of it; nothing where its history leads to what it holds."""
    if not difference(story_of(past).tables, tables):
        return {}
    base = copied(tables)
    for one in reversed(past):
        applied(base, [RowChange(row.table, row.row_id, row.old, row.new) for row in reversed(one.rows)])
    return {name: rows for name, rows in base.items() if rows}
