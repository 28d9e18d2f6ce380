"""Durable writes: all bytes are written, and new names in a folder survive a power cut."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path


def write_all(handle: int, data: bytes) -> None:
    """Write all bytes. One call may write fewer, for example before a disk is full."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def in_chunks(data: bytes | Iterable[bytes]) -> Iterable[bytes]:
    """What is to be written, piece by piece."""
    return (data,) if isinstance(data, bytes) else data


def in_utf_8(chunks: Iterable[str | bytes]) -> Iterator[bytes]:
    """Each piece in UTF-8; what UTF-8 cannot say, as half a surrogate pair, is escaped with a backslash."""
    return (one if isinstance(one, bytes) else one.encode(errors="backslashreplace") for one in chunks)


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; otherwise the old file may come back."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folders(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and its missing parents; each is flushed into the folder that holds it.

    Args:
        folder: a path that the user chose; links are followed.
        mode: of the folder itself.

    Raises:
        OSError: it cannot be made, or something else is there.
    """
    missing = []
    while not folder.exists() and folder.parent != folder:
        missing.append(folder)
        folder = folder.parent
    for missing_folder in reversed(missing):
        missing_folder.mkdir(mode if missing_folder is missing[0] else 0o777, exist_ok=True)
        sync_folder(missing_folder.parent)


def write_atomically(path: Path, text: str | bytes | Iterable[bytes]) -> None:
    """Put text or bytes, or pieces of bytes as they come, into ``path``, whole or not at all.

    They are on disk when this returns: file, rename and folder.

    Where a person named the path, a link is followed and stays, and a pipe or a device is written to as it is: a rename
    would replace it. Inside a store neither is touched: there ``StorePath`` writes.

    Args:
        path: where to; folders on the way to it are made.
        text: what; pieces are asked for one after another, and what they raise is raised.

    Raises:
        OSError: nothing was changed.
    """
    data = text.encode() if isinstance(text, str) else text  # before anything is touched: it must not cost the old file
    if _is_special(path):
        with path.open("wb") as file:
            file.writelines(in_chunks(data))
    else:
        path = Path(os.path.realpath(path))
        make_folders(path.parent)
        _replace(path, data)


def write_new(path: Path, text: str) -> None:
    """Make a file with this text; on disk when this returns.

    Raises:
        FileExistsError: something has that name, a link that leads nowhere too; it was not touched.
        OSError: it cannot be written; nothing is left of it.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        try:
            write_all(handle, text.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    sync_folder(path.parent)


def _replace(path: Path, data: bytes | Iterable[bytes]) -> None:
    temporary = path.parent / f".{path.name[:100]}.{os.urandom(4).hex()}.tmp"
    # The system applies the umask: asking for it would change it for a moment, in every thread.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        try:
            with suppress(FileNotFoundError):
                os.fchmod(handle, path.stat().st_mode & 0o777)
            for chunk in in_chunks(data):
                write_all(handle, chunk)
            os.fsync(handle)
        finally:
            os.close(handle)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def _is_special(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
