"""Reads web archives of crawlers (WARC): each response, resource or conversion with a page or text is a document.

It needs warcio (``nrc-reader[warc]``), and limits how much of each record it unpacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from reader.model.page import Page, StatedFacts
from reader.sources.encodings import decode
from reader.sources.file_types import HEAD_BYTES, HTML, TEXT, has_binary_bytes
from reader.sources.formats.html import html_page
from reader.sources.formats.plain_text import text_page
from reader.sources.record_files import RecordPlace
from reader.sources.source_error import SourceError
from reader.system import missing_libraries
from reader.system.safe_text import safe_text

if TYPE_CHECKING:
    from email.message import Message

#: Types of records that may hold an article; requests, headers and revisits do not.
_KINDS = frozenset({"response", "resource", "conversion"})
#: The most lines of a record's head and of marks between pieces of its body, and the longest line in bytes.
_MOST_LINES, _LONGEST_LINE = 20_000, 1 << 16
_MARKUP = frozenset({HTML, "application/xhtml+xml"})
#: How the next record begins, in a plain file and in one whose records are packed one by one.
_NEXT, _NEXT_PACKED = re.compile(rb"\n\r?\n(?=WARC/1\.)"), re.compile(rb"(?=\x1f\x8b\x08)")
#: Bytes that are searched at once, bytes of the longest mark, and damaged records that are skipped in one file.
_LOOK, _MARK, _MOST_DAMAGED = 1 << 20, 16, 500


class Warc:
    """The format of one file; see :class:`~reader.sources.record_files.RecordFormat`."""

    def __init__(self, path: str) -> None:
        if not missing_libraries.is_there("warcio"):
            raise SourceError(path, *missing_libraries.missing("warcio"))

    def places(self, stream: IO[bytes], path: str) -> Iterator[RecordPlace]:
        """All records; a wanted one is a successful response that holds text.

        A record with a wrong head or length keeps its number. The records after it are found by how a record begins.

        Raises:
            SourceError: at the end, if there were such records.
        """
        start, fault, left = 0, None, [_MOST_LINES]
        for _ in range(_MOST_DAMAGED):
            count, is_whole = 0, True
            try:
                for record, archive in _records(stream, path, left):
                    wanted = _is_wanted(record)
                    start = archive.get_record_offset()  # reads the record to its end
                    count += 1
                    yield RecordPlace(start, wanted)
                    is_whole = not _is_left(record)
                if is_whole:
                    break
            except SourceError as error:
                fault = fault or error
                if not count:
                    yield RecordPlace(start, wanted=False)
            following = _next_start(stream, start) if left[0] > 0 else None
            if following is None:
                break
            start = following
            stream.seek(start)
        else:
            raise SourceError(path, "is damaged", f"after {_MOST_DAMAGED} bad records the rest of it is not read")
        if fault is not None:
            raise fault

    def page(self, stream: IO[bytes], path: str, max_bytes: int) -> Page:
        """The record at the stream's position."""
        records = _records(stream, path)
        for record, _ in islice(records, 1):
            if not _is_wanted(record):
                raise SourceError(path, "has no article", f"it is a {record.rec_type} without text")
            content = _content(record, path, max_bytes)
            if not _ends_well(record, records) and (following := _NEXT.search(content)):
                content = content[: following.start()]  # its stated length is too large and includes the next record
            head = _head(record)
            if has_binary_bytes(content[:HEAD_BYTES]):
                raise SourceError(path, "is binary, not text")
            is_markup = head.get_content_type() in _MARKUP
            source, encoding = decode(content, markup=is_markup, declared=head.get_content_charset() or "")
            page: Page = (html_page if is_markup else text_page)(source, encoding, content, path)
            url = safe_text(record.rec_headers.get_header("WARC-Target-URI", "") or "").strip("<> ")
            return replace(page, facts=StatedFacts(url=url))
        raise SourceError(path, "is damaged or cut off")


def _records(stream: IO[bytes], path: str, left: list[int] | None = None) -> Iterator[tuple[Any, Any]]:
    """The records from the stream's position on; raises ``SourceError`` at a damaged one.

    Args:
        stream: of the file.
        path: for messages.
        left: the number of lines that may still be read until a record comes, as its only item.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    archive = ArchiveIterator(stream)
    archive.INC_RECORD = ""  # otherwise it prints to standard error, in the middle of the screen
    read, left = archive.reader.readline, [_MOST_LINES] if left is None else left

    def readline(length: int | None = None) -> bytes:
        """A line, within limits; an endless head would take minutes."""
        line: bytes = read(length or 16 * _LONGEST_LINE)  # this may return less before the end
        left[0] -= 1
        if left[0] < 0 or (len(line) > _LONGEST_LINE and not line.endswith(b"\n")):
            raise ArchiveLoadFailed("its head does not end")
        return line

    archive.reader.readline = readline
    try:
        for record in archive:
            left[0] = _MOST_LINES
            yield record, archive
    except (ArchiveLoadFailed, ArithmeticError, ValueError, EOFError, AttributeError, LookupError) as error:
        raise SourceError(path, "is damaged or cut off") from error


def _next_start(stream: IO[bytes], start: int) -> int | None:
    """The offset of the next possible record after ``start``; None if there is none."""
    stream.seek(start)
    is_packed = stream.read(2) == b"\x1f\x8b"
    mark = _NEXT_PACKED if is_packed else _NEXT
    offset = start + 1
    while True:
        stream.seek(offset)
        data = stream.read(_LOOK)
        if match := mark.search(data):
            return offset + match.end()
        if len(data) < _LOOK:
            return None
        offset += _LOOK - _MARK


def _is_left(record: Any) -> bool:
    """Whether a record at the end of the file is shorter than its stated length, or states none."""
    return getattr(record.raw_stream, "limit", 1) > 0  # without a length it has no limit


def _ends_well(record: Any, records: Iterator[tuple[Any, Any]]) -> bool:
    """Whether the stated length of a record leads to another record, or to the end of the file."""
    try:
        return next(records, None) is not None or not _is_left(record)
    except SourceError:
        return False


def _is_wanted(record: Any) -> bool:
    if record.rec_type not in _KINDS:
        return False
    if record.http_headers is not None and record.http_headers.get_statuscode() != "200":
        return False
    return _head(record).get_content_type() in {*_MARKUP, TEXT}


def _head(record: Any) -> Message:
    """The content type as a header field that the standard library can parse."""
    from email.message import Message

    head = Message()
    fields = record.http_headers or record.rec_headers
    head["Content-Type"] = fields.get_header("Content-Type", "") or "application/octet-stream"
    return head


def _content(record: Any, path: str, max_bytes: int) -> bytes:
    stream = record.content_stream()
    pieces = []
    size = 0
    while piece := stream.read(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise SourceError(path, "is too large", f"the limit is {max_bytes} bytes")
    return b"".join(pieces)
