"""What of a folder is on the disk, and what a power cut would take: told from the order of the system calls.

A killed process loses nothing that it has written, since the system still has it. A power cut does: bytes are on the
disk once their file was flushed, and a name (a new file, a rename, a file that is gone) once its folder was.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.store.files import file_swap

#: How often a file was written to, and its length; a folder's names with the inodes of what has them.
_Content = tuple[int, int]
_Names = dict[str, int]


class Disk:
    """Follows the system calls that write, from now on. What is in the folder already is on the disk.

    Attributes:
        early: the files that were given a name before their bytes were flushed: a power cut may leave them empty.

    Args:
        root: the folder. Nothing else may write there.
        patch: undoes it in the end.
    """

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.early: list[str] = []
        self._writes: Counter[int] = Counter()
        self._contents: dict[int, _Content] = {}
        self._names: dict[int, _Names] = {}
        for folder, _, files in os.walk(root):
            self._flush(Path(folder))
            for name in files:
                self._flush(Path(folder, name))
        for name, follow in (
            *((one, self._write) for one in ("write", "pwrite", "ftruncate")),
            *((one, self._flush) for one in ("fsync", "fdatasync") if hasattr(os, one)),
        ):
            patch.setattr(os, name, _followed(getattr(os, name), follow))
        for name in ("rename", "replace"):
            patch.setattr(os, name, self._renaming(getattr(os, name)))
        patch.setattr(os, "open", self._opening(os.open))
        patch.setattr(os, "mkdir", self._making(os.mkdir))
        if swap := file_swap._function():
            patch.setattr(file_swap, "_function", lambda: self._swapping(swap))

    def lost(self) -> set[str]:
        """What a power cut now takes away, brings back, or sets back: paths relative to the folder."""
        found: set[str] = set()
        for folder, _, _ in os.walk(self.root):
            place = Path(folder)
            there, kept = _names_in(place), self._names.get(place.stat().st_ino, {})
            found |= {
                self._said(place / name) for name in there.keys() | kept.keys() if there.get(name) != kept.get(name)
            }
            for path in (place / name for name in there):
                status = path.lstat()
                if stat.S_ISREG(status.st_mode) and self._contents.get(status.st_ino) != self._content(status):
                    found.add(self._said(path))
        return found

    def _said(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _content(self, status: os.stat_result) -> _Content:
        return self._writes[status.st_ino], status.st_size

    def _write(self, file: int) -> None:
        self._writes[os.fstat(file).st_ino] += 1

    def _flush(self, file: int | Path) -> None:
        status = os.fstat(file) if isinstance(file, int) else file.stat()
        if stat.S_ISDIR(status.st_mode):
            self._names[status.st_ino] = _names_in(file)
        else:
            self._contents[status.st_ino] = self._content(status)

    def _forget(self, status: os.stat_result) -> None:
        """A new file or folder may have the number of one that is gone."""
        self._contents.pop(status.st_ino, None)
        self._names.pop(status.st_ino, None)

    def _renamed(self, name: Any, folder: int | None) -> None:
        """Called before a file is given another name."""
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if self._contents.get(status.st_ino) != self._content(status):
            self.early.append(os.fsdecode(name))

    def _opening(self, original: Callable[..., int]) -> Callable[..., int]:
        def call(path: Any, flags: int, *more: Any, dir_fd: int | None = None, **named: Any) -> int:
            is_new = flags & os.O_CREAT and not _exists(path, dir_fd)
            file = original(path, flags, *more, dir_fd=dir_fd, **named)
            if is_new:
                self._forget(os.fstat(file))
            return file

        return call

    def _making(self, original: Callable[..., None]) -> Callable[..., None]:
        def call(path: Any, *more: Any, dir_fd: int | None = None, **named: Any) -> None:
            original(path, *more, dir_fd=dir_fd, **named)
            self._forget(os.stat(path, dir_fd=dir_fd))
            self._names[os.stat(path, dir_fd=dir_fd).st_ino] = {}

        return call

    def _renaming(self, original: Callable[..., None]) -> Callable[..., None]:
        def call(old: Any, new: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None) -> None:
            self._renamed(old, src_dir_fd)
            original(old, new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

        return call

    def _swapping(self, original: Callable[..., int]) -> Callable[..., int]:
        def call(folder: int, new: bytes, *more: Any) -> int:
            self._renamed(new, folder)
            return original(folder, new, *more)

        return call


def _followed(original: Callable[..., Any], follow: Callable[[int], None]) -> Callable[..., Any]:
    def call(file: int, *more: Any) -> Any:
        done = original(file, *more)
        follow(file)
        return done

    return call


def _names_in(folder: int | Path) -> _Names:
    with os.scandir(folder) as found:
        return {one.name: one.inode() for one in found}


def _exists(path: Any, folder: int | None) -> bool:
    try:
        os.stat(path, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return False
    return True
