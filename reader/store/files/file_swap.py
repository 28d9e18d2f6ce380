"""Put a new file in an old one's place only if that one is what it is thought to be, with no moment in between.

Where the system can swap two names as one step, the old file is looked at after it was taken away, and put back where
it is not the one that was meant. Elsewhere it is looked at just before.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

#: Of ``renameat2``: both files change places.
_EXCHANGE = 2


class WrittenMeanwhileError(Exception):
    """Somebody else has written the file since it was looked at; it is as they left it."""


def put(folder: int, new: str, old: str, is_meant: Callable[[os.stat_result | None], bool]) -> None:
    """Give ``new`` the name of ``old``, whose file goes away.

    Args:
        folder: open; both names are in it, and no link is followed.
        new: of a file.
        old: of a file, or of nothing.
        is_meant: whether what has a name is what is to go away; None is what nothing has.

    Raises:
        WrittenMeanwhileError: it is not; ``new`` is still there.
        OSError: nothing was changed.
    """
    there = _status(folder, old)
    if not is_meant(there):
        raise WrittenMeanwhileError
    if there is None or not _swap(folder, new, old):
        os.replace(new, old, src_dir_fd=folder, dst_dir_fd=folder)
        return
    if not is_meant(_status(folder, new)):
        _swap(folder, new, old)
        raise WrittenMeanwhileError
    with suppress(OSError):
        os.unlink(new, dir_fd=folder)


def _status(folder: int, name: str) -> os.stat_result | None:
    with suppress(FileNotFoundError):
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    return None


def _swap(folder: int, one: str, other: str) -> bool:
    """Have two files change their names; False where the system, or the file system, cannot."""
    function = _function()
    return function is not None and function(folder, os.fsencode(one), folder, os.fsencode(other), _EXCHANGE) == 0


@cache
def _function() -> Any:
    """The system's call, None where it has none."""
    if sys.platform != "linux":
        return None
    import ctypes  # only where something is written: it takes its time

    with suppress(OSError, AttributeError):
        found = ctypes.CDLL(None).renameat2
        found.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
        return found
    return None
