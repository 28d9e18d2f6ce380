"""The words of a text in the form in which anchoring compares them, with their offsets.

Case, accents, soft hyphens, and hyphens inside words and at line ends are ignored. Quotation marks, dashes and white
space stand between words and are not compared.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

#: Separates pieces of a text that is only known in pieces; no article contains it.
GAP = "\0"
_JOINS = "\u00ad\u200b-\u200d\u2060\u0300-\u036f"  # inside words, although not in Python's \w
_MARKS = "\u0610-\u061a\u064b-\u065f\u0591-\u05c7\u0900-\u0903\u093a-\u094f\u0980-\u0dff\u0e00-\u0fff\u1000-\u109f"
#: Scripts without spaces between words; each sign counts as a word.
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
        starts, ends: the span of each in ``text``, code points, half-open.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        known: dict[str, str] = {}
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _words_of(text):
            word = match[0]
            folded = known.get(word)
            if folded is None:
                folded = known[word] = fold(word)
            if folded:
                self.words.append(folded)
                self.starts.append(match.start())
                self.ends.append(match.end())

    def __len__(self) -> int:
        return len(self.words)

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The words that share text with ``[start, end)``, half-open; empty if there are none."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def rank(self, index: int) -> int:
        """The break before a word: 2 for a paragraph or the start of the text, 1 for a sentence, 0 for none."""
        if not 0 < index < len(self.words):
            return 2
        between = self.text[self.ends[index - 1] : self.starts[index]]
        return 2 if "\n" in between else 1 if _STOP.search(between) else 0

    def is_parted(self, index: int) -> bool:
        """Whether a blank line precedes a word."""
        return 0 < index < len(self.words) and "\n\n" in self.text[self.ends[index - 1] : self.starts[index]]

    @cached_property
    def quads(self) -> dict[tuple[str, str, str, str], int]:
        """Runs of four words to the index of their only occurrence; -1 for those that occur again."""
        indices: dict[tuple[str, str, str, str], int] = {}
        words = self.words
        for index, quad in enumerate(zip(words, words[1:], words[2:], words[3:], strict=False)):
            indices[quad] = -1 if quad in indices else index
        return indices

    @cached_property
    def pairs(self) -> dict[tuple[str, str], list[int]]:
        """Pairs of neighbouring words to their indices, in order."""
        indices: dict[tuple[str, str], list[int]] = {}
        for index, pair in enumerate(zip(self.words, self.words[1:], strict=False)):
            indices.setdefault(pair, []).append(index)
        return indices


def half_words(text: str) -> tuple[int, int]:
    """The end of a word cut at the text's start, and the start of one cut at its end; otherwise the text's ends."""
    matches = list(_words_of(text))
    if not matches:
        return 0, len(text)
    first, last = matches[0], matches[-1]
    return first.end() if first.start() == 0 else 0, last.start() if last.end() == len(text) else len(text)


def _words_of(text: str) -> Iterator[re.Match[str]]:
    return (_UNSPACED if _ANY_SIGN.search(text) else _SPACED).finditer(text)


def fold(word: str) -> str:
    """The letters and digits by which a word is compared; ``GAP`` stays."""
    if word.isascii():
        return word if word == GAP else re.sub("[-_\n]", "", word).lower()
    plain = unicodedata.normalize("NFKD", word)
    return "".join(one for one in plain if one.isalnum() or unicodedata.category(one) == "Mc").casefold()
