"""Which sentence of one version is which of the other: equal ones first, then like ones, then those between them.

Sentences that are alike are found by the word alignment of anchoring, wherever they moved. What is left between two
that stayed is compared pair by pair, and there the place counts as well as the words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.analysis.versions.longest_chain import longest_chain
from reader.analysis.versions.version_text import VersionText
from reader.anchoring.word_alignment import WordAlignment

#: The lowest similarity of two sentences that are paired wherever they stand.
_LIKE = 0.45
#: The lowest similarity of two that have most words in common.
_ALIKE = 0.55
#: The lowest similarity of two that stand between the same neighbours, and what the place adds to their similarity.
_LIKE_HERE, _SAME_PARAGRAPH, _SAME_NEIGHBOURS, _ONE_NEIGHBOUR, _SAME_FORM = 0.25, 0.3, 0.15, 0.1, 0.05
#: How many times longer one of them may be; beyond that, their similarity loses something.
_LONGER, _UNLIKE_LENGTH = 3, 0.15
#: Sentences of a gap (earlier times later ones) that are compared pair by pair.
_LARGEST_GAP = 10_000
#: A part of a sentence that was split: the least share of what the other parts leave that it covers, the least share of
#: its own words in that, for a part of two and for one of more, and the least weight of the words.
_PARTS, _LEAST_PART = ((0.45, 0.4), (0.2, 0.7)), 0.9
#: How much more than an equal sentence a changed one counts as having stayed: nobody would call it moved.
_STAYS = 2.5


class SentencePair(NamedTuple):
    """A sentence of the earlier version and one of the later; None if there is none.

    Attributes:
        old, new: indices of sentences.
        is_equal: whether they are the same but for quotes and spaces.
        are_alike: whether most of their words are the same.
        is_moved: whether they pass others that stayed.
        parts: how many earlier and later sentences belong together: (1, 2) for one that was split in two.
    """

    old: int | None
    new: int | None
    is_equal: bool = False
    are_alike: bool = False
    is_moved: bool = False
    parts: tuple[int, int] = (1, 1)


def sentence_pairs(old: VersionText, new: VersionText) -> list[SentencePair]:
    """The pairs, in the order of the later version; what is gone stands where it stood in the earlier one."""
    pairing = _Pairing(old, new)
    return list(pairing.in_order())


class _Pairing:
    """Pairs the sentences of two versions."""

    def __init__(self, old: VersionText, new: VersionText) -> None:
        self._old, self._new = old, new
        self._weights = _weights(old, new)
        self._size_old, self._size_new = ([self._weight(one) for one in side.stems] for side in (old, new))
        self.to_new: list[list[int]] = [[] for _ in old.sentences]
        self.to_old: list[list[int]] = [[] for _ in new.sentences]
        self._equal: set[tuple[int, int]] = set()
        self._pair_headlines()
        self._pair_equal()
        if all(self.to_new) and all(self.to_old):
            return
        self._pair_alike()
        self._attach_parts()
        self._pair_gaps()
        self._attach_parts()

    def in_order(self) -> Iterator[SentencePair]:
        """The pairs, in the order of the later version; what is gone stands behind what stood before it."""
        stayed = self._chain()
        gone: defaultdict[int, list[int]] = defaultdict(list)
        place = -1  # of the last later sentence that stayed
        for i, partners in enumerate(self.to_new):
            if not partners:
                gone[place].append(i)
            elif any((i, j) in stayed for j in partners):
                place = max(place, *partners)
        for i in gone[-1]:
            yield SentencePair(i, None)
        for j, partners in enumerate(self.to_old):
            if not partners:
                yield SentencePair(None, j)
            for i in partners:
                parts = (len(partners), len(self.to_new[i]))
                are_alike = self._likeness(i, j) >= _ALIKE
                yield SentencePair(i, j, (i, j) in self._equal, are_alike, (i, j) not in stayed, parts)
            for i in gone.get(j, ()):
                yield SentencePair(i, None)

    def _weight(self, words: Counter[str]) -> float:
        return sum(self._weights[word] * count for word, count in words.items())

    def _likeness(self, i: int, j: int) -> float:
        """How far two sentences have the same words, 0 to 1; rare ones count more."""
        size = self._size_old[i] + self._size_new[j]
        return 2 * self._shared(self._old.stems[i], self._new.stems[j]) / size if size else 0.0

    def _shared(self, first: Counter[str], second: Counter[str]) -> float:
        if len(second) < len(first):
            first, second = second, first
        weights = self._weights
        return sum(weights[word] * min(count, second[word]) for word, count in first.items() if word in second)

    def _pair(self, i: int, j: int) -> None:
        self.to_new[i].append(j)
        self.to_old[j].append(i)

    def _pair_headlines(self) -> None:
        """A headline corresponds to the headline, whatever it says."""
        first, second = (
            next((index for index, one in enumerate(side.sentences) if one.is_headline), None)
            for side in (self._old, self._new)
        )
        if first is not None and second is not None:
            self._pair(first, second)
            if self._old.sentences[first].key == self._new.sentences[second].key:
                self._equal.add((first, second))

    def _pair_equal(self) -> None:
        """Pair equal sentences: those that stand once on each side, then their neighbours, then the rest in order."""
        old_keys, new_keys = ([one.key for one in side.sentences] for side in (self._old, self._new))
        places: tuple[defaultdict[str, list[int]], ...] = (defaultdict(list), defaultdict(list))
        for side, keys, taken in zip(places, (old_keys, new_keys), (self.to_new, self.to_old), strict=True):
            for index, key in enumerate(keys):
                if not taken[index]:
                    side[key].append(index)

        def take(i: int, j: int) -> bool:
            is_free = 0 <= i < len(old_keys) and 0 <= j < len(new_keys) and not self.to_new[i] and not self.to_old[j]
            if is_free and old_keys[i] == new_keys[j]:
                self._pair(i, j)
                self._equal.add((i, j))
                return True
            return False

        single = [(at[0], places[1][key][0]) for key, at in places[0].items() if len(at) == len(places[1][key]) == 1]
        for i, j in single:
            take(i, j)
        for i, j in [(-1, -1), *single, (len(old_keys), len(new_keys))]:
            for step in (1, -1):
                reach = step
                while take(i + reach, j + reach):
                    reach += step
        for key, at in places[0].items():
            rest = [i for i in at if not self.to_new[i]]
            for i, j in zip(rest, [j for j in places[1][key] if not self.to_old[j]], strict=False):
                take(i, j)

    def _pair_alike(self) -> None:
        """Pair sentences whose words correspond, the most alike first."""
        tokens, homes = self._old.tokens, self._new.sentence_of_word
        alignment = WordAlignment(tokens, self._new.tokens, is_whole=True)
        candidates = {
            (i, homes[partner])
            for i, partner in zip(self._old.sentence_of_word, alignment.first, strict=True)
            if i >= 0
            and partner >= 0
            and homes[partner] >= 0
            and not self.to_new[i]
            and not self.to_old[homes[partner]]
        }
        alike = sorted(((self._likeness(i, j), -i, -j) for i, j in candidates), reverse=True)
        for likeness, i, j in alike:
            if likeness >= _LIKE and not self.to_new[-i] and not self.to_old[-j]:
                self._pair(-i, -j)

    def _chain(self) -> set[tuple[int, int]]:
        """The pairs that stayed in order."""
        pairs = [(i, j) for i, partners in enumerate(self.to_new) for j in partners]
        weighted = [(i, j, 1 + self._size_old[i] / 1000 if (i, j) in self._equal else _STAYS) for i, j in pairs]
        return {pairs[index] for index in longest_chain(weighted)}

    def _pair_gaps(self) -> None:
        """Pair what is left between two sentences that stayed."""
        last_old = last_new = -1
        ends = [*sorted(self._chain()), (len(self.to_new), len(self.to_old))]
        for i, j in ends:
            olds = [index for index in range(last_old + 1, i) if not self.to_new[index]]
            news = [index for index in range(last_new + 1, j) if not self.to_old[index]]
            if olds and news and len(olds) * len(news) <= _LARGEST_GAP:
                self._pair_gap(olds, news)
            last_old, last_new = i, j

    def _pair_gap(self, olds: Sequence[int], news: Sequence[int]) -> None:
        """Pair some sentences of a gap, in order, so that they are alike and close to each other the most."""
        gains = [[self._likeness_here(i, j) - _LIKE_HERE for j in news] for i in olds]
        best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
        for a in range(len(olds) - 1, -1, -1):
            for b in range(len(news) - 1, -1, -1):
                best[a][b] = max(best[a + 1][b], best[a][b + 1], best[a + 1][b + 1] + gains[a][b])
        a = b = 0
        while a < len(olds) and b < len(news):
            if gains[a][b] > 0 and best[a][b] == best[a + 1][b + 1] + gains[a][b]:
                self._pair(olds[a], news[b])
                a, b = a + 1, b + 1
            elif best[a][b] == best[a + 1][b]:
                a += 1
            else:
                b += 1

    def _likeness_here(self, i: int, j: int) -> float:
        """The likeness of two sentences of a gap, with what their place says."""
        old, new = self._old.sentences[i], self._new.sentences[j]
        score = self._likeness(i, j)
        before, after = self._is_pair(i - 1, j - 1), self._is_pair(i + 1, j + 1)
        if before and after:
            is_inside = [
                self._old.sentences[i + step].paragraph == old.paragraph
                and self._new.sentences[j + step].paragraph == new.paragraph
                for step in (-1, 1)
            ]
            score += _SAME_PARAGRAPH if any(is_inside) else _SAME_NEIGHBOURS
        elif before or after:
            score += _ONE_NEIGHBOUR
        score += _SAME_FORM * (old.key[:1] == new.key[:1] == '"')
        sizes = sorted((len(old.text), len(new.text)))
        return score - _UNLIKE_LENGTH * (sizes[1] > _LONGER * sizes[0])

    def _is_pair(self, i: int, j: int) -> bool:
        return 0 <= i < len(self.to_new) and j in self.to_new[i]

    def _attach_parts(self) -> None:
        """Give sentences without a partner to the neighbour's, if they hold the rest of what that one said."""
        self._attach(self._new, self._old, self.to_old, self.to_new)
        self._attach(self._old, self._new, self.to_new, self.to_old)

    def _attach(
        self, parts: VersionText, wholes: VersionText, to_whole: list[list[int]], to_part: list[list[int]]
    ) -> None:
        for steps in (range(len(to_whole)), range(len(to_whole) - 1, -1, -1)):
            for part in steps:
                if to_whole[part]:
                    continue
                for beside in (part - 1, part + 1):
                    if not 0 <= beside < len(to_whole) or len(to_whole[beside]) != 1:
                        continue
                    whole = to_whole[beside][0]
                    others = to_part[whole]
                    if parts.sentences[beside].is_headline or any(len(to_whole[other]) > 1 for other in others):
                        continue
                    if self._is_rest(wholes.stems[whole], [parts.stems[other] for other in others], parts.stems[part]):
                        to_whole[part].append(whole)
                        to_part[whole].append(part)
                        to_part[whole].sort()
                        break

    def _is_rest(self, whole: Counter[str], parts: Sequence[Counter[str]], part: Counter[str]) -> bool:
        """Whether a part holds much of what the other parts leave of the whole."""
        rest = whole.copy()
        for one in parts:
            rest -= one
        covered = self._shared(rest, part)
        left, size = self._weight(rest), self._weight(part)
        is_much = any(covered >= covers * left and covered >= is_covered * size for covers, is_covered in _PARTS)
        return covered >= _LEAST_PART and is_much


def _weights(old: VersionText, new: VersionText) -> dict[str, float]:
    """What each word counts: 1 for one that stands in one sentence, less for one that stands in many."""
    spread = Counter(word for side in (old, new) for words in side.stems for word in words)
    many = max(2, len(old.stems) + len(new.stems))
    return {word: math.log(1 + many / count) / math.log(1 + many) for word, count in spread.items()}
