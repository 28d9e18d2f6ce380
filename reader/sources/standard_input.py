"""Standard input through a pipe: read once and kept, so that it can be opened again."""

from __future__ import annotations

import sys
from functools import cache

from reader.sources.source_error import SourceError
from reader.sources.source_messages import shown_size, source_error

#: The path that means standard input; a file of this name is ``./-``.
STANDARD_INPUT = "-"


def piped(max_bytes: int) -> bytes:
    """The bytes of standard input; they are read once and kept.

    Raises:
        SourceError: they cannot be read, or there are more than ``max_bytes``.
    """
    data = _piped(max_bytes)
    if len(data) > max_bytes:
        raise SourceError(STANDARD_INPUT, "is too large", f"the limit is {shown_size(max_bytes)}")
    return data


def take_pipe(data: bytes) -> None:
    """Set the bytes that :func:`piped` returns, in a process that takes over from another one."""
    _taken[:] = [data]


_taken: list[bytes] = []


@cache
def _piped(max_bytes: int) -> bytes:
    if _taken:
        return _taken[0]
    try:
        return sys.stdin.buffer.read(max_bytes + 1)
    except OSError as error:
        raise source_error(STANDARD_INPUT, error) from error
