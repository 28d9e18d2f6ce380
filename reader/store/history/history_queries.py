"""The store's past: what was written into its documents, and how an earlier state comes back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.config.settings import HIDDEN_FOLDER
from reader.model.act import NOBODY, Act
from reader.model.annotation import Change
from reader.model.document import Document
from reader.model.untrusted_data import one_line
from reader.store import store_folder
from reader.store.files.document_index import decoded_place
from reader.store.files.open_documents import OpenDocuments
from reader.store.records.record_rows import META, Outcome, RowChange, changes_in, meta_of, row_id_of
from reader.store.records.transaction import Transaction
from reader.store.refusals import refused
from reader.system.guarded_path import StorePath

if TYPE_CHECKING:
    from reader.store.history.timeline import LastWritten
    from reader.store.records.transaction import TimelineEntry


class HistoryQueries:
    """What a store knows of what was done in it.

    Args:
        folder: the store's.
        open_documents: with its documents.
    """

    def __init__(self, folder: Path, open_documents: OpenDocuments) -> None:
        self.folder = folder
        self._open_documents = open_documents
        self._ends: dict[str, LastWritten] = {}

    @property
    def hidden_folder(self) -> Path:
        """For what is not the truth, journals apart: locks, history, backups, caches, reading positions."""
        return self.folder / HIDDEN_FOLDER

    def inside(self, *names: str) -> StorePath:
        """A path inside the hidden folder, for whoever opens it: no link in it is followed."""
        return store_folder.hidden_path(self.hidden_folder, *names)

    def away(self) -> dict[str, int]:
        """How many annotations documents have whose files git may have taken away, by their keys, sorted."""
        return self._open_documents.away()

    def history(self, key: str) -> Iterator[Transaction]:
        """Everything that was ever written into a document, in order, as far as it is kept."""
        return (line.item for line in self._open_documents.writer(key).past() if isinstance(line.item, Transaction))

    def recent(self) -> Iterator[tuple[str, Transaction]]:
        """See ``Store``."""
        from reader.store.history.timeline import newest_first

        return newest_first(self.hidden_folder, self._ends)

    def last_number(self) -> int:
        """See ``Store``."""
        return self._open_documents.sequence.last()

    def readings(self) -> list[TimelineEntry]:
        """Everything that was written, as far as its first words say, in the order in which it was."""
        from reader.store.history.timeline import readings

        return readings(self.hidden_folder)

    def last(self, key: str, identifier: str = "") -> Transaction | None:
        """What was written last into a document, or of the record of that id, as far as it is kept."""
        ids = {row_id_of(identifier)} if identifier else None
        return next((one for one in self._backwards(key) if ids is None or one.is_about(ids)), None)

    def met(self, key: str, changes: Iterable[Change], act: Act) -> Act:
        """Why records were last written before they were changed in an act; nobody's where that is not known."""
        ids = {row_id_of(one.record.id) for one in changes}
        return next((one.act for one in self._backwards(key) if one.act != act and one.is_about(ids)), NOBODY)

    def rewind(self, key: str, number: int, act: Act, *, dry_run: bool = False) -> tuple[Change, ...]:
        """Bring back what a document was when a number was the last, as a new transaction, unless it is that already.

        Returns:
            What became of which record.

        Raises:
            StoreError: as ``save`` does.
        """
        from reader.store.history.point_in_time import rows_at

        try:
            with self._open_documents.holding(key) as writer:
                past = list(self.history(key))  # before what somebody wrote past the history is seen: that stays
                state, news = writer.current()
                writer.unseen += news
                rows = rows_at(state.tables, past, number)
                changes = changes_in(rows)
                if changes and not meta_of(state.tables) and (meta := self._last_meta(key, None)):
                    rows = (RowChange(META, "1", dict(meta), None), *rows)
                if changes and not dry_run:
                    writer.commit(act, lambda _: Outcome(rows))
                    self._open_documents.note(writer)
                return changes
        except OSError as error:
            raise refused(error, self.folder, "not restored") from error

    def reconcile(self, key: str) -> None:
        """Have a document's history say what it holds; raises ``StoreError``."""
        try:
            with self._open_documents.holding(key) as writer:
                writer.reconcile()
                self._open_documents.note(writer)
        except OSError as error:
            raise refused(error, self.folder, "not mended") from error

    def document(self, key: str, written: Transaction | None) -> Document:
        """See ``Store``; raises ``StoreError`` where it cannot be read."""
        meta = meta_of(self._open_documents.read(self._open_documents.writer(key)).tables)
        return described(self.folder, key, meta or self._last_meta(key, written))

    def _last_meta(self, key: str, written: Transaction | None) -> Mapping[str, Any]:
        """What was last said of a document that nothing is said of now."""
        for one in chain([written] if written else [], self._backwards(key)):
            for side in (side for row in one.rows if row.table == META for side in (row.new, row.old)):
                if side:
                    return side
        return {}

    def _backwards(self, key: str) -> Iterator[Transaction]:
        from reader.store.history.timeline import backwards

        return backwards(self.hidden_folder, key)


def described(folder: Path, key: str, meta: Mapping[str, Any]) -> Document:
    """The document that a row of ``_meta`` describes; ``folder`` is the store's."""
    path, sha256, title = (
        one_line(value) if isinstance(value := meta.get(name), str) else "" for name in ("path", "sha256", "title")
    )
    place = decoded_place(value) if isinstance(value := meta.get("place"), str) else ""
    location = os.path.normpath(folder.absolute() / place) if place else ""
    return Document(key, path or one_line(key), sha256, title or None, location)
