"""What git knows of a file, without asking git: a store from a stranger must start no program.

Read are the index and the names of the objects. Where they are kept in a form that is not understood, git knows
nothing of the file: it is then merged as anybody's, and nothing is lost.
"""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
import re
import stat
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from reader.system.file_bounds import read_up_to

#: Bytes of an index entry before the hash: times, device, inode, mode, owner, group, size. Where the time of change is.
_BEFORE, _CHANGED = 40, 32
#: Header and fan-out of a pack's index, version 2; what it begins with.
_HEADER, _FANOUT, _MAGIC = 8, 1024, b"\xfftOc\x00\x00\x00\x02"
_HASH, _NAME = 20, re.compile(r"[0-9a-f]{40}\Z")
#: The longest note that says where the repository of a work tree lies, in bytes.
_NOTE = 4096
#: The largest index that is read, in bytes: one of two million files.
_LARGEST = 256 << 20


def has_put(path: Path, data: bytes) -> bool:
    """Whether git wrote the file as it is, or was told to keep it: its index holds these bytes and this file's times.

    Args:
        path: of the file.
        data: its bytes.
    """
    with suppress(OSError, struct.error, ValueError):
        repository = _repository(path.parent)
        status = path.lstat()
        if repository is None:
            return False
        with _opened(repository / "index") as file:
            index = read_up_to(file.fileno(), 0, _LARGEST)
        if len(index) > _LARGEST:
            return False
        return any(_is_of(index, at, status) for at in _places(index, bytes.fromhex(name_of(data))))
    return False


def holds(folder: Path, called: str) -> bool:
    """Whether the repository that a folder is in keeps what git calls so: committed, stashed or staged."""
    if not _NAME.match(called):
        return False
    name = bytes.fromhex(called)
    with suppress(OSError, struct.error, ValueError):
        repository = _repository(folder)
        if repository is None:
            return False
        objects = _common(repository) / "objects"
        if (objects / name.hex()[:2] / name.hex()[2:]).is_file():
            return True
        return any(_is_packed(path, name) for path in (objects / "pack").glob("*.idx"))
    return False


def name_of(data: bytes) -> str:
    """What git calls a file of these bytes, in hexadecimal."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _repository(folder: Path) -> Path | None:
    """The folder with the index of the work tree that a folder is in."""
    folder = folder.absolute()
    for one in (folder, *folder.parents):
        place = one / ".git"
        if place.is_dir():
            return place
        if place.is_file():
            return one / _note(place).removeprefix("gitdir:").strip()
    return None


def _common(repository: Path) -> Path:
    """Where the objects are: of a second work tree, in the first one's repository."""
    with suppress(FileNotFoundError):
        return repository / _note(repository / "commondir").strip()
    return repository


def _opened(path: Path) -> BinaryIO:
    """A file of git's, to be read: no link and no pipe, but it may have other names, as after a clone on one disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "is no plain file", str(path))
    return os.fdopen(handle, "rb")


def _note(path: Path) -> str:
    with _opened(path) as file:
        return os.fsdecode(file.read(_NOTE))


def _places(index: bytes, name: bytes) -> Iterator[int]:
    at = -1
    while (at := index.find(name, at + 1)) >= 0:
        if at >= _BEFORE:
            yield at


def _is_of(index: bytes, at: int, status: os.stat_result) -> bool:
    """Whether the entry with the hash there is of the file as it is: git has not only its bytes, it saw to them."""
    seconds, nanoseconds = struct.unpack_from(">II", index, at - _CHANGED)
    (size,) = struct.unpack_from(">I", index, at - 4)
    changed = divmod(status.st_mtime_ns, 10**9)
    is_then = seconds == changed[0] & 0xFFFFFFFF and nanoseconds in (0, changed[1])
    return is_then and size == status.st_size & 0xFFFFFFFF


def _is_packed(path: Path, name: bytes) -> bool:
    with _opened(path) as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as pack:
        if pack[:_HEADER] != _MAGIC:
            return False
        before = struct.unpack_from(">I", pack, _HEADER + 4 * (name[0] - 1))[0] if name[0] else 0
        upto = struct.unpack_from(">I", pack, _HEADER + 4 * name[0])[0]
        names = _HEADER + _FANOUT
        while before < upto:
            middle = (before + upto) // 2
            there = pack[names + middle * _HASH : names + (middle + 1) * _HASH]
            if there == name:
                return True
            before, upto = (middle + 1, upto) if there < name else (before, middle)
    return False
