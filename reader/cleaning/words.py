"""What one word is, and the words around a place: found locally, so that a key press costs the same in any text.

``$3.4-billion``, ``5,000``, ``don't``, ``U.S.``, ``NATO-Russia`` and an e-mail address are one word each; punctuation
is none; where a script puts no spaces, an ideograph or a run of one syllabary is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reader.spans import Span

_IDEOGRAPHS = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HIRAGANA = "\u3041-\u309f"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
#: Everything that is neither white space nor a mark goes on in a word: so combining marks and joiners stay in it.
_INSIDE = (
    r"[^\s!-/:-@\[-^`{-~\u00a1\u00ab\u00b7\u00bb\u00bf\u060c\u061b\u061f\u0964\u0965\u2010-\u205e\u2190-\u2bff"
    r"\u3000-\u3004\u3008-\u3020\u3030\u30a0\u30fb\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufeff"
    rf"{_IDEOGRAPHS}{_HIRAGANA}{_KATAKANA}]"
)
_JOINT = r"(?:[-'’@&\u2010\u2011·]|\.(?=[^\W_A-Z])|(?<=\d)[,.:/](?=\d))"
_WORD = (
    rf"(?:[^\W\d_]\.){{2,}}(?:-{_INSIDE}+)*"
    rf"|(?:[$#@\u20a0-\u20cf£¥](?=\w))?(?=[^\W_]){_INSIDE}+(?:{_JOINT}(?=[^\W_]){_INSIDE}+)*[%°]?"
    rf"|[{_IDEOGRAPHS}][\ufe00-\ufe0f\U000e0100-\U000e01ef]*|[{_HIRAGANA}]+|[{_KATAKANA}]+"
)
_SPACES = (" ", "\n", "\u00a0")
#: How far back a white space is looked for to begin at; a longer run without one is cut there.
_WINDOW = 400


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when the first word is asked for: the classes are large, and no first screen needs them."""
    return re.compile(_WORD)


def words(text: str, start: int, end: int) -> Iterator[Span]:
    """The words of ``text[start:end]``, in order; ``start`` must not stand inside a word."""
    for found in _pattern().finditer(text, start, end):
        yield Span(found.start(), found.end())


def word_at(text: str, offset: int, start: int, end: int) -> Span | None:
    """The word of the block ``[start, end)`` that holds ``offset``, else the next one, else the last before it."""
    for word in words(text, _resume(text, offset, start), end):
        if word.end > offset:
            return word
    return word_before(text, offset, start, end)


def word_after(text: str, offset: int, start: int, end: int) -> Span | None:
    """The first word of the block ``[start, end)`` that begins behind ``offset``, None where there is none."""
    return next(
        (word for word in words(text, _resume(text, max(offset, start), start), end) if word.start > offset), None
    )


def word_before(text: str, offset: int, start: int, end: int) -> Span | None:
    """The last word of the block ``[start, end)`` that ends at or before ``offset``, None where there is none."""
    until = offset
    while until > start:
        begin = _resume(text, until - 1, start)
        last = None
        for word in words(text, begin, end):
            if word.end > offset:
                break
            last = word
        if last is not None:
            return last
        until = begin
    return None


def _resume(text: str, offset: int, start: int) -> int:
    """Where to begin reading so as to meet the word at ``offset`` whole: behind the last white space before it."""
    edge = max(start, offset - _WINDOW)
    found = max(text.rfind(space, edge, offset) for space in _SPACES)
    return found if found >= 0 else edge
