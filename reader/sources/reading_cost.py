"""Estimates how costly a document is to read, from its bytes alone."""

from __future__ import annotations

import os

from reader.sources.bytes_to_page import kind_of_bytes
from reader.sources.file_types import HTML, JSON, JSON_LINES, MARKDOWN, RECORD_MARK, TEXT
from reader.sources.opening import is_url, raw_bytes
from reader.sources.source_error import SourceError
from reader.sources.standard_input import STANDARD_INPUT, piped

#: The most bytes of a cheap document: an article of 10,000 words. Even quadratic work on so few bytes takes well under
#: a second, where 16 MiB would take hours.
CHEAP_BYTES = 1 << 16
#: The most characters in it that may begin markup or a line. Each costs up to 30 microseconds.
CHEAP_MARKS = 2_000
_MARKS = b"\n\r<[]`|*_&"
#: Formats that can be cheap; packed files and formats read by other libraries never are.
_CHEAP_KINDS = frozenset({TEXT, HTML, MARKDOWN, JSON, JSON_LINES})


def is_cheap(path: str, max_bytes: int) -> bool:
    """Whether a document is so small and plain that it may be read at once, within some milliseconds.

    A file that cannot be read is cheap, because its error is. A document in a file of many costs as much as the file.
    """
    try:
        if path == STANDARD_INPUT:
            return _is_plain(piped(max_bytes), path)
        if is_url(path):
            return False
        file = path if os.path.lexists(path) else path.rpartition(RECORD_MARK)[0] or path
        size = os.stat(file).st_size  # noqa: PTH116 - pathlib costs more than the whole
        return size <= CHEAP_BYTES and _is_plain(raw_bytes(file, CHEAP_BYTES), file)
    except (SourceError, OSError, ValueError):
        return True


def _is_plain(data: bytes, path: str) -> bool:
    if len(data) > CHEAP_BYTES or kind_of_bytes(path, data) not in _CHEAP_KINDS:
        return False
    return len(data) - len(data.translate(None, _MARKS)) <= CHEAP_MARKS
