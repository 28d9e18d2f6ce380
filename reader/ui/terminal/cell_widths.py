"""How many cells a terminal gives to a character: Rich's table, corrected by what this terminal has answered.

Terminals differ over vowel signs of Indian scripts, emoji that are made of several, and what Unicode is young in. What
they differ over is doubtful here, until the terminal was asked: a character is written, and where the cursor stands
then is its answer.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import rich.cells
import rich.segment
from rich.cells import CellTable
from rich.segment import Segment

from reader.text.graphemes import characters

#: Anything outside these ranges may be wider or narrower than one cell, or join its neighbour.
ODD = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]"
)
#: The same for terminals that give two cells to what is ambiguous by Unicode: curly quotes, Greek, Cyrillic.
_ODD_IN_EAST_ASIA = re.compile("[^\n\x20-\x7e]")
#: Lines and blocks, of which borders and bars are made: one cell each.
_LINES = ("\u2500", "\u25fc")
_DOUBTFUL_KINDS = frozenset(["Mn", "Mc", "Me", "Cf", "Cn", "Co", "Cs", "Sk"])
_SPACING_LETTERS = frozenset("\u0e33\u0eb3")  # Thai and Lao AM: part of the character before them
_MODIFIERS = ("\U0001f3fb", "\U0001f3ff")
_REGIONAL = ("\U0001f1e6", "\U0001f1ff")
_EMOJI_SIGN = "\ufe0f"
_JOINER = "\u200d"
_HEART = "\u2764" + _EMOJI_SIGN
#: Questions for one character are questions for its whole block: the next one of it is known already.
_BLOCK = 128
#: Characters that are asked for altogether; a text that was made to hold more goes without.
_MOST_QUESTIONS = 4_000

#: Different user-perceived characters whose cells are remembered.
_MOST_CHARACTERS = 1 << 14
#: No sign that is drawn beside its letter comes before the scripts of India.
_LAST_WITHOUT_SIGNS = "\u08ff"
_QUOTE = "\u201c"


@cache
def _rich_table() -> CellTable:
    """As it was found; it is large, and texts in Latin letters do without."""
    from rich._unicode_data import load

    return load("auto")


_RICH_SINGLES = rich.cells._is_single_cell_widths  # noqa: SLF001 - how Rich leaves out counting
_ASCII = frozenset(map(chr, range(0x20, 0x7F)))
_is_ambiguous_wide = False  # what Rich counts by now


def clusters(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[int, int, int]]:
    """The user-perceived characters of ``text[start:end]``: first code point, one past the last, cells."""
    for character in characters(text, start, min(end, len(text))):
        yield start, start + len(character), cells_of(character)
        start += len(character)


class _Cells(dict[str, int]):
    """The cells of user-perceived characters, each counted once: there are few different ones in a text."""

    def __missing__(self, character: str) -> int:
        if len(self) >= _MOST_CHARACTERS:
            self.clear()
        self[character] = cells = rich.cells.cell_len(character)
        return cells


_cells = _Cells()
#: The cells of one user-perceived character.
cells_of = _cells.__getitem__


def cells_in(text: str) -> int:
    """The cells of a text: of all its characters, for Rich gives none to a letter behind a joiner."""
    return sum(map(cells_of, characters(text, 0, len(text)))) if _JOINER in text else rich.cells.cell_len(text)


def is_odd(text: str, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether some of ``text[start:end]`` may be wider or narrower than one cell, or join its neighbour."""
    return (_ODD_IN_EAST_ASIA if _is_ambiguous_wide else ODD).search(text, start, end) is not None


def has_doubt(text: str) -> bool:
    """Whether terminals differ over how wide a text is."""
    if text.isascii() or not is_odd(text):
        return False
    return any(map(is_doubtful, text)) or (_is_ambiguous_wide and any(map(_is_ambiguous, text)))


@cache
def _is_ambiguous(char: str) -> bool:
    return unicodedata.east_asian_width(char) == "A" and unicodedata.category(char) not in _DOUBTFUL_KINDS


