"""Writes the files of a packet into one zip file, the same bytes for the same files."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

from reader.exchange.packets.packet_layout import COMMENT, COMMENT_LENGTH

_WHEN = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_PIECE = 1 << 18


class PacketFile:
    """A packet that is being written, in a temporary file without a name.

    Attributes:
        hashes: of what was added: SHA-256 and size in bytes, by name.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by ``__exit__``
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)
        self._zip.comment = COMMENT + b"0" * 64
        self.hashes: dict[str, tuple[str, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # nobody wants it any more
            self._zip.close()
        self._file.close()

    def add(self, name: str, data: bytes) -> None:
        """Add a file; raises ``OSError``."""
        entry = zipfile.ZipInfo(name, _WHEN)
        entry.external_attr, entry.create_system = _MODE, 3
        self._zip.writestr(entry, data)
        self.hashes[name] = (hashlib.sha256(data).hexdigest(), len(data))

    def chunks(self) -> Iterator[bytes]:
        """The whole packet, once, after the last file."""
        self._zip.close()
        size = self._file.seek(0, os.SEEK_END) - COMMENT_LENGTH
        digest = hashlib.sha256()
        self._file.seek(0)
        while size:
            data = self._file.read(min(size, _PIECE))
            size -= len(data)
            digest.update(data)
            yield data
        yield COMMENT + digest.hexdigest().encode()


def checksum_holds(path: Path) -> bool:
    """Whether the comment of a packet is the hash of all bytes before it; raises ``OSError``."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END) - COMMENT_LENGTH
        if size < 0:
            return False
        file.seek(0)
        digest = hashlib.sha256()
        while size:
            data = file.read(min(size, _PIECE))
            if not data:
                return False
            size -= len(data)
            digest.update(data)
        return file.read() == COMMENT + digest.hexdigest().encode()
