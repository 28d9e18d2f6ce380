"""Plain files and folders: what counts as plain, and errors for everything else in a store from a stranger.

A plain file has one name. A link, a hard link, a pipe or a device may lead to any file of the user's.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress

from reader.system.file_bounds import in_words

_LINK = (errno.ELOOP, "is a link, and not followed")
_KINDS = (
    (stat.S_ISLNK, *_LINK),
    (stat.S_ISFIFO, errno.EINVAL, "is a pipe, and left alone"),
    (stat.S_ISSOCK, errno.EINVAL, "is a socket, and left alone"),
    (stat.S_ISDIR, errno.EISDIR, "is a folder"),
)
#: If a pipe replaces a file between two calls, opening it must not block.
PLAIN = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_COPY = "copy it, and move the copy into its place (cp -p FILE COPY && mv COPY FILE)"


class NotPlainError(OSError):
    """An entry of a store is neither a plain folder nor a plain file with one name."""


class TooLargeError(NotPlainError):
    """A file of a store is larger than allowed, or would be after a write."""


def refuse(status: os.stat_result, path: object, most: int | None = None) -> None:
    """Raise ``NotPlainError`` if ``status`` is not that of a plain file with one name.

    Args:
        most: bytes; a larger file raises ``TooLargeError``.
    """
    if stat.S_ISREG(status.st_mode):
        refuse_size(status.st_size, path, most)
        if status.st_nlink > 1:
            what = f"is a hard link, a file with {status.st_nlink} names, and left alone: {_COPY}"
            raise NotPlainError(errno.EMLINK, what, str(path))
        return
    number, what = next(
        ((number, what) for is_kind, number, what in _KINDS if is_kind(status.st_mode)),
        (errno.EINVAL, "is a device, and left alone"),
    )
    raise NotPlainError(number, what, str(path))


def refuse_size(size: int, path: object, most: int | None) -> None:
    """Raise ``TooLargeError`` if ``size`` is above ``most`` bytes."""
    if most is not None and size > most:
        what = f"is too large ({in_words(size)}, at most {in_words(most)} are read), and left alone"
        raise TooLargeError(errno.EINVAL, what, str(path))


def refuse_name(name: str, path: object) -> None:
    """Raise ``NotPlainError`` if ``name`` is not a valid file name."""
    if not name or name in {".", ".."} or "/" in name or "\0" in name:
        raise NotPlainError(errno.EINVAL, f"{name!r} is not a valid file name", str(path))


def is_plain(entry: os.DirEntry[str], most: int | None = None) -> bool:
    """Whether an entry of a folder is a plain file with one name and at most ``most`` bytes."""
    with suppress(OSError):
        if entry.is_file(follow_symlinks=False):
            status = entry.stat(follow_symlinks=False)
            return status.st_nlink < 2 and (most is None or status.st_size <= most)
    return False


def open_plain(folder: int, name: str, flags: int, path: object, most: int | None = None) -> int:
    """A descriptor of a plain file in an open folder.

    Args:
        path: the path that errors name.
        most: bytes; a larger file raises ``TooLargeError``.
    """
    try:
        refuse(os.stat(name, dir_fd=folder, follow_symlinks=False), path, most)  # a device must not even be opened
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    handle = os.open(name, flags | PLAIN, 0o666, dir_fd=folder)
    try:
        refuse(os.fstat(handle), path, most)
    except OSError:
        os.close(handle)
        raise
    return handle


def named(error: OSError, path: str) -> OSError:
    """The error with the whole path, because the system names only the last part. A link is reported as a link."""
    if isinstance(error, NotPlainError):
        return error
    if error.errno == errno.ELOOP:
        return NotPlainError(*_LINK, path)
    error.filename, error.filename2 = path, None
    return error


def not_entered(error: OSError, place: str, folder: int | None, path: str) -> OSError:
    """The error for a folder that could not be opened. Some systems report a link there as "not a folder"."""
    if isinstance(error, NotPlainError):
        return error
    with suppress(OSError):
        if stat.S_ISLNK(os.stat(place, dir_fd=folder, follow_symlinks=False).st_mode):
            return NotPlainError(*_LINK, path)
    return named(error, path)
