"""Reads plain text: one line of the page for each line of the file, including blank ones."""

from __future__ import annotations

from reader.model.page import Page, PageLine
from reader.sources.encodings import decode
from reader.sources.file_types import TEXT
from reader.sources.parsing_limits import MOST_LINES, bounded
from reader.sources.safe_lines import safe_lines
from reader.system.hashes import sha256
from reader.system.safe_text import changed_or_line_end


def read(data: bytes, path: str) -> Page:
    """Plain text: one line of the page for each line of the file, including blank ones."""
    return text_page(*decode(data), data, path)


def text_page(source: str, encoding: str, data: bytes, path: str) -> Page:
    """A decoded text as a page; the hash is that of ``data``."""
    read, rest = bounded(source, changed_or_line_end(), MOST_LINES, "lines, tabs and controls")
    text, origin = safe_lines(read)
    return Page(path, TEXT, sha256(data), encoding, source, text, lines_of(text), origin, left_out=rest)


def lines_of(text: str) -> tuple[PageLine, ...]:
    """The lines of a text with ``\\n`` line ends; one at the very end opens no further line."""
    lines = []
    start = 0
    while (end := text.find("\n", start)) >= 0:
        lines.append(PageLine(start, end))
        start = end + 1
    if start < len(text) or not lines:
        lines.append(PageLine(start, len(text)))
    return tuple(lines)
