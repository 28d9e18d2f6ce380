"""One writer at a time: a lock the kernel keeps where the file system has such, else a lock file that names its holder.

A kernel lock ends with its process. A lock file is taken over when its process is seen to be gone, which can only be
seen on the machine that it runs on.
"""

from __future__ import annotations

import errno
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.files import refuse_link

if TYPE_CHECKING:
    from filelock import BaseFileLock

#: Seconds between two looks at a lock that is held.
_POLL_S = 0.002
#: What a file system without locks answers: NFS without its lock daemon, FUSE, some network shares.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})
#: The longest holder's note that is read.
_NOTE_BYTES = 512
#: The folders that were seen to be without kernel locks.
_soft_folders: set[Path] = set()


class LockHeldError(Exception):
    """Somebody else holds the lock: one line that says who, where and since when, as far as that is known."""


@contextmanager
def locked(path: Path, timeout_s: float) -> Iterator[None]:
    """Hold the lock at ``path``, whose folder must be there; others that ask meanwhile wait.

    Raises:
        LockHeldError: it was not free for ``timeout_s`` seconds.
        OSError: the folder cannot be written, or ``path`` is a link.
    """
    from filelock import Timeout

    refuse_link(path)
    try:
        lock = _acquired(path, timeout_s)
    except Timeout as error:
        raise LockHeldError(_holder(path)) from error
    try:
        yield
    finally:
        lock.release()


def has_kernel_locks(folder: Path) -> bool:
    """Whether the file system under a folder has locks, as far as was seen: true before the first lock in it."""
    return folder not in _soft_folders


def _acquired(path: Path, timeout_s: float) -> BaseFileLock:
    from filelock import FileLock, SoftFileLock

    if has_kernel_locks(path.parent):
        lock: BaseFileLock = FileLock(path, timeout=timeout_s, poll_interval=_POLL_S, fallback_to_soft=False)
        try:
            lock.acquire()
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            _soft_folders.add(path.parent)
        else:
            _leave_note(path)
            return lock
    lock = SoftFileLock(_soft(path), timeout=timeout_s, poll_interval=_POLL_S)
    lock.acquire()
    return lock


def _soft(path: Path) -> Path:
    """Another name: a kernel lock's file stays when the lock is given back, and would look held."""
    return path.with_name(f"{path.name}.held")


def _leave_note(path: Path) -> None:
    """Who holds the kernel lock; only read while it is held, so it may stay; if it cannot be written, none is."""
    with suppress(OSError):
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.pwrite(handle, f"{os.getpid()}\n{socket.gethostname()}\n".encode(), 0)
        finally:
            os.close(handle)


def _holder(path: Path) -> str:
    """``held by pid 123 on HOST since 2026-04-11 10:31:04``; only what is known of that."""
    note = path if has_kernel_locks(path.parent) else _soft(path)
    pid, host, since = "", "", 0.0
    with suppress(OSError):
        handle = os.open(note, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            lines = os.read(handle, _NOTE_BYTES).decode("utf-8", errors="replace").split("\n")
            since = os.fstat(handle).st_mtime
        finally:
            os.close(handle)
        pid, host = [*lines, "", ""][:2]
    named = f"pid {pid}" if re.fullmatch("[0-9]{1,10}", pid) else "another program"
    named += f" on {host}" if re.fullmatch(r"[\w.-]{1,253}", host) else ""
    when = f"{datetime.fromtimestamp(since).astimezone():%Y-%m-%d %H:%M:%S}" if since else ""
    advice = f" (if it no longer runs there, delete {note})" if note != path and host != socket.gethostname() else ""
    return f"held by {named}{f' since {when}' if when else ''}{advice}"
