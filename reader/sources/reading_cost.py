"""What it may cost to read a document, judged before anything of it is read but its bytes."""

from __future__ import annotations

import os

from reader.sources.bytes_to_page import kind_of_bytes
from reader.sources.file_types import HTML, JSON_LINES, MARKDOWN, RECORD_MARK, TEXT
from reader.sources.opening import is_url, raw_bytes
from reader.sources.source_error import SourceError
from reader.sources.standard_input import STANDARD_INPUT, piped

#: Bytes of a document that is cheap: an article of 10,000 words. The worst that is quadratic in so few bytes takes
#: well under a second, where 16 MiB would take hours.
CHEAP_BYTES = 1 << 16
#: Characters in it that may begin something: a line, a tag, a link, emphasis, code. Each costs up to 30 microseconds.
CHEAP_MARKS = 2_000
_MARKS = b"\n\r<[]`|*_&"
#: What is packed, or read by somebody else's code, is never cheap.
_CHEAP_KINDS = frozenset({TEXT, HTML, MARKDOWN, JSON_LINES})


def is_cheap(path: str, max_bytes: int) -> bool:
    """Whether a document is so small and so plain that it may be read where it is asked for, in some milliseconds.

    Of a file that cannot be read the fault is cheap. A document in a file of many is as cheap as that file.
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
