"""What makes files and folders survive a power cut: all bytes written, and each new name flushed into its folder."""

from __future__ import annotations

import os
from pathlib import Path


def write_all(handle: int, data: bytes) -> None:
    """Write all of it: a system may take less at once, as before a disk is full."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; without it the file may come back as it was before."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folders(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and those that it lies in, where they are missing, each flushed into the one before it.

    Args:
        folder: a path of the user's own; links are followed.
        mode: of the folder itself.

    Raises:
        OSError: it cannot be made, or something else is there.
    """
    missing = []
    while not folder.exists() and folder.parent != folder:
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(mode if one is missing[0] else 0o777, exist_ok=True)
        sync_folder(one.parent)
