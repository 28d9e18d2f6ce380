"""One writer at a time: a lock the kernel keeps where the file system has such, else a lock file that names its holder.

A kernel lock ends with its process. A lock file is taken over when its process is seen to be gone, which can only be
seen on the machine that it runs on.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from reader.system.guarded_path import StorePath, inner

#: Seconds between two looks at a lock that is held.
_POLL_S = 0.002
#: What a file system without locks answers: NFS without its lock daemon, FUSE, some network shares.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})
#: The longest holder's note that is read.
_NOTE_BYTES = 512
#: The folders that were seen to be without kernel locks.
_soft_folders: set[Path] = set()


#: Longest wait for another program, or another thread of this one, that is writing the same.
LOCK_TIMEOUT_S = 5.0


class LockHeldError(Exception):
    """Somebody else holds the lock: one line that says who, where and since when, as far as that is known."""


@contextmanager
def locked(path: Path | StorePath, timeout_s: float) -> Iterator[None]:
    """Hold the lock at ``path``, whose folder must be there; others that ask meanwhile wait.

    Raises:
        LockHeldError: it was not free for ``timeout_s`` seconds.
        OSError: the folder cannot be written, or ``path`` is no plain file.
    """
    release = _acquired(inner(path), timeout_s)
    try:
        yield
    finally:
        release()


def held_in(folder: StorePath) -> Iterator[str]:
    """A line for each lock in a folder that somebody holds now; raises ``OSError`` where it cannot be listed."""
    from filelock import lock_descriptor, unlock_descriptor

    with folder.entries() as entries:
        names = sorted(entry.name for entry in entries)
    for name in names:
        path = folder / name.removesuffix(".held")
        if name.endswith(".held"):
            yield f"{path.name}: {_holder(path, folder / name)}"
            continue
        with suppress(OSError):  # no plain file, or gone meanwhile, or no locks here: then there is a ``.held``
            handle = path.handle(os.O_RDWR)
            try:
                is_held = not lock_descriptor(handle, blocking=False)
                if not is_held:
                    unlock_descriptor(handle)
            finally:
                os.close(handle)
            if is_held:
                yield f"{path.name}: {_holder(path, path)}"


def has_kernel_locks(folder: Path) -> bool:
    """Whether the file system under a folder has locks, as far as was seen: true before the first lock in it."""
    return folder not in _soft_folders


def _acquired(path: StorePath, timeout_s: float) -> Callable[[], object]:
    """Take the lock; gives what releases it."""
    folder = path.parent.path
    if has_kernel_locks(folder):
        try:
            return _kernel_lock(path, timeout_s)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            _soft_folders.add(folder)
    return _lock_file(path, timeout_s)


def _kernel_lock(path: StorePath, timeout_s: float) -> Callable[[], object]:
    from filelock import lock_descriptor, unlock_descriptor

    end = time.monotonic() + timeout_s
    while True:
        handle = path.handle(os.O_RDWR | os.O_CREAT)
        try:
            while not (is_mine := lock_descriptor(handle, blocking=False)) and time.monotonic() < end:
                time.sleep(_POLL_S)
            is_there = os.fstat(handle).st_nlink > 0  # else somebody deleted it meanwhile, and the next makes a new one
            if is_mine and is_there:
                _leave_note(handle)
                break
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if time.monotonic() >= end:
            raise LockHeldError(_holder(path, path))

    def release() -> None:
        try:
            unlock_descriptor(handle)
        finally:
            os.close(handle)

    return release


def _lock_file(path: StorePath, timeout_s: float) -> Callable[[], object]:
    """A lock where the kernel has none: a file under another name, since a kernel lock's stays and would look held."""
    from filelock import SoftFileLock, Timeout

    note = path.parent / f"{path.name}.held"
    note.status()  # its folder is a plain one, and it is a plain file: the library takes a path
    lock = SoftFileLock(note.path, timeout=timeout_s, poll_interval=_POLL_S)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockHeldError(_holder(path, note)) from error
    return lock.release


def _leave_note(handle: int) -> None:
    """Who holds the kernel lock; only read while it is held, so it may stay; if it cannot be written, none is."""
    with suppress(OSError):
        os.pwrite(handle, f"{os.getpid()}\n{os.uname().nodename}\n".encode(), 0)


def _holder(path: StorePath, note: StorePath) -> str:
    """``held by pid 123 on HOST since 2026-04-11 10:31:04``; only what is known of that."""
    pid, host, since = "", "", 0.0
    with suppress(OSError):
        with note.opened() as file:
            lines = file.read(_NOTE_BYTES).decode("utf-8", errors="replace").split("\n")
            since = os.fstat(file.fileno()).st_mtime
        pid, host = [*lines, "", ""][:2]
    named = f"pid {pid}" if re.fullmatch("[0-9]{1,10}", pid) else "another program"
    named += f" on {host}" if re.fullmatch(r"[\w.-]{1,253}", host) else ""
    when = f"{datetime.fromtimestamp(since).astimezone():%Y-%m-%d %H:%M:%S}" if since else ""
    advice = f" (if it no longer runs there, delete {note})" if note != path and host != os.uname().nodename else ""
    return f"held by {named}{f' since {when}' if when else ''}{advice}"
