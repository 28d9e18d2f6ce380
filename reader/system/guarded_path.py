"""A path inside a folder that may have come from a stranger: opened name by name, and no link in it is followed.

The folder itself is the user's choice and may be a link. What lies in it has to be a plain folder, or a plain file that
has no other name and is not too large; everything else (a link, a hard link, a pipe, a device) raises
``NotPlainError`` and is left alone.
Each name is opened relative to the descriptor of the folder before it, so that nothing can be exchanged in between.
A ``StorePath`` is no ``PathLike`` on purpose: what opens files by their path does not take it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from reader.system.durable_writes import make_folders, write_all
from reader.system.file_bounds import most_bytes, read_up_to
from reader.system.plain_files import PLAIN, is_plain, named, not_entered, open_plain, refuse, refuse_name, refuse_size

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
#: In an open folder, gives a new file (the first name) the name of the old one.
Put = Callable[[int, str, str], object]


class StorePath:
    """A path inside a folder.

    Args:
        root: the folder; links on the way to it are followed.
        parts: the names from there on. One that is no name of a file raises ``NotPlainError`` once it is used.
    """

    __slots__ = ("parts", "root")

    def __init__(self, root: Path, *parts: str) -> None:
        self.root, self.parts = root, parts

    def __truediv__(self, name: str) -> StorePath:
        return StorePath(self.root, *self.parts, name)

    def __str__(self) -> str:
        return str(self.path)

    def __repr__(self) -> str:
        return f"StorePath({str(self.root)!r}, {', '.join(map(repr, self.parts))})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StorePath) and (self.root, self.parts) == (other.root, other.parts)

    def __hash__(self) -> int:
        return hash((self.root, self.parts))

    @property
    def path(self) -> Path:
        """The same for messages, and for tests; not to be opened."""
        return self.root.joinpath(*self.parts)

    @property
    def name(self) -> str:
        """The last name."""
        return self.parts[-1] if self.parts else self.root.name

    @property
    def parent(self) -> StorePath:
        """The folder it lies in; of the outer folder, that one itself."""
        return StorePath(self.root, *self.parts[:-1])

    @property
    def most(self) -> int | None:
        """Bytes that the file may have, None for any number."""
        return most_bytes(self.parts)

    # --- looking

    def lstat(self) -> os.stat_result:
        """What the system says of it, whatever it is; raises ``OSError``."""
        if not self.parts:
            return self.root.stat()
        if len(self.parts) == 1:
            return (self.root / self._name()).lstat()
        with self._inside() as (folder, name):
            return os.stat(name, dir_fd=folder, follow_symlinks=False)

    def status(self) -> os.stat_result | None:
        """What the system says of a plain file; None where there is none.

        Raises:
            NotPlainError: it is something else, or a folder on the way to it is.
            OSError: it cannot be looked at.
        """
        try:
            status = self.lstat()
        except FileNotFoundError:
            return None
        self.refuse(status)
        return status

    def refuse(self, status: os.stat_result) -> None:
        """Raise ``NotPlainError`` for what is no plain file, or too large, by what the system says of it."""
        refuse(status, self, self.most)

    def exists(self) -> bool:
        """Whether there is such a file; raises as ``status`` does."""
        return self.status() is not None

    def is_folder(self) -> bool:
        """Whether it is a plain folder that can be reached without a link."""
        try:
            return stat.S_ISDIR(self.lstat().st_mode)
        except OSError:
            return False

    @contextmanager
    def entries(self) -> Iterator[Iterator[os.DirEntry[str]]]:
        """What lies in the folder, whatever it is; asked no more once the context is left. Raises ``OSError``."""
        with self.entered() as inside, os.scandir(inside.folder) as found:
            yield found

    @contextmanager
    def entered(self) -> Iterator[Entered]:
        """The folder kept open, for whoever opens many files in it; raises ``OSError``."""
        handle = self._folder(self.parts)
        try:
            yield Entered(self, handle)
        finally:
            os.close(handle)

    def plain_names(self, ending: str = "") -> list[str]:
        """The names of the plain files in it that end so, in no order; none where it is no folder that can be read."""
        with suppress(OSError), self.entries() as found:
            return [one.name for one in found if one.name.endswith(ending) and is_plain(one, (self / one.name).most)]
        return []

    def folder_names(self) -> list[str]:
        """The names of the plain folders in it, in no order; none where it is no folder that can be read."""
        with suppress(OSError), self.entries() as found:
            return [one.name for one in found if one.is_dir(follow_symlinks=False)]
        return []

    # --- reading and writing

    def handle(self, flags: int) -> int:
        """A descriptor of the plain file, opened with these flags; raises ``NotPlainError``, ``OSError``."""
        with self._inside() as (folder, name):
            return open_plain(folder, name, flags, self, self.most)

    def opened(self) -> BinaryIO:
        """The plain file, to be read; raises ``NotPlainError``, ``OSError``."""
        return os.fdopen(self.handle(os.O_RDONLY), "rb")

    def content(self, start: int = 0) -> bytes:
        """All bytes of the plain file from ``start`` on; raises ``NotPlainError``, ``OSError``."""
        with self.opened() as file:
            file.seek(start)
            data = file.read() if self.most is None else read_up_to(file, self.most)
        refuse_size(len(data), self, self.most)  # it may have grown since it was opened
        return data

    def write(self, data: bytes, *, lasting: bool = True, put: Put | None = None) -> None:
        """Put bytes into the file whole or not at all; the folders on the way to it are made.

        Args:
            data: what.
            lasting: whether it is on disk when this returns: file, rename and folder.
            put: gives the new file its name in another way than in place of whatever is there; what it raises leaves
                everything as it is.

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
            os.close(folder)

    def _write(self, folder: int, data: bytes, *, lasting: bool, put: Put) -> None:
        name = self._name()
        refuse_size(len(data), self, self.most)
        before = None
        with suppress(FileNotFoundError):
            before = os.stat(name, dir_fd=folder, follow_symlinks=False)
            self.refuse(before)
        temporary = f".{name[:100]}.{os.urandom(4).hex()}.tmp"
        # The system applies the umask: asking for it would change it for a moment, in every thread.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, 0o666, dir_fd=folder)
        try:
            try:
                if before is not None:
                    os.fchmod(handle, before.st_mode & 0o777)
                write_all(handle, data)
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
            os.fsync(folder)  # else the file may come back after a power cut as it was before

    # --- names

    def remove(self, *, missing_ok: bool = False) -> None:
        """Take the plain file away; raises ``NotPlainError``, ``OSError``."""
        with self._inside() as (folder, name):
            try:
                self.refuse(os.stat(name, dir_fd=folder, follow_symlinks=False))
                os.unlink(name, dir_fd=folder)
            except FileNotFoundError:
                if not missing_ok:
                    raise

    def move_to(self, target: StorePath) -> None:
        """Give the plain file another name, in place of the plain file there; raises ``NotPlainError``, ``OSError``."""
        with self._inside() as (folder, name), target._inside() as (to, new):
            self.refuse(os.stat(name, dir_fd=folder, follow_symlinks=False))
            target.status()
            os.replace(name, new, src_dir_fd=folder, dst_dir_fd=to)

    def mark_used(self) -> None:
        """Give the plain file the present as its time; raises ``NotPlainError``, ``OSError``."""
        with self._inside() as (folder, name):
            self.refuse(os.stat(name, dir_fd=folder, follow_symlinks=False))
            os.utime(name, dir_fd=folder, follow_symlinks=False)

    def make_folder(self) -> None:
        """Make the folder and those on the way to it, each flushed into the one it lies in.

        Raises:
            NotPlainError, OSError: something else is there, or it cannot be made.
        """
        with suppress(FileNotFoundError):
            os.close(self._folder(self.parts))
            return
        if not self.parts:
            make_folders(self.root)
            return
        self.parent.make_folder()
        with self._inside() as (folder, name):
            try:
                os.mkdir(name, dir_fd=folder)
            except FileExistsError:
                os.close(self._folder(self.parts))  # another program was quicker
            else:
                os.fsync(folder)

    def sync(self) -> None:
        """Have the names in the folder on disk: a new one may be gone after a power cut without it."""
        with self.entered() as inside:
            os.fsync(inside.folder)

    def room(self) -> int:
        """Bytes that are free where the folder lies; raises ``OSError``."""
        with self.entered() as inside:
            system = os.statvfs(inside.folder)
        return system.f_bavail * system.f_frsize

    # --- the way there

    @contextmanager
    def _inside(self) -> Iterator[tuple[int, str]]:
        """The descriptor of the folder it lies in, and its name there; errors are named after the whole path."""
        name = self._name()
        folder = self._folder(self.parts[:-1])
        try:
            yield folder, name
        except OSError as error:
            raise named(error, str(self)) from None
        finally:
            os.close(folder)

    def _folder(self, parts: tuple[str, ...]) -> int:
        """The descriptor of a folder on the way, each name opened in the one before it."""
        if not parts:
            return os.open(self.root, _FOLDER)
        handle: int | None = None
        for depth, part in enumerate(parts, 1):
            place = part if handle is not None else f"{self.root}/{part}"
            try:
                refuse_name(part, self.root)
                inner = os.open(place, _FOLDER | os.O_NOFOLLOW, dir_fd=handle)
            except OSError as error:
                raise not_entered(error, place, handle, str(self.root.joinpath(*parts[:depth]))) from None
            finally:
                if handle is not None:
                    os.close(handle)
            handle = inner
        assert handle is not None  # noqa: S101 - there was a part
        return handle

    def _name(self) -> str:
        refuse_name(self.parts[-1] if self.parts else "", self.root)
        return self.parts[-1]


class Entered(NamedTuple):
    """A folder that is open: the way there is gone once for all files in it."""

    path: StorePath
    folder: int

    def handle(self, name: str, flags: int) -> int:
        """A descriptor of the plain file of this name; raises ``NotPlainError``, ``OSError``."""
        refuse_name(name, self.path.root)
        return open_plain(self.folder, name, flags, self.path / name, (self.path / name).most)


def _replace(folder: int, new: str, old: str) -> None:
    os.replace(new, old, src_dir_fd=folder, dst_dir_fd=folder)


def inner(path: Path | StorePath) -> StorePath:
    """A store's path as it is; a file's that somebody named as one in its folder."""
    return path if isinstance(path, StorePath) else StorePath(path.parent, path.name)
