"""A document of a store's folder for TinyDB: a transaction is one line of its journal, locked and on disk at once.

``TinyDB(path)`` opens the same file too, but writes past the journal and without a lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reader.model.act import Act
from reader.store.files.document_state import State
from reader.store.files.open_documents import OpenDocuments
from reader.store.records.document_database import DocumentStorage, Edits
from reader.store.records.record_rows import RowChange, Tables
from reader.store.records.transaction import Transaction


class JournalStorage(DocumentStorage):
    """One document.

    Args:
        documents: those of the store.
        key: names it.
        is_new_here: whether somebody has it on the screen who does not know that it is in the store: what is there
            already, others wrote.
    """

    def __init__(self, documents: OpenDocuments, key: str, *, is_new_here: bool = False) -> None:
        super().__init__()
        self._documents = documents
        self.writer = documents.writer(key)
        self._is_new_here = is_new_here
        self._pinned: State | None = None
        self._known: State | None = None

    def tables(self) -> Tables:
        """See ``DocumentStorage``; what is in memory is read again where it is not what is on disk.

        Raises:
            StoreError: it cannot be read.
        """
        if self._pinned is not None:
            return self._pinned.tables
        for state in (self.writer.state, self._known):
            if state is not None and self.writer.is_fresh(state):
                return state.tables
        self._known = self._documents.read(self.writer)
        self._documents.hand_over(self.writer, self._known)
        return self._known.tables

    @contextmanager
    def snapshot(self, *, keep: bool = False) -> Iterator[State]:
        """See ``DocumentStorage``; raises ``StoreError`` where it cannot be read."""
        self.writer.is_used = self.writer.is_used or keep
        self.writer.is_kept = self.writer.is_kept or keep
        state = self._pinned = self._documents.read(self.writer)
        try:
            yield state
        finally:
            self._pinned = None
        self._documents.hand_over(self.writer, state)

    def history(self) -> Iterator[Transaction]:
        """See ``DocumentStorage``, as far as it is kept."""
        return (line.item for line in self.writer.past() if isinstance(line.item, Transaction))

    def backwards(self) -> Iterator[Transaction]:
        """See ``DocumentStorage``, as far as it is kept."""
        from reader.store.history.timeline import backwards

        return backwards(self._documents.hidden, self.writer.key)

    def rows_of(self, step: str) -> Sequence[RowChange]:
        """See ``DocumentStorage``."""
        return self.writer.rows_of(step)

    @contextmanager
    def _writing(self, act: Act, *, is_told: bool) -> Iterator[Edits]:
        """See ``DocumentStorage``.

        Raises:
            StoreError: it cannot be read, or another program holds it for too long.
            OSError: nothing was written.
        """
        self._documents.prepare()
        with self._documents.holding(self.writer.key, is_new_here=self._is_new_here) as writer:
            state = self._pinned = writer.writable()
            edits = Edits(state.tables, writer.unseen)
            try:
                yield edits
            finally:
                self._pinned = None
            written = [writer.append(state, act, rows, edits.lost)] if (rows := edits.rows()) else []
            if is_told:
                writer.unseen = ()
            elif writer.is_kept:
                writer.unseen = (*writer.unseen, *written)
            self._documents.note(writer)

    def close(self) -> None:
        """Write the files that are due; what was written is on disk without it."""
        self._documents.close()
