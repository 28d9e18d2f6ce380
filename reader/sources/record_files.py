"""Files of many documents: opens them, and defines the interface of the formats that read them."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterator
from typing import IO, NamedTuple, Protocol, cast

from reader.model.page import Page
from reader.sources.file_types import JSON, JSON_LINES, WARC, media_type_of
from reader.sources.source_error import SourceError
from reader.sources.source_messages import not_regular

#: Bytes that tell the encoding, and the largest file in a wide encoding that is read.
_HEAD, MOST_WIDE = 4096, 64 << 20


class RecordPlace(NamedTuple):
    """A line or record: its offset in the (unpacked) file, and whether it may hold an article."""

    offset: int
    wanted: bool


class RecordFormat(Protocol):
    """The interface of ``jsonlines`` and ``warc``."""

    def places(self, stream: IO[bytes], path: str) -> Iterator[RecordPlace]:
        """All lines or records from the beginning of the stream, in order."""

    def page(self, stream: IO[bytes], path: str, max_bytes: int) -> Page:
        """The document at the stream's position."""


def kind_of(path: str) -> str:
    """``JSON_LINES``, ``JSON`` or ``WARC`` if the file's name says that it may hold many documents, otherwise empty."""
    kind = media_type_of(path.lower().removesuffix(".gz"))
    return kind if kind in {JSON_LINES, JSON, WARC} else ""


def opened(path: str) -> IO[bytes]:
    """The open file: JSON unpacked and in UTF-8, WARC as it is, as its records are packed one by one.

    Raises:
        SourceError: it is no regular file, or too large in a wide encoding.
    """
    if not os.path.isfile(path):  # noqa: PTH113 - a pipe would block
        raise not_regular(path)
    stream = _unpacked(path)
    if kind_of(path) == WARC or not (encoding := _wide_encoding(stream)):
        return stream
    with stream:
        data = stream.read(MOST_WIDE + 1)
    if len(data) > MOST_WIDE:
        raise SourceError(path, f"is too large in {encoding.upper()}", "save it as UTF-8")
    return io.BytesIO(data.decode(encoding, errors="replace").encode("utf-8", errors="replace"))


def is_seekable(path: str) -> bool:
    """Whether reading from any offset of the opened file costs no more than from its start."""
    if kind_of(path) == WARC:
        return True
    if path.lower().endswith(".gz"):
        return False
    with _unpacked(path) as stream:
        return not _wide_encoding(stream)


def _unpacked(path: str) -> IO[bytes]:
    if path.lower().endswith(".gz") and kind_of(path) != WARC:
        return cast("IO[bytes]", gzip.open(path))
    return open(path, "rb")  # noqa: PTH123 - the caller closes it


def _wide_encoding(stream: IO[bytes]) -> str:
    """UTF-16 or UTF-32 if the file is written in it, otherwise empty; the stream is at its start again."""
    from reader.sources.encodings import unicode_form

    encoding, _ = unicode_form(stream.read(_HEAD))
    stream.seek(0)
    return encoding if encoding and encoding != "utf-8" else ""
