"""The store's files for programs that speak TinyDB: ``TinyDB(path, storage=DocumentStorage)`` journals what it writes.

``TinyDB(path)`` opens the same file too, but writes past the journal and without a lock.
"""

from __future__ import annotations

import os
from pathlib import Path

from tinydb.storages import Storage

from reader.config.settings import HIDDEN_FOLDER
from reader.model.act import Act
from reader.store.files.open_documents import OpenDocuments
from reader.store.records.record_rows import Outcome, Tables, difference


class DocumentStorage(Storage):
    """A TinyDB storage of which each write is one transaction: what changed, appended to the document's journal.

    Args:
        path: of a document's file in a store folder.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        file = Path(path)
        self._key = file.name.removesuffix(".json")
        self._open_documents = OpenDocuments(file.parent, file.parent / HIDDEN_FOLDER, lambda: lambda _key, _meta: None)

    def read(self) -> Tables | None:
        """Every table, journal included, or None where there is nothing yet; raises ``StoreError``."""
        return self._open_documents.read(self._open_documents.writer(self._key)).tables or None

    def write(self, data: Tables) -> None:
        """Make the tables these; on disk when this returns.

        Raises:
            StoreError: it cannot be read, or another program holds it for too long.
            OSError: nothing was written.
        """
        with self._open_documents.holding(self._key) as writer:
            writer.commit(Act("written by a program"), lambda tables: Outcome(difference(tables, data)))
            self._open_documents.note(writer)

    def close(self) -> None:
        """Write the file."""
        self._open_documents.close()
