"""Reads Word documents (.docx): paragraphs by style, lists, tables row by row, footnotes after the text.

Left out, as in print: deleted text, comments, field codes, headers and footers. Parts are found by the relations of the
package, as their names are free.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from reader.model.page import Page
from reader.sources.archives import Archive
from reader.sources.file_types import DOCX
from reader.sources.formats.safe_xml import Handler, parse
from reader.sources.formats.word_notes import REFERENCES, NoteNumbers, has_custom_mark
from reader.sources.page_builder import PageBuilder
from reader.sources.superscripts import SUB, SUPER, joined

_HEADING = re.compile(r"heading ([1-6])")
#: Built-in style names; they are English in the file, whatever the language of Word.
_STYLES = {
    "title": "h1", "subtitle": "p", "quote": "quote", "intense quote": "quote", "block text": "quote",
    "caption": "caption", "list paragraph": "li", "footnote text": "footnote", "endnote text": "footnote",
}  # fmt: skip
#: A passage's alternative for old programs, and elements that are not part of the text.
_SKIPPED = frozenset({"Fallback", "instrText", "delText", "del", "moveFrom", "pPrChange", "rPrChange"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
#: Raised and lowered text, as a run or its style states it, and as formulas have it.
_SCRIPTS = {"superscript": SUPER, "subscript": SUB}
_FORMULAS = {"sup": SUPER, "sub": SUB}
#: The least half points by which a run is raised that counts as a superscript.
_RAISED = 3
_MAIN_TYPE = re.compile(r"\.(?:document|template)(?:\.macroEnabledTemplate)?\.main\+xml$|wordprocessingml\.document$")


def read(data: bytes, path: str) -> Page:
    """A Word document as a page; :class:`SourceError` if it is damaged, locked or a decompression bomb."""
    archive = Archive(data, path)
    main = _main_part(archive, path)
    related = _Relations.of(archive, main, path)
    folder = posixpath.dirname(main)
    styles = _Styles()
    if (content := archive.find_any(related.get("styles", f"{folder}/styles.xml"))) is not None:
        parse(content, styles, path)
    names = {kind: related.get(f"{kind}s", f"{folder}/{kind}s.xml") for kind in REFERENCES.values()}
    text, notes = archive.read(main), {kind: archive.find_any(name) for kind, name in names.items()}
    numbers: dict[tuple[str, str], str] = {}
    if b"noteReference" in text:
        numbering = NoteNumbers(_SKIPPED)
        if (content := archive.find_any(related.get("settings", f"{folder}/settings.xml"))) is not None:
            parse(content, numbering, path)
        numbering.settings_read()
        parse(text, numbering, path)
        numbers = numbering.numbers()
    builder = PageBuilder()
    rest = parse(text, _Body(builder, styles, numbers), path)
    for kind, content in notes.items():
        if not rest and content is not None:
            rest = _write_notes(content, kind, builder, styles, numbers, path)
    return builder.page(path, DOCX, data, left_out=rest)


def _write_notes(
    content: bytes, kind: str, builder: PageBuilder, styles: _Styles, numbers: dict[tuple[str, str], str], path: str
) -> str:
    """Write the notes of a part in the order of their numbers; returns a line about what is not read."""
    noted = _Notes()
    rest = parse(content, _Body(noted, styles, numbers, kind), path)
    order = {note: place for place, (own, note) in enumerate(numbers) if own == kind}
    for note in sorted(noted.lines, key=lambda note: order.get(note, len(order))):
        for text, hint in noted.lines[note]:
            builder.line(text, hint)
    return rest


def _main_part(archive: Archive, path: str) -> str:
    """The name of the part with the text: by the package's relations, its content types, or the usual name."""
    found = _Relations.of(archive, "", path).get("officeDocument", "")
    if found and archive.find_name(found):
        return archive.find_name(found)
    types = _ContentTypes()
    if (content := archive.find_any("[Content_Types].xml")) is not None:
        parse(content, types, path)
    usual = "word/document.xml"
    return next((name for one in (*types.main, usual) if (name := archive.find_name(one))), usual)


class _ContentTypes(Handler):
    """The parts whose type is that of a text document."""

    def __init__(self) -> None:
        self.main: list[str] = []

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "Override" and _MAIN_TYPE.search(values.get("ContentType", "")):
            self.main.append(unquote(values.get("PartName", "")).lstrip("/"))


