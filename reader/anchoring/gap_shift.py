"""Where words were taken out or put in, and it may as well have been a word earlier or later: whole sentences, then.

Of “It rained. It stopped.” without its first sentence, the second “It” is the one that is left.
"""

from __future__ import annotations

from collections.abc import MutableSequence
from dataclasses import dataclass

from reader.anchoring.word_tokens import Tokens

#: How many words a gap is tried earlier and later.
_FARTHEST = 40


@dataclass(slots=True)
class _Gap:
    """Words ``[start, end)`` without a partner, between two words whose partners stand side by side.

    One step moves a partner over the gap; the gap goes the other way.
    """

    words: list[str]
    start: int
    end: int
    first: MutableSequence[int]
    last: MutableSequence[int]
    taken: bytearray

    def step(self, by: int) -> bool:
        """Move the gap one word on (1) or back (-1), if the words on its two sides allow it."""
        leaving, coming = (self.start - 1, self.end - 1) if by < 0 else (self.end, self.start)
        if not 0 <= leaving < len(self.words) or self.words[leaving] != self.words[coming]:
            return False
        if not self.hand_over(leaving, coming):
            return False
        self.start, self.end = self.start + by, self.end + by
        return True

    def hand_over(self, leaving: int, coming: int) -> bool:
        """Give the partner of one word to another; False where it has none of its own."""
        raise NotImplementedError


class _TakenOut(_Gap):
    """Earlier words that are gone."""

    def hand_over(self, leaving: int, coming: int) -> bool:
        if self.first[leaving] < 0 or self.first[leaving] != self.last[leaving]:
            return False
        self.first[coming] = self.last[coming] = self.first[leaving]
        self.first[leaving] = self.last[leaving] = -1
        return True


@dataclass(slots=True)
class _PutIn(_Gap):
    """Present words that are new; ``there`` is the earlier word behind them."""

    there: int = 0

    def hand_over(self, leaving: int, coming: int) -> bool:
        partner = self.there if coming < leaving else self.there - 1
        if not 0 <= partner < len(self.first) or not self.first[partner] == self.last[partner] == leaving:
            return False
        self.first[partner] = self.last[partner] = coming
        self.taken[leaving], self.taken[coming] = 0, 1
        self.there += 1 if coming < leaving else -1
        return True


def slide(old: Tokens, new: Tokens, first: MutableSequence[int], last: MutableSequence[int], taken: bytearray) -> None:
    """Move each gap to where a paragraph or a sentence begins, if it can be there as well.

    Args:
        old, new: the two texts.
        first, last: for each earlier word its first and last present word, else -1; changed in place.
        taken: for each present word whether an earlier one became it; changed in place.
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
    """Put the gap before the most telling break within reach, the earliest of equals; else leave it where it was."""
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
