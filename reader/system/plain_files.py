"""What is plain: a folder, or a file with one name. Everything else in a store from a stranger is named and left alone.

A link, a hard link, a pipe or a device in it may lead to any file of the user's.
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
#: A pipe that takes a file's place between two calls must keep nobody waiting.
PLAIN = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_COPY = "copy it, and move the copy into its place (cp -p FILE COPY && mv COPY FILE)"


class NotPlainError(OSError):
    """Something inside a store is neither a plain folder nor a plain file with one name."""


class TooLargeError(NotPlainError):
    """A file inside a store is larger than any that a person needs, or would be if it was written."""


def refuse(status: os.stat_result, path: object, most: int | None = None) -> None:
    """Raise ``NotPlainError`` for what is no plain file with one name, by what the system says of it.

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
    """Raise ``TooLargeError`` for a file of more bytes than it may have."""
    if most is not None and size > most:
        what = f"is too large ({in_words(size)}, at most {in_words(most)} are read), and left alone"
        raise TooLargeError(errno.EINVAL, what, str(path))


def refuse_name(name: str, path: object) -> None:
    """Raise ``NotPlainError`` for what is no name of a file in a folder."""
    if not name or name in {".", ".."} or "/" in name or "\0" in name:
        raise NotPlainError(errno.EINVAL, f"{name!r} is no name of a file", str(path))


def is_plain(entry: os.DirEntry[str], most: int | None = None) -> bool:
    """Whether what was found in a folder is a plain file with one name, and of no more bytes than that."""
    with suppress(OSError):
        if entry.is_file(follow_symlinks=False):
            status = entry.stat(follow_symlinks=False)
            return status.st_nlink < 2 and (most is None or status.st_size <= most)
    return False


def open_plain(folder: int, name: str, flags: int, path: object, most: int | None = None) -> int:
    """A descriptor of a plain file in an open folder.

    Args:
        path: what errors call it.
        most: bytes; a larger file raises ``TooLargeError``.
    """
    try:
        refuse(os.stat(name, dir_fd=folder, follow_symlinks=False), path, most)  # a device is not even opened
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
    """The error with the whole path: the system knows but the last name. A link is called one."""
    if isinstance(error, NotPlainError):
        return error
    if error.errno == errno.ELOOP:
        return NotPlainError(*_LINK, path)
    error.filename, error.filename2 = path, None
    return error


def not_entered(error: OSError, place: str, folder: int | None, path: str) -> OSError:
    """Why a folder on the way could not be opened: a system may say of a link that it is no folder."""
    if isinstance(error, NotPlainError):
        return error
    with suppress(OSError):
        if stat.S_ISLNK(os.stat(place, dir_fd=folder, follow_symlinks=False).st_mode):
            return NotPlainError(*_LINK, path)
    return named(error, path)
