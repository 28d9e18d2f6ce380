"""F1 of passages: how many of two annotators' passages overlap, and how many are the same after snapping.

F1 takes neither annotator for the truth: twice the matched pairs, divided by the passages of both. Of more than two
annotators all pairs are added up. Passages of one label and annotator that overlap are merged first.

Snapping leaves of a passage what reaches from its first word to its last. So full stops, commas, quotation marks and
spaces at the ends of sentences and clauses make no difference. A word that one of them cut does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
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
    """As ``overlap_f1``; those match that are the same after snapping in ``text``; without one, of the same ends."""
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


def snapped_span(words: BlockWords | None, span: Span) -> Span:
    """The passage from its first word to its last, as far as it holds them; unchanged if it holds none."""
    if words is None or not (held := words.overlapping(span.start, span.end)):
        return span
    first, last = words.span(held.start), words.span(held.stop - 1)
    return Span(max(span.start, first.start), min(span.end, last.end))
