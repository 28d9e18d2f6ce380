"""The words of a text as anchoring compares them: what a reprint changes without changing a word is folded away.

Case, accents, soft hyphens, hyphens inside words and at line ends count for nothing; quotation marks, dashes and white
space stand between words and are not compared at all. Every word knows its place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

#: Stands between two pieces of a text of which only pieces are known; no article holds it.
GAP = "\0"
_JOINS = "\u00ad\u200b-\u200d\u2060\u0300-\u036f"  # inside words, and no word characters to Python
_MARKS = "\u0610-\u061a\u064b-\u065f\u0591-\u05c7\u0900-\u0903\u093a-\u094f\u0980-\u0dff\u0e00-\u0fff\u1000-\u109f"
#: Scripts without spaces between words: each sign counts as one.
_SIGNS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HYPHENS = "-\u2010\u2011"
_SPACED = re.compile(f"[\\w{_JOINS}{_MARKS}]+(?:[{_HYPHENS}]\n?[\\w{_JOINS}{_MARKS}]+)*|\0")
_UNSPACED = re.compile(
    f"[{_SIGNS}]|(?:(?![{_SIGNS}])[\\w{_JOINS}])+(?:[{_HYPHENS}]\n?(?:(?![{_SIGNS}])[\\w{_JOINS}])+)*|\0"
)
_STOP = re.compile("[.!?…:;。！？।]")
_ANY_SIGN = re.compile(f"[{_SIGNS}]")


class Tokens:
    """A text as words.

    Attributes:
        text: the text itself.
        words: folded, in order; ``GAP`` is a word of its own.
        starts, ends: where each stands in ``text``, code points, half-open.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        known: dict[str, str] = {}
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for found in _words_of(text):
            word = found[0]
            folded = known.get(word)
            if folded is None:
                folded = known[word] = fold(word)
            if folded:
                self.words.append(folded)
                self.starts.append(found.start())
                self.ends.append(found.end())

    def __len__(self) -> int:
        return len(self.words)

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The words that share text with ``[start, end)``, half-open; empty where there are none."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def rank(self, index: int) -> int:
        """What ends before a word: 2 a paragraph (or the text begins), 1 a sentence, 0 neither."""
        if not 0 < index < len(self.words):
            return 2
        between = self.text[self.ends[index - 1] : self.starts[index]]
        return 2 if "\n" in between else 1 if _STOP.search(between) else 0

    def is_parted(self, index: int) -> bool:
        """Whether a blank line stands before a word."""
        return 0 < index < len(self.words) and "\n\n" in self.text[self.ends[index - 1] : self.starts[index]]

    @cached_property
    def quads(self) -> dict[tuple[str, str, str, str], int]:
        """Where each run of four words begins that stands just once in the text; -1 for the others."""
        found: dict[tuple[str, str, str, str], int] = {}
        words = self.words
        for index, quad in enumerate(zip(words, words[1:], words[2:], words[3:], strict=False)):
            found[quad] = -1 if quad in found else index
        return found

    @cached_property
    def pairs(self) -> dict[tuple[str, str], list[int]]:
        """Where each pair of neighbouring words begins, in order."""
        found: dict[tuple[str, str], list[int]] = {}
        for index, pair in enumerate(zip(self.words, self.words[1:], strict=False)):
            found.setdefault(pair, []).append(index)
        return found


def half_words(text: str) -> tuple[int, int]:
    """Where a word ends in which a text begins, and where one begins in which it ends; else the ends of the text."""
    found = list(_words_of(text))
    if not found:
        return 0, len(text)
    first, last = found[0], found[-1]
    return first.end() if first.start() == 0 else 0, last.start() if last.end() == len(text) else len(text)


def _words_of(text: str) -> Iterator[re.Match[str]]:
    return (_UNSPACED if _ANY_SIGN.search(text) else _SPACED).finditer(text)


def fold(word: str) -> str:
    """The letters and digits of a word by which it is compared; ``GAP`` stays."""
    if word.isascii():
        return word if word == GAP else re.sub("[-_\n]", "", word).lower()
    plain = unicodedata.normalize("NFKD", word)
    return "".join(one for one in plain if one.isalnum() or unicodedata.category(one) == "Mc").casefold()
