"""Reads Rich Text Format in one pass: code pages and Unicode, headings, lists, table rows, footnotes.

Left out: hidden and deleted text, field codes, pictures, headers and footers. The small libraries that exist give one
string without structure, so this is a reader of our own.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from reader.model.page import Page
from reader.sources.file_types import RTF
from reader.sources.formats.word_notes import written
from reader.sources.page_builder import PageBuilder
from reader.sources.parsing_limits import MOST_TOKENS, left_out
from reader.sources.source_error import SourceError
from reader.sources.superscripts import SUB, SUPER, joined

#: The deepest nesting of groups; Word's deepest tables have about 30.
MAX_DEPTH = 1000

_TOKEN = re.compile(
    r"(?P<brace>[{}])|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\(?P<symbol>[^a-zA-Z'])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_HALVES = re.compile("[\ud800-\udfff]")
_HEADING = re.compile(r"heading ([1-6])\b|(title)\b", re.IGNORECASE)
_SKIPPED = frozenset(
    """
    colortbl info pict object header headerl headerr headerf footer footerl footerr footerf fldinst xe tc rxe annotation
    atnid atnauthor listtext pntext nonshppict sp themedata datastore generator private revtbl filetbl bkmkstart bkmkend
    ftnsep ftnsepc aftnsep aftnsepc listtable listoverridetable
    """.split()
)
#: Groups that old programs may skip although they hold text.
_KEPT_THOUGH_NEW = frozenset({"shpinst"})
_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u200d",
    "zwnj": "\u200c",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "-": "\u00ad", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
#: Character sets of fonts and the code pages that they mean.
_CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
#: Raised and lowered text.
_SCRIPTS = {"super": SUPER, "up": SUPER, "sub": SUB, "dn": SUB, "nosupersub": ""}
_NUMBERING = re.compile(r"s?(?P<kind>aftn|ftn)(?P<what>nar|nalc|nauc|nrlc|nruc|nchi|start|restart|rstpg|rstcont)")
#: Forms of numbers, as Word names them, and the control words of paragraphs with which notes begin anew.
_FORMS = {
    "nar": "decimal", "nalc": "lowerLetter", "nauc": "upperLetter", "nrlc": "lowerRoman", "nruc": "upperRoman",
    "nchi": "chicago",
}  # fmt: skip
_RESTARTS = {"restart": "sect", "rstpg": "page", "rstcont": ""}
_ENDNOTE = re.compile(r"(?:\\[a-z]{1,20}-?\d{0,6} ?){0,6}?\\ftnalt(?![a-z])")


def read(data: bytes, path: str) -> Page:
    """An RTF document as a page; :class:`SourceError` if it is nested too deeply."""
    document = _Document(data.decode("latin-1"), path)
    document.read()
    return document.builder.page(path, RTF, data, document.code_page, left_out=document.left_out)


@dataclass(slots=True)
class _State:
    """Properties that a group inherits and may change until it ends."""

    target: str = ""
    codec: str = ""
    skip: int = 1
    hint: str = "p"
    hidden: bool = False
    table: bool = False
    script: str = ""


@dataclass(slots=True)
class _Note:
    """A note: its mark, empty if the mark is written in its text, and its pieces."""

    mark: str
    parts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Numbering:
    """How notes of one kind are numbered, and the number of the last one."""

    form: str = "decimal"
    first: int = 1
    restart: str = ""
    count: int = 0

    def change(self, what: str, number: int) -> None:
        """Follow a control word, without its ``ftn`` or ``aftn``."""
        if what == "start":
            self.first, self.count = number, 0
        elif what in _RESTARTS:
            self.restart = _RESTARTS[what]
        else:
            self.form = _FORMS[what]

    def mark(self) -> str:
        """The mark of the next note."""
        self.count += 1
        return written(self.first - 1 + self.count, self.form)


class _Document:
    """Reads one file from start to end."""

    def __init__(self, source: str, path: str) -> None:
        self.builder = PageBuilder()
        self.left_out = ""
        self.code_page = "cp1252"
        self._source = source
        self._path = path
        self._place = 0
        self._states = [_State()]
        self._parts: list[tuple[str, str]] = []
        self._cells: list[str] = []
        self._notes: list[_Note] = []
        self._numbering = {False: _Numbering(), True: _Numbering()}  # of footnotes, of endnotes
        self._is_numbered = False  # a mark that numbers itself stands before the note
        self._bytes = bytearray()
        self._to_skip = 0
        self._starred = False
        self._is_opening = False  # nothing of the group was read yet
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._styles: dict[int, str] = {}
        self._style = 0

    def read(self) -> None:
        """Read the whole file."""
        offset = count = 0
        while match := _TOKEN.search(self._source, offset):
            self._place = match.end()
            count += 1
            if count > MOST_TOKENS:
                self.left_out = left_out(offset, len(self._source), f"it has more than {MOST_TOKENS:,} marks")
                break
            offset = match.end()
            if match["brace"]:
                self._brace(match["brace"])
                self._is_opening = match["brace"] == "{"
                continue
            if match["word"]:
                number = int(match["number"]) if match["number"] else None
                if match["word"] == "bin":  # raw bytes follow
                    offset += max(number or 0, 0)
                else:
                    self._control(match["word"], number)
            elif match["byte"]:
                self._raw(bytes.fromhex(match["byte"]))
            elif match["symbol"]:
                if match["symbol"] == "*":
                    self._starred = self._is_opening  # elsewhere it has no meaning
                elif match["symbol"] in _SYMBOLS:
                    self._put(_SYMBOLS[match["symbol"]])
            else:
                self._raw(match["text"].encode("latin-1"))
            self._is_opening = False
        while len(self._states) > 1:  # the file may be cut off inside a hidden group; keep the text before it
            self._brace("}")
        self._end_paragraph()
        for note in self._notes:
            self.builder.running(f"[{note.mark}] " * bool(note.mark) + _joined(note.parts), "footnote")

    def _brace(self, brace: str) -> None:
        self._flush()
        self._to_skip = 0
        self._starred = False
        if brace == "{":
            if len(self._states) > MAX_DEPTH:
                raise SourceError(self._path, "has markup nested too deeply", "it is not opened, for safety")
            self._states.append(replace(self._states[-1]))
        elif len(self._states) > 1:
            self._states.pop()

    def _control(self, word: str, number: int | None) -> None:
        state = self._states[-1]
        self._flush()
        starred, self._starred = self._starred, False
        if word in _SKIPPED or (starred and word not in _KEPT_THOUGH_NEW):
            if word in {"listtext", "pntext"} and len(self._states) > 1 and self._states[-2].hint == "p":
                self._states[-2].hint = "li"  # the screen draws the bullet; the group marks the line
            state.target = "skipped"
        elif word in {"fonttbl", "stylesheet"}:
            state.target = word
        elif word == "footnote":
            self._begin_note(state)
        elif word == "chftn":
            self._is_numbered = self._is_numbered or not state.target
        elif (match := _NUMBERING.fullmatch(word)) is not None:
            self._numbering[match["kind"] == "aftn"].change(match["what"], number or 1)
        elif word == "u" and number is not None:
            self._to_skip = state.skip
            self._put(chr(number % 0x10000))
            self._to_skip = state.skip
        elif word == "uc":
            state.skip = max(number or 0, 0)
        elif word == "ansicpg" and number:
            self.code_page = _codec(f"cp{number}")
        elif word in {"mac", "pc", "pca"}:
            self.code_page = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word in {"f", "fcharset"}:
            self._of_font(word, number or 0)
        elif word in {"v", "deleted"}:
            state.hidden = number != 0
        elif word == "plain":
            state.hidden, state.script = False, ""
        elif word in _SCRIPTS:
            state.script = _SCRIPTS[word] if number != 0 else ""
        elif word in _CHARACTERS:
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._put(_CHARACTERS[word])
        else:
            self._of_paragraph(word, number)

    def _begin_note(self, state: _State) -> None:
        """Begin a note; its mark is a number, unless a raised mark of another kind stands before it."""
        is_marked = not self._is_numbered and bool(self._parts) and self._parts[-1][1] == SUPER
        is_endnote = _ENDNOTE.match(self._source, self._place) is not None
        note = _Note("" if is_marked else self._numbering[is_endnote].mark())
        self._notes.append(note)
        if not state.target and note.mark:
            self._parts.append((f"[{note.mark}]", ""))
        state.target = "footnote"
        self._is_numbered = False

    def _of_font(self, word: str, number: int) -> None:
        state = self._states[-1]
        if word == "f" and state.target == "fonttbl":
            self._font = number
        elif word == "f":
            state.codec = self._fonts.get(number, "")
        elif state.target == "fonttbl" and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]

    def _of_paragraph(self, word: str, number: int | None) -> None:
        state = self._states[-1]
        if word == "s" and state.target == "stylesheet":
            self._style = number or 0
        elif state.target == "skipped":
            return
        elif word == "pard":
            state.hint, state.table = "p", False
        elif word == "s":
            state.hint = self._styles.get(number or 0, state.hint)
        elif word == "outlinelevel" and number is not None and 0 <= number < 6:
            state.hint = f"h{number + 1}"
        elif word == "ls" and state.hint == "p":
            state.hint = "li"
        elif word == "intbl":
            state.table = True
        elif word in {"cell", "nestcell"}:
            self._flush()
            self._cells.append(_joined(self._parts).strip().replace("\n", " "))
            self._parts.clear()
        elif word in {"row", "nestrow"}:
            self.builder.running(" | ".join(self._cells) if any(self._cells) else "", "table")
            self._cells.clear()
        elif word in {"par", "sect", "page", "column"}:
            self._end_paragraph()
            for numbering in self._numbering.values():
                if numbering.restart == word:
                    numbering.count = 0

    def _end_paragraph(self) -> None:
        self._flush()
        state = self._states[-1]
        if state.target == "footnote" and self._notes:
            self._notes[-1].parts.append((" ", ""))
        elif state.table:
            self._parts.append((" ", ""))
        elif not state.target:
            self.builder.line(_joined(self._parts), state.hint)
            self._parts.clear()

    def _raw(self, raw: bytes) -> None:
        """Handle bytes of the text, except those that only repeat the Unicode character before them."""
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        self._bytes += raw[skipped:]

    def _put(self, text: str) -> None:
        self._flush()
        state = self._states[-1]
        if state.hidden:
            return
        if not state.target:
            self._parts.append((text, state.script))
        elif state.target == "footnote" and self._notes:
            self._notes[-1].parts.append((text, state.script))
        elif state.target == "stylesheet" and (match := _HEADING.match(text)):
            self._styles[self._style] = f"h{match[1] or 1}"

    def _flush(self) -> None:
        """Decode the collected bytes; two of them may be one character."""
        if self._bytes:
            raw, self._bytes = bytes(self._bytes), bytearray()
            self._put(raw.decode(self._states[-1].codec or self.code_page, errors="replace"))


def _joined(parts: list[tuple[str, str]]) -> str:
    """The text of the parts; characters beyond the first plane arrive as two surrogates."""
    text = joined(parts)
    if _HALVES.search(text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _codec(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        return "utf-8" if name == "cp65001" else "cp1252"
    return name
