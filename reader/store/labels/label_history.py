"""What was done to the labels of a store in a folder, in the order of everything that is written into it.

It lies in the hidden folder, as the histories of documents do: without it nothing that was done to labels can be taken
back. A line is kept before the labels are written: one of which nothing came takes nothing back either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reader.model.act import Act
from reader.store.files import journal
from reader.store.files.write_sequence import Stamp
from reader.store.records.record_rows import RowChange
from reader.store.records.transaction import Transaction
from reader.store.store_folder import hidden_path

#: Of the file.
NAME = "label-history.jsonl"


class LabelHistory:
    """The history of a store's labels.

    Args:
        hidden: the store's hidden folder.
        stamp: gives the next number, larger than the one given.
    """

    def __init__(self, hidden: Path, stamp: Callable[[int], Stamp]) -> None:
        self._path = hidden_path(hidden, NAME)
        self._stamp = stamp

    def transactions(self) -> list[Transaction]:
        """Everything, in order; nothing where it cannot be read."""
        try:
            return journal.read_lines(self._path).transactions
        except OSError:
            return []

    def keep(self, act: Act, rows: Sequence[RowChange]) -> None:
        """Add what is about to be written, on disk; raises ``OSError``."""
        lines = journal.read_lines(self._path)
        number, at, since = self._stamp(max((one.number for one in lines.transactions), default=0))
        line = journal.line_of(Transaction(tuple(rows), at, act, seq=number, since=since))
        journal.append(self._path, line, lines.length)
