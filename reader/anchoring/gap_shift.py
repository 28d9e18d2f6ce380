"""Shifts gaps in a word alignment to the start of a sentence or paragraph, if the words allow it.

If “It rained. It stopped.” loses its first sentence, the remaining “It” is the second one.
"""

from __future__ import annotations

from collections.abc import MutableSequence
from dataclasses import dataclass

from reader.anchoring.word_tokens import Tokens

#: The most words that a gap is shifted either way.
_FARTHEST = 40


@dataclass(slots=True)
class _Gap:
    """Words ``[start, end)`` without a partner, between two words whose partners are adjacent.

    One step moves a partner across the gap, and so the gap the other way.
    """

    words: list[str]
    start: int
    end: int
    first: MutableSequence[int]
    last: MutableSequence[int]
    taken: bytearray

    def step(self, by: int) -> bool:
        """Move the gap one word on (1) or back (-1), if the words at its ends allow it."""
        leaving, coming = (self.start - 1, self.end - 1) if by < 0 else (self.end, self.start)
        if not 0 <= leaving < len(self.words) or self.words[leaving] != self.words[coming]:
            return False
        if not self.hand_over(leaving, coming):
            return False
        self.start, self.end = self.start + by, self.end + by
        return True

    def hand_over(self, leaving: int, coming: int) -> bool:
        """Give the partner of one word to another; False if it has none of its own."""
        raise NotImplementedError


class _TakenOut(_Gap):
    """Earlier words that were removed."""

    def hand_over(self, leaving: int, coming: int) -> bool:
        if self.first[leaving] < 0 or self.first[leaving] != self.last[leaving]:
            return False
        self.first[coming] = self.last[coming] = self.first[leaving]
        self.first[leaving] = self.last[leaving] = -1
        return True


@dataclass(slots=True)
class _PutIn(_Gap):
    """Present words that were added; ``following`` is the earlier word after them."""

    following: int = 0

    def hand_over(self, leaving: int, coming: int) -> bool:
        partner = self.following if coming < leaving else self.following - 1
        if not 0 <= partner < len(self.first) or not self.first[partner] == self.last[partner] == leaving:
            return False
        self.first[partner] = self.last[partner] = coming
        self.taken[leaving], self.taken[coming] = 0, 1
        self.following += 1 if coming < leaving else -1
        return True


def shift(old: Tokens, new: Tokens, first: MutableSequence[int], last: MutableSequence[int], taken: bytearray) -> None:
    """Move each gap to the start of a paragraph or sentence, if possible.

    Args:
        old, new: the two texts.
        first, last: for each earlier word its first and last present word, or -1; changed in place.
        taken: for each present word whether an earlier one corresponds to it; changed in place.
    """
    index = 1
    while index < len(first):
        end = index
        while end < len(first) and first[end] < 0:
            end += 1
        if end == len(first):
            break
        after = last[index - 1] + 1
        if after > 0 and end > index and first[end] == after:
            _settle(_TakenOut(old.words, index, end, first, last, taken), old)
        elif after > 0 and end == index and after < first[index] and not any(taken[after : first[index]]):
            _settle(_PutIn(new.words, after, first[index], first, last, taken, index), new)
        index = end + 1


def _settle(gap: _Gap, tokens: Tokens) -> None:
    """Put the gap before the strongest break within reach, the earliest of equals; otherwise leave it."""
    home = gap.start
    for _ in range(_FARTHEST):
        if not gap.step(-1):
            break
    best, rank = home, tokens.rank(home)
    for _ in range(2 * _FARTHEST):
        if tokens.rank(gap.start) > rank:
            best, rank = gap.start, tokens.rank(gap.start)
        if not gap.step(1):
            break
    while gap.start > best and gap.step(-1):
        pass
