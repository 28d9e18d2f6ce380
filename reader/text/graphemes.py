"""What one user-perceived character is: the rules of Unicode (UAX 29) as ``regex`` has them, and no mark cut off.

The cursor, the rows and the cells all ask here. Nothing is segmented from the start of the text, so a look-up costs
the same in a paragraph and in a book.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.model.spans import Span

if TYPE_CHECKING:
    import regex

#: A user-perceived character that goes on for longer is cut at multiples of this: else one key press would walk through
#: a million marks on one letter. Even, so that flags (pairs of letters) stay whole.
_LONGEST = 256
_REGIONAL = ("\U0001f1e6", "\U0001f1ff")
#: Characters none of which joins another: what texts in Latin letters are made of, and Greek, Cyrillic, Hebrew, Arabic,
#: kana and Chinese letters. The first half of a line end of two characters is not among them.
_APART = re.compile(
    "[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u1e00-\u1fff\u2010-\u2027"
    "\u2030-\u205e\u20a0-\u20bf\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff9d]*"
)
#: First flags that another one follows, for speed: at each, ``\X`` would count the letters before it anew. Then what
#: Unicode calls one character. Last the same with marks that Unicode lets stand alone, such as vowel signs of Burmese.
_CHARACTER = r"\p{RI}{2}(?=\p{RI})|\X(?!\p{M})|\X(?:(?=\p{M})(?<![\p{GCB=Control}\r\n])\X)*"
#: The last code point of a text behind which no rule needs to know what stands before it.
_BASE = r"(?r)[^\p{M}\p{RI}\p{GCB=Extend}\p{GCB=ZWJ}]"


@cache
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    import regex  # slow to load, and texts in Latin letters do without

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

    So is a multiple of 256 in a character of more than 256 code points, for no reader sees one in that.
    """
    if offset <= 0 or offset >= len(text):
        return True
    is_apart = _is_apart(text[offset - 1 : offset + 1])
    if is_apart is None:
        is_apart = _last_start(text, offset, offset) == offset
    if is_apart or offset % _LONGEST or _is_regional(text[offset]):
        return is_apart
    if any(_is_apart(text[place - 1 : place + 1]) for place in range(offset - 1, offset - _LONGEST, -1)):
        return False
    return _last_start(text, offset, offset - _LONGEST + 1) <= offset - _LONGEST


def characters(text: str, start: int, end: int) -> list[str]:
    """The user-perceived characters of ``text[start:end]``.

    Args:
        text: the text.
        start: a boundary.
        end: one past the last code point; where it is no boundary, the last character is only the beginning of one.
    """
    if _APART.fullmatch(text[start:end]):
        return list(text[start:end])
    first_cut = start - start % _LONGEST + _LONGEST
    # In 256 code points behind a place that is no cut only a long row of flags is cut.
    if first_cut >= end or (start % _LONGEST and end - start <= _LONGEST and not _is_regional(text[first_cut])):
        return _between(text, start, end)
    edges = [start, *(place for place in range(first_cut, end, _LONGEST) if is_boundary(text, place)), end]
    return [one for first, last in pairwise(edges) for one in _between(text, first, last)]


def _between(text: str, start: int, end: int) -> list[str]:
    """The characters from a boundary on up to a place, where none is cut on the way."""
    found: list[str] = _patterns()[0].findall(text[start:end])
    if start % _LONGEST == 0 and len(found) > 1 and not is_boundary(text, start + len(found[0])):
        found[:2] = [found[0] + found[1]]  # a cut was at the start, and what stands before it joins them
    return found


def _is_regional(char: str) -> bool:
    return _REGIONAL[0] <= char <= _REGIONAL[1]


@lru_cache(1 << 12)
def _is_apart(pair: str) -> bool | None:
    """Whether the second of two characters begins a user-perceived one; None where what stands before them decides."""
    if _APART.fullmatch(pair):
        return True
    if _patterns()[1].match(pair, 0, 1):
        return _last_length(pair) == 1
    return None


def _last_start(text: str, offset: int, limit: int) -> int:
    """Where the character begins that holds the last code point of ``text[: offset + 1]``.

    Looked at is what stands behind the last place before ``limit`` whose left neighbours decide nothing. Where there is
    none in some hundred code points, a multiple of 256 stands for it, the same one for the next 256 places.
    """
    low = max(offset // _LONGEST - 2, 0) * _LONGEST
    window = text[low : offset + 1]
    base = _patterns()[1].search(window, 0, limit - low)
    return offset + 1 - _last_length(window[base.start() :] if base else window)


def _last_length(piece: str) -> int:
    return len(_patterns()[0].findall(piece)[-1])
