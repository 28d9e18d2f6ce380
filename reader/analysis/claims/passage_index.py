"""Finds the passages that share most with a claim: its words, words of the same sense, names, numbers and dates.

A rare word counts more than a frequent one. The words of the sentence before, and what the whole article is about,
count a little, since "she should go" names nobody.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from reader.analysis.claims.claim_words import weight_of
from reader.analysis.claims.word_senses import senses

#: What a shared sense counts beside the same word; "above" is a sense above that of the other word.
_SENSE, _ABOVE = 0.6, 0.3
#: What a word of the sentence before counts, and how much the articles' being about one matter counts.
_CONTEXT, _MATTER = 0.3, 1.5
#: Words of an article by which two articles are compared.
_MOST_TELLING = 40
#: What a name counts beside another word.
_NAME = 1.3
#: Longer lists of passages belong to words that tell nothing, in a large collection.
_MOST_POSTINGS = 3_000


class IndexedPassage(NamedTuple):
    """What the index is told of a passage.

    Attributes:
        document: the number of its document.
        terms: base forms of its words, and its numbers and dates as ``#...``; each once.
        names: those of the terms that are names.
        context: terms of the sentence before.
    """

    document: int
    terms: tuple[str, ...]
    names: frozenset[str] = frozenset()
    context: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A passage by its number, and how much it shares with the claim, from 0 on; a claim shares about 1 with itself."""

    passage: int
    score: float


class PassageIndex:
    """The passages of some documents; they are numbered in the order in which they are given."""

    def __init__(self, passages: Iterable[IndexedPassage]) -> None:
        self._passages = list(passages)
        self._terms: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        self._senses: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        self._lengths = []
        for number, passage in enumerate(self._passages):
            own = dict.fromkeys(passage.context, _CONTEXT) | dict.fromkeys(passage.terms, 1.0)
            related: dict[str, float] = {}
            for term, part in own.items():
                self._terms[term].append((number, part))
                found = senses(term)
                for sense in found.own:
                    related[sense] = max(related.get(sense, 0.0), _SENSE * part)
                for sense in found.above:
                    related[sense] = max(related.get(sense, 0.0), _ABOVE * part)
            for sense, part in related.items():
                self._senses[sense].append((number, part))
            self._lengths.append(1 + math.log(1 + len(passage.terms)) / 5)
        self._count = max(len(self._passages), 1)
        self._rarities: dict[str, float] = {}
        self._matters = self._telling_words()

    def __len__(self) -> int:
        return len(self._passages)

    def rarity(self, term: str) -> float:
        """How much a term says: 0 if it stands everywhere, 1 if it stands once in very many passages."""
        if (known := self._rarities.get(term)) is None:
            spread = len(self._terms.get(term, ()))
            known = weight_of(term) * math.log(1 + self._count / (1 + spread)) / math.log(2 + self._count)
            self._rarities[term] = known
        return known

    def best(
        self,
        claim: IndexedPassage,
        count: int,
        *,
        left_out: Collection[int] = frozenset(),
        matter: Mapping[str, float] | None = None,
    ) -> list[Hit]:
        """The passages that share most with a claim, best first, equals in their order.

        Args:
            claim: its ``document`` does not matter.
            count: how many at most.
            left_out: the numbers of documents whose passages are no candidates.
            matter: from ``matter_of``, for the document of the claim.
        """
        shared: defaultdict[int, float] = defaultdict(float)
        whole = 0.0
        wanted = dict.fromkeys(claim.context, _CONTEXT) | dict.fromkeys(claim.terms, 1.0)
        for term, part in wanted.items():
            value = self.rarity(term) * part * (_NAME if term in claim.names else 1.0)
            whole += value * (part == 1.0)
            for number, most in self._holding(term).items():
                shared[number] += value * most
        alike = self._alike(matter) if matter else {}
        scored = []
        for number, value in shared.items():
            document = self._passages[number].document
            if document not in left_out:
                about = 1 + _MATTER * alike.get(document, 0.0)
                scored.append(Hit(number, value / max(whole, 0.1) / self._lengths[number] * about))
        return nlargest(count, scored, key=lambda one: (one.score, -one.passage))

    def _holding(self, term: str) -> dict[int, float]:
        """The passages that hold a term or a word of the same sense, each with how much that counts."""
        found: dict[int, float] = {}
        known = senses(term)
        for names, factor in ((known.above, _ABOVE), (known.own, 1.0)):
            for sense in names:
                postings = self._senses.get(sense, ())
                if len(postings) > _MOST_POSTINGS:
                    continue
                for number, part in postings:
                    value = part * factor * (_SENSE if factor == 1.0 and part <= _ABOVE else 1.0)
                    if value > found.get(number, 0.0):
                        found[number] = value
        for number, part in self._terms.get(term, ()):
            if part > found.get(number, 0.0):
                found[number] = part
        return found

    def _telling_words(self) -> list[dict[str, float]]:
        """For each document its most telling words."""
        counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for passage in self._passages:
            counts[passage.document].update(passage.terms)
            counts[passage.document].update(passage.names)  # names tell twice as much
        return [self.matter_of(counts[document]) for document in range(max(counts, default=-1) + 1)]

    def matter_of(self, counts: Mapping[str, int]) -> dict[str, float]:
        """The most telling words of a document with their weights, as a vector of length 1."""
        weights = {term: (1 + math.log(count)) * self.rarity(term) for term, count in counts.items() if count}
        chosen = dict(nlargest(_MOST_TELLING, weights.items(), key=lambda one: (one[1], one[0])))
        length = math.sqrt(sum(value * value for value in chosen.values())) or 1.0
        return {term: value / length for term, value in chosen.items()}

    def _alike(self, matter: Mapping[str, float]) -> dict[int, float]:
        found = {}
        for document, words in enumerate(self._matters):
            shared = sum(value * words[term] for term, value in matter.items() if term in words)
            if shared > 0:
                found[document] = min(1.0, 2 * shared)
        return found


def counted_terms(passages: Sequence[IndexedPassage]) -> Counter[str]:
    """How often each term stands in the passages of a document, for ``PassageIndex.matter_of``."""
    counts: Counter[str] = Counter()
    for passage in passages:
        counts.update(passage.terms)
        counts.update(passage.names)
    return counts
