"""Reads Word documents (.docx): paragraphs by style, lists, tables row by row, footnotes after the text.

Left out, as in print: deleted text, comments, field codes, headers and footers.
"""

from __future__ import annotations

import re

from reader.model.page import Page
from reader.sources.archives import Archive
from reader.sources.file_types import DOCX
from reader.sources.formats.safe_xml import Handler, parse
from reader.sources.page_builder import PageBuilder

_HEADING = re.compile(r"heading ([1-6])")
#: Built-in style names; they are English in the file, whatever the language of Word.
_STYLES = {
    "title": "h1", "subtitle": "p", "quote": "quote", "intense quote": "quote", "block text": "quote",
    "caption": "caption", "list paragraph": "li", "footnote text": "footnote", "endnote text": "footnote",
}  # fmt: skip
#: A passage's alternative for old programs, and elements that are not part of the text.
_SKIPPED = frozenset({"Fallback", "instrText", "delText", "del", "moveFrom", "pPrChange", "rPrChange"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_NOTES = {"word/footnotes.xml": "footnoteReference", "word/endnotes.xml": "endnoteReference"}


def read(data: bytes, path: str) -> Page:
    """A Word document as a page; :class:`SourceError` if it is damaged, locked or a decompression bomb."""
    archive = Archive(data, path)
    styles = _Styles()
    if (content := archive.find("word/styles.xml")) is not None:
        parse(content, styles, path)
    builder = PageBuilder()
    rest = parse(archive.read("word/document.xml"), _Body(builder, styles.hints()), path)
    for name in _NOTES:
        if not rest and (notes := archive.find(name)) is not None:
            rest = parse(notes, _Body(builder, {}, "footnote"), path)
    return builder.page(path, DOCX, data, left_out=rest)


class _Styles(Handler):
    """The hint of each paragraph style: by its name, its outline level, or the style it is based on."""

    def __init__(self) -> None:
        self._own: dict[str, str] = {}
        self._based: dict[str, str] = {}
        self._style = ""

    def start(self, name: str, values: dict[str, str]) -> None:
        value = values.get("val", "")
        if name == "style":
            self._style = values.get("styleId", "")
        elif name == "name" and self._style:
            if hint := _hint_of_style(value):
                self._own[self._style] = hint
        elif name == "basedOn":
            self._based[self._style] = value
        elif name == "outlineLvl" and value.isdecimal() and int(value) < 6:
            self._own.setdefault(self._style, f"h{int(value) + 1}")

    def hints(self) -> dict[str, str]:
        """Style ids and their hints."""
        hints = {}
        for style in {*self._own, *self._based}:
            origin, steps = style, 0
            while origin not in self._own and origin in self._based and steps < 20:  # a style may be based on itself
                origin, steps = self._based[origin], steps + 1
            hints[style] = self._own.get(origin, "p")
        return hints


def _hint_of_style(name: str) -> str:
    name = name.lower()
    match = _HEADING.fullmatch(name)
    if match:
        return f"h{match[1]}"
    return "li" if name.startswith("list ") else _STYLES.get(name, "")


class _Body(Handler):
    """Writes the paragraphs of the text or of the notes to ``builder``."""

    def __init__(self, builder: PageBuilder, styles: dict[str, str], hint: str = "p") -> None:
        self._builder = builder
        self._styles = styles
        self._default = hint
        self._paragraphs: list[tuple[list[str], str]] = []  # nested if a text box is anchored in a paragraph
        self._cells: list[list[str]] = []
        self._tables = 0
        self._skipping = 0
        self._texts = 0
        self._note = ""

    def start(self, name: str, values: dict[str, str]) -> None:
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name == "p":
            self._paragraphs.append(([self._note] if self._note else [], self._default))
            self._note = ""
        elif name == "t":
            self._texts += 1
        elif name == "tbl":
            self._tables += 1
        elif name == "tr" and self._tables == 1:
            self._cells.clear()
        elif name == "tc" and self._tables == 1:
            self._cells.append([])
        elif name in {"footnote", "endnote"}:
            # The separators between text and notes are stored as notes too, with a type or a number below 1.
            number = values.get("id", "")
            self._note = f"[{number}] " if number.isdecimal() and int(number) > 0 else ""
        elif self._paragraphs:
            self._in_paragraph(name, values)

    def _in_paragraph(self, name: str, values: dict[str, str]) -> None:
        parts, hint = self._paragraphs[-1]
        value = values.get("val", "")
        if name in _BREAKS and (name != "tab" or "pos" not in values):
            parts.append(_BREAKS[name])
        elif name == "pStyle":
            self._paragraphs[-1] = parts, self._styles.get(value, hint)
        elif name == "outlineLvl" and value.isdecimal() and int(value) < 6:
            self._paragraphs[-1] = parts, f"h{int(value) + 1}"
        elif name == "numId" and value != "0" and hint == "p":
            self._paragraphs[-1] = parts, "li"
        elif name in _NOTES.values():
            parts.append(f"[{values.get('id', '')}]")

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._texts -= 1
        elif name == "p" and self._paragraphs:
            parts, hint = self._paragraphs.pop()
            text = "".join(parts).strip()
            if self._tables and self._cells:
                self._cells[-1].append(text)
            else:
                self._builder.line(text, hint)
        elif name == "tr" and self._tables == 1:
            cells = [" ".join(part for part in cell if part).replace("\n", " ") for cell in self._cells]
            self._builder.line(" | ".join(cells) if any(cells) else "", "table")
            self._cells.clear()
        elif name == "tbl":
            self._tables -= 1

    def text(self, text: str) -> None:
        if self._texts and not self._skipping and self._paragraphs:
            self._paragraphs[-1][0].append(text)
