"""The user's state folder: files that only their owner can read, in the first folder that can be written."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from reader import APP_NAME
from reader.system.durable_writes import make_folders, sync_folder

#: The number of crash logs that are kept; each takes some kilobytes.
KEPT_LOGS = 20


def folders() -> list[Path]:
    """Candidates for the state folder, the best first; the others serve if that cannot be written."""
    from platformdirs import user_state_path

    candidates = [user_state_path(APP_NAME, appauthor=False), Path(tempfile.gettempdir()) / f"{APP_NAME}-{os.getuid()}"]
    if (runtime := Path(os.environ.get("XDG_RUNTIME_DIR", ""))).is_absolute():  # often in memory: last
        candidates.append(runtime / APP_NAME)
    return candidates


def new_file(prefix: str, ending: str, data: bytes, places: Sequence[Path] | None = None) -> tuple[Path, int]:
    """Make a file named after the time and this process, with ``data`` in it, flushed to disk.

    Args:
        prefix, ending: of its name.
        data: its content.
        places: folders to try, in order; missing ones are made, readable for the owner alone.

    Returns:
        The file, and its descriptor, open for appending.

    Raises:
        OSError: none of the folders can be written.
    """
    problem = OSError(errno.ENOENT, "no folder to write to")
    name = f"{prefix}{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{os.urandom(2).hex()}{ending}"
    for folder in folders() if places is None else places:
        try:
            return folder / name, _made(folder / name, data)
        except OSError as error:
            problem = error
    raise problem


def append(handle: int, data: bytes) -> None:
    """Append ``data`` to a file and flush it to disk: all of it, or nothing."""
    size = os.fstat(handle).st_size
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        with suppress(OSError):  # half a line would damage the next one
            os.ftruncate(handle, size)
        raise


def refuse_foreign(folder: Path) -> None:
    """Raise ``OSError`` if the folder is a link or belongs to another user."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise OSError(errno.ELOOP, "is a link or a device, and not followed", str(folder))
    if status.st_uid != os.getuid():
        raise PermissionError(errno.EPERM, "belongs to another user", str(folder))


def write_log(text: str) -> Path | None:
    """Write a crash log; returns its path, None if no folder can be written."""
    try:
        path, handle = new_file("crash-", ".log", text.encode(errors="backslashreplace"))
    except OSError:
        return None
    os.close(handle)
    with suppress(OSError):
        for old in sorted(path.parent.glob("crash-*.log"))[:-KEPT_LOGS]:
            old.unlink()
    return path


def _made(path: Path, data: bytes) -> int:
    make_folders(path.parent, 0o700)
    refuse_foreign(path.parent)
    path.parent.chmod(0o700)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, 0o600)
    try:
        append(handle, data)
        sync_folder(path.parent)
    except OSError:
        os.close(handle)
        path.unlink(missing_ok=True)
        raise
    return handle
