"""F1 of passages: how many of two annotators' passages overlap, and how many are the same after snapping.

F1 takes neither annotator for the truth: twice the matched pairs, divided by the passages of both. Of more than two
annotators all pairs are added up. Passages of one label and annotator that overlap are merged first.

Snapping makes the ends of a passage those of the first and the last word that it holds a part of. So a full stop, a
comma, a quotation mark or a space at the end of a sentence or clause makes no difference, and a cut word neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from reader.analysis.agreement.span_pairs import overlapping_pairs
from reader.analysis.agreement.unitizing_alpha import merged
from reader.model.spans import Span
from reader.text.words import BlockWords


class MatchCount(NamedTuple):
    """What an F1 follows from.

    Attributes:
        matched: pairs that count as one.
        total: passages or links of both annotators, added up over all pairs of annotators.
    """

    matched: int = 0
    total: int = 0

    @property
    def f1(self) -> float | None:
        """The F1; None where there is nothing on either side."""
        return 2 * self.matched / self.total if self.total else None


def overlap_f1(ours: Iterable[tuple[int, int]], theirs: Iterable[tuple[int, int]]) -> float | None:
    """The F1 of two annotators' passages of one label in one text; those match that share a code point."""
    return overlapping([merged(ours), merged(theirs)]).f1


def exact_f1(ours: Iterable[tuple[int, int]], theirs: Iterable[tuple[int, int]], text: str = "") -> float | None:
    """As ``overlap_f1``; those match that hold the same words of ``text``; without one, that have the same ends."""
    return same([merged(ours), merged(theirs)], BlockWords(text, 0, len(text)) if text else None).f1


def overlapping(units: Sequence[Sequence[Span]]) -> MatchCount:
    """Passages that share a code point, each in one pair at most.

    Args:
        units: of one label, of each annotator; ordered and disjoint.
    """
    pairs = list(combinations(units, 2))
    return MatchCount(
        sum(len(overlapping_pairs(one, other)) for one, other in pairs),
        sum(len(one) + len(other) for one, other in pairs),
    )


def same(units: Sequence[Sequence[Span]], words: BlockWords | None) -> MatchCount:
    """Passages that are the same after snapping; as ``overlapping``. Without words only equal ends are the same."""
    snapped = [Counter(snapped_span(words, unit) for unit in theirs) for theirs in units]
    pairs = list(combinations(snapped, 2))
    return MatchCount(
        sum((one & other).total() for one, other in pairs), sum(one.total() + other.total() for one, other in pairs)
    )


def snapped_span(words: BlockWords | None, span: Span) -> Hashable:
    """What two passages have alike if they are the same: the places of their words, or their ends if they have none."""
    if words is not None and (held := words.overlapping(span.start, span.end)):
        return held
    return span
