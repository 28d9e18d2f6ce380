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

#: Styles of every program, by their names in the file.
_STYLES = {
    "title": "h1", "subtitle": "p", "quotations": "quote", "quote": "quote", "caption": "caption",
    "illustration": "caption", "figure": "caption", "footnote": "footnote", "endnote": "footnote",
}  # fmt: skip
_SKIPPED = frozenset({"tracked-changes", "annotation", "forms", "note-citation", "desc", "sequence-decls"})
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
        parse(styles, _Styles(body.based), path)
    rest = parse(archive.read("content.xml"), body, path)
    body.finish()
    return builder.page(path, ODT, data, left_out=rest)


class _Styles(Handler):
    """For each style the style that it is based on."""

    def __init__(self, based: dict[str, str]) -> None:
        self._based = based

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "style" and "parent-style-name" in values:
            self._based[values.get("name", "")] = values["parent-style-name"]


class _Body(Handler):
    """Writes the paragraphs to ``builder``; notes follow at the end."""

    def __init__(self, builder: PageBuilder) -> None:
        self.based: dict[str, str] = {}
        self._builder = builder
        self._styles = _Styles(self.based)
        self._paragraphs: list[tuple[list[str], str]] = []
        self._notes: list[list[str]] = []
        self._in_note = 0
        self._cells: list[list[str]] = []
        self._tables = self._lists = self._skipping = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name in {"p", "h"}:
            self._paragraphs.append(([], self._hint(name, values)))
        elif name == "note":
            self._in_note += 1
            mark = f"[{len(self._notes) + 1}]"
            self._notes.append([mark])
            if self._paragraphs:
                self._paragraphs[-1][0].append(mark)
        elif name == "list":
            self._lists += 1
        elif name == "table":
            self._tables += 1
        elif name == "table-row" and self._tables == 1:
            self._cells.clear()
        elif name == "table-cell" and self._tables == 1:
            self._cells.append([])
        elif name == "style":
            self._styles.start(name, values)
        elif self._paragraphs:
            self._space(name, values.get("c", "1"))

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name in {"p", "h"} and self._paragraphs:
            parts, hint = self._paragraphs.pop()
            text = "".join(parts).strip()
            if self._in_note:
                self._notes[-1].append(text)
            elif self._tables and self._cells:
                self._cells[-1].append(text)
            else:
                self._builder.line(text, hint)
        elif name == "note":
            self._in_note -= 1
        elif name == "list":
            self._lists -= 1
        elif name == "table-row" and self._tables == 1:
            cells = [" ".join(part for part in cell if part).replace("\n", " ") for cell in self._cells]
            self._builder.line(" | ".join(cells) if any(cells) else "", "table")
            self._cells.clear()
        elif name == "table":
            self._tables -= 1

    def text(self, text: str) -> None:
        if self._paragraphs and not self._skipping:
            self._paragraphs[-1][0].append(text.replace("\n", " "))

    def finish(self) -> None:
        """Write the notes."""
        for note in self._notes:
            self._builder.line(" ".join(note), "footnote")

    def _space(self, name: str, count: str) -> None:
        parts = self._paragraphs[-1][0]
        if name == "s":
            parts.append(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif name in {"tab", "line-break"}:
            parts.append("\t" if name == "tab" else "\n")

    def _hint(self, name: str, values: dict[str, str]) -> str:
        if name == "h":
            level = values.get("outline-level", "1")
            return f"h{min(max(int(level), 1), 6) if level.isdecimal() else 1}"
        style, steps = values.get("style-name", ""), 0
        while steps < 20:
            hint = _STYLES.get(style.replace("_20_", " ").lower(), "")
            if hint:
                return hint
            if style not in self.based:
                break
            style, steps = self.based[style], steps + 1
        return "li" if self._lists else "p"
