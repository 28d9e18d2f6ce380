"""Recognises block quotations and footnotes among the kept rows of a text dump, by their form."""

from __future__ import annotations

import re

from reader.cleaning.dump.rows import PageRow
from reader.model.page import Page

#: "[1] See the report", "¹ See the report": the mark of a footnote, with or without a space.
_NOTE = re.compile(r"(?:\[(?P<number>\d{1,3})\]|(?P<raised>[¹²³⁴-⁹][⁰¹²³⁴-⁹]{0,2})|[*†‡])\s?(?=\S)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: The columns of white space before a line that set a paragraph apart.
_INDENT = 3


def mark_structure(page: Page, judged: list[PageRow]) -> None:
    """Set the kinds ``quote`` and ``footnote`` of kept paragraphs."""
    body = [row for row in judged if row.kept and row.kind == "paragraph"]
    for row in _notes(body):
        row.kind = "footnote"
    for row in body:
        if row.text.startswith("> "):
            row.kind = "quote"
    prose = [row for row in body if row.kind == "paragraph" and row.is_prose]
    depths = [_indent(page, row) for row in prose]
    if sum(depth < _INDENT for depth in depths) * 2 <= len(depths):
        return  # most begin like this, so it is how the text marks its paragraphs
    for row, depth in zip(prose, depths, strict=True):
        if depth >= _INDENT and all(_line_indent(page, line) >= _INDENT for line in range(row.first, row.last + 1)):
            row.kind = "quote"


def _notes(body: list[PageRow]) -> list[PageRow]:
    """The rows at the end that each begin with a footnote mark; numbered ones must count up."""
    notes: list[PageRow] = []
    last = 0
    for row in reversed(body):
        mark = _NOTE.match(row.text)
        if mark is None:
            break
        written = mark["number"] or (mark["raised"] or "").translate(_RAISED)
        number = int(written) if written else 0
        if number and last and number >= last:
            break
        last = number or last
        notes.append(row)
    return notes if len(notes) < len(body) else []


def _indent(page: Page, row: PageRow) -> int:
    return _line_indent(page, row.first)


def _line_indent(page: Page, index: int) -> int:
    """The white space at the start of a line, in characters; a tab alone sets it apart."""
    line = page.lines[index]
    text = page.text[line.start : line.end]
    blank = text[: len(text) - len(text.lstrip())]
    source = page.source_span(line.start, line.start + 1).start
    return _INDENT if "\t" in blank or page.source[source : source + 1] == "\t" else len(blank)
