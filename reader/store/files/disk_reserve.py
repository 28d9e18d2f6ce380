"""Room kept on the disk for the last tags: a file that is given up when the disk is full, and made again later."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from reader.store.store_folder import hidden_path

SIZE = 200 * 1024
#: The disk must have this many times as much left before the reserve is made again.
_PLENTY = 16
FULL = (errno.ENOSPC, errno.EDQUOT)


def keep(hidden_folder: Path) -> None:
    """Make the reserve where it is missing and there is room; of bytes that no file system can pack."""
    path = hidden_path(hidden_folder, "reserve")
    with suppress(OSError):
        if not path.exists() and path.parent.room() > _PLENTY * SIZE:
            path.write(os.urandom(SIZE))


def release(hidden_folder: Path) -> bool:
    """Give the reserve up; whether there was one."""
    try:
        hidden_path(hidden_folder, "reserve").remove()
    except OSError:
        return False
    return True
