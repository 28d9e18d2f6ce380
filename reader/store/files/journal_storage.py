"""A document of a store's folder for TinyDB: a transaction is one line of its journal, locked and on disk at once.

``TinyDB(path)`` opens the same file too, but writes past the journal and without a lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager

from reader.model.act import Act
from reader.store.files.document_state import State
from reader.store.files.write_back import DocumentsInUse
from reader.store.records.document_database import DocumentStorage, Edits
from reader.store.records.record_rows import RowChange, Tables
from reader.store.records.transaction import Transaction
from reader.store.refusals import refusals


class _OfThread(threading.local):
    """The state of the document that a thread reads and writes."""

    state: State | None = None


class JournalStorage(DocumentStorage):
    """One document.

    Args:
        documents: those of the store.
        key: names it.
        is_new_here: whether somebody has it on the screen who does not know that it is in the store: what is there
            already, others wrote.
        completed: what a snapshot shows of what is on disk, if it is more than that.
    """

    def __init__(
        self,
        documents: DocumentsInUse,
        key: str,
        *,
        is_new_here: bool = False,
        completed: Callable[[State], State] | None = None,
    ) -> None:
        super().__init__()
        self._documents = documents
        self.writer = documents.writer(key)
        self._is_new_here = is_new_here
        self._completed = completed
        self._pins = _OfThread()
        self._known: State | None = None

    def tables(self) -> Tables:
        """See ``DocumentStorage``; what is in memory is read again where it is not what is on disk.

        Raises:
            StoreError: it cannot be read.
        """
        if self._pins.state is not None:
            return self._pins.state.tables
        for state in (self.writer.state, self._known):
            if state is not None and self.writer.is_fresh(state):
                return self.writer.lend(state)
        self._known = state = self._documents.read(self.writer)
        lent = self.writer.lend(state)
        self._documents.hand_over(self.writer, state)
        return lent

    @contextmanager
    def snapshot(self, *, keep: bool = False) -> Iterator[State]:
        """See ``DocumentStorage``; raises ``StoreError`` where it cannot be read."""
        state = self._documents.read_to_keep(self.writer) if keep else self._documents.read(self.writer)
        shown = self._pins.state = self._completed(state) if self._completed is not None else state
        try:
            yield shown
        finally:
            self._pins.state = None
        if not keep:
            self._documents.hand_over(self.writer, state)

    def history(self) -> Iterator[Transaction]:
        """See ``DocumentStorage``, as far as it is kept."""
        with refusals(self.writer.history, "cannot be read"):
            lines = self.writer.read_past()
        return (line.item for line in lines if isinstance(line.item, Transaction))

    def backwards(self) -> Iterator[Transaction]:
        """See ``DocumentStorage``, as far as it is kept."""
        from reader.store.history.timeline import backwards

        return backwards(self._documents.hidden, self.writer.key)

    def rows_of(self, step: str) -> Sequence[RowChange]:
        """See ``DocumentStorage``."""
        with refusals(self.writer.history, "cannot be read"):
            return self.writer.rows_of(step)

    @contextmanager
    def _writing(self, act: Act, *, is_told: bool) -> Iterator[Edits]:
        """See ``DocumentStorage``."""
        with ExitStack() as held:
            with self._refusals():
                self._documents.prepare()
                holding = self._documents.holding(self.writer.key, is_new_here=self._is_new_here)
                writer = held.enter_context(holding)
                state = writer.writable()
            edits, self._pins.state = Edits(state.tables, writer.unseen), state
            try:
                yield edits
            finally:
                self._pins.state = None
            with self._refusals():
                rows, is_told_of = edits.rows(), bool(edits.shared and edits.lost)
                written = [writer.append(state, act, rows, edits.lost, edits.shared)] if rows or is_told_of else []
            writer.unseen = (*writer.unseen, *written) if writer.is_kept and not is_told else ()
            self._documents.note(writer)

    def _refusals(self) -> AbstractContextManager[None]:
        return refusals(self.writer.file, "not saved")

    def close(self) -> None:
        """Write the file, if that is due; what was written is on disk without it."""
        self._documents.rewrite_if_due(self.writer.key)
