"""Which words of two statements correspond: the same, of one sense, or of opposite senses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from reader.analysis.claims.word_senses import senses

#: How much two words have in common: the same, one sense, opposite senses, a sense above that of the other.
SAME, SENSE, OPPOSITE, ABOVE = 1.0, 0.8, 0.7, 0.4


class Kinship(NamedTuple):
    """How much two words have in common, and whether they mean the opposite."""

    value: float
    is_opposite: bool = False


_NONE = Kinship(0.0)


@lru_cache(maxsize=200_000)
def kinship(first: str, second: str) -> Kinship:
    """How two words in their base forms go together."""
    if first == second:
        return Kinship(SAME)
    one, other = senses(first), senses(second)
    if second in one.opposite or first in other.opposite:
        return Kinship(OPPOSITE, is_opposite=True)
    if not set(one.own).isdisjoint(other.own):
        return Kinship(SENSE)
    if not set(one.own).isdisjoint(other.above) or not set(one.above).isdisjoint(other.own):
        return Kinship(ABOVE)
    if min(len(first), len(second)) > 5 and first[:5] == second[:5] and "_" not in first + second:
        return Kinship(ABOVE)
    return _NONE


class Matches(NamedTuple):
    """How the words of one statement are found in another one.

    Attributes:
        covered: the part of what its words say that the other has, from 0 to 1.
        opposites: words with a partner of the opposite sense.
        partners: each word that has a partner, with that.
    """

    covered: float
    opposites: tuple[str, ...]
    partners: dict[str, str]


def matches(words: Iterable[str], others: Iterable[str], rarity: Callable[[str], float]) -> Matches:
    """Find each word in its base form among others; ``rarity`` says how much a word tells."""
    targets = tuple(others)
    whole = found = 0.0
    opposites, partners = [], {}
    for word in dict.fromkeys(words):
        value = rarity(word)
        best, partner = _NONE, ""
        for other in targets:
            kin = kinship(word, other)
            if kin.value > best.value:
                best, partner = kin, other
        whole += value
        found += value * best.value
        if best.is_opposite:
            opposites.append(word)
        if partner:
            partners[word] = partner
    return Matches(found / whole if whole else 0.0, tuple(opposites), partners)