@cache
def is_doubtful(char: str) -> bool:
    """Whether terminals differ over how wide a character is, alone or behind another one."""
    if not ODD.match(char) or _LINES[0] <= char <= _LINES[1]:
        return False
    kind, cells, width = unicodedata.category(char), _in_rich(char), unicodedata.east_asian_width(char)
    if kind in _DOUBTFUL_KINDS or cells == 0 or char in _SPACING_LETTERS or _is_regional(char):
        return True
    if cells == 2:
        return kind == "So" or width not in "WF"
    return kind == "No" and width == "A"


def _in_rich(char: str) -> int:
    """The cells of a character before anything was corrected."""
    point, widths = ord(char), _rich_table().widths
    place = bisect_right(widths, (point, 0x110000, 0)) - 1
    return widths[place][2] if place >= 0 and point <= widths[place][1] else 1


class Measure:
    """Asks a terminal how wide it draws what is doubtful, and has Rich count so.

    Each question is put in the first row, which is painted again afterwards; the answers come in the same order.
    """

    def __init__(self) -> None:
        self.widths: dict[str, int] = {}  # of a character behind another one, as the terminal answered
        self._assumed: set[str] = set()  # signs that are counted as one cell as long as nothing is known
        self._asked: set[str] = set()
        self._waiting: list[tuple[str, int]] = []  # what was asked for, and how many columns are not its own
        self._answers: list[int] = []
        self._is_trusted = True
        self.has_more = False  # whether something was left to ask for while answers were on their way
        self._has_begun = False
        self._is_wide = False  # whether what is ambiguous has two cells
        self._widens = True  # whether the sign that asks for an emoji makes a narrow one wide

    def expect(self, text: str) -> bool:
        """Count what may be drawn beside its letter as one cell until the terminal has answered; whether that is new.

        So it has room wherever it is drawn: what stands behind it would else be written over it.
        """
        marks = {char for char in set(text) if char > _LAST_WITHOUT_SIGNS and unicodedata.category(char) == "Mc"}
        new = {char for char in marks if char not in self._assumed and char not in self.widths and not _in_rich(char)}
        if not new:
            return False
        self._assumed |= new.union(*(_block(char) for char in new))
        count_as(self._differing, widens=self._widens, is_wide=self._is_wide)
        return True

    def questions(self, text: str) -> str:
        """What to write to learn how wide the doubtful characters of a text are; empty where that is known.

        The first time it is asked for a curly quote, whatever the text: they are in all texts.
        """
        new = {char for char in text if char not in self._asked and is_doubtful(char)}
        self.has_more = self.has_more or bool(new and self._waiting)
        is_needed = (new and len(self._asked) < _MOST_QUESTIONS) or not self._has_begun
        if not is_needed or not self._is_trusted or self._waiting:
            return ""
        self._has_begun = True
        asked = sorted(new.union(*(_block(char) for char in new)) - self._asked)
        self._asked.update(asked)
        self._answers, self.has_more = [], False
        signs = [_HEART] if asked else []
        self._waiting = [(one, 0) for one in ("a", _QUOTE, *signs)] + [(char, _cells_before(char)) for char in asked]
        written = ("a", _QUOTE, *signs, *map(_in_place, asked))
        return "\x1b[8m" + "".join(f"\x1b[1;1H{one}\x1b[6n" for one in written) + "\x1b[0m"

    @property
    def is_waiting(self) -> bool:
        """Whether answers are on their way."""
        return bool(self._waiting)

    def answer(self, row: int, column: int) -> bool:
        """Take one answer, counted from 0; whether Rich counts otherwise from now on."""
        if not self._waiting:
            return False
        self._answers.append(column if row == 0 else -1)
        if self._answers[0] != 1:  # one letter is one cell, or these are no answers
            self._is_trusted, self._waiting = False, []
        if len(self._answers) < len(self._waiting) or not self._waiting:
            return False
        waiting, self._waiting = self._waiting, []
        return self._take(waiting)

    def _take(self, waiting: list[tuple[str, int]]) -> bool:
        before = self._differing, self._widens, self._is_wide
        for (char, others), column in zip(waiting, self._answers, strict=True):
            cells = column // 2 if _is_regional(char) else column - others
            if char == _QUOTE:
                self._is_wide = cells == 2
            elif char == _HEART:
                self._widens = cells == 2
            elif char in self._asked and 0 <= cells <= 2:
                self.widths[char] = cells
        if before == (self._differing, self._widens, self._is_wide):
            return False
        count_as(self._differing, widens=self._widens, is_wide=self._is_wide)
        return True

    @property
    def _differing(self) -> dict[str, int]:
        assumed = {char: 1 for char in self._assumed if unicodedata.category(char) == "Mc"}
        return {char: cells for char, cells in {**assumed, **self.widths}.items() if cells != _in_rich(char)}

    def most(self, char: str) -> int:
        """The most cells that a character may take, alone or behind another one."""
        known = self.widths.get(char)
        if known is not None and char != _EMOJI_SIGN:
            return known
        if self._is_wide and _is_ambiguous(char):
            return 2
        if not is_doubtful(char):
            return max(_in_rich(char), 1)
        return 1 if unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") else 2


