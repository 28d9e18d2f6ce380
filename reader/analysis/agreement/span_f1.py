"""F1 of passages: how many of two annotators' passages overlap, and how many are the same after snapping.

F1 takes neither annotator for the truth: twice the matched pairs, divided by the passages of both. Of more than two
annotators all pairs are added up. Passages of one label and annotator that overlap are merged first.

Snapping (``reader.text.snapping``) takes a passage from its first to its last word, and moves an end to that of a
sentence or clause that is at most two words away. So a full stop, a comma or an article more makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from reader.analysis.agreement.span_pairs import overlapping_pairs
from reader.analysis.agreement.unitizing_alpha import merged
from reader.model.spans import Span
from reader.text.snapping import Snapper


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


def exact_f1(
    ours: Iterable[tuple[int, int]], theirs: Iterable[tuple[int, int]], text: str = "", language: str = "en"
) -> float | None:
    """As ``overlap_f1``; those match that are the same after snapping in ``text``; without one, of the same ends."""
    return same([merged(ours), merged(theirs)], Snapper(text, language) if text else unsnapped).f1


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


def same(units: Sequence[Sequence[Span]], snap: Callable[[Span], Span]) -> MatchCount:
    """Passages that overlap and are the same once ``snap`` has moved their ends; as ``overlapping``."""
    snapped = [_by_snapped(theirs, snap) for theirs in units]
    return MatchCount(
        sum(
            len(overlapping_pairs(here, other[passage]))
            for one, other in combinations(snapped, 2)
            for passage, here in one.items()
            if passage in other
        ),
        sum(len(one) + len(other) for one, other in combinations(units, 2)),
    )


def _by_snapped(units: Iterable[Span], snap: Callable[[Span], Span]) -> dict[Span, list[Span]]:
    found: defaultdict[Span, list[Span]] = defaultdict(list)
    for unit in units:
        found[snap(unit)].append(unit)
    return dict(found)


def unsnapped(span: Span) -> Span:
    """The passage as it is, for texts that are not known."""
    return span
