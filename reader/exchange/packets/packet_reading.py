"""Reads a packet, which may be a stranger's, and says what in it is not as it was sealed."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, Self

from reader.exchange.packets.packet_file import checksum_holds
from reader.exchange.packets.packet_layout import (
    DOCUMENTS,
    LEFT_OUT,
    MANIFEST,
    MOST_FILES,
    MOST_READ,
    SIGNATURE,
    PacketError,
    is_name,
    manifest_hashes,
)
from reader.exchange.packets.packet_records import PacketDocument, document_from
from reader.system.os_errors import reason
from reader.system.safe_text import short_text

_PIECE = 1 << 18
#: Code points of a stranger's name in a message.
_SHOWN = 80
#: What reading a damaged zip file may raise, beside ``OSError``.
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError, NotImplementedError, OverflowError)


class PacketContent(NamedTuple):
    """What a packet says of its files.

    Attributes:
        hashes: of each file that was sealed, by name.
        left_out: of each file that was left out.
        present: the names of the files that are there.
    """

    hashes: dict[str, str]
    left_out: dict[str, str]
    present: frozenset[str]


class Packet:
    """An open packet.

    Args:
        path: of the file.

    Raises:
        PacketError: it is no packet, or so damaged that its files cannot be found.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._reading():
            with path.open("rb"):
                pass  # what keeps it from being read is said as it is
            if not zipfile.is_zipfile(path):
                raise PacketError(f"{path}: is no packet, or was cut off (nrc-reader seal writes packets)")
            self._zip = zipfile.ZipFile(path)
            try:
                self._entries = self._checked(self._zip.infolist())
            except BaseException:
                self._zip.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _checked(self, found: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """The files by name; raises ``PacketError`` for what no packet has. Nothing was unpacked yet."""
        if len(found) > MOST_FILES:
            raise PacketError(f"{self.path}: has {len(found):,} files; a packet has {MOST_FILES:,} at most")
        entries: dict[str, zipfile.ZipInfo] = {}
        for one in found:
            shown = short_text(one.filename, _SHOWN)
            if not is_name(one.filename):
                raise PacketError(f"{self.path}: has a file {shown}, a name that no packet has")
            if one.compress_type != zipfile.ZIP_STORED or one.file_size != one.compress_size or one.flag_bits & 1:
                raise PacketError(f"{self.path}: {shown} is compressed or locked; a packet holds its files as they are")
            if one.filename in entries:
                raise PacketError(f"{self.path}: has two files {shown}")
            entries[one.filename] = one
        if sum(one.file_size for one in found) > self.path.stat().st_size:
            raise PacketError(f"{self.path}: claims to hold more than it does")
        if not entries.keys() >= {MANIFEST, DOCUMENTS}:
            raise PacketError(f"{self.path}: is no packet of nrc-reader: it has no {MANIFEST}, or no {DOCUMENTS}")
        return entries

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except PacketError:
            raise
        except OSError as error:
            raise PacketError(f"{self.path}: cannot be read: {reason(error)}") from error
        except _BROKEN as error:
            raise PacketError(f"{self.path}: is damaged ({short_text(str(error), _SHOWN)})") from error

    @property
    def names(self) -> frozenset[str]:
        """The names of its files."""
        return frozenset(self._entries)

    @property
    def names_in_order(self) -> list[str]:
        """The names of its files, as they lie in it."""
        return list(self._entries)

    def opened(self, name: str) -> IO[bytes]:
        """A file to read from."""
        return self._zip.open(self._entries[name])

    def bytes_of(self, name: str) -> bytes:
        """A whole file; raises ``PacketError`` where it is not there, too large, or damaged."""
        if name not in self._entries:
            raise PacketError(f"{self.path}: has no {name}")
        if self._entries[name].file_size > MOST_READ:
            raise PacketError(f"{self.path}: {name} is too large")
        with self._reading(), self.opened(name) as file:
            return file.read()

    def text_of(self, name: str) -> str:
        """A whole file as text; raises ``PacketError``."""
        data = self.bytes_of(name)
        with self._reading():
            return data.decode()

    def content(self) -> PacketContent:
        """What its manifests say; raises ``PacketError``."""
        hashes, left_out = (
            manifest_hashes(self.text_of(name), f"{self.path}: {name}") if name in self._entries else {}
            for name in (MANIFEST, LEFT_OUT)
        )
        if (LEFT_OUT in self._entries) and LEFT_OUT not in hashes:
            raise PacketError(f"{self.path}: {LEFT_OUT} was added later")
        return PacketContent(hashes, left_out, self.names)

    def documents(self) -> Iterator[PacketDocument]:
        """Its documents, in order; raises ``PacketError``."""
        for number, row in enumerate(self.text_of(DOCUMENTS).splitlines(), 1):
            try:
                yield document_from(row, number)
            except PacketError as error:
                raise PacketError(f"{self.path}: {error}") from error

    def digest_of(self, name: str) -> str:
        """The SHA-256 of a file; raises ``PacketError``."""
        digest = hashlib.sha256()
        with self._reading(), self.opened(name) as file:
            while data := file.read(_PIECE):
                digest.update(data)
        return digest.hexdigest()

    def faults(self) -> Iterator[str]:
        """What is not as it was sealed, a line each; nothing of a packet that is whole. Raises ``PacketError``."""
        content = self.content()
        known = content.hashes | content.left_out
        for name in sorted(content.present - known.keys() - {MANIFEST, SIGNATURE}):
            yield f"{self.path}: {name} was added later"
        for name in sorted(content.hashes.keys() - content.present):
            yield f"{self.path}: {name} is gone"
        for name in sorted(known.keys() & content.present):
            if name not in (MANIFEST, SIGNATURE) and not self._is_as_sealed(name, known[name]):
                yield f"{self.path}: {name} is not what was sealed"
        with self._reading():
            is_whole = checksum_holds(self.path)
        if not is_whole:
            yield f"{self.path}: was changed after it was written (its checksum does not fit)"

    def _is_as_sealed(self, name: str, digest: str) -> bool:
        try:
            return self.digest_of(name) == digest
        except PacketError:
            return False


def is_packet(path: Path) -> bool:
    """Whether a file looks like a packet, whole or not: a zip file with a manifest and documents."""
    try:
        with zipfile.ZipFile(path) as file:
            return {MANIFEST, DOCUMENTS} <= set(file.namelist())
    except (OSError, *_BROKEN):
        return False


def unpacked(packet: Packet, name: str, folder: Path) -> Path:
    """A file of a packet as one in a folder, under its own name."""
    path = folder / name.rpartition("/")[2]
    with path.open("xb") as copy, packet.opened(name) as file:
        while data := file.read(_PIECE):
            copy.write(data)
    return path
