"""Put a new file in an old one's place only if that one is what it is thought to be, with no moment in between.

Where the system can swap two names as one step, the old file is looked at after it was taken away, and put back where
it is not the one that was meant. Elsewhere it is looked at just before.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

#: Of ``renameat2``: names are taken from the working folder; both files change places.
_HERE, _EXCHANGE = -100, 2


class WrittenMeanwhileError(Exception):
    """Somebody else has written the file since it was looked at; it is as they left it."""


def put(new: Path, old: Path, is_meant: Callable[[Path], bool]) -> None:
    """Give ``new`` the name of ``old``, whose file goes away.

    Args:
        new: a file beside it.
        old: a file, or nothing.
        is_meant: whether what lies at a path is the file that is to go away, or nothing where there was none.

    Raises:
        WrittenMeanwhileError: it is not; ``new`` is still there.
        OSError: nothing was changed.
    """
    if not is_meant(old):
        raise WrittenMeanwhileError
    if not old.exists() or not _swap(new, old):
        new.replace(old)
        return
    if not is_meant(new):
        _swap(new, old)
        raise WrittenMeanwhileError
    with suppress(OSError):
        new.unlink()


def _swap(one: Path, other: Path) -> bool:
    """Have two files change their names; False where the system, or the file system, cannot."""
    function = _function()
    return function is not None and function(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


@cache
def _function() -> Any:
    """The system's call, None where it has none."""
    if sys.platform != "linux":
        return None
    with suppress(OSError, AttributeError):
        found = ctypes.CDLL(None).renameat2
        found.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
        return found
    return None
