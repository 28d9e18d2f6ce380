"""How large each file of a store may be; a larger one is named and left alone, as a link is.

A file from a stranger may claim a terabyte and take no room on the disk. Whoever read it whole would fill the memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import BinaryIO

_KIB, _MIB = 1 << 10, 1 << 20
#: Bytes that are read at once.
_PIECE = 1 << 18
#: A document's file, journal or history: a million annotations of one document have room in it.
LARGEST = 512 * _MIB
#: What lies beside the documents. Clippings and the export are only written, and may be of any size.
_BESIDE = MappingProxyType(
    {"labels.jsonl": 8 * _MIB, ".gitattributes": _MIB, ".gitignore": _MIB, "clippings.txt": None, "export.jsonl": None}
)
#: What lies in the hidden folder, by its name or that of its folder. Ten thousand paths of the longest kind have room
#: in ``places.json``, and a text of 64 MiB that cannot be compressed in ``texts``.
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


def most_bytes(parts: Sequence[str]) -> int | None:
    """How many bytes a file of a store may have, None for any number.

    Args:
        parts: the names from the store's folder on.
    """
    if len(parts) > 1 and parts[0].startswith("."):
        return _HIDDEN.get(parts[1], LARGEST)
    return _BESIDE.get(parts[0], LARGEST) if len(parts) == 1 else LARGEST


def read_up_to(file: BinaryIO, most: int) -> bytes:
    """At most so many bytes, and one more where there are more.

    Python would at once take as much memory as may be read, however small the file is.
    """
    pieces, left = [], most + 1
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def in_words(size: int) -> str:
    """A size for people: ``30 GiB``."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size} {unit}"
        size //= 1024
    return f"{size} TiB"