class _Relations(Handler):
    """The parts to which a part refers: the last word of the relation's type, and the name of the part."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.parts: dict[str, str] = {}

    @classmethod
    def of(cls, archive: Archive, part: str, path: str) -> dict[str, str]:
        """The relations of a part; of the package if it is empty."""
        folder, name = posixpath.split(part)
        relations = cls(folder)
        if (content := archive.find_any(posixpath.join(folder, "_rels", f"{name}.rels"))) is not None:
            parse(content, relations, path)
        return relations.parts

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "Relationship" and values.get("TargetMode", "") != "External":
            target = unquote(values.get("Target", ""))
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(self._folder, target)
            self.parts.setdefault(values.get("Type", "").rpartition("/")[2], posixpath.normpath(whole))


class _Notes:
    """The lines of each note, by its number in the file."""

    def __init__(self) -> None:
        self.lines: dict[str, list[tuple[str, str]]] = {}
        self.note = ""

    def line(self, text: str, hint: str) -> None:
        """Add a line to the present note."""
        self.lines.setdefault(self.note, []).append((text, hint))


class _Styles(Handler):
    """The hint of each paragraph style: by its name, its outline level, or the style it is based on; raised styles."""

    def __init__(self) -> None:
        self._scripts: dict[str, str] = {}
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
        elif name == "vertAlign":
            self._scripts[self._style] = _SCRIPTS.get(value, "")

    def script(self, style: str) -> str:
        """The kind of text off the line that a style makes; empty for most."""
        for _ in range(20):
            if style in self._scripts or style not in self._based:
                break
            style = self._based[style]
        return self._scripts.get(style, "")

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
    """Writes the paragraphs of the text, or of the notes of one kind, to ``builder``."""

    def __init__(
        self, builder: PageBuilder | _Notes, styles: _Styles, numbers: dict[tuple[str, str], str], notes: str = ""
    ) -> None:
        self._builder = builder
        self._styles = styles
        self._hints = {} if notes else styles.hints()
        self._numbers = numbers
        self._notes = notes
        self._paragraphs: list[tuple[list[tuple[str, str]], str]] = []  # nested if a text box is in a paragraph
        self._cells: list[list[str]] = []
        self._tables = 0
        self._skipping = 0
        self._texts = 0
        self._note = ""
        self._script = ""  # of the run
        self._formula: list[str] = []
        self._runs = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name == "p":
            mark = [(self._note, "")] if self._note else []
            self._paragraphs.append((mark, "footnote" if self._notes else "p"))
            self._note = ""
        elif name == "t":
            self._texts += 1
        elif name == "r":
            self._runs += 1
            self._script = ""
        elif name == "tbl":
            self._tables += 1
        elif name == "tr" and self._tables == 1:
            self._cells.clear()
        elif name == "tc" and self._tables == 1:
            self._cells.append([])
        elif name == self._notes:
            self._begin_note(values)
        elif self._paragraphs:
            self._in_paragraph(name, values)

    def _begin_note(self, values: dict[str, str]) -> None:
        if values.get("type", "normal") != "normal" or not isinstance(self._builder, _Notes):
            self._skipping += 1  # the separators between text and notes are stored as notes too
            return
        number = self._numbers.get((self._notes, values.get("id", "")), "")
        self._note = f"[{number}] " if number else ""
        self._builder.note = values.get("id", "")

    def _in_paragraph(self, name: str, values: dict[str, str]) -> None:
        parts, hint = self._paragraphs[-1]
        value = values.get("val", "")
        if name in _BREAKS and (name != "tab" or "pos" not in values):
            parts.append((_BREAKS[name], ""))
        elif name == "pStyle":
            self._paragraphs[-1] = parts, self._hints.get(value, hint)
        elif name == "outlineLvl" and value.isdecimal() and int(value) < 6:
            self._paragraphs[-1] = parts, f"h{int(value) + 1}"
        elif name == "numId" and value != "0" and hint == "p":
            self._paragraphs[-1] = parts, "li"
        elif name in REFERENCES:
            number = self._numbers.get((REFERENCES[name], values.get("id", "")), "")
            if has_custom_mark(values):
                self._script = SUPER  # the mark follows in the same run
            elif number:
                parts.append((f"[{number}]", ""))
        elif name in _FORMULAS:
            self._formula.append(_FORMULAS[name])
        elif name == "den":  # of a fraction
            parts.append(("/", ""))
        elif self._runs:
            self._of_run(name, value)

    def _of_run(self, name: str, value: str) -> None:
        """Take the properties of a run; those of a paragraph's mark stand outside of runs."""
        if name == "rStyle":
            self._script = self._script or self._styles.script(value)
        elif name == "vertAlign":
            self._script = _SCRIPTS.get(value, "")
        elif name == "position" and value.isdecimal() and int(value) >= _RAISED:
            self._script = SUPER

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._texts -= 1
        elif name == "r":
            self._runs -= 1
            self._script = ""
        elif name in _FORMULAS and self._formula:
            self._formula.pop()
        elif name == "p" and self._paragraphs:
            parts, hint = self._paragraphs.pop()
            text = joined(parts).strip()
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
            self._paragraphs[-1][0].append((text, self._formula[-1] if self._formula else self._script))
