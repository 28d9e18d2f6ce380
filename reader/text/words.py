"""Words as spans, and the words around an offset; each block is read once, so every key press costs the same.

``$3.4-billion``, ``5,000``, ``don't``, ``U.S.``, ``NATO-Russia`` and an e-mail address are one word each. Punctuation
is none. In scripts without spaces, an ideograph or a run of one syllabary is a word.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from reader.model.spans import Span

_IDEOGRAPHS = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HIRAGANA = "\u3041-\u309f"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
#: Everything but white space and punctuation continues a word, so combining marks and joiners stay in it.
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


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled on first use: the classes are large, and the first screen does not need them."""
    return re.compile(_WORD)


@cache
def _begin() -> re.Pattern[str]:
    """A pattern that every word matches; much faster in text without words."""
    return re.compile(rf"[^\W_{_IDEOGRAPHS}{_HIRAGANA}{_KATAKANA}]|[{_IDEOGRAPHS}{_HIRAGANA}{_KATAKANA}]")


def words(text: str, start: int, end: int) -> Iterator[Span]:
    """The words of ``text[start:end]``, in order; ``start`` must not stand inside a word."""
    for match in _pattern().finditer(text, start, end):
        yield Span(match.start(), match.end())


def word_count(text: str) -> int:
    """How many words a text has; it reads all of it."""
    return sum(1 for _ in _pattern().finditer(text))


class BlockWords:
    """The words of one block, read once in one pass; each look-up then takes logarithmic time."""

    def __init__(self, text: str, start: int, end: int) -> None:
        """Read ``text[start:end]``, which holds whole words."""
        # Two arrays of numbers, as a block may be a megabyte and a span takes ten times the memory.
        self._starts = array("q")
        self._ends = array("q")
        for match in _pattern().finditer(text, start, end):
            self._starts.append(match.start())
            self._ends.append(match.end())

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._starts)

    def overlapping(self, start: int, end: int) -> range:
        """Which words, by their place in the block, share a code point with ``[start, end)``, which is not empty."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def span(self, place: int) -> Span:
        """The word of that place; raises ``IndexError`` where there is none."""
        return Span(self._starts[place], self._ends[place])

    def at(self, offset: int) -> Span | None:
        """The word that holds ``offset``, or the next one, or the last one; None if there is no word."""
        return self._span(min(bisect_right(self._ends, offset), len(self._ends) - 1))

    def after(self, offset: int) -> Span | None:
        """The first word that begins after ``offset``; None if there is none."""
        return self._span(bisect_right(self._starts, offset))

    def before(self, offset: int) -> Span | None:
        """The last word that ends at or before ``offset``; None if there is none."""
        return self._span(bisect_right(self._ends, offset) - 1)

    def within(self, start: int, end: int) -> Iterator[Span]:
        """The words that begin in ``[start, end)``, in order."""
        for index in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            yield self.span(index)

    def _span(self, index: int) -> Span | None:
        return self.span(index) if 0 <= index < len(self._starts) else None


def has_word(text: str, start: int, end: int) -> bool:
    """Whether a word begins in ``text[start:end]``; it stops at the first."""
    return _begin().search(text, start, end) is not None and _pattern().search(text, start, end) is not None
