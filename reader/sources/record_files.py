"""Files of many documents: opens them, and defines the interface of the formats that read them."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterator
from typing import IO, Protocol, cast

from reader.model.page import Page
from reader.sources.file_types import JSON, JSON_LINES, WARC, media_type_of
from reader.sources.record_place import RecordPlace
from reader.sources.source_error import SourceError
from reader.sources.source_messages import not_regular

#: Bytes that tell the encoding, and the largest file in a wide encoding, or of a table, that is read.
_HEAD, MOST_CONVERTED = 4096, 64 << 20


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
    """The open file: JSON unpacked, in UTF-8 and a table as the list of its rows.

    WARC is as it is, as its records are packed one by one.

    Raises:
        SourceError: it is no regular file, or too large in a wide encoding.
    """
    if not os.path.isfile(path):  # noqa: PTH113 - a pipe would block
        raise not_regular(path)
    stream = _unpacked(path)
    if kind_of(path) == WARC:
        return stream
    if encoding := _wide_encoding(stream):
        with stream:
            data = stream.read(MOST_CONVERTED + 1)
        if len(data) > MOST_CONVERTED:
            raise SourceError(path, f"is too large in {encoding.upper()}", "save it as UTF-8")
        stream = io.BytesIO(data.decode(encoding, errors="replace").encode("utf-8", errors="replace"))
    return _listed(stream) if kind_of(path) == JSON and _may_be_table(stream) else stream


def is_seekable(path: str) -> bool:
    """Whether reading from any offset of the opened file costs no more than from its start."""
    if kind_of(path) == WARC:
        return True
    if path.lower().endswith(".gz"):
        return False
    with _unpacked(path) as stream:
        return not (_wide_encoding(stream) or (kind_of(path) == JSON and _may_be_table(stream)))


def _unpacked(path: str) -> IO[bytes]:
    if path.lower().endswith(".gz") and kind_of(path) != WARC:
        return cast("IO[bytes]", gzip.open(path))
    return open(path, "rb")  # noqa: PTH123 - the caller closes it


def _may_be_table(stream: IO[bytes]) -> bool:
    """Whether a file of JSON begins as a table may; the stream is at its start again."""
    from reader.sources.json_tables import may_be_table

    head = stream.read(_HEAD).decode("utf-8", errors="replace")
    stream.seek(0)
    return may_be_table(head)


def _listed(stream: IO[bytes]) -> IO[bytes]:
    """The list of its rows, if a file of JSON is a table, else the file."""
    from reader.sources.json_tables import as_list

    data = stream.read(MOST_CONVERTED + 1)
    stream.seek(0)
    listed = as_list(data.decode("utf-8", errors="surrogateescape")) if len(data) <= MOST_CONVERTED else ""
    if not listed:
        return stream
    stream.close()
    return io.BytesIO(listed.encode("utf-8", errors="surrogateescape"))


def _wide_encoding(stream: IO[bytes]) -> str:
    """UTF-16 or UTF-32 if the file is written in it, otherwise empty; the stream is at its start again."""
    from reader.sources.encodings import unicode_form

    encoding, _ = unicode_form(stream.read(_HEAD))
    stream.seek(0)
    return encoding if encoding and encoding != "utf-8" else ""
