"""Agreement word by word: Cohen's kappa of two annotators, Krippendorff's alpha of any number.

For one label, a word is in a passage of that label or not. For all labels together the category of a word is the set of
labels on it, because passages of different labels may overlap. A word is in a passage that holds a part of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reader.analysis.agreement.coefficients import kappa_of, nominal_alpha
from reader.analysis.agreement.compared_documents import LabelledSpan
from reader.analysis.agreement.document_weights import WeightedSums, weighted
from reader.text.words import BlockWords

#: How many words of a document have which labels by each annotator who is there; labels are bits of a number.
WordPatterns = Counter[tuple[int, ...]]


def word_labels(words: BlockWords, spans: Iterable[LabelledSpan], bits: Mapping[str, int]) -> list[int]:
    """The labels on each word, as bits of a number.

    Args:
        words: of the whole text.
        spans: of one annotator.
        bits: of each label one bit; other labels are left out.
    """
    found = [0] * len(words)
    for one in spans:
        if bit := bits.get(one.label, 0):
            for at in words.overlapping(one.start, one.end):
                found[at] |= bit
    return found


class WordAgreement:
    """Kappa and alpha of one label, or of all, over documents that may be weighted.

    Args:
        patterns: of each document.
        mask: the bit of the label; all bits for all labels.
        has_two: whether two annotators are compared, who then are there in every document.
    """

    def __init__(self, patterns: Sequence[WordPatterns], mask: int, *, has_two: bool) -> None:
        size = len(patterns)
        self._has_two = has_two
        self._disagreed = [0.0] * size
        self._agreed = [0] * size
        self.words = [found.total() for found in patterns]
        self._counts: defaultdict[int, list[int]] = defaultdict(lambda: [0] * size)
        self._sides: tuple[defaultdict[int, list[int]], ...] = tuple(
            defaultdict(lambda: [0] * size) for _ in range(2 if has_two else 0)
        )
        for at, found in enumerate(patterns):
            for pattern, count in found.items():
                self._add(at, [labels & mask for labels in pattern], count)
        self._category_sums = WeightedSums([*self._counts.values()])

    def _add(self, at: int, values: Sequence[int], count: int) -> None:
        tally = Counter(values)
        raters = len(values)
        pairs = raters * raters - sum(number * number for number in tally.values())
        self._disagreed[at] += count * pairs / (raters - 1)
        for value, number in tally.items():
            self._counts[value][at] += count * number
        for side, value in zip(self._sides, values, strict=False):
            side[value][at] += count
        if len(tally) == 1:
            self._agreed[at] += count

    def kappa(self, weights: Sequence[int]) -> float | None:
        """Cohen's kappa; None for more than two annotators, and where all words are of one category."""
        if not self._has_two:
            return None
        first, second = ({value: weighted(weights, one) for value, one in side.items()} for side in self._sides)
        chance = (first[value] * second[value] for value in first.keys() & second.keys())
        return kappa_of(weighted(weights, self._agreed), weighted(weights, self.words), chance)

    def alpha(self, weights: Sequence[int]) -> float | None:
        """Krippendorff's alpha; None where all words are of one category."""
        return nominal_alpha(weighted(weights, self._disagreed), self._category_sums.of(weights))
