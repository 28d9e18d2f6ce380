"""Detects near-duplicate articles: compares small sketches of their shingles, so that thousands cost little.

A shingle is a run of words. A sketch keeps the smallest of their hashes (bottom-k sketch: Cohen and Kaplan, 2007).
Stray boilerplate, another headline or a cut end change few shingles; another article on the subject changes nearly all.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable
from heapq import nsmallest
from typing import Generic, TypeVar

#: Words of a shingle, and hashes of a sketch. A similarity is exact to about 0.05.
SHINGLE = 4
SKETCH = 100
#: Texts that share at least this part of their shingles are near-duplicates. Of 200 pages, each cleaned from markup and
#: from two kinds of dumps, most copies shared .8 and more; different articles never shared more than .12.
SIMILAR = 0.4
#: With fewer shingles a text has no sketch: two "page not found" notices are not near-duplicates.
_LEAST = 24
#: A shingle that more texts than this contain is boilerplate and is ignored.
_COMMON = 64
_WORD = re.compile(r"\w+")
_Key = TypeVar("_Key", bound=Hashable)


def sketch(text: str) -> tuple[int, ...]:
    """The sketch of a text: at most ``SKETCH`` 32-bit numbers, ascending; empty if the text is too short.

    Case, punctuation and white space do not count. The same text gives the same sketch on every machine.
    """
    words = _WORD.findall(text.lower())
    if len(words) < 2 * SHINGLE and not text.isascii():
        words = [letter for word in words for letter in word]  # scripts without spaces between words
    hashes = {
        zlib.crc32(" ".join(words[index : index + SHINGLE]).encode("utf-8", "surrogatepass"))
        for index in range(len(words) - SHINGLE + 1)
    }
    return tuple(nsmallest(SKETCH, hashes)) if len(hashes) >= _LEAST else ()


def similarity(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """The part of their shingles that two texts share, 0 to 1, estimated from their sketches; 0 if one is empty."""
    if not first or not second:
        return 0.0
    both = nsmallest(SKETCH, {*first, *second})
    shared = set(first).intersection(second)
    return len(shared.intersection(both)) / len(both)


class SketchIndex(Generic[_Key]):
    """The texts so far by their sketches; adding a text finds its near-duplicates."""

    def __init__(self) -> None:
        self._sketches: dict[_Key, array[int]] = {}
        self._holders: defaultdict[int, list[_Key]] = defaultdict(list)

    def add(self, key: _Key, numbers: tuple[int, ...]) -> list[tuple[_Key, float]]:
        """Add a text.

        Args:
            key: its name; a known name is not added again.
            numbers: its sketch.

        Returns:
            The near-duplicates among earlier texts with their similarity, the most similar first.
        """
        if key in self._sketches or not numbers:
            return []
        shared: Counter[_Key] = Counter()
        for number in numbers:
            holders = self._holders[number]
            shared.update(holders)
            if len(holders) < _COMMON:
                holders.append(key)
        self._sketches[key] = array("I", numbers)
        # The deciding hashes are in both sketches; half of them may be too common to be counted.
        likely = [other for other, count in shared.items() if count >= SIMILAR * len(numbers) / 2]
        rated = [(other, similarity(numbers, tuple(self._sketches[other]))) for other in likely]
        return sorted((pair for pair in rated if pair[1] >= SIMILAR), key=lambda pair: -pair[1])
