"""JSON Lines: one object a line, its article in the field ``text`` (as it is) or else ``html`` (a page's markup)."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import IO

from reader.sources.formats import html_page, text_page
from reader.sources.page import Page, SourceError
from reader.sources.records import Found

_PIECE = 1 << 20
#: Bytes of a file's first line by which a folder walk judges whether it holds articles.
FIRST_LINE = 1 << 22


class JsonLines:
    """The format of one file; see :class:`~reader.sources.records.Format`."""

    def found(self, stream: IO[bytes], path: str) -> Iterator[Found]:  # noqa: ARG002 (others need the path)
        """All lines; blank ones hold nothing."""
        offset = 0
        while piece := stream.readline(_PIECE):
            start, wanted = offset, bool(piece.removeprefix(codecs.BOM_UTF8).strip())
            offset += len(piece)
            while not piece.endswith(b"\n") and (piece := stream.readline(_PIECE)):
                offset += len(piece)
                wanted = wanted or bool(piece.strip())
            yield Found(start, wanted)

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
                return make(value, "utf-8", data, path)
        raise SourceError(path, "has no article", "a field text or html is needed")


def holds_articles(path: str) -> bool:
    """Whether the first line that is not blank is an object with an article: what a folder walk takes."""
    from reader.sources.records import opened

    try:
        with opened(path) as stream:
            line = b""
            for _ in range(100):
                line = stream.readline(FIRST_LINE)
                if line.strip() or not line:
                    break
    except (OSError, EOFError, SourceError):
        return False
    fields = _object(line)
    return fields is not None and any(isinstance(fields.get(name), str) for name in ("text", "html"))


def _object(line: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(line.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