def _block(char: str) -> list[str]:
    first = ord(char) // _BLOCK * _BLOCK
    block = map(chr, range(first, first + _BLOCK))
    return [one for one in block if unicodedata.category(one) not in ("Cn", "Co", "Cs") and is_doubtful(one)]


def _is_regional(char: str) -> bool:
    return _REGIONAL[0] <= char <= _REGIONAL[1]


def _in_place(char: str) -> str:
    """A character as it stands in a text: a mark on a letter, a colour on a hand, half a flag beside another."""
    if _MODIFIERS[0] <= char <= _MODIFIERS[1]:
        return "\U0001f44d" + char
    return char * 2 if _is_regional(char) else "a" + char if _cells_before(char) else char


def _cells_before(char: str) -> int:
    if _MODIFIERS[0] <= char <= _MODIFIERS[1]:
        return 2
    return int(_in_rich(char) == 0 or char in _SPACING_LETTERS)


def count_as(widths: Mapping[str, int], *, widens: bool = True, is_wide: bool = False) -> None:
    """Have Rich, and with it all of Textual, give these characters so many cells.

    Args:
        widths: cells of characters that differ from Rich's own table; all others are as in that.
        widens: whether U+FE0F makes a narrow sign a wide one.
        is_wide: whether what is ambiguous has two cells, but for lines and blocks, which borders are made of.
    """
    global _is_ambiguous_wide  # noqa: PLW0603 - Rich's table is one for the process, too
    _is_ambiguous_wide = is_wide
    table = _rich_table()._replace(
        widths=_corrected(_rich_table().widths, {**(_ambiguous() if is_wide else {}), **widths}),
        narrow_to_wide=_rich_table().narrow_to_wide if widens else frozenset(),
    )
    rich.cells.load_cell_table = lambda *_: table  # type: ignore[attr-defined, assignment]
    singles = _ASCII.issuperset if is_wide else _RICH_SINGLES
    rich.cells._is_single_cell_widths = singles  # noqa: SLF001
    rich.segment._is_single_cell_widths = singles  # type: ignore[attr-defined]  # noqa: SLF001
    _cells.clear()
    kept = (rich.cells.get_character_cell_size, rich.cells.cached_cell_len, Segment._split_cells)  # noqa: SLF001
    for function in kept:
        function.cache_clear()


@cache
def _ambiguous() -> Mapping[str, int]:
    """What is ambiguous, up to the end of the plane of emoji, and not private: two cells each."""
    points = (*range(0xA1, 0x2500), *range(0x2600, 0xE000), *range(0xFE00, 0x1FB00))
    return {char: 2 for char in map(chr, points) if _is_ambiguous(char)}


def _corrected(ranges: Iterable[tuple[int, int, int]], widths: Mapping[str, int]) -> list[tuple[int, int, int]]:
    points = sorted(map(ord, widths))
    corrected = [(point, point, widths[chr(point)]) for point in points]
    for start, end, cells in ranges:
        at = start
        for point in points[bisect_left(points, start) : bisect_right(points, end)]:
            if at < point:
                corrected.append((at, point - 1, cells))
            at = point + 1
        if at <= end:
            corrected.append((at, end, cells))
    return sorted(corrected)
