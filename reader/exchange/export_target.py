"""Writes an export where a person wants it: beside the documents of the store, or to any path."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reader.store.store_protocol import Store
from reader.system.durable_writes import write_atomically


def write_export(store: Store, path: Path, chunks: Iterable[bytes]) -> str:
    """Write a file completely or not at all; returns where it is.

    Whatever stops it, ctrl+c too, leaves what was there. A file in the store's folder is written by the store itself,
    which follows no link there.

    Raises:
        StoreError, OSError: nothing was written.
    """
    if (name := store.name_beside(path)) is not None:
        return store.write_beside(name, chunks)
    write_atomically(path, chunks)
    return str(path)
