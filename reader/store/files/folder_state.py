"""How the folder of a store is now: whether it can be written, what waits in journals, and who holds a lock."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from reader.store.files import journal
from reader.store.locking import held_in
from reader.store.store_folder import hidden_path
from reader.store.store_protocol import StoreState
from reader.system.os_errors import reason


def folder_state(folder: Path, hidden: Path) -> StoreState:
    """See ``StoreState``; raises ``OSError`` where the folder cannot be looked at."""
    waiting, held = 0, tuple[str, ...]()
    with suppress(FileNotFoundError), hidden_path(hidden, "journals").entries() as entries:
        names = [entry.name for entry in entries if entry.name.endswith(".jsonl")]
        waiting = sum(_holds_changes(hidden, name) for name in names)
    with suppress(FileNotFoundError):
        held = tuple(held_in(hidden_path(hidden, "locks")))
    free = None
    with suppress(OSError):
        system = _file_system(_nearest(folder))
        free = system.f_bavail * system.f_frsize
    return StoreState(_refusal(folder, hidden), waiting, held, free)


def _holds_changes(hidden: Path, name: str) -> bool:
    """Whether a journal holds more than the line that names the file it rests on."""
    with suppress(OSError):
        return len(journal.read_lines(hidden_path(hidden, "journals", name)).lines) > 1
    return False


def _refusal(folder: Path, hidden: Path) -> str:
    for place in (folder, hidden, hidden / "journals"):
        if place.exists() and (why := _why_not(place)):
            return f"{place}: {why}"
    if not folder.exists() and (why := _why_not(_nearest(folder))):
        return f"{folder}: cannot be made: {why}"
    return ""


def _why_not(folder: Path) -> str:
    """Why nothing can be written in a folder; empty where it can."""
    if not folder.is_dir():
        code = errno.ENOTDIR
    elif os.access(folder, os.W_OK | os.X_OK):
        return ""
    else:
        code = errno.EROFS if _file_system(folder).f_flag & os.ST_RDONLY else errno.EACCES
    return reason(OSError(code, os.strerror(code)))


def _file_system(folder: Path) -> os.statvfs_result:
    """What the system says of the disk under a folder; nothing in the folder is looked at."""
    return os.statvfs(folder)


def _nearest(folder: Path) -> Path:
    """The folder, else the nearest one above it that is there."""
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)
