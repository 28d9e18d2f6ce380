"""The store's past: what was written into its documents, and how an earlier state comes back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.annotations import folder as store_folder
from reader.annotations.annotation import Change
from reader.annotations.document import Document
from reader.annotations.incoming import one_line
from reader.annotations.index import decoded_place
from reader.annotations.journal import Act, Transaction
from reader.annotations.merging import moment
from reader.annotations.rows import Outcome, changes_in, meta_of
from reader.annotations.shelf import Shelf, refused
from reader.store_path import StorePath


class Past:
    """What a store knows of what was done in it.

    Args:
        folder: the store's.
        shelf: with its documents.
    """

    def __init__(self, folder: Path, shelf: Shelf) -> None:
        self.folder = folder
        self._shelf = shelf

    @property
    def hidden_folder(self) -> Path:
        """For what is not the truth, journals apart: locks, history, backups, caches, reading positions."""
        return self.folder / store_folder.HIDDEN_FOLDER

    def inside(self, *names: str) -> StorePath:
        """A path inside the hidden folder, for whoever opens it: no link in it is followed."""
        return store_folder.hidden_path(self.hidden_folder, *names)

    def history(self, key: str) -> Iterator[Transaction]:
        """See ``Store``."""
        return (line.item for line in self._shelf.ledger(key).past() if isinstance(line.item, Transaction))

    def recent(self) -> Iterator[tuple[str, Transaction]]:
        """See ``Store``."""
        from reader.annotations.chronicle import newest_first

        return newest_first(self.hidden_folder)

    def changed_since(self, at: datetime) -> list[tuple[str, Transaction]]:
        """The keys of the documents that were written into after a moment, sorted, each with the last transaction."""
        found: dict[str, Transaction] = {}
        for key, one in self.recent():
            if moment(one.at) <= at:
                break
            found.setdefault(key, one)
        return sorted(found.items())

    def rewind(self, key: str, at: datetime, act: Act, *, dry_run: bool = False) -> tuple[Change, ...]:
        """Bring back what a document was at a moment, as a new transaction; gives what became of which record.

        Raises:
            StoreError: as ``save`` does.
        """
        from reader.annotations.restoring import rows_at

        past = list(self.history(key))
        try:
            with self._shelf.holding(key) as ledger:
                state, news = ledger.current()
                ledger.unseen += news
                rows = rows_at(state.tables, past, at)
                if not dry_run:
                    ledger.commit(act, lambda _: Outcome(rows))
                    self._shelf.note(ledger)
                return changes_in(rows)
        except OSError as error:
            raise refused(error, self.folder, "not restored") from error

    def document(self, key: str, written: Transaction) -> Document:
        """See ``Store``; raises ``StoreError`` where it cannot be read."""
        meta = meta_of(self._shelf.read(self._shelf.ledger(key)).tables)
        metas = (side for row in written.rows if row.table == "_meta" for side in (row.new, row.old) if side)
        return described(self.folder, key, meta or next(metas, {}))


def described(folder: Path, key: str, meta: Mapping[str, Any]) -> Document:
    """The document that a row of ``_meta`` describes; ``folder`` is the store's."""
    path, sha256, title = (
        one_line(value) if isinstance(value := meta.get(name), str) else "" for name in ("path", "sha256", "title")
    )
    place = decoded_place(value) if isinstance(value := meta.get("place"), str) else ""
    location = os.path.normpath(folder.absolute() / place) if place else ""
    return Document(key, path or one_line(key), sha256, title or None, location)
