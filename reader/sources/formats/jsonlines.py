"""JSON Lines: one object a line, its article in the field ``text`` (as it is) or else ``html`` (a page's markup)."""

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
from reader.sources.source_faults import guarded
from reader.system.safe_text import safe_text

_PIECE = 1 << 20
#: What is longer, or more, is no title and no list of authors.
_LONGEST_FACT = 1000
_MOST_AUTHORS = 50
#: Bytes of a file's first line by which a folder walk judges whether it holds articles.
FIRST_LINE = 1 << 22
#: Lines, blank or broken, among which the first object is looked for.
_FIRST_LINES = 100


class JsonLines:
    """The format of one file; see :class:`~reader.sources.multi_document.Format`."""

    def found(self, stream: IO[bytes], path: str) -> Iterator[RecordPlace]:  # noqa: ARG002 (others need the path)
        """All lines; blank ones hold nothing."""
        offset = 0
        while piece := stream.readline(_PIECE):
            start, wanted = offset, bool(piece.removeprefix(codecs.BOM_UTF8).strip())
            offset += len(piece)
            while not piece.endswith(b"\n") and (piece := stream.readline(_PIECE)):
                offset += len(piece)
                wanted = wanted or bool(piece.strip())
            yield RecordPlace(start, wanted)

    def page(self, stream: IO[bytes], path: str, max_bytes: int) -> Page:
        """The line at which the stream stands."""
        line = stream.readline(max_bytes + 1)
        if len(line) > max_bytes:
            raise SourceError(path, "is too large", f"the limit is {max_bytes} bytes")
        data = line.strip()
        fields = _object(data)
        if fields is None:
            raise SourceError(path, "is no JSON object")
        for name, make in (("text", text_page), ("html", html_page)):
            value = fields.get(name)
            if isinstance(value, str) and value.strip():
                return replace(make(value, "utf-8", data, path), facts=_stated(fields))
        raise SourceError(path, "has no article", "a field text or html is needed")


def holds_articles(path: str) -> bool:
    """Whether one of the first lines is an object, and the first of these has an article: what a folder walk takes."""
    try:
        with guarded(path), opened(path) as stream:
            lines = (stream.readline(FIRST_LINE) for _ in range(_FIRST_LINES))
            fields = next((found for line in lines if line.strip() and (found := _object(line)) is not None), None)
    except SourceError:
        return False
    return fields is not None and any(isinstance(fields.get(name), str) for name in ("text", "html"))


def _stated(fields: Mapping[str, object]) -> StatedFacts:
    """The facts in the fields beside the text, by the names that scrapers give them; the first that is filled."""

    def first(names: str) -> str:
        return next((text for name in names.split() if (text := _words(fields.get(name)))), "")

    language = first("language lang")[:2].lower()
    return StatedFacts(
        title=first("title headline"),
        authors=next((found for name in ("authors", "author", "byline") if (found := _names(fields.get(name)))), ()),
        published=first("published date_published datePublished published_at publish_date pub_date date"),
        updated=first("updated date_modified dateModified updated_at modified"),
        url=first("url canonical_url source_url link"),
        language=language if language.isascii() and language.isalpha() and len(language) == 2 else "",
    )


def _words(value: object) -> str:
    """A field of words as one line that is safe to print; empty for anything else, and for what is no mere fact."""
    return " ".join(safe_text(value).split()) if isinstance(value, str) and len(value) <= _LONGEST_FACT else ""


def _names(value: object) -> tuple[str, ...]:
    """Names in a field: one, a list of them, or objects that have a name."""
    listed = value if isinstance(value, list) else [value]
    named = (one.get("name") if isinstance(one, dict) else one for one in listed[:_MOST_AUTHORS])
    return tuple(name for one in named if (name := _words(one)))


def _object(line: bytes) -> dict[str, object] | None:
    try:
        # No number is wanted, and one of thousands of digits is refused as a whole number.
        value = json.loads(line.removeprefix(codecs.BOM_UTF8), parse_int=bool, parse_float=bool)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
