"""Files of many documents: opens them, and defines the interface of the formats that read them."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from typing import IO, NamedTuple, Protocol, cast

from reader.model.page import Page
from reader.sources.file_types import JSON_LINES, WARC, media_type_of
from reader.sources.source_messages import not_regular


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
    """``JSON_LINES`` or ``WARC`` if the file's name says that it holds many documents, otherwise empty."""
    kind = media_type_of(path.lower().removesuffix(".gz"))
    return kind if kind in {JSON_LINES, WARC} else ""


def opened(path: str) -> IO[bytes]:
    """The open file, unpacked unless it is WARC, whose records are packed one by one."""
    if not os.path.isfile(path):  # noqa: PTH113 - a pipe would block
        raise not_regular(path)
    if path.lower().endswith(".gz") and kind_of(path) == JSON_LINES:
        return cast("IO[bytes]", gzip.open(path))
    return open(path, "rb")  # noqa: PTH123
