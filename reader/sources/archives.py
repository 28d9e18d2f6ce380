"""Unpacks members of ZIP archives and gzip streams within limits, so that a decompression bomb cannot pass.

Nothing is written to disk, so a member's name (``../../x``) is only a key.
"""

from __future__ import annotations

import io
import posixpath
import unicodedata
import zlib
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from reader.sources.source_error import SourceError

#: The most members of an archive; a book has some hundreds.
MAX_MEMBERS = 10_000
#: The largest member that is unpacked: 64 MiB of markup is 30 times a long book.
MAX_MEMBER_BYTES = 64 * 1024 * 1024
#: The most bytes of all members that one document needs.
MAX_TOTAL_BYTES = 128 * 1024 * 1024
#: The highest compression ratio of a member; prose packs to a third, repetitive markup to 1/100.
MAX_RATIO = 400
#: Members below this size may have any ratio, as empty tables of styles do.
RATIO_FREE_BYTES = 1024 * 1024
#: The most parts of a gzip file; files for random access have one part for each 64 KiB.
MAX_PARTS = 10_000
_PIECE = 1 << 16
_BOMB = "unpacks to far more than an article"


class Bounds(NamedTuple):
    """The most of an archive: its members, the bytes of one that is unpacked, and those of all."""

    members: int
    member_bytes: int
    total_bytes: int


class Archive:
    """A ZIP file; every fault is a :class:`SourceError` about ``path``.

    Args:
        data: the whole file, or the open file.
        path: for messages.
        bounds: those of an article if there are none.
    """

    def __init__(self, data: bytes | BinaryIO, path: str, bounds: Bounds | None = None) -> None:
        self.path = path
        self._bounds = bounds = bounds or Bounds(MAX_MEMBERS, MAX_MEMBER_BYTES, MAX_TOTAL_BYTES)
        self._left = bounds.total_bytes
        try:
            self._zip = ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
            members = self._zip.infolist()
        except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise self.damaged() from error
        if len(members) > bounds.members:
            raise SourceError(path, f"has too many parts: {len(members)}", f"the limit is {bounds.members}")
        self._members: dict[str, ZipInfo] = {member.filename: member for member in members}
        self._folded: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def names(self) -> list[str]:
        """Of all members, in their order."""
        return list(self._members)

    def refuse_bombs(self) -> None:
        """Raise :class:`SourceError` if the members state that they unpack to more than the bounds.

        No more is ever unpacked of a member than it states. So what passes here is no bomb, whichever members are read.
        """
        members = self._members.values()
        most = max((member.file_size for member in members), default=0)
        total = sum(member.file_size for member in members)
        if (
            most > self._bounds.member_bytes
            or total > self._bounds.total_bytes
            or any(_is_bomb(member.file_size, member.compress_size) for member in members)
        ):
            raise SourceError(self.path, _BOMB)

    def read(self, name: str) -> bytes:
        """The content of the member ``name``.

        Raises:
            SourceError: it is missing, too large, compressed too highly, encrypted or damaged.
        """
        member = self._members.get(name)
        if member is None:
            raise self.damaged(f"{posixpath.basename(name)} is missing in it")
        if member.flag_bits & 1:
            raise SourceError(self.path, "is locked with a password", "save it without one")
        pieces = []
        size = 0
        try:
            with self._zip.open(member) as stream:
                while piece := stream.read(_PIECE):  # the size that the archive states may be false
                    size += len(piece)
                    self._left -= len(piece)
                    if size > self._bounds.member_bytes or self._left < 0 or _is_bomb(size, member.compress_size):
                        raise SourceError(self.path, _BOMB)
                    pieces.append(piece)
        except SourceError:
            raise
        except NotImplementedError as error:
            raise SourceError(self.path, "uses an unknown compression", "save it again") from error
        except Exception as error:  # zlib, LZMA and bzip2 each have their own errors
            raise self.damaged() from error
        return b"".join(pieces)

    def find(self, name: str) -> bytes | None:
        """As :meth:`read`, but None if there is no such member."""
        return self.read(name) if name in self._members else None

    def find_name(self, name: str) -> str:
        """The name of a member, also one that differs in case or slashes; empty if there is none."""
        if name in self._members:
            return name
        if not self._folded:
            self._folded = {_folded(member): member for member in reversed(self._members)}
        return self._folded.get(_folded(name), "")

    def find_any(self, name: str) -> bytes | None:
        """As :meth:`find`, but a name that differs in case or slashes is found too."""
        return self.find(self.find_name(name))

    def damaged(self, why: str = "") -> SourceError:
        """The error that the file is not what its first bytes promise."""
        return SourceError(self.path, "is damaged or cut off", why)


def gunzip(data: bytes | memoryview, path: str, max_bytes: int) -> bytes:
    """The content of a gzip file, all its parts in order; zeros that pad the end are skipped.

    Raises:
        SourceError: it is damaged, cut off, or larger than ``max_bytes`` when unpacked.
    """
    unpacked = bytearray()
    for count in range(MAX_PARTS + 1):
        if not data:
            return bytes(unpacked)
        if count == MAX_PARTS:
            break
        start = _part(data, path, unpacked, max_bytes)
        data = memoryview(data)[start:]
        while bytes(data[:1]) == b"\0":
            zeros = len(data[:_PIECE]) - len(bytes(data[:_PIECE]).lstrip(b"\0"))
            data = data[zeros:]
    raise SourceError(path, "has too many compressed parts", f"the limit is {MAX_PARTS:,}")


def _part(data: bytes | memoryview, path: str, unpacked: bytearray, max_bytes: int) -> int:
    """Unpack the first part of ``data``; returns the offset of the next part.

    The input is given in pieces, because the unpacker copies all unused input each time.
    """
    unpacker = zlib.decompressobj(wbits=31)
    offset = 0
    waiting = b""
    while not unpacker.eof:
        if not waiting:
            waiting = bytes(data[offset : offset + _PIECE])
            offset += len(waiting)
        try:
            piece = unpacker.decompress(waiting, _PIECE)
        except zlib.error as error:
            raise SourceError(path, "is damaged or cut off") from error
        waiting = unpacker.unconsumed_tail
        unpacked += piece
        if len(unpacked) > max_bytes:
            raise SourceError(path, "is too large when unpacked", f"the limit is {max_bytes} bytes")
        if not (piece or waiting or unpacker.eof or offset < len(data)):
            raise SourceError(path, "is damaged or cut off")
    return offset - len(unpacker.unused_data)


def _folded(name: str) -> str:
    """A name without case and with plain slashes; letters that are composed or not are one."""
    return unicodedata.normalize("NFC", name.replace("\\", "/").lstrip("/")).casefold()


def _is_bomb(size: int, packed: int) -> bool:
    return size > RATIO_FREE_BYTES and size > MAX_RATIO * max(packed, 1)
