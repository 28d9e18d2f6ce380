"""Reads Markdown: the text without markers and link targets, one line for each block, mapped back to the file.

markdown-it finds the blocks; blocks of HTML are read as HTML.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model.page import NOTHING_STATED, Page, PageLine
from reader.model.spans import OffsetMap
from reader.sources.encodings import decode
from reader.sources.file_types import MARKDOWN
from reader.sources.formats.front_matter import FrontMatter, front_matter
from reader.sources.formats.html import visible_text
from reader.sources.formats.markdown_inline import (
    BLANKS,
    CELL,
    PICTURE_REACH,
    ROW_START,
    InlineText,
    MarkdownWriter,
    after,
)
from reader.sources.formats.plain_text import text_page
from reader.sources.parsing_limits import MOST_JUDGED_CHARACTERS, MOST_MARKS, bounded
from reader.sources.safe_lines import safe_lines
from reader.system.hashes import sha256

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_HINTS = {
    "blockquote_open": "quote", "list_item_open": "li", "table_open": "table", "paragraph_open": "p",
    "footnote_reference_open": "footnote",
}  # fmt: skip
#: A row that is only a mark of a dialect: the fence of a box, attributes, an instruction to the site's generator.
_MARK_ROW = re.compile(
    r":{3,}[ ]*(?:\{[^{}\n]{0,200}\}|[\w-]{0,40})[ ]*:{0,9}|\{:[^{}\n]{1,200}\}|\{%[^{}\n]{1,300}%\}"
    r"|\{\{[<%][^{}\n]{1,500}[>%]\}\}"
)
#: The marks that measure the parser's work.
_MARKS = re.compile(r"[\n\[\]!*_`<&\\|~>]")


def read(data: bytes, path: str) -> Page:
    """Markdown: its text without the markers, one line for each block."""
    return markdown_page(*decode(data), data, path)


def markdown_page(source: str, encoding: str, data: bytes, path: str) -> Page:
    """Decoded Markdown as a page; the hash is that of ``data``."""
    if not is_parsed(source):
        page = text_page(source, encoding, data, path)
        note = "; ".join(filter(None, (page.left_out, "it has too much Markdown: shown as it is written")))
        return replace(page, media_type=MARKDOWN, left_out=note)
    markup, to_source = safe_lines(source)
    front = front_matter(markup)
    text, lines, to_markup = readable_text(markup, front)
    facts = front.facts if front else NOTHING_STATED
    return Page(path, MARKDOWN, sha256(data), encoding, source, text, lines, to_markup.after(to_source), facts)


def is_parsed(markup: str) -> bool:
    """Whether a file has few enough marks to be parsed quickly."""
    return not bounded(markup, _MARKS, MOST_MARKS, "")[1] and len(markup) <= MOST_JUDGED_CHARACTERS


def readable_text(markup: str, front: FrontMatter | None = None) -> tuple[str, tuple[PageLine, ...], OffsetMap]:
    """The text of a Markdown file without its markup.

    Args:
        markup: the decoded file, made safe.
        front: its head, if it has one.

    Returns:
        The text. Its lines, with the hints ``h1`` to ``h6``, ``p``, ``li``, ``quote``, ``table``, ``code``, ``alt`` (of
        a picture), ``markup`` (a block of HTML without text), ``link`` (nothing but links); in a block of HTML those of
        :func:`~reader.sources.formats.html.visible_text`; for the head ``front title``, ``front author``, ``front
        date`` or ``front``. The map from the text back to ``markup``.
    """
    writer = MarkdownWriter()
    begin = front.end if front else 0
    if front:
        _front(front, writer)
    starts = [begin]
    for row in markup[begin:].split("\n"):
        starts.append(starts[-1] + len(row) + 1)
    context: list[str] = []
    row_map = [0, 0]
    place = noted = begin
    for token in _parser().parse(markup[begin:]):
        if token.type == "tr_open":
            row_map = token.map or row_map
            place = starts[row_map[0]]
        elif token.type == "tr_close" and writer.length > writer.start:
            writer.end_line("table")
        elif token.type == "footnote_reference_open" and token.map:
            noted = _note_mark(markup, starts[token.map[0]], token.meta["label"], writer)
        elif token.type == "footnote_reference_close" and writer.length > writer.start:
            writer.end_line("footnote")  # the footnote is empty
        if token.nesting > 0:
            context.append(token.tag if re.fullmatch("h[1-6]", token.tag) else _HINTS.get(token.type, ""))
        elif token.nesting < 0:
            context.pop()
        elif token.type == "inline" and "table" in context:
            if token.content and writer.length > writer.start:
                writer.fill(" | ")
            inline = InlineText(markup, after(CELL, markup, place), writer, "table")
            inline.write(token)
            place = inline.place
        elif token.type == "inline" and token.map:
            inline = InlineText(markup, max(starts[token.map[0]], noted), writer, _hint(context))
            inline.write(token)
            inline.end()
        elif token.type == "html_block" and token.map:
            _html_block(markup, starts, token, _hint(context), writer)
        elif token.type in {"fence", "code_block", "mark_row"} and token.map:
            _raw(markup, starts, token, writer)
    return "".join(writer.parts), tuple(writer.lines), OffsetMap(writer.runs)


def _parser() -> MarkdownIt:
    """CommonMark with tables and footnotes; a footnote stays in place, and the marks that refer to it are text."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote.index import footnote_def

    parser = MarkdownIt("commonmark").enable("table")
    parser.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("fence", "mark_row", _mark_row, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return parser


def _mark_row(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: ARG001 - the parser's form
    """The rule that makes a token of a row that is only a mark."""
    if not _MARK_ROW.fullmatch(state.src, state.bMarks[first] + state.tShift[first], state.eMarks[first]):
        return False
    if not silent:
        token = state.push("mark_row", "", 0)
        token.map = [first, first + 1]
        state.line = first + 1
    return True


def _hint(context: list[str]) -> str:
    telling = [hint for hint in context if hint and hint != "p"]
    return telling[-1] if telling else "p"


def _note_mark(markup: str, offset: int, label: str, writer: MarkdownWriter) -> int:
    """Write the mark that opens a footnote, "[^1]: ", as it stands; returns the offset after it."""
    start = markup.find(f"[^{label}]:", offset, offset + len(label) + PICTURE_REACH)
    if start < 0:
        return offset
    end = after(BLANKS, markup, start + len(label) + 4)
    writer.put(markup[start:end], start, end)
    return end


def _html_block(markup: str, starts: list[int], token: Token, hint: str, writer: MarkdownWriter) -> None:
    """Write the text of a block of HTML; one without text, such as a comment, stays as it is written."""
    first, last = token.map or (0, 0)
    runs, length = [], 0
    for number, row in enumerate(token.content.split("\n")):
        begin, end = starts[min(first + number, last)], min(starts[min(first + number + 1, last)], len(markup))
        if row and (at := markup.find(row, begin, end)) >= 0:  # signs of a list or quotation stand before it
            runs.append((length, length + len(row), at, at + len(row)))
        length += len(row) + 1
    text, lines, origin = visible_text(token.content)
    if not any(text[line.start : line.end].strip() for line in lines):
        _raw(markup, starts, token, writer)
        return
    to_markup = origin.after(OffsetMap(runs))
    for line in lines:
        done = line.start
        for span, place in to_markup.pieces(line.start, line.end):
            writer.fill(text[done : span.start])
            writer.put(text[span.start : span.end], place.start, place.end)
            done = span.end
        writer.fill(text[done : line.end])
        writer.end_line((hint if line.hint in {"", "p"} else line.hint) if line.start < line.end else "")
    writer.end_line()


def _raw(markup: str, starts: list[int], token: Token, writer: MarkdownWriter) -> None:
    """Write code, or HTML without text, unchanged, row by row, without the fences around code."""
    first, last = token.map or (0, 0)
    rows = list(range(first, min(last, len(starts) - 1)))
    if token.type == "fence":
        rows = rows[1:]
        if rows and markup.startswith(token.markup, after(ROW_START, markup, starts[rows[-1]])):
            rows.pop()
    for row in rows:
        end = min(starts[row + 1] - 1, len(markup))
        writer.put(markup[starts[row] : end], starts[row], end)
        if writer.length > writer.start:
            writer.end_line("markup" if token.type in {"html_block", "mark_row"} else "code")
    writer.end_line()


def _front(front: FrontMatter, writer: MarkdownWriter) -> None:
    """Write the head of the file."""
    for line in front.lines:
        for number, piece in enumerate(line.pieces):
            if number:
                writer.fill(line.between)
            if piece.start < 0:
                writer.fill(piece.text)
            else:
                writer.put(piece.text, piece.start, piece.start + len(piece.text))
        writer.end_line(line.hint)
    writer.end_line()
