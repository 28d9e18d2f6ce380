"""Durable writes: all bytes are written, and new names in a folder survive a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def write_all(handle: int, data: bytes) -> None:
    """Write all bytes. One call may write fewer, for example before a disk is full."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; otherwise the old file may come back."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folders(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and its missing parents; each is flushed into the folder that holds it.

    Args:
        folder: a path that the user chose; links are followed.
        mode: of the folder itself.

    Raises:
        OSError: it cannot be made, or something else is there.
    """
    missing = []
    while not folder.exists() and folder.parent != folder:
        missing.append(folder)
        folder = folder.parent
    for missing_folder in reversed(missing):
        missing_folder.mkdir(mode if missing_folder is missing[0] else 0o777, exist_ok=True)
        sync_folder(missing_folder.parent)
