"""Reads Markdown: the text without markers and link targets, one line for each block, mapped back to the file.

markdown-it finds the blocks. The offset of each word in a block is found by following the markers of its inline tokens.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

from reader.model.page import Page, PageLine
from reader.model.spans import OffsetMap
from reader.sources.encodings import decode
from reader.sources.file_types import MARKDOWN
from reader.sources.formats.plain_text import sha256, text_page
from reader.sources.parsing_limits import MOST_JUDGED_CHARACTERS, MOST_MARKS, bounded
from reader.sources.safe_lines import safe_lines
from reader.system.safe_text import without_controls

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(r"---[ ]*\n(?P<fields>(?:.*\n){0,200}?)(?:---|\.\.\.)[ ]*(?:\n|\Z)")
_FIELD = re.compile(
    r"""[ ]{0,3}(?:-[ ]+)?(?:(?P<key>[\w-]+)[ ]*:[ ]*)?(?P<quote>["']?)(?P<value>.*?)(?P=quote)(?:(?<![ ])[ ]+)?$"""
)
_HINTS = {
    "blockquote_open": "quote", "list_item_open": "li", "table_open": "table", "paragraph_open": "p",
    "footnote_reference_open": "footnote",
}  # fmt: skip
#: What may follow the text of a link: its target, a reference, or nothing.
_TARGET = re.compile(r"\](?:\((?:[^()\\\n]|\\.|\((?:[^()\\\n]|\\.)*\))*\)|\[[^\]\n]*\])?")
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_BLANKS = re.compile(r"[ \t]*")
_CELL = re.compile(r"[ |]*")
_ROW_START = re.compile(r"[ >]*")
#: How far ahead a marker or a character is searched.
_REACH = 200
#: The same for a picture or a footnote, which other marks may precede.
_PICTURE_REACH = 20_000
#: The marks that measure the parser's work.
_MARKS = re.compile(r"[\n\[\]!*_`<&\\|~>]")
_FRONT_KINDS = {
    "title": "title", "headline": "title", "author": "author", "authors": "author", "by": "author", "byline": "author",
    "date": "date", "published": "date", "publisheddate": "date", "pubdate": "date", "description": "",
}  # fmt: skip


class _Writer:
    """The text, its lines and the map back, while they are written."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[tuple[int, int, int, int]] = []
        self.lines: list[PageLine] = []
        self.length = 0
        self.start = 0

    def put(self, text: str, start: int, end: int) -> None:
        if text:
            self.parts.append(text)
            self.runs.append((self.length, self.length + len(text), start, end))
            self.length += len(text)

    def fill(self, text: str) -> None:
        """Write text that has no place in the file: a space for a line end, a bar between two cells."""
        self.parts.append(text)
        self.length += len(text)

    def put_rows(self, markup: str, start: int, end: int) -> None:
        """Write ``markup[start:end]`` with its line ends as spaces."""
        for row in markup[start:end].split("\n"):
            if self.length > self.start:
                self.fill(" ")
            self.put(row, start, start + len(row))
            start += len(row) + 1

    def end_line(self, hint: str = "") -> None:
        """End the line; an empty line becomes a blank one."""
        self.lines.append(PageLine(self.start, self.length, hint))
        self.fill("\n")
        self.start = self.length


def read(data: bytes, path: str) -> Page:
    """Markdown: its text without the markers, one line for each block."""
    source, encoding = decode(data)
    if not is_parsed(source):
        page = text_page(source, encoding, data, path)
        note = "; ".join(filter(None, (page.left_out, "it has too much Markdown: shown as it is written")))
        return replace(page, media_type=MARKDOWN, left_out=note)
    markup, to_source = safe_lines(source)
    text, lines, to_markup = readable_text(markup)
    return Page(path, MARKDOWN, sha256(data), encoding, source, text, lines, to_markup.after(to_source))


def is_parsed(markup: str) -> bool:
    """Whether a file has few enough marks to be parsed quickly."""
    return not bounded(markup, _MARKS, MOST_MARKS, "")[1] and len(markup) <= MOST_JUDGED_CHARACTERS


def readable_text(markup: str) -> tuple[str, tuple[PageLine, ...], OffsetMap]:
    """The text of a Markdown file without its markup.

    Args:
        markup: the decoded file, made safe.

    Returns:
        The text. Its lines, with the hints ``h1`` to ``h6``, ``p``, ``li``, ``quote``, ``table``, ``code``, ``alt`` (of
        a picture), ``markup`` (a block of HTML), ``link`` (nothing but links); for the front matter ``front title``,
        ``front author``, ``front date`` or ``front``. The map from the text back to ``markup``.
    """
    writer = _Writer()
    begin = _front_matter(markup, writer)
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
            inline = _Inline(markup, _after(_CELL, markup, place), writer, "table")
            inline.write(token)
            place = inline.place
        elif token.type == "inline" and token.map:
            inline = _Inline(markup, max(starts[token.map[0]], noted), writer, _hint(context))
            inline.write(token)
            inline.end()
        elif token.type in {"fence", "code_block", "html_block"} and token.map:
            _raw(markup, starts, token, writer)
    return "".join(writer.parts), tuple(writer.lines), OffsetMap(writer.runs)


def _parser() -> MarkdownIt:
    """CommonMark with tables and footnotes; a footnote stays in place, and the marks that refer to it are text."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote.index import footnote_def

    parser = MarkdownIt("commonmark").enable("table")
    parser.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    return parser


def _hint(context: list[str]) -> str:
    telling = [hint for hint in context if hint and hint != "p"]
    return telling[-1] if telling else "p"


def _note_mark(markup: str, offset: int, label: str, writer: _Writer) -> int:
    """Write the mark that opens a footnote, "[^1]: ", as it stands; returns the offset after it."""
    start = markup.find(f"[^{label}]:", offset, offset + len(label) + _PICTURE_REACH)
    if start < 0:
        return offset
    end = _after(_BLANKS, markup, start + len(label) + 4)
    writer.put(markup[start:end], start, end)
    return end


def _after(pattern: re.Pattern[str], markup: str, offset: int) -> int:
    match = pattern.match(markup, offset)
    return match.end() if match else offset


class _Inline:
    """Follows the inline tokens of one block through the file, so that each word keeps its offset."""

    def __init__(self, markup: str, place: int, writer: _Writer, hint: str) -> None:
        self.markup = markup
        self.place = place
        self._writer = writer
        self._hint = hint
        self._alts: list[tuple[int, int]] = []
        self._in_link = 0
        self._linked = 0
        self._start = writer.length

    def write(self, block: Token) -> None:
        """Write the text of an ``inline`` token."""
        for token in block.children or ():
            match token.type:
                case "text":
                    self._text(token.content)
                case "code_inline":
                    self._skip(token.markup)
                    self._text(token.content)
                    self._skip(token.markup)
                case "softbreak":
                    self._next_row()
                    self._writer.fill(" ")
                case "hardbreak":
                    self._next_row()
                    self.end_line()
                case "link_open":
                    self._in_link += 1
                    self._skip("<" if token.markup == "autolink" else "[")
                case "link_close":
                    self._in_link -= 1
                    if token.markup == "autolink":
                        self._skip(">")
                    else:
                        self.place = _after(_TARGET, self.markup, self.place)
                case "image":
                    self._picture(token.content)
                case "html_inline":
                    self._skip(token.content)
                case _:
                    self._skip(token.markup)

    def end(self) -> None:
        """End the block; the alternative texts of its pictures follow on lines of their own."""
        if self._writer.length > self._writer.start:
            self.end_line()
        for start, end in self._alts:
            if self.markup[start:end].strip():
                self._writer.put_rows(self.markup, start, end)
                self._writer.end_line("alt")
        self._writer.end_line()

    def end_line(self) -> None:
        length = self._writer.length - self._start
        hint = self._hint
        if self._linked * 10 >= length * 9 and hint in {"p", "li"}:
            hint = "li link" if hint == "li" else "link"
        self._writer.end_line(hint)
        self._start = self._writer.length
        self._linked = 0

    def _text(self, content: str) -> None:
        before = self._writer.length
        if self.markup.startswith(content, self.place):
            self._writer.put(content, self.place, self.place + len(content))
            self.place += len(content)
        else:
            self._characters(content)
        if self._in_link:
            self._linked += self._writer.length - before

    def _characters(self, content: str) -> None:
        """Write text that differs in the file: with backslashes, entities, or markers between."""
        at = 0
        while at < len(content):
            character = content[at]
            entity = _ENTITY.match(self.markup, self.place) if self.markup.startswith("&", self.place) else None
            decoded = unescape(entity[0]) if entity else ""
            if entity and decoded != entity[0] and content.startswith(decoded, at):
                self._writer.put(without_controls(decoded), self.place, entity.end())
                self.place = entity.end()
                at += len(decoded)
                continue
            if character == " " and self.markup.startswith("\n", self.place):
                self._next_row()
                self._writer.fill(" ")
                at += 1
                continue
            offset = self.markup.find(character, self.place, self.place + _REACH)
            if offset >= 0:
                self._writer.put(character, offset, offset + 1)
                self.place = offset + 1
            else:
                self._writer.fill(without_controls(character))
            at += 1

    def _picture(self, alt: str) -> None:
        start = self.markup.find("![", self.place, self.place + _PICTURE_REACH)
        if start < 0:
            return
        start += 2
        self._alts.append((start, start + len(alt)))
        self.place = _after(_TARGET, self.markup, start + len(alt))

    def _skip(self, marker: str) -> None:
        if not marker:
            return
        offset = self.markup.find(marker, self.place, self.place + len(marker) + _REACH)
        if offset >= 0:
            self.place = offset + len(marker)

    def _next_row(self) -> None:
        row = self.markup.find("\n", self.place)
        if row >= 0:
            self.place = _after(_ROW_START, self.markup, row + 1)


def _raw(markup: str, starts: list[int], token: Token, writer: _Writer) -> None:
    """Write code and HTML unchanged, row by row, without the fences around code."""
    first, last = token.map or (0, 0)
    rows = list(range(first, min(last, len(starts) - 1)))
    if token.type == "fence":
        rows = rows[1:]
        if rows and markup.startswith(token.markup, _after(_ROW_START, markup, starts[rows[-1]])):
            rows.pop()
    for row in rows:
        end = min(starts[row + 1] - 1, len(markup))
        writer.put(markup[starts[row] : end], starts[row], end)
        if writer.length > writer.start:
            writer.end_line("markup" if token.type == "html_block" else "code")
    writer.end_line()


def _front_matter(markup: str, writer: _Writer) -> int:
    """Write title, author and date of the front matter; returns the offset after it."""
    match = _FRONT.match(markup)
    if not match:
        return 0
    last = ""
    offset = match.start("fields")
    for row in match["fields"].split("\n"):
        field = _FIELD.match(row)
        if field and field["value"]:
            last = (field["key"] or last).lower()
            kind = _FRONT_KINDS.get(last, "")
            start, end = field.span("value") if kind else (0, len(row))
            writer.put(row[start:end], offset + start, offset + end)
            writer.end_line(f"front {kind}".strip())
        elif field and field["key"]:
            last = field["key"].lower()
            writer.put(row, offset, offset + len(row))
            writer.end_line("front")
        offset += len(row) + 1
    writer.end_line()
    return match.end()
