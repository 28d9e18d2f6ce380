"""User-perceived characters by the Unicode rules (UAX 29) of the ``regex`` library, with combining marks kept.

The cursor, the rows and the cells all use this module. It never segments from the start of the text, so a look-up costs
the same in a paragraph and in a book.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.model.spans import Span
from reader.system.lazy import Lazy

if TYPE_CHECKING:
    import regex

#: A longer character is cut at multiples of this length. Otherwise one key press would scan a million marks on one
#: letter. It is even, so that flags (pairs of letters) stay whole.
_LONGEST = 256
_REGIONAL = ("\U0001f1e6", "\U0001f1ff")
#: Characters that never join a neighbour: Latin, Greek, Cyrillic, Hebrew, Arabic, kana and Chinese letters. A carriage
#: return is not included, as it joins a line feed.
_APART = Lazy(
    lambda: re.compile(
        "[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u1e00-\u1fff\u2010-\u2027"
        "\u2030-\u205e\u20a0-\u20bf\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff9d]*"
    )
)
#: First flags before another flag, for speed: at each, ``\X`` would count all letters before it. Then Unicode's own
#: characters. Last those followed by marks that Unicode leaves alone, such as Burmese vowel signs.
_CHARACTER = r"\p{RI}{2}(?=\p{RI})|\X(?!\p{M})|\X(?:(?=\p{M})(?<![\p{GCB=Control}\r\n])\X)*"
#: The last code point of a text after which no rule needs to look further back.
_BASE = r"(?r)[^\p{M}\p{RI}\p{GCB=Extend}\p{GCB=ZWJ}]"


@cache
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    import regex  # slow to load, and Latin text does not need it

    return regex.compile(_CHARACTER), regex.compile(_BASE)


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
        cut = (offset - 1) // _LONGEST * _LONGEST
        offset = max(_last_start(text, offset, cut + 1), cut)
    return offset


def next_boundary(text: str, offset: int) -> int:
    """The first boundary at or after ``offset``."""
    if is_boundary(text, offset):
        return offset
    start = previous_boundary(text, offset)
    return start + len(characters(text, start, min(start + 2 * _LONGEST, len(text)))[0])


def is_boundary(text: str, offset: int) -> bool:
    """Whether a user-perceived character may begin at ``offset``; both ends of the text are boundaries.

    In a character of more than 256 code points, each multiple of 256 is a boundary too.
    """
    if offset <= 0 or offset >= len(text):
        return True
    is_apart = _is_apart(text[offset - 1 : offset + 1])
    if is_apart is None:
        is_apart = _last_start(text, offset, offset) == offset
    if is_apart or offset % _LONGEST or _is_regional(text[offset]):
        return is_apart
    if any(_is_apart(text[position - 1 : position + 1]) for position in range(offset - 1, offset - _LONGEST, -1)):
        return False
    return _last_start(text, offset, offset - _LONGEST + 1) <= offset - _LONGEST


def characters(text: str, start: int, end: int) -> list[str]:
    """The user-perceived characters of ``text[start:end]``.

    Args:
        text: the text.
        start: a boundary.
        end: one past the last code point; if it is not a boundary, the last character is incomplete.
    """
    if _APART().fullmatch(text[start:end]):
        return list(text[start:end])
    first_cut = start - start % _LONGEST + _LONGEST
    # Within 256 code points after a start that is not a cut, only a long row of flags can be cut.
    if first_cut >= end or (start % _LONGEST and end - start <= _LONGEST and not _is_regional(text[first_cut])):
        return _between(text, start, end)
    edges = [start, *(position for position in range(first_cut, end, _LONGEST) if is_boundary(text, position)), end]
    return [character for first, last in pairwise(edges) for character in _between(text, first, last)]


def _between(text: str, start: int, end: int) -> list[str]:
    """The characters from a boundary to an offset, with no cut in between."""
    result: list[str] = _patterns()[0].findall(text[start:end])
    if start % _LONGEST == 0 and len(result) > 1 and not is_boundary(text, start + len(result[0])):
        result[:2] = [result[0] + result[1]]  # the start was a cut, and the text before it joins them
    return result


def _is_regional(char: str) -> bool:
    return _REGIONAL[0] <= char <= _REGIONAL[1]


@lru_cache(1 << 12)
def _is_apart(pair: str) -> bool | None:
    """Whether the second of two characters begins a new one; None if the text before them decides."""
    if _APART().fullmatch(pair):
        return True
    if _patterns()[1].match(pair, 0, 1):
        return _last_length(pair) == 1
    return None


def _last_start(text: str, offset: int, limit: int) -> int:
    """The start of the character that holds the last code point of ``text[: offset + 1]``.

    It reads from the last offset before ``limit`` where nothing to the left matters. If there is none within some
    hundred code points, it reads from a multiple of 256, the same one for the next 256 offsets.
    """
    low = max(offset // _LONGEST - 2, 0) * _LONGEST
    window = text[low : offset + 1]
    base = _patterns()[1].search(window, 0, limit - low)
    return offset + 1 - _last_length(window[base.start() :] if base else window)


def _last_length(piece: str) -> int:
    return len(_patterns()[0].findall(piece)[-1])
