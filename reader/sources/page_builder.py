"""Builds the page of a document that is not a text file, from lines with hints; each line is made safe."""

from __future__ import annotations

import re

from reader.model.page import Page, PageLine
from reader.model.spans import OffsetMap
from reader.sources.parsing_limits import MOST_LINES
from reader.sources.safe_lines import safe_lines
from reader.system.hashes import sha256

#: Hints of lines that stand close together; all others are surrounded by blank lines.
_CLOSE = frozenset({"li", "table", "code"})
_SPACES = re.compile("[ \n]+")


class PageBuilder:
    """Lines in reading order; :meth:`page` makes the page from them, and its ``source`` is the text itself."""

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._hints: list[str] = []
        self._last = ""

    def line(self, text: str, hint: str = "p") -> None:
        """Add one block; each line end in it starts a new line. Blank text adds nothing."""
        if len(self._rows) > MOST_LINES:
            return
        safe = safe_lines(text)[0]
        if not safe.strip():
            return
        if self._rows and not (hint in _CLOSE and hint == self._last):
            self._add("", "")
        for row in safe.split("\n"):
            if row.strip():
                self._add(row.strip(" "), hint)
        self._last = hint

    def running(self, text: str, hint: str = "p") -> None:
        """As :meth:`line`, with each run of spaces and line ends collapsed to one space."""
        self.line(_SPACES.sub(" ", safe_lines(text)[0]), hint)

    def page(self, path: str, media_type: str, data: bytes, encoding: str = "utf-8", *, left_out: str = "") -> Page:
        """The page of all lines, with the hash of ``data``; ``left_out`` tells what was not read."""
        if len(self._rows) > MOST_LINES:
            del self._rows[MOST_LINES:], self._hints[MOST_LINES:]
            left_out = left_out or f"only its first {MOST_LINES:,} lines are read"
        text = "\n".join(self._rows)
        lines = []
        start = 0
        for row, hint in zip(self._rows, self._hints, strict=True):
            lines.append(PageLine(start, start + len(row), hint))
            start += len(row) + 1
        digest = sha256(data)
        origin = OffsetMap.identity(len(text))
        return Page(path, media_type, digest, encoding, text, text, tuple(lines), origin, left_out=left_out)

    def _add(self, row: str, hint: str) -> None:
        self._rows.append(row)
        self._hints.append(hint)
