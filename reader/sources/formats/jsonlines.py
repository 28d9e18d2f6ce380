"""Reads JSON: one object a line (``.jsonl``), or a file that is one document, a list, or holds a list (``.json``)."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import IO, Any

from reader.model.page import Page
from reader.sources.file_types import JSON, RECORD_MARK
from reader.sources.json_documents import DECODER, DEEPEST, after, documents_in, is_article
from reader.sources.json_fields import Number, article_page, seen_fields
from reader.sources.json_tables import as_list, first_row
from reader.sources.record_files import kind_of, opened
from reader.sources.record_place import RecordPlace
from reader.sources.source_error import SourceError
from reader.sources.source_messages import guarded

_PIECE = 1 << 20
#: Bytes of each of a file's first lines that a folder walk reads to see whether the file holds articles.
FIRST_LINE = 1 << 22
#: Lines, blank or broken, among which the first object is searched.
_FIRST_LINES = 100
#: The largest file that is one value of JSON, and what of it a folder walk reads.
MOST_BYTES, _MOST_WALKED = 256 << 20, 16 << 20
#: Bytes in which a file begins.
_HEAD = 4096


class JsonLines:
    """The format of a file with one object a line; see :class:`~reader.sources.record_files.RecordFormat`."""

    def places(self, stream: IO[bytes], path: str) -> Iterator[RecordPlace]:  # noqa: ARG002 - others need the path
        """All lines; a blank line holds no article."""
        offset = 0
        while piece := stream.readline(_PIECE):
            start, wanted = offset, bool(piece.removeprefix(codecs.BOM_UTF8).strip())
            offset += len(piece)
            while not piece.endswith(b"\n") and (piece := stream.readline(_PIECE)):
                offset += len(piece)
                wanted = wanted or bool(piece.strip())
            yield RecordPlace(start, wanted)

    def page(self, stream: IO[bytes], path: str, max_bytes: int) -> Page:
        """The line at the stream's position."""
        line = stream.readline(max_bytes + 1)
        if len(line) > max_bytes:
            raise _too_large(path, max_bytes)
        return _page(_value(line), line.strip(), path)


class JsonDocuments:
    """The format of a file that is one value of JSON; its documents are objects in it."""

    def places(self, stream: IO[bytes], path: str) -> Iterator[RecordPlace]:
        """All documents, and in a list of documents each item."""
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise _too_large(path, MOST_BYTES)
        text = data.decode("utf-8", errors="surrogateescape")  # as many bytes as there were
        offset, done = 0, 0
        try:
            for place in documents_in(text):
                offset += len(text[done : place.offset].encode("utf-8", errors="surrogateescape"))
                done = place.offset
                yield RecordPlace(offset, place.wanted)
        except (ValueError, RecursionError) as error:
            raise SourceError(path, "is damaged or cut off", "its JSON cannot be read to the end") from error

    def page(self, stream: IO[bytes], path: str, max_bytes: int) -> Page:
        """The object at the stream's position."""
        data, size, value = b"", 1 << 16, None
        while value is None:
            piece = stream.read(size)
            data += piece
            size *= 4
            text = data.decode("utf-8", errors="surrogateescape")
            try:
                value, end = DECODER.raw_decode(text)
            except (ValueError, RecursionError) as error:
                if not piece:
                    raise SourceError(path, "is damaged or cut off", "its JSON cannot be read") from error
                if len(data) > max_bytes:
                    raise _too_large(path, max_bytes) from error
        data = text[:end].encode("utf-8", errors="surrogateescape")
        return _page(value if text.isascii() else _value(data) or value, data, path)


def read(data: bytes, path: str) -> Page:
    """The only document in the bytes of a ``.json`` file; :class:`SourceError` if there are more or none."""
    from reader.sources.encodings import decode

    text = decode(data)[0]
    text = as_list(text) or text
    start = after(text, 0)
    try:
        places = list(islice(documents_in(text), 2))
    except (ValueError, RecursionError) as error:
        raise SourceError(path, "is damaged or cut off", "its JSON cannot be read") from error
    if len(places) > 1 or (places and text[start] == "["):
        number = next((number for number, place in enumerate(places, 1) if place.wanted), 1)
        raise SourceError(path, "holds many documents", f"open one of them, as in {path}{RECORD_MARK}{number}")
    if not places:
        seen = first_row(text) or next(_objects(DECODER.raw_decode(text, start)[0]), {}) if text[start:] else {}
        raise _without_article(path, seen)
    return _page(DECODER.raw_decode(text, places[0].offset)[0], data, path)


def is_one_document(path: str) -> bool:
    """Whether a ``.json`` file is one document, or none; otherwise it holds several, each with a number."""
    try:
        with guarded(path), opened(path) as stream:
            text = stream.read(MOST_BYTES).decode("utf-8", errors="replace")
    except SourceError:
        return True
    found: list[RecordPlace] = []
    with suppress(ValueError, RecursionError):  # what comes before the damage is read
        for place in islice(documents_in(text), 2):
            found.append(place)  # noqa: PERF402 - those before an error are kept
    return not found or (len(found) == 1 and text[after(text, 0)] != "[")


def is_list(path: str) -> bool:
    """Whether a file of lines is a list, as some programs name their lists."""
    with guarded(path), opened(path) as stream:
        return stream.read(_HEAD).removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"["


def holds_articles(path: str) -> bool:
    """Whether the first object, of JSON Lines among the first lines, has an article; a folder walk takes only those."""
    try:
        with guarded(path), opened(path) as stream:
            if kind_of(path) == JSON or is_list(path):
                text = stream.read(_MOST_WALKED).decode("utf-8", errors="replace")
                first = (
                    DECODER.raw_decode(text, place.offset)[0] for place in islice(documents_in(text), _FIRST_LINES)
                )
                return any(is_article(value) for value in first)
            lines = (stream.readline(FIRST_LINE) for _ in range(_FIRST_LINES))
            values = (value for line in lines if line.strip() and isinstance(value := _value(line), dict))
            return any(is_article(value) for value in islice(values, 1))
    except (SourceError, ValueError, RecursionError):
        return False


def _page(value: Any, data: bytes, path: str) -> Page:
    if not isinstance(value, dict):
        raise SourceError(path, "is not a JSON object")
    page = article_page(value, data, path)
    if page is None:
        raise _without_article(path, value)
    return page


def _without_article(path: str, fields: Mapping[str, Any]) -> SourceError:
    """The error that an object has no text, with the names of its fields: one of them may be renamed to a known one."""
    advice = "a field such as text, body, content or html must hold a text"
    return SourceError(path, "has no article", f"it has {seen_fields(fields)}; {advice}")


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The object in a value, or those in its lists."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list) and depth < DEEPEST:
        for one in value[:_FIRST_LINES]:
            yield from _objects(one, depth + 1)


def _too_large(path: str, limit: int) -> SourceError:
    return SourceError(path, "is too large", f"the limit is {limit} bytes")


def _value(line: bytes) -> Any:
    """The value in a line; None if it is no JSON. A line that is not UTF-8 is read as a text of its encoding."""
    from reader.sources.encodings import decode

    line = line.strip().removeprefix(codecs.BOM_UTF8)
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = decode(line)[0]
    try:
        return json.loads(text, parse_int=Number, parse_float=Number)
    except (ValueError, RecursionError):
        return None
