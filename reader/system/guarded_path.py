"""A path inside a folder that may come from a stranger: opened name by name, and links are never followed.

The user chose the folder itself, so it may be a link. Inside it only plain folders and plain files count: one name, and
not too large. Everything else (a link, a hard link, a pipe, a device) raises ``NotPlainError`` and is left alone. Each
name is opened relative to the descriptor of the folder before it, so nothing can be exchanged in between. ``StorePath``
is deliberately not a ``PathLike``, so that no function can open it by its path.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from reader.system.durable_writes import in_chunks, make_folders, write_all
from reader.system.file_bounds import most_bytes, read_up_to
from reader.system.plain_files import PLAIN, is_plain, named, not_entered, open_plain, refuse, refuse_name, refuse_size

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
#: Renames a new file (the first name) to the second name, inside an open folder.
Put = Callable[[int, str, str], object]


class _KeptFolders(threading.local):
    """The folders that a thread has open, by root and names; None where each is closed after its use."""

    handles: dict[tuple[str, tuple[str, ...]], int] | None = None


_kept = _KeptFolders()


@contextmanager
def folders_kept_open() -> Iterator[None]:
    """Walk to each folder once for all that this thread does inside, which should take no longer than one save.

    A folder that is deleted or exchanged meanwhile takes what is written into it with it, as it would a moment later.
    """
    if _kept.handles is not None:
        yield
        return
    handles = _kept.handles = {}
    try:
        yield
    finally:
        _kept.handles = None
        for handle in handles.values():
            os.close(handle)


def _close(folder: int) -> None:
    """Close a folder, unless it is kept open."""
    if _kept.handles is None:
        os.close(folder)


class StorePath:
    """A path inside a folder.

    Args:
        root: the folder; links on the way to it are followed.
        parts: the names from there on. A part that is not a valid file name raises ``NotPlainError`` on first use.
    """

    __slots__ = ("parts", "root")

    def __init__(self, root: Path, *parts: str) -> None:
        self.root, self.parts = root, parts

    def __truediv__(self, name: str) -> StorePath:
        return StorePath(self.root, *self.parts, name)

    def __str__(self) -> str:
        return "/".join((str(self.root), *self.parts))  # a store asks very often, and pathlib is slow

    def __repr__(self) -> str:
        return f"StorePath({str(self.root)!r}, {', '.join(map(repr, self.parts))})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StorePath) and (self.root, self.parts) == (other.root, other.parts)

    def __hash__(self) -> int:
        return hash((self.root, self.parts))

    @property
    def path(self) -> Path:
        """The path for messages and tests; do not open it."""
        return self.root.joinpath(*self.parts)

    @property
    def name(self) -> str:
        """The last name."""
        return self.parts[-1] if self.parts else self.root.name

    @property
    def parent(self) -> StorePath:
        """The folder that holds it; the outer folder is its own parent."""
        return StorePath(self.root, *self.parts[:-1])

    @property
    def most(self) -> int | None:
        """The largest number of bytes of the file; None if there is no limit."""
        return most_bytes(self.parts)

    # --- looking

    def lstat(self) -> os.stat_result:
        """The system's status of it, whatever kind it is; raises ``OSError``."""
        if not self.parts:
            return self.root.stat()
        if len(self.parts) == 1:
            self._name()  # no name that leads elsewhere
            return os.stat(str(self), follow_symlinks=False)  # noqa: PTH116 - as above
        with self._inside() as (folder, name):
            return os.stat(name, dir_fd=folder, follow_symlinks=False)

    def status(self) -> os.stat_result | None:
        """The system's status of a plain file; None if there is none.

        Raises:
            NotPlainError: it is not a plain file, or a folder on the way is not plain.
            OSError: the system refuses.
        """
        try:
            status = self.lstat()
        except FileNotFoundError:
            return None
        self.refuse(status)
        return status

    def refuse(self, status: os.stat_result) -> None:
        """Raise ``NotPlainError`` if ``status`` is not that of a plain file of allowed size."""
        refuse(status, self, self.most)

    def exists(self) -> bool:
        """Whether the plain file exists; raises as ``status`` does."""
        return self.status() is not None

    def is_folder(self) -> bool:
        """Whether it is a plain folder and no link leads to it."""
        try:
            return stat.S_ISDIR(self.lstat().st_mode)
        except OSError:
            return False

    @contextmanager
    def entries(self) -> Iterator[Iterator[os.DirEntry[str]]]:
        """The entries of the folder, of any kind; valid only inside the context. Raises ``OSError``."""
        with self.entered() as inside, os.scandir(inside.folder) as entries:
            yield entries

    @contextmanager
    def entered(self) -> Iterator[Entered]:
        """The folder, kept open so that many files in it can be opened; raises ``OSError``."""
        handle = self._folder(self.parts)
        try:
            yield Entered(self, handle)
        finally:
            _close(handle)

    def plain_names(self, ending: str = "") -> list[str]:
        """The names of plain files with this ending, in no order; empty if the folder cannot be read."""
        with suppress(OSError), self.entries() as entries:
            return [one.name for one in entries if one.name.endswith(ending) and is_plain(one, (self / one.name).most)]
        return []

    def folder_names(self) -> list[str]:
        """The names of the plain folders in it, in no order; empty if the folder cannot be read."""
        with suppress(OSError), self.entries() as entries:
            return [one.name for one in entries if one.is_dir(follow_symlinks=False)]
        return []

    # --- reading and writing

    def handle(self, flags: int) -> int:
        """A descriptor of the plain file, opened with these flags; raises ``NotPlainError`` or ``OSError``."""
        with self._inside() as (folder, name):
            return open_plain(folder, name, flags, self, self.most)

    def opened(self) -> BinaryIO:
        """The plain file, opened for reading; raises ``NotPlainError`` or ``OSError``."""
        return os.fdopen(self.handle(os.O_RDONLY), "rb")

    def content(self, start: int = 0) -> bytes:
        """All bytes of the plain file from ``start`` on; raises ``NotPlainError`` or ``OSError``."""
        handle = self.handle(os.O_RDONLY)
        try:
            data = read_up_to(handle, start, self.most)
        finally:
            os.close(handle)
        refuse_size(len(data), self, self.most)  # it may have grown since it was opened
        return data

    def write(self, data: bytes | Iterable[bytes], *, lasting: bool = True, put: Put | None = None) -> None:
        """Write the file as a whole or not at all; missing folders on the way are made.

        Args:
            data: the new content, or pieces of it, which are asked for one after another; what they raise is raised.
            lasting: whether file, rename and folder are flushed to disk before this returns.
            put: how the new file gets its name, by default in place of the old one; if it raises, nothing changes.

        Raises:
            NotPlainError, OSError: nothing was changed.
        """
        try:
            folder = self._folder(self.parts[:-1])
        except FileNotFoundError:
            self.parent.make_folder()
            folder = self._folder(self.parts[:-1])
        try:
            self._write(folder, data, lasting=lasting, put=put or _replace)
        except OSError as error:
            raise named(error, str(self)) from None
        finally:
            _close(folder)

    def _write(self, folder: int, data: bytes | Iterable[bytes], *, lasting: bool, put: Put) -> None:
        name = self._name()
        if isinstance(data, bytes):
            refuse_size(len(data), self, self.most)
        before, size = None, 0
        with suppress(FileNotFoundError):
            before = os.stat(name, dir_fd=folder, follow_symlinks=False)
            self.refuse(before)
        temporary = f".{name[:100]}.{os.urandom(4).hex()}.tmp"
        # The system applies the umask. To read the umask would change it for a moment, in every thread.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, 0o666, dir_fd=folder)
        try:
            try:
                if before is not None:
                    os.fchmod(handle, before.st_mode & 0o777)
                for chunk in in_chunks(data):
                    size += len(chunk)
                    refuse_size(size, self, self.most)
                    write_all(handle, chunk)
                if lasting:
                    os.fsync(handle)
            finally:
                os.close(handle)
            put(folder, temporary, name)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
            raise
        if lasting:
            os.fsync(folder)  # otherwise the old file may come back after a power cut

    # --- names

    def remove(self, *, missing_ok: bool = False) -> None:
        """Delete the plain file; raises ``NotPlainError`` or ``OSError``."""
        with self._inside() as (folder, name):
            try:
                self.refuse(os.stat(name, dir_fd=folder, follow_symlinks=False))
                os.unlink(name, dir_fd=folder)
            except FileNotFoundError:
                if not missing_ok:
                    raise

    def move_to(self, target: StorePath) -> None:
        """Rename the plain file; a plain file at the target is replaced. Raises ``NotPlainError`` or ``OSError``."""
        with self._inside() as (folder, name), target._inside() as (to, new):
            self.refuse(os.stat(name, dir_fd=folder, follow_symlinks=False))
            target.status()
            os.replace(name, new, src_dir_fd=folder, dst_dir_fd=to)

    def mark_used(self) -> None:
        """Set the plain file's time to now; raises ``NotPlainError`` or ``OSError``."""
        with self._inside() as (folder, name):
            self.refuse(os.stat(name, dir_fd=folder, follow_symlinks=False))
            moment = time.time_ns()  # what the system takes for now may be some milliseconds old
            os.utime(name, ns=(moment, moment), dir_fd=folder, follow_symlinks=False)

    def make_folder(self) -> None:
        """Make the folder and its missing parents; each is flushed into the folder that holds it.

        Raises:
            NotPlainError, OSError: something else has that name, or the folder cannot be made.
        """
        with suppress(FileNotFoundError):
            _close(self._folder(self.parts))
            return
        if not self.parts:
            make_folders(self.root)
            return
        self.parent.make_folder()
        with self._inside() as (folder, name):
            try:
                os.mkdir(name, dir_fd=folder)
            except FileExistsError:
                _close(self._folder(self.parts))  # another program made it first
            else:
                os.fsync(folder)

    def sync(self) -> None:
        """Flush the names in the folder to disk; otherwise a new name may be lost in a power cut."""
        with self.entered() as inside:
            os.fsync(inside.folder)

    def room(self) -> int:
        """Free bytes on the disk of the folder; raises ``OSError``."""
        with self.entered() as inside:
            system = os.statvfs(inside.folder)
        return system.f_bavail * system.f_frsize

    # --- the folders on the way

    @contextmanager
    def _inside(self) -> Iterator[tuple[int, str]]:
        """The descriptor of the folder that holds it, and its name there; errors name the whole path."""
        name = self._name()
        folder = self._folder(self.parts[:-1])
        try:
            yield folder, name
        except OSError as error:
            raise named(error, str(self)) from None
        finally:
            _close(folder)

    def _folder(self, parts: tuple[str, ...]) -> int:
        """The descriptor of a folder on the way; each name is opened in the folder before it."""
        kept = _kept.handles
        where = str(self.root), parts
        if kept is not None and where in kept:
            return kept[where]
        handle = self._opened_folder(parts)
        if kept is not None:
            kept[where] = handle
        return handle

    def _opened_folder(self, parts: tuple[str, ...]) -> int:
        if not parts:
            return os.open(self.root, _FOLDER)
        outer = self._folder(parts[:-1]) if parts[1:] else None
        name = parts[-1] if outer is not None else f"{self.root}/{parts[-1]}"
        try:
            refuse_name(parts[-1], self.root)
            return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=outer)
        except OSError as error:
            raise not_entered(error, name, outer, str(self.root.joinpath(*parts))) from None
        finally:
            if outer is not None:
                _close(outer)

    def _name(self) -> str:
        refuse_name(self.parts[-1] if self.parts else "", self.root)
        return self.parts[-1]


class Entered(NamedTuple):
    """An open folder; the way to it is walked once for all files in it."""

    path: StorePath
    folder: int

    def handle(self, name: str, flags: int) -> int:
        """A descriptor of the plain file with this name; raises ``NotPlainError`` or ``OSError``."""
        refuse_name(name, self.path.root)
        return open_plain(self.folder, name, flags, self.path / name, (self.path / name).most)


def _replace(folder: int, new: str, old: str) -> None:
    os.replace(new, old, src_dir_fd=folder, dst_dir_fd=folder)


def inner(path: Path | StorePath) -> StorePath:
    """The path itself if it is a ``StorePath``; otherwise a ``StorePath`` in the file's own folder."""
    return path if isinstance(path, StorePath) else StorePath(path.parent, path.name)
