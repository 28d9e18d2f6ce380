"""Whether two articles are one text: their shingles compared by small sketches, so that thousands cost little.

A shingle is a run of words; a sketch keeps the smallest of their hashes (a bottom-k sketch: Cohen and Kaplan, 2007).
Furniture that leaked, another headline or a cut end change few of them; another article on the matter, nearly all.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable
from heapq import nsmallest
from typing import Generic, TypeVar

#: Words of a shingle, and hashes of a sketch: a likeness is right to about five hundredths.
SHINGLE = 4
SKETCH = 100
#: Two texts that share this much of their shingles are one text twice. Of 200 pages, each cleaned from markup and from
#: two kinds of dumps, nearly all copies have more, most .8 and more; no two other articles came to more than .12.
LIKE = 0.4
#: Fewer shingles are no article: two notices that a page is gone are not one article twice.
_LEAST = 24
#: A shingle of more texts than this is furniture that leaked, and says nothing.
_COMMON = 64
_WORD = re.compile(r"\w+")
_Key = TypeVar("_Key", bound=Hashable)


def sketch(text: str) -> tuple[int, ...]:
    """The sketch of a text: at most ``SKETCH`` numbers of 32 bits, ascending; empty for too short a text.

    Letters' case, punctuation and white space do not count. The same text gives the same sketch on every machine.
    """
    words = _WORD.findall(text.lower())
    if len(words) < 2 * SHINGLE and not text.isascii():
        words = [letter for word in words for letter in word]  # scripts without spaces between words
    hashes = {
        zlib.crc32(" ".join(words[place : place + SHINGLE]).encode("utf-8", "surrogatepass"))
        for place in range(len(words) - SHINGLE + 1)
    }
    return tuple(nsmallest(SKETCH, hashes)) if len(hashes) >= _LEAST else ()


def likeness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How much of their shingles two texts share, 0 to 1, told from their sketches; 0 where one is empty."""
    if not one or not other:
        return 0.0
    both = nsmallest(SKETCH, {*one, *other})
    shared = set(one).intersection(other)
    return len(shared.intersection(both)) / len(both)


class SketchIndex(Generic[_Key]):
    """The texts seen so far, by their sketches; to add one finds those that it is like."""

    def __init__(self) -> None:
        self._sketches: dict[_Key, array[int]] = {}
        self._holders: defaultdict[int, list[_Key]] = defaultdict(list)

    def add(self, key: _Key, found: tuple[int, ...]) -> list[tuple[_Key, float]]:
        """Take in a text.

        Args:
            key: names it; one that is known already is not taken again.
            found: its sketch.

        Returns:
            The texts taken in before that are like it, with their likeness, the likest first.
        """
        if key in self._sketches or not found:
            return []
        shared: Counter[_Key] = Counter()
        for number in found:
            holders = self._holders[number]
            shared.update(holders)
            if len(holders) < _COMMON:
                holders.append(key)
        self._sketches[key] = array("I", found)
        # The shared hashes that decide are in both sketches; half of them may be too common to have been counted.
        likely = [other for other, count in shared.items() if count >= LIKE * len(found) / 2]
        rated = [(other, likeness(found, tuple(self._sketches[other]))) for other in likely]
        return sorted((pair for pair in rated if pair[1] >= LIKE), key=lambda pair: -pair[1])
