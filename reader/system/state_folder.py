"""The user's state folder: files that their owner alone may read, in the first place that can be written."""

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

#: Logs of crashes that are kept; each is some kilobytes.
KEPT_LOGS = 20


def folders() -> list[Path]:
    """Where such files may be, the best place first: another one is for when that cannot be written."""
    from platformdirs import user_state_path

    found = [user_state_path(APP_NAME, appauthor=False), Path(tempfile.gettempdir()) / f"{APP_NAME}-{os.getuid()}"]
    if (runtime := Path(os.environ.get("XDG_RUNTIME_DIR", ""))).is_absolute():  # often in memory: last
        found.append(runtime / APP_NAME)
    return found


def new_file(prefix: str, ending: str, data: bytes, places: Sequence[Path] | None = None) -> tuple[Path, int]:
    """Make a file named after the time and this process, with ``data`` in it, on disk when this returns.

    Args:
        prefix, ending: of its name.
        data: what is in it.
        places: folders to try, in order; they are made, for the owner alone.

    Returns:
        The file, and its descriptor, open for appending.

    Raises:
        OSError: no place can be written.
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
    """Put data at the end of a file, on disk when this returns; all of it, or none."""
    size = os.fstat(handle).st_size
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        with suppress(OSError):  # half a line would spoil the next one
            os.ftruncate(handle, size)
        raise


def refuse_foreign(folder: Path) -> None:
    """Raise ``OSError`` where a folder is a link, or somebody else's."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise OSError(errno.ELOOP, "is a link or a device, and not followed", str(folder))
    if status.st_uid != os.getuid():
        raise PermissionError(errno.EPERM, "is somebody else's", str(folder))


def write_log(text: str) -> Path | None:
    """Write down what is known of a crash; gives the file, None where there is no place for it."""
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
