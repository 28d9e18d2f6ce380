"""Reads JSON: one object a line (``.jsonl``), or a file that is one document, a list, or holds a list (``.json``)."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import IO, Any

from reader.model.page import Page
from reader.sources.file_types import JSON, RECORD_MARK
from reader.sources.json_fields import Number, article_fields, article_page, article_text, seen_fields
from reader.sources.record_files import RecordPlace, kind_of, opened
from reader.sources.source_error import SourceError
from reader.sources.source_messages import guarded
from reader.sources.stated_fields import bare

_PIECE = 1 << 20
#: Bytes of each of a file's first lines that a folder walk reads to see whether the file holds articles.
FIRST_LINE = 1 << 22
#: Lines, blank or broken, among which the first object is searched.
_FIRST_LINES = 100
#: The largest file that is one value of JSON, and what of it a folder walk reads.
MOST_BYTES, _MOST_WALKED = 256 << 20, 16 << 20
#: How deep a list of documents may lie in objects.
_DEEPEST = 8
#: Lists that belong to a document.
_ASIDE = frozenset(
    """
    comments replies responses related relatedarticles annotations predictions entities entitymentions mentions tags
    keywords images media links labels spans tokens sentences highlights captions paragraphs sections authors
    """.split()
)
#: Bytes in which a file begins.
_HEAD = 4096
_BETWEEN = re.compile(r"[\s,\ufeff]*")
_DECODER = json.JSONDecoder(parse_int=Number, parse_float=Number)


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
            for place in _documents(text):
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
                value, end = _DECODER.raw_decode(text)
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
    start = _after(text, 0)
    try:
        places = list(islice(_documents(text), 2))
    except (ValueError, RecursionError) as error:
        raise SourceError(path, "is damaged or cut off", "its JSON cannot be read") from error
    if len(places) > 1 or (places and text[start] == "["):
        number = next((number for number, place in enumerate(places, 1) if place.wanted), 1)
        raise SourceError(path, "holds many documents", f"open one of them, as in {path}{RECORD_MARK}{number}")
    if not places:
        raise _without_article(path, next(_objects(_DECODER.raw_decode(text, start)[0]), {}) if text[start:] else {})
    return _page(_DECODER.raw_decode(text, places[0].offset)[0], data, path)


def is_one_document(path: str) -> bool:
    """Whether a ``.json`` file is one document, or none; otherwise it holds several, each with a number."""
    try:
        with guarded(path), opened(path) as stream:
            text = stream.read(MOST_BYTES).decode("utf-8", errors="replace")
    except SourceError:
        return True
    found: list[RecordPlace] = []
    with suppress(ValueError, RecursionError):  # what comes before the damage is read
        for place in islice(_documents(text), 2):
            found.append(place)  # noqa: PERF402 - those before an error are kept
    return not found or (len(found) == 1 and text[_after(text, 0)] != "[")


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
                first = (_DECODER.raw_decode(text, place.offset)[0] for place in islice(_documents(text), _FIRST_LINES))
                return any(_is_article(value) for value in first)
            lines = (stream.readline(FIRST_LINE) for _ in range(_FIRST_LINES))
            values = (value for line in lines if line.strip() and isinstance(value := _value(line), dict))
            return any(_is_article(value) for value in islice(values, 1))
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
    elif isinstance(value, list) and depth < _DEEPEST:
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


def _is_article(value: Any) -> bool:
    return isinstance(value, dict) and article_fields(value) is not None


def _is_document(value: Any) -> bool:
    """Whether an object is a document itself, and no wrapper of documents that have more text."""
    if not isinstance(value, dict) or (fields := article_fields(value)) is None:
        return False
    own = article_text(fields)
    if article_text(value) is None and _are_several(value):
        return False
    # A paragraph of an editor's tree is a little longer by itself, as its pieces are taken for paragraphs.
    return own is not None and 1.25 * len(own.text) + 20 >= _longest(value, 0)


def _are_several(value: dict[str, Any]) -> bool:
    return sum(_is_article(one) for one in islice(value.values(), _FIRST_LINES)) > 1


def _longest(value: Any, depth: int) -> int:
    """The length of the longest article in the lists in a value, or in an object of several; 0 if there is none."""
    if depth > _DEEPEST or not isinstance(value, (dict, list)):
        return 0
    if isinstance(value, list):
        inner = value[:_FIRST_LINES]
    else:
        inner = [one for key, one in islice(value.items(), 10 * _FIRST_LINES) if bare(key) not in _ASIDE]
    longest = max((_longest(one, depth + 1) for one in inner), default=0)
    if isinstance(value, list) or _are_several(value):
        texts = (article_text(fields) for one in inner if isinstance(one, dict) and (fields := article_fields(one)))
        longest = max(longest, max((len(found.text) for found in texts if found), default=0))
    return longest


def _documents(text: str) -> Iterator[RecordPlace]:
    """The documents in a text, in order, at their offsets there; of several values one after another too.

    Raises:
        ValueError: at the end, if it is not valid JSON from there on.
    """
    place = _after(text, 0)
    while place < len(text):
        if text[place] == "[":
            place = yield from _items(text, place, 0)
        else:
            value, end = _DECODER.raw_decode(text, place)
            yield from _in_value(text, place, value, 0)
            place = end
        place = _after(text, place)


def _items(text: str, place: int, depth: int) -> Generator[RecordPlace, None, int]:
    """The documents in the list at ``place``, and its other items; returns the offset after it.

    Items of linked data that are no article, as the author of one, are no documents, but are counted.
    """
    place = _after(text, place + 1)
    while text[place : place + 1] != "]":
        value, end = _DECODER.raw_decode(text, place)
        if not isinstance(value, dict) or _is_document(value) or not _longest(value, depth):
            is_other = isinstance(value, dict) and "@type" in value and not _is_article(value)
            yield RecordPlace(place, wanted=not is_other)
        else:
            yield from _in_value(text, place, value, depth + 1)
        place = _after(text, end)
    return place + 1


def _in_value(text: str, place: int, value: Any, depth: int) -> Iterator[RecordPlace]:
    """The documents in the value at ``place``: itself, or those in its lists and objects."""
    if _is_document(value):
        yield RecordPlace(place, wanted=True)
    elif isinstance(value, list) and any(_is_article(one) for one in value[:_FIRST_LINES]):
        yield from _items(text, place, depth)
    elif _longest(value, depth):
        for start, inner in _children(text, place):
            yield from _in_value(text, start, inner, depth + 1)


def _children(text: str, place: int) -> Iterator[tuple[int, Any]]:
    """The values in the object or list at ``place``, each with its offset."""
    is_object = text[place] == "{"
    place = _after(text, place + 1)
    while text[place] not in "]}":
        if is_object:
            _, place = _DECODER.raw_decode(text, place)
            place = _after(text, text.index(":", place) + 1)
        value, end = _DECODER.raw_decode(text, place)
        yield place, value
        place = _after(text, end)


def _after(text: str, place: int) -> int:
    """The offset after white space and commas."""
    match = _BETWEEN.match(text, place)
    return match.end() if match else place
