"""Numbers the notes of a Word document as Word shows them: in order of reference, in their format, with restarts.

The number in the file only links a reference with its note. A custom mark is text of its own and counts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reader.sources.formats.safe_xml import Handler

#: The kinds of notes, by the element that refers to one, and by the element of its settings.
REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_SETTINGS = {"footnotePr": "footnote", "endnotePr": "endnote"}
_SYMBOLS = "*†‡§"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoteFormat:
    """How the notes of one kind are numbered: the form of the numbers, the first one, when it starts again."""

    form: str
    start: int = 1
    restart: str = "continuous"


@dataclass(slots=True)
class _Section:
    """The references of one section, each with its page and whether its mark is a custom one; the formats stated."""

    references: list[tuple[str, str, int, bool]] = field(default_factory=list)
    stated: dict[str, dict[str, str]] = field(default_factory=dict)


class NoteNumbers(Handler):
    """Reads the settings, then the text, and numbers the notes to which it refers.

    Args:
        skipped: elements that are no part of the text.
    """

    def __init__(self, skipped: frozenset[str]) -> None:
        self._skipped = skipped
        self._skipping = 0
        self._formats = {"footnote": NoteFormat("decimal"), "endnote": NoteFormat("lowerRoman")}
        self._sections = [_Section()]
        self._stated: dict[str, dict[str, str]] = {}
        self._kind = ""
        self._page = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._skipping or name in self._skipped:
            self._skipping += 1
        elif name in _SETTINGS:
            self._kind = _SETTINGS[name]
            self._stated.setdefault(self._kind, {})
        elif self._kind and name in {"numFmt", "numStart", "numRestart"}:
            self._stated[self._kind][name] = values.get("val", "")
        elif name in REFERENCES:
            reference = REFERENCES[name], values.get("id", ""), self._page, has_custom_mark(values)
            self._sections[-1].references.append(reference)
        elif name == "lastRenderedPageBreak" or (name == "br" and values.get("type") == "page"):
            self._page += 1
        elif name == "sectPr":
            self._stated = {}

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
        elif name in _SETTINGS:
            self._kind = ""
        elif name == "sectPr":  # the properties of a section stand at its end
            self._sections[-1].stated = self._stated
            self._sections.append(_Section())

    def settings_read(self) -> None:
        """What was stated so far holds for the whole document."""
        self._formats = {kind: _changed(one, self._stated.get(kind, {})) for kind, one in self._formats.items()}
        self._stated = {}

    def numbers(self) -> dict[tuple[str, str], str]:
        """What each note shows as its number, by its kind and its number in the file, in the order of first references.

        Empty for a custom mark, which is written in the text.
        """
        found: dict[tuple[str, str], str] = {}
        counts: dict[str, int] = {}
        pages: dict[str, int] = {}
        for number, section in enumerate(self._sections):
            formats = {kind: _changed(one, section.stated.get(kind, {})) for kind, one in self._formats.items()}
            for kind, one in formats.items():
                if number == 0 or one.restart == "eachSect":
                    counts[kind] = one.start - 1
            for kind, note, page, is_custom in section.references:
                one = formats[kind]
                if one.restart == "eachPage" and pages.get(kind, page) != page:
                    counts[kind] = one.start - 1
                pages[kind] = page
                if is_custom:
                    found.setdefault((kind, note), "")
                elif (kind, note) not in found:
                    counts[kind] += 1
                    found[kind, note] = written(counts[kind], one.form)
        return found


def has_custom_mark(values: dict[str, str]) -> bool:
    """Whether a reference with these attributes has a mark of its own, which counts nothing."""
    return values.get("customMarkFollows", "0") not in {"0", "false", "off"}


def _changed(base: NoteFormat, stated: dict[str, str]) -> NoteFormat:
    start = stated.get("numStart", "")
    return replace(
        base,
        form=stated.get("numFmt", base.form),
        start=int(start) if start.isdecimal() and len(start) < 7 else base.start,
        restart=stated.get("numRestart", base.restart),
    )


def written(number: int, form: str) -> str:
    """A number in a form of Word, such as ``lowerRoman``; in an unknown form the plain number."""
    if number < 1 or number > 10_000:
        return str(number)
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    if form in {"lowerLetter", "upperLetter"}:  # after z come aa, bb, cc
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter if form == "lowerLetter" else letter.upper()
    if form == "chicago":
        return _SYMBOLS[(number - 1) % 4] * min((number - 1) // 4 + 1, 20)
    return str(number)


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)
