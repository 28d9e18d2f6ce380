"""Where a user-perceived character begins: the boundary rules of Unicode (UAX 29), judged at one place at a time.

Nothing is segmented from the start of the text, so a look-up costs the same in a paragraph and in a book. The few
properties that the standard library lacks are ranges here.
"""

from __future__ import annotations

import unicodedata

from reader.spans import Span

#: A user-perceived character that goes on for longer is cut at multiples of this: else one key press would walk through
#: a million marks on one letter. Even, so that flags (pairs of letters) stay whole.
_LONGEST = 256
_JOINER = "\u200d"
_FIRST_COMBINING = "\u0300"  # nothing below joins, but for a line end of two characters
_REGIONAL = ("\U0001f1e6", "\U0001f1ff")
_MODIFIERS = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
#: Marks that extend the character before them though their category is not a non-spacing mark's.
_EXTRA_EXTEND = frozenset(
    "\u200c\uff9e\uff9f\u09be\u09d7\u0b3e\u0b57\u0bbe\u0bd7\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u1b35"
)
_EXTRA_SPACING = frozenset("\u0e33\u0eb3")  # Thai and Lao AM
_VIRAMAS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")  # that bind two consonants into one sign
_PREPEND = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e")


def snap(text: str, start: int, end: int) -> Span:
    """The smallest span that holds ``[start, end)`` and splits no user-perceived character.

    Args:
        text: the text; offsets outside it are clipped.
        start: first code point.
        end: one past the last; an empty span snaps to the boundary at or before it and stays empty.
    """
    size = len(text)
    start = min(max(start, 0), size)
    end = min(max(end, start), size)
    first = previous_boundary(text, start)
    if end == start:
        return Span(first, first)
    return Span(first, next_boundary(text, end))


def previous_boundary(text: str, offset: int) -> int:
    """The last boundary at or before ``offset``."""
    while not is_boundary(text, offset):
        offset -= 1
    return offset


def next_boundary(text: str, offset: int) -> int:
    """The first boundary at or after ``offset``."""
    while not is_boundary(text, offset):
        offset += 1
    return offset


def is_boundary(text: str, offset: int) -> bool:
    """Whether a user-perceived character may begin at ``offset``; both ends of the text are boundaries.

    So is a multiple of 256 in a character of more than 256 code points, for no reader sees one in that.
    """
    if offset <= 0 or offset >= len(text) or _begins(text, offset):
        return True
    if offset % _LONGEST:
        return False
    return not any(_begins(text, place) for place in range(offset - _LONGEST + 1, offset))


def _begins(text: str, offset: int) -> bool:
    """Whether a user-perceived character may begin at ``offset``, within the text, however long it is."""
    before, after = text[offset - 1], text[offset]
    if after < _FIRST_COMBINING and before < _FIRST_COMBINING:
        return not (before == "\r" and after == "\n")
    if _is_control(before) or _is_control(after):
        return before not in _PREPEND or _is_control(after)
    if after == _JOINER or _is_extend(after) or _is_spacing(after) or before in _PREPEND:
        return False
    if _REGIONAL[0] <= after <= _REGIONAL[1]:
        return _regional_run(text, offset) % 2 == 0
    if before == _JOINER and _is_pictograph(after):
        return not _is_pictograph(_base(text, offset - 1))
    if "\u0915" <= after <= "\u0d3a" and unicodedata.category(after) == "Lo":
        return not _follows_virama(text, offset)
    return (_hangul(before), _hangul(after)) not in _HANGUL_PAIRS


def _is_extend(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Mn", "Me")
        or char in _EXTRA_EXTEND
        or _MODIFIERS[0] <= char <= _MODIFIERS[1]
        or _TAGS[0] <= char <= _TAGS[1]
    )


def _is_spacing(char: str) -> bool:
    return unicodedata.category(char) == "Mc" or char in _EXTRA_SPACING


def _is_control(char: str) -> bool:
    if char in _PREPEND or char in "\u200c\u200d" or _TAGS[0] <= char <= _TAGS[1]:
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")


def _is_pictograph(char: str) -> bool:
    """Whether an emoji may be made with this character; symbols and the blocks of emoji come close enough."""
    if "\U0001f000" <= char <= "\U0001faff":
        return not (_REGIONAL[0] <= char <= _REGIONAL[1] or _MODIFIERS[0] <= char <= _MODIFIERS[1])
    return char in "©®‼⁉™〰〽㊗㊙" or ("\u2190" <= char <= "\u2bff" and unicodedata.category(char) in ("So", "Sm"))


def _base(text: str, offset: int) -> str:
    """The character that the marks before ``offset`` stand on; empty where there is none."""
    first = max(offset - _LONGEST, 0)
    offset -= 1
    while offset >= first and _is_extend(text[offset]):
        offset -= 1
    return text[offset] if offset >= first else ""


def _regional_run(text: str, offset: int) -> int:
    """How many regional indicators stand directly before ``offset``, or a number as even: flags are pairs of them."""
    count = 0
    while count < offset and _REGIONAL[0] <= text[offset - count - 1] <= _REGIONAL[1]:
        count += 1
        if count >= _LONGEST and (offset - count) % _LONGEST == 0:
            break
    return count


def _follows_virama(text: str, offset: int) -> bool:
    """Whether a consonant, a virama and perhaps other marks stand directly before ``offset``."""
    seen = False
    first = max(offset - _LONGEST, 0)
    offset -= 1
    while offset >= first and (text[offset] == _JOINER or _is_extend(text[offset])):
        seen = seen or text[offset] in _VIRAMAS
        offset -= 1
    return seen and offset >= first and "\u0915" <= text[offset] <= "\u0d3a"


_HANGUL_PAIRS = frozenset(
    [
        *[("L", "L"), ("L", "V"), ("L", "LV"), ("L", "LVT"), ("LV", "V")],
        *[("LV", "T"), ("V", "V"), ("V", "T"), ("LVT", "T"), ("T", "T")],
    ]
)


def _hangul(char: str) -> str:
    if "\uac00" <= char <= "\ud7a3":
        return "LVT" if (ord(char) - 0xAC00) % 28 else "LV"
    if "\u1100" <= char <= "\u115f" or "\ua960" <= char <= "\ua97c":
        return "L"
    if "\u1160" <= char <= "\u11a7" or "\ud7b0" <= char <= "\ud7c6":
        return "V"
    if "\u11a8" <= char <= "\u11ff" or "\ud7cb" <= char <= "\ud7fb":
        return "T"
    return ""
