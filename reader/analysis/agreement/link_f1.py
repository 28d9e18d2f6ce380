"""F1 of links: two are the same edge where both ends share at least half of what they cover together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from reader.analysis.agreement.compared_documents import LinkedPassages
from reader.analysis.agreement.span_f1 import MatchCount
from reader.analysis.agreement.span_pairs import intersection_over_union
from reader.model.spans import Span

#: What two passages have to share, of what they cover together, to be the same end of a link.
LEAST_SHARED = 0.5


def edge_f1(
    ours: Iterable[tuple[tuple[int, int], tuple[int, int], str]],
    theirs: Iterable[tuple[tuple[int, int], tuple[int, int], str]],
    *,
    labelled: bool = False,
) -> float | None:
    """The F1 of two annotators' links in one text; None where there are none.

    Args:
        ours, theirs: source, target and kind of each link; the ends are passages.
        labelled: whether links have to be of one kind, too.
    """
    each = [
        [LinkedPassages(kind, (0, Span(*source)), (0, Span(*target))) for source, target, kind in links]
        for links in (ours, theirs)
    ]
    return matched_links(each, labelled=labelled).f1


def matched_links(links: Iterable[Iterable[LinkedPassages]], *, labelled: bool) -> MatchCount:
    """How many links of the annotators match, each in one pair of links at most, added up over pairs of annotators.

    Args:
        links: of each annotator; what somebody linked twice in the same way counts once.
        labelled: whether links have to be of one kind, too.
    """
    pairs = list(combinations([sorted(set(theirs)) for theirs in links], 2))
    return MatchCount(
        sum(_most_pairs(_same_edges(one, other, labelled=labelled)) for one, other in pairs),
        sum(len(one) + len(other) for one, other in pairs),
    )


def _same_edges(ours: Sequence[LinkedPassages], theirs: Sequence[LinkedPassages], *, labelled: bool) -> list[list[int]]:
    """For each of our links the places of theirs that are the same edge."""

    def where(link: LinkedPassages) -> Hashable:
        return link.source[0], link.target[0], link.kind if labelled else ""

    places: defaultdict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    for at, link in enumerate(theirs):
        places[where(link)].append((link.source[1].start, at))
    for found in places.values():
        found.sort()
    return [
        [
            at
            for at in _near(link, places.get(where(link), ()))
            if intersection_over_union(link.source[1], theirs[at].source[1]) >= LEAST_SHARED
            and intersection_over_union(link.target[1], theirs[at].target[1]) >= LEAST_SHARED
        ]
        for link in ours
    ]


def _near(link: LinkedPassages, places: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Those that begin where a passage can that shares half with the source: not further off than its length."""
    start, end = link.source[1]
    first, last = bisect_left(places, (2 * start - end, -1)), bisect_right(places, (end, -1))
    return (at for _, at in places[first:last])


def _most_pairs(same: Sequence[Sequence[int]]) -> int:
    """The size of the largest matching of our links with theirs."""
    partners: dict[int, int] = {}
    holders: dict[int, int] = {}
    return sum(_finds_partner(one, same, partners, holders) for one in range(len(same)))


def _finds_partner(one: int, same: Sequence[Sequence[int]], partners: dict[int, int], holders: dict[int, int]) -> bool:
    """Give ``one`` a partner, and whoever loses theirs another one; whether that is possible."""
    came: dict[int, int] = {}  # from which of our links each of theirs was reached
    waiting = [one]
    for ours in waiting:  # it grows meanwhile
        for other in same[ours]:
            if other in came:
                continue
            came[other] = ours
            if other in holders:
                waiting.append(holders[other])
            else:
                _hand_on(other, came, partners, holders)
                return True
    return False


def _hand_on(free: int, came: Mapping[int, int], partners: dict[int, int], holders: dict[int, int]) -> None:
    other: int | None = free
    while other is not None:
        ours = came[other]
        before = partners.get(ours)
        partners[ours], holders[other] = other, ours
        other = before
