"""The TinyDB storage under the store: reads a document's file, and writes several operations as one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tinydb.storages import Storage

from reader.annotations.files import Tables, read_tables, serialised, write_atomically


class DocumentStorage(Storage):
    """A TinyDB storage that never leaves half a file behind, and writes several operations as one.

    Args:
        path: the file; it and its folder are made on the first write.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._held: Tables | None = None

    def read(self) -> Tables | None:
        """Every table, or None where there is no file yet.

        Raises:
            StoreFileError: the file is there but is not a store file.
        """
        if self._held is not None:
            return self._held
        return read_tables(self._path)

    def write(self, data: Tables) -> None:
        """Replace every table; on disk, with its folder, when this returns (unless inside ``transaction``)."""
        if self._held is not None:
            self._held = data
        else:
            write_atomically(self._path, serialised(data), follows=False)

    @contextmanager
    def transaction(self, tables: Tables | None = None) -> Iterator[None]:
        """Hold back every write until the end of the block, then write once; nothing is written if it raises.

        Args:
            tables: what the file holds, where that has been read already.
        """
        self._held = (self.read() or {}) if tables is None else tables
        try:
            yield
            data, self._held = self._held, None
            self.write(data)
        finally:
            self._held = None
