"""Turns any fault in a source into one line about it, so that other sources still open.

A file may be a stranger's, and libraries raise all kinds of errors on it: an overflow over a length of thirty digits, a
missing key over a broken header. Opening, listing and looking at a file all use this module.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from reader.sources.source_error import SourceError
from reader.system.missing_libraries import fault_of
from reader.system.process_limits import shortage


@contextmanager
def guarded(path: str) -> Iterator[None]:
    """Inside, every exception becomes a :class:`SourceError` about ``path``."""
    try:
        yield
    except Exception as error:
        raise source_fault(path, error) from error


def source_fault(path: str, error: Exception) -> SourceError:
    """The :class:`SourceError` for an exception during the reading of a source."""
    return outside_fault(path, error) or SourceError(path, "is damaged or cut off", _named(error))


def outside_fault(path: str, error: Exception) -> SourceError | None:
    """The same if a library, the system or a lack of memory is the cause; None if it is the file or this program."""
    if isinstance(error, SourceError):
        return error
    if isinstance(error, MemoryError):
        return SourceError(path, "needs too much memory", "try a part of it")
    if missing := shortage(error):
        return SourceError(path, f"cannot be read: {missing}")
    if library := fault_of(error):
        return SourceError(path, *library)
    if isinstance(error, OSError) and error.errno is not None:
        return source_error(path, error)
    return None


def _named(error: Exception) -> str:
    """The type of the exception; its message is left out, because it may quote the file at any length."""
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__.partition('.')[0]}: {kind.__name__}"


def too_large(path: str, size: int, max_bytes: int) -> SourceError:
    """The error that a file has more bytes than are read."""
    return SourceError(path, f"is too large: {shown_size(size)}", f"the limit is {shown_size(max_bytes)}")


def shown_size(size: int) -> str:
    """A number of bytes for a person, such as ``1.5 MiB``."""
    for unit, factor in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"


def not_regular(path: str) -> SourceError:
    """The error that a path is not a regular file."""
    return SourceError(path, "is not a regular file", "a pipe, socket or device cannot be opened")


def source_error(path: str, error: OSError) -> SourceError:
    """An error of the operating system in plain words."""
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return SourceError(path, "is not there", "check the name")
        case errno.EACCES | errno.EPERM:
            return SourceError(path, "may not be read", "you have no permission")
        case errno.ELOOP:
            return SourceError(path, "is a link that leads back to itself")
        case errno.ENAMETOOLONG:
            return SourceError(path, "is not a valid file name", "it is too long")
        case errno.ENXIO | errno.ENODEV:
            return not_regular(path)
    return SourceError(path, "cannot be read", (error.strerror or type(error).__name__).lower())
