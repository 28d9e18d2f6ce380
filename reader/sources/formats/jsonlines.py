"""Reads JSON Lines: one object a line, with its article in the field ``text`` (plain) or else ``html`` (markup)."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import IO

from reader.model.page import Page, StatedFacts
from reader.sources.formats.html import html_page
from reader.sources.formats.plain_text import text_page
from reader.sources.record_files import RecordPlace, opened
from reader.sources.source_error import SourceError
from reader.sources.source_messages import guarded
from reader.system.safe_text import safe_text

_PIECE = 1 << 20
#: The longest title or name, and the longest list of authors; beyond that the field is ignored.
_LONGEST_FACT = 1000
_MOST_AUTHORS = 50
#: Bytes of each of a file's first lines that a folder walk reads to see whether the file holds articles.
FIRST_LINE = 1 << 22
#: Lines, blank or broken, among which the first object is searched.
_FIRST_LINES = 100


class JsonLines:
    """The format of one file; see :class:`~reader.sources.record_files.RecordFormat`."""

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
            raise SourceError(path, "is too large", f"the limit is {max_bytes} bytes")
        data = line.strip()
        fields = _object(data)
        if fields is None:
            raise SourceError(path, "is not a JSON object")
        for name, make in (("text", text_page), ("html", html_page)):
            value = fields.get(name)
            if isinstance(value, str) and value.strip():
                return replace(make(value, "utf-8", data, path), facts=_stated(fields))
        raise SourceError(path, "has no article", "it needs a field text or html")


def holds_articles(path: str) -> bool:
    """Whether the first object among the first lines has an article; a folder walk takes only such files."""
    try:
        with guarded(path), opened(path) as stream:
            lines = (stream.readline(FIRST_LINE) for _ in range(_FIRST_LINES))
            fields = next((value for line in lines if line.strip() and (value := _object(line)) is not None), None)
    except SourceError:
        return False
    return fields is not None and any(isinstance(fields.get(name), str) for name in ("text", "html"))


def _stated(fields: Mapping[str, object]) -> StatedFacts:
    """The facts in the other fields, by the names that scrapers use; the first non-empty one counts."""

    def first(names: str) -> str:
        return next((text for name in names.split() if (text := _words(fields.get(name)))), "")

    language = first("language lang")[:2].lower()
    return StatedFacts(
        title=first("title headline"),
        authors=next((names for name in ("authors", "author", "byline") if (names := _names(fields.get(name)))), ()),
        published=first("published date_published datePublished published_at publish_date pub_date date"),
        updated=first("updated date_modified dateModified updated_at modified"),
        url=first("url canonical_url source_url link"),
        language=language if language.isascii() and language.isalpha() and len(language) == 2 else "",
    )


def _words(value: object) -> str:
    """A text field as one line that is safe to print; empty for any other type and for long text."""
    return " ".join(safe_text(value).split()) if isinstance(value, str) and len(value) <= _LONGEST_FACT else ""


def _names(value: object) -> tuple[str, ...]:
    """The names in a field: one name, a list of names, or objects that have a name."""
    listed = value if isinstance(value, list) else [value]
    named = (item.get("name") if isinstance(item, dict) else item for item in listed[:_MOST_AUTHORS])
    return tuple(name for item in named if (name := _words(item)))


def _object(line: bytes) -> dict[str, object] | None:
    try:
        # Numbers are not needed; ``bool`` also accepts those with thousands of digits, which ``int`` refuses.
        value = json.loads(line.removeprefix(codecs.BOM_UTF8), parse_int=bool, parse_float=bool)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
