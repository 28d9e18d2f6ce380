"""Writes the text of Markdown: lines with their places in the file, and the inline tokens of one block.

The offset of each word is found by following the markers of the tokens.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from reader.model.page import PageLine
from reader.sources.superscripts import ELEMENTS, SUB, SUPER, OpenScript, settle
from reader.system.safe_text import without_controls

if TYPE_CHECKING:
    from markdown_it.token import Token

#: What may follow the text of a link: its target, a reference, or nothing.
_TARGET = re.compile(r"\](?:\((?:[^()\\\n]|\\.|\((?:[^()\\\n]|\\.)*\))*\)|\[[^\]\n]*\])?")
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_TAG = re.compile(r"</?(?P<name>[a-zA-Z][\w-]*)")
_ALT = re.compile(r"""\balt\s*=\s*(?P<sign>["'])(?P<alt>[^"']*)(?P=sign)""", re.IGNORECASE)
#: Tags within a paragraph that begin a new line.
_NEW_LINE = frozenset("br p div li tr dt dd hr summary details blockquote".split())
#: Marks of other dialects. Numbers off the line, as Pandoc writes them: ``10^6^``, ``H~2~O``; links of wikis; marked
#: text; Pandoc's spans; attributes, which are no text.
_MARKED = re.compile(
    r"(?<=[^\W_])(?:\^(?P<up>[-+−]?\d{1,6}|[a-z])\^|(?<=[^\W\d_])~(?P<low>\d{1,3})~)"
    r"|(?<!!)\[\[(?:[^\[\]|\n]{1,200}\|)?(?P<linked>[^\[\]|\n]{1,200})\]\]"
    r"|==(?P<marked>[^\s=](?:[^=\n]{0,500}[^\s=])?)=="
    r"|\[(?P<span>[^\[\]\n]{1,500})\]\{[.#][A-Za-z][^{}\n]{0,200}\}"
    r"|(?P<attributes>[ ]?\{:?[ ]?[.#][A-Za-z][^{}\n]{0,200}\})"
)
#: The signs of a heading, a quotation or a list item before its text.
_BLOCK_START = re.compile(r"[ \t#>*+-]*(?:\d{1,9}[.)][ \t]+)?")
BLANKS = re.compile(r"[ \t]*")
CELL = re.compile(r"[ |]*")
ROW_START = re.compile(r"[ >]*")
#: How far ahead a marker or a character is searched.
_REACH = 200
#: The same for a picture or a footnote, which other marks may precede.
PICTURE_REACH = 20_000


class MarkdownWriter:
    """The text, its lines and the map back, while they are written."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[tuple[int, int, int, int]] = []
        self.lines: list[PageLine] = []
        self.length = 0
        self.start = 0

    def put(self, text: str, start: int, end: int) -> None:
        """Write text that comes from ``[start, end)`` of the file."""
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


def after(pattern: re.Pattern[str], markup: str, offset: int) -> int:
    """The offset after a match of ``pattern`` at ``offset``; the same offset if there is none."""
    match = pattern.match(markup, offset)
    return match.end() if match else offset


class InlineText:
    """Follows the inline tokens of one block through the file, so that each word keeps its offset."""

    def __init__(self, markup: str, place: int, writer: MarkdownWriter, hint: str) -> None:
        self.markup = markup
        self.place = place
        self._writer = writer
        self._hint = hint
        self._alts: list[tuple[int, int]] = []
        self._in_link = 0
        self._linked = 0
        self._start = writer.length
        self._script: OpenScript | None = None

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
                    self._space()
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
                        self.place = after(_TARGET, self.markup, self.place)
                case "image":
                    self._picture(token.content)
                case "html_inline":
                    self._tag(token.content)
                case _:
                    self._skip(token.markup)

    def _tag(self, tag: str) -> None:
        """Follow a tag of HTML: raised text, a picture, a new line; the others are only markup."""
        match = _TAG.match(tag)
        name = match["name"].lower() if match else ""
        self._skip(tag)
        if name in ELEMENTS:
            self._close_script()
            if not tag.startswith("</"):
                self._open_script(ELEMENTS[name], self.place - len(tag))
        elif name in _NEW_LINE and self._hint.startswith(("table", "h")):
            self._space()
        elif name in _NEW_LINE and self._writer.length > self._writer.start:
            self.end_line()
        elif name == "img" and (alt := _ALT.search(tag)):
            start = self.place - len(tag)
            self._alts.append((start + alt.start("alt"), start + alt.end("alt")))

    def _space(self) -> None:
        if self._writer.length > self._writer.start:
            self._writer.fill(" ")

    def _open_script(self, kind: str, place: int) -> None:
        self._script = OpenScript(kind, self._writer.length, place)

    def _close_script(self) -> None:
        if self._script:
            settle(self._writer, self._script)
            self._script = None

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
        """End the line; one that is nothing but links gets the hint ``link``."""
        self._close_script()
        length = self._writer.length - self._start
        hint = self._hint
        if self._linked * 10 >= length * 9 and hint in {"p", "li"}:
            hint = "li link" if hint == "li" else "link"
        self._writer.end_line(hint)
        self._start = self._writer.length
        self._linked = 0

    def _text(self, content: str) -> None:
        before = self._writer.length
        start = after(_BLOCK_START, self.markup, self.place)
        if self.markup.startswith(content, start) and not self.markup.startswith(content, self.place):
            self.place = start
        if self.markup.startswith(content, self.place):
            self._plain(content)
        else:
            self._characters(content)
        if self._in_link:
            self._linked += self._writer.length - before

    def _plain(self, content: str) -> None:
        """Write text as it stands in the file, without the marks of dialects, and their raised numbers off the line."""
        done = 0
        for match in _MARKED.finditer(content):
            self._writer.put(content[done : match.start()], self.place + done, self.place + match.start())
            kind = match.lastgroup or ""
            is_off_line = kind in {"up", "low"}
            if is_off_line:
                self._open_script(SUPER if kind == "up" else SUB, self.place + match.start())
            if kind != "attributes":
                self._writer.put(match[kind], self.place + match.start(kind), self.place + match.end(kind))
            if is_off_line:
                self._close_script()
            done = match.end()
        self._writer.put(content[done:], self.place + done, self.place + len(content))
        self.place += len(content)

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
        start = self.markup.find("![", self.place, self.place + PICTURE_REACH)
        if start < 0:
            return
        start += 2
        self._alts.append((start, start + len(alt)))
        self.place = after(_TARGET, self.markup, start + len(alt))

    def _skip(self, marker: str) -> None:
        if not marker:
            return
        offset = self.markup.find(marker, self.place, self.place + len(marker) + _REACH)
        if offset >= 0:
            self.place = offset + len(marker)

    def _next_row(self) -> None:
        row = self.markup.find("\n", self.place)
        if row >= 0:
            self.place = after(ROW_START, self.markup, row + 1)
