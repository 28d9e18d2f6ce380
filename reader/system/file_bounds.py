"""The largest size of each file in a store; a larger file is reported and left alone, as a link is.

A file from a stranger may claim a terabyte and use no disk space. Reading it whole would fill the memory.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from types import MappingProxyType

_KIB, _MIB = 1 << 10, 1 << 20
#: Bytes in the first read, and in each one after it.
_FIRST_PIECE, _PIECE = 1 << 14, 1 << 18
#: For a document's file, journal or history: enough for a million annotations of one document.
LARGEST = 512 * _MIB
#: Files beside the documents. Clippings and the export are only written, so they may have any size.
_BESIDE = MappingProxyType(
    {
        "labels.jsonl": 8 * _MIB,
        "project.toml": _MIB,
        "assignments.jsonl": 64 * _MIB,
        ".gitattributes": _MIB,
        ".gitignore": _MIB,
        "clippings.txt": None,
        "export.jsonl": None,
    }
)
#: Files in the hidden folder, by their name or their folder's. ``places.json`` has room for ten thousand paths of the
#: greatest length, ``texts`` for an incompressible text of 64 MiB.
_HIDDEN = MappingProxyType(
    {
        "places.json": 64 * _MIB,
        "sequence": 4 * _KIB,
        "locks": 64 * _KIB,
        "texts": 65 * _MIB,
        "cache": 256 * _MIB,
        "README.txt": _MIB,
    }
)
#: The index of texts, and what SQLite keeps beside it: SQLite reads no more of it than it needs.
_INDEX = "search.sqlite3"


def most_bytes(parts: Sequence[str]) -> int | None:
    """The largest number of bytes of a file in a store; None if there is no limit.

    Args:
        parts: the names from the store's folder on.
    """
    if len(parts) > 1 and parts[0].startswith("."):
        if parts[-1].startswith(_INDEX):
            return None
        return _HIDDEN.get(parts[1], LARGEST)
    return _BESIDE.get(parts[0], LARGEST) if len(parts) == 1 else LARGEST


def read_up_to(handle: int, start: int, most: int | None) -> bytes:
    """The bytes of an open file from ``start`` on: at most ``most``, and one more if the file has more.

    It reads in pieces, because one read takes its whole memory at once, however small the file is. The first piece is
    a small one: most files of a store are.
    """
    pieces: list[bytes] = []
    left, size, at = most + 1 if most is not None else None, _FIRST_PIECE, start
    while left is None or left > 0:
        piece = os.pread(handle, size if left is None else min(left, size), at)
        if not piece:
            break
        pieces.append(piece)
        at += len(piece)
        left = None if left is None else left - len(piece)
        size = _PIECE
    return b"".join(pieces)


def in_words(size: int) -> str:
    """A size for people: ``30 GiB``."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size} {unit}"
        size //= 1024
    return f"{size} TiB"
