"""Reads OpenDocument texts (.odt): headings, paragraphs, lists, tables row by row, footnotes after the text.

Left out: comments, deleted text, the sender's fields, headers and footers.
"""

from __future__ import annotations

from reader.model.page import Page
from reader.sources.archives import Archive
from reader.sources.file_types import ODT
from reader.sources.formats.safe_xml import Handler, parse
from reader.sources.page_builder import PageBuilder
from reader.sources.source_error import SourceError
from reader.sources.superscripts import SUB, SUPER, joined

#: Styles of every program, by their names in the file.
_STYLES = {
    "title": "h1", "subtitle": "p", "quotations": "quote", "quote": "quote", "caption": "caption",
    "illustration": "caption", "figure": "caption", "footnote": "footnote", "endnote": "footnote",
}  # fmt: skip
_SKIPPED = frozenset({"tracked-changes", "annotation", "forms", "desc", "sequence-decls"})
#: The most spaces that one element may stand for.
_MOST_SPACES = 200


def read(data: bytes, path: str) -> Page:
    """An OpenDocument text as a page; :class:`SourceError` if it is damaged, locked or a decompression bomb."""
    archive = Archive(data, path)
    manifest = archive.find("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise SourceError(path, "is locked with a password", "save it without one")
    builder = PageBuilder()
    body = _Body(builder)
    if (styles := archive.find("styles.xml")) is not None:
        parse(styles, body.styles, path)
    rest = parse(archive.read("content.xml"), body, path)
    body.finish()
    return builder.page(path, ODT, data, left_out=rest)


class _Styles(Handler):
    """For each style the style that it is based on, and whether it raises or lowers its text."""

    def __init__(self) -> None:
        self.based: dict[str, str] = {}
        self._scripts: dict[str, str] = {}
        self._style = ""

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "style":
            self._style = values.get("name", "")
            if "parent-style-name" in values:
                self.based[self._style] = values["parent-style-name"]
        elif name == "text-properties" and "text-position" in values:
            self._scripts[self._style] = _script(values["text-position"])

    def script(self, style: str) -> str:
        """The kind of text off the line that a style makes; empty for most."""
        for _ in range(20):
            if style in self._scripts or style not in self.based:
                break
            style = self.based[style]
        return self._scripts.get(style, "")


def _script(position: str) -> str:
    """The kind of a position such as ``super 58%``, ``33% 58%`` or ``-33%``."""
    first = position.split(maxsplit=1)[0] if position.strip() else ""
    if first in {"super", "sub"}:
        return SUPER if first == "super" else SUB
    return SUB if first.startswith("-") else SUPER if first.strip("0%.") else ""


class _Body(Handler):
    """Writes the paragraphs to ``builder``; notes follow at the end."""

    def __init__(self, builder: PageBuilder) -> None:
        self.styles = _Styles()
        self._builder = builder
        self._paragraphs: list[tuple[list[tuple[str, str]], str]] = []
        self._notes: list[list[str]] = []
        self._counts = {"footnote": 0, "endnote": 0}
        self._kind = "footnote"
        self._citation: list[str] | None = None
        self._in_note = 0
        self._spans: list[str] = []
        self._cells: list[list[str]] = []
        self._tables = self._lists = self._skipping = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name in {"p", "h"}:
            self._paragraphs.append(([], self._hint(name, values)))
        elif name == "note":
            self._in_note += 1
            self._kind = "endnote" if values.get("note-class") == "endnote" else "footnote"
            self._notes.append([])
        elif name == "note-citation":
            self._citation = []
        elif name == "span":
            self._spans.append(self.styles.script(values.get("style-name", "")) or (self._spans or [""])[-1])
        elif name == "list":
            self._lists += 1
        elif name == "table":
            self._tables += 1
        elif name == "table-row" and self._tables == 1:
            self._cells.clear()
        elif name == "table-cell" and self._tables == 1:
            self._cells.append([])
        elif name in {"style", "text-properties"}:
            self.styles.start(name, values)
        elif self._paragraphs:
            self._space(name, values.get("c", "1"))

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name in {"p", "h"} and self._paragraphs:
            parts, hint = self._paragraphs.pop()
            text = joined(parts).strip()
            if self._in_note and self._notes:
                self._notes[-1].append(text)
            elif self._tables and self._cells:
                self._cells[-1].append(text)
            else:
                self._builder.line(text, hint)
        elif name == "note":
            self._in_note -= 1
        elif name == "note-citation":
            self._cite()
        elif name == "span" and self._spans:
            self._spans.pop()
        elif name == "list":
            self._lists -= 1
        elif name == "table-row" and self._tables == 1:
            cells = [" ".join(part for part in cell if part).replace("\n", " ") for cell in self._cells]
            self._builder.line(" | ".join(cells) if any(cells) else "", "table")
            self._cells.clear()
        elif name == "table":
            self._tables -= 1

    def text(self, text: str) -> None:
        if self._skipping:
            return
        if self._citation is not None:
            self._citation.append(text)
        elif self._paragraphs:
            self._paragraphs[-1][0].append((text.replace("\n", " "), (self._spans or [""])[-1]))

    def _cite(self) -> None:
        """Write the mark of a note as the file shows it, or else its number, in the text and before the note."""
        self._counts[self._kind] += 1
        mark = "".join(self._citation or ()).strip() or str(self._counts[self._kind])
        self._citation = None
        if self._notes and not self._notes[-1]:
            self._notes[-1].append(f"[{mark}]")
        if self._paragraphs:
            self._paragraphs[-1][0].append((f"[{mark}]", ""))

    def finish(self) -> None:
        """Write the notes."""
        for note in self._notes:
            self._builder.line(" ".join(note), "footnote")

    def _space(self, name: str, count: str) -> None:
        parts = self._paragraphs[-1][0]
        if name == "s":
            parts.append((" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES), ""))
        elif name in {"tab", "line-break"}:
            parts.append(("\t" if name == "tab" else "\n", ""))

    def _hint(self, name: str, values: dict[str, str]) -> str:
        if name == "h":
            level = values.get("outline-level", "1")
            return f"h{min(max(int(level), 1), 6) if level.isdecimal() else 1}"
        style, steps = values.get("style-name", ""), 0
        while steps < 20:
            hint = _STYLES.get(style.replace("_20_", " ").lower(), "")
            if hint:
                return hint
            if style not in self.styles.based:
                break
            style, steps = self.styles.based[style], steps + 1
        return "li" if self._lists else "p"
