"""Reads web archives of crawlers (WARC): each response, resource or conversion with a page or text is a document.

It needs warcio (``nrc-reader[warc]``), and limits how much of each record it unpacks. Brotli is unpacked here, as it
packs so tightly that its output has to be limited step by step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from reader.model.page import Page, StatedFacts
from reader.sources.encodings import decode
from reader.sources.file_types import (
    HEAD_BYTES,
    HTML,
    TEXT,
    has_binary_bytes,
    kind_of_binary,
    may_be_article,
    media_type_of,
)
from reader.sources.formats.html import html_page
from reader.sources.formats.plain_text import text_page
from reader.sources.record_place import RecordPlace
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
_WANTED = _MARKUP | {TEXT}
#: Types that say nothing of the content, and packings that nothing here unpacks.
_UNTYPED = frozenset(
    """
    application/octet-stream binary/octet-stream application/unknown unknown/unknown application/warc-record
    """.split()
)
_FOREIGN = frozenset({"zstd", "compress", "x-compress"})
#: Tags that no other text than a page has.
_TAGS = re.compile(r"<(?:head|body|title|meta|article|main|div|p|h1)\b[^<>]{0,500}>", re.IGNORECASE)
_PIECE = 1 << 16
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
                    wanted = _may_be_wanted(record) and (_type_of(record) or _sniffed(record)) in _WANTED
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
            url = safe_text(record.rec_headers.get_header("WARC-Target-URI", "") or "").strip("<> ")
            kind = _type_of(record)
            is_wanted = _may_be_wanted(record) and (kind in _WANTED or not kind)
            content = _content(record, path, max_bytes) if is_wanted else b""
            kind = kind or _type_of_content(content, url)
            if not is_wanted or not kind:
                raise SourceError(path, "has no article", f"it is a {record.rec_type or 'record'} without text")
            if not _ends_well(record, records) and (following := _NEXT.search(content)):
                content = content[: following.start()]  # its stated length is too large and includes the next record
            if has_binary_bytes(content[:HEAD_BYTES]):
                raise SourceError(path, "is binary, not text")
            is_markup = kind in _MARKUP
            source, encoding = decode(content, markup=is_markup, declared=_head(record).get_content_charset() or "")
            page: Page = (html_page if is_markup else text_page)(source, encoding, content, path)
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
    from warcio.statusandheaders import StatusAndHeadersParserException

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
    damage = (ArchiveLoadFailed, StatusAndHeadersParserException, ArithmeticError, ValueError, EOFError)
    try:
        for record in archive:
            left[0] = _MOST_LINES
            if not record.rec_type:
                _read_http_head(record)
            yield record, archive
    except (*damage, AttributeError, LookupError) as error:
        raise SourceError(path, "is damaged or cut off") from error


def _read_http_head(record: Any) -> None:
    """Read the head of a response in a record that states no kind; warcio leaves it in the content."""
    from warcio.statusandheaders import StatusAndHeadersParser

    stated = record.rec_headers.get_header("Content-Type", "") or ""
    if stated.startswith("application/http") and "request" not in stated:
        record.http_headers = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"]).parse(record.raw_stream)


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


def _may_be_wanted(record: Any) -> bool:
    """Whether a record is a successful response, or of no stated kind; its content may still be no text."""
    if record.rec_type and record.rec_type not in _KINDS:
        return False
    return record.http_headers is None or record.http_headers.get_statuscode() == "200"


def _type_of(record: Any) -> str:
    """The stated type of the content; empty if none is stated, or one that only says bytes."""
    stated = str(_head(record)["Content-Type"]).partition(";")[0].strip().lower()
    return "" if "/" not in stated or stated in _UNTYPED else stated


def _sniffed(record: Any) -> str:
    """The type of the content by its first bytes; empty if it is no text."""
    url = record.rec_headers.get_header("WARC-Target-URI", "") or ""
    try:
        return _type_of_content(b"".join(_taken(_pieces(record, ""), HEAD_BYTES)), url)
    except (SourceError, ImportError):
        return ""


def _type_of_content(content: bytes, url: str) -> str:
    """``HTML`` or ``TEXT`` by the content and the ending of the address; empty for anything else."""
    head = content[:HEAD_BYTES]
    if not head.strip() or kind_of_binary(head) or has_binary_bytes(head):
        return ""
    text = head.decode("utf-8", errors="replace")
    if media_type_of("", text) == HTML or _TAGS.search(text):
        return HTML
    name = url.strip("<> ").partition("?")[0].partition("#")[0].rpartition("/")[2]
    is_data = text.lstrip("\ufeff \t\r\n")[:1] in {"{", "[", "<"}
    return "" if is_data or not may_be_article(name or "index.html") else TEXT


def _taken(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    """The first pieces, until they have ``most`` bytes."""
    size = 0
    for piece in pieces:
        yield piece
        size += len(piece)
        if size >= most:
            return


def _head(record: Any) -> Message:
    """The content type as a header field that the standard library can parse; of a bare HTTP message none."""
    from email.message import Message

    head = Message()
    fields = record.http_headers or record.rec_headers
    head["Content-Type"] = fields.get_header("Content-Type", "") or ""
    return head


def _content(record: Any, path: str, max_bytes: int) -> bytes:
    pieces = []
    size = 0
    for piece in _pieces(record, path):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise SourceError(path, "is too large", f"the limit is {max_bytes} bytes")
    return b"".join(pieces)


def _pieces(record: Any, path: str) -> Iterator[bytes]:
    """The unpacked content of a record, piece by piece."""
    packing = record.http_headers.get_header("Content-Encoding", "") if record.http_headers else ""
    packing = (packing or "").strip().lower()
    if packing in _FOREIGN:
        raise SourceError(path, f"is packed with {packing}", "which cannot be unpacked here")
    is_brotli = packing == "br"
    if is_brotli:
        record.http_headers.remove_header("Content-Encoding")  # warcio would unpack without a limit
    elif packing == "x-gzip":
        record.http_headers.replace_header("Content-Encoding", "gzip")
    stream = record.content_stream()
    raw = iter(lambda: stream.read(_PIECE), b"")
    yield from _unbrotlied(raw, path) if is_brotli else raw


def _unbrotlied(raw: Iterator[bytes], path: str) -> Iterator[bytes]:
    """Brotli unpacked; what is not packed, against its head, stays as it is."""
    if not missing_libraries.is_there("brotli"):
        raise SourceError(path, *missing_libraries.missing("brotli"))
    import brotli

    decoder = brotli.Decompressor()
    limit = {"output_buffer_limit": _PIECE} if hasattr(decoder, "can_accept_more_data") else {}
    has_begun = False
    for packed in raw:
        try:
            unpacked = decoder.process(packed, **limit)
            while True:
                has_begun = has_begun or bool(unpacked)
                yield unpacked
                if not limit or decoder.is_finished() or decoder.can_accept_more_data():
                    break
                unpacked = decoder.process(b"", **limit)
        except brotli.error as error:
            if has_begun:
                raise SourceError(path, "is damaged or cut off", "its content cannot be unpacked") from error
            yield packed
            yield from raw
            return
        if decoder.is_finished():
            return
