"""A file of another program that is read whole: never more of it than a bound."""

from __future__ import annotations

from pathlib import Path

from reader.exchange.exchange_error import ExchangeError

#: 256 MiB: some hundred thousand annotations, in the formats that are read whole.
_LARGEST = 1 << 28
_PIECE = 1 << 18


def whole_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        ExchangeError: it is too large.
        OSError: it cannot be read.
    """
    pieces: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST:
                raise ExchangeError(f"is larger than {_LARGEST >> 20} MiB")
    return b"".join(pieces)
