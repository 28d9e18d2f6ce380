"""Krippendorff's alpha_U: agreement on where passages of a text begin and end, corrected for chance.

The form of Krippendorff 1995 and 2004 (p. 251 ff.), over code points. Each annotator cuts the continuum into units and
gaps. Overlapping units of two annotators disagree by the squared differences of their ends, and a unit in a gap of the
other by its squared length. Expected is what units and gaps of these lengths come to wherever they lie.

Several documents are one continuum that no unit or gap crosses from one document into the next, so their order makes no
difference. Where annotators are missing in a document, those who are there stand for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, combinations, pairwise
from operator import mul
from typing import NamedTuple

from reader.analysis.agreement.document_weights import WeightedSums, weighted
from reader.model.spans import Span

#: Bits for what the places of gaps add up to, below those for how many gaps there are.
_PLACES = 96


class UnitizedDocument(NamedTuple):
    """The units of one label in one document.

    Attributes:
        length: of the text in code points.
        units: of each annotator who is there; ordered, disjoint, inside the text.
    """

    length: int
    units: Sequence[Sequence[Span]]


class Disagreement(NamedTuple):
    """What alpha_U compares.

    Attributes:
        observed: in the units as they are.
        expected: by chance.
    """

    observed: float
    expected: float

    @property
    def alpha(self) -> float | None:
        """alpha_U: 1 where the units are the same; None where nothing could disagree."""
        return None if self.expected <= 0 else 1 - self.observed / self.expected


def merged(spans: Iterable[tuple[int, int]]) -> list[Span]:
    """The spans in order, those that overlap made one; those that only touch stay two, and empty ones are left out."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Span(start, end))
    return found


def alpha_u(units: Iterable[Iterable[tuple[int, int]]], continuum: tuple[int, int]) -> float | None:
    """alpha_U of one label in one text.

    Args:
        units: of each annotator, in code points, half-open; overlapping ones are merged first.
        continuum: where the text begins and ends.

    Raises:
        ValueError: a unit lies outside, or there are fewer than two annotators.
    """
    return disagreement(units, continuum).alpha


def label_alpha_u(
    spans: Mapping[str, Iterable[tuple[int, int, str]]], continuum: tuple[int, int], label: str | None = None
) -> float | None:
    """alpha_U in one text, from passages with labels.

    Args:
        spans: of each annotator: start, end and label.
        continuum: where the text begins and ends.
        label: only this one; None for all, whose disagreements are added up.

    Raises:
        ValueError: as ``alpha_u``.
    """
    known = [list(theirs) for theirs in spans.values()]
    labels = {one[2] for theirs in known for one in theirs} if label is None else {label}
    return added_up(
        disagreement([[(start, end) for start, end, used in theirs if used == each] for theirs in known], continuum)
        for each in sorted(labels)
    ).alpha


def added_up(each: Iterable[Disagreement]) -> Disagreement:
    """The disagreement of several labels together."""
    known = list(each)
    return Disagreement(sum(one.observed for one in known), sum(one.expected for one in known))


def disagreement(units: Iterable[Iterable[tuple[int, int]]], continuum: tuple[int, int]) -> Disagreement:
    """Observed and expected disagreement of one label in one text; as ``alpha_u``."""
    start, end = continuum
    moved = [[Span(one.start - start, one.end - start) for one in merged(theirs)] for theirs in units]
    if len(moved) < 2:
        raise ValueError("two annotators are needed")
    if any(one.start < 0 or one.end > end - start for theirs in moved for one in theirs):
        raise ValueError("a unit lies outside the continuum")
    return UnitizingAlpha([UnitizedDocument(end - start, moved)]).disagreement([1])


class UnitizingAlpha:
    """The disagreement of one label over documents, which may be weighted: a sample may hold one twice.

    All that does not depend on the weights is computed once.
    """

    def __init__(self, documents: Sequence[UnitizedDocument]) -> None:
        self._observed = [_observed(one.units) for one in documents]
        lengths = [[unit.end - unit.start for theirs in one.units for unit in theirs] for one in documents]
        self._sums = WeightedSums([
            [one.length for one in documents],
            [len(one.units) * one.length for one in documents],
            [len(here) for here in lengths],
            [sum(size * (size - 1) for size in here) for here in lengths],
            [sum(2 * size**3 - 3 * size**2 + size for size in here) // 3 for here in lengths],
        ])  # fmt: skip
        gaps = sorted((size, at) for at, one in enumerate(documents) for size in _gaps(one))
        self._gap_documents = [at for _, at in gaps]
        self._gap_places = [1 << _PLACES | size + 1 for size, _ in gaps]
        units = sorted(Counter((size, at) for at, here in enumerate(lengths) for size in here).items())
        self._unit_documents = [at for (_, at), _ in units]
        self._unit_counts = [count for _, count in units]
        # Of each size the units with it, half-open, and the first gap that they fit into.
        sizes, long = [size for (size, _), _ in units], [size for size, _ in gaps]
        firsts = [at for at, size in enumerate(sizes) if not at or sizes[at - 1] != size]
        self._sizes = [
            (sizes[first], first, end, bisect_left(long, sizes[first]))
            for first, end in pairwise([*firsts, len(sizes)])
        ]

    def disagreement(self, weights: Sequence[int]) -> Disagreement:
        """What all documents come to, each counted as often as its weight says."""
        length, marked, count, placed, moments = self._sums.of(weights)
        pairs = marked * (marked - 1) - placed
        if pairs <= 0:
            return Disagreement(0.0, 0.0)
        expected = (count - 1) * moments + self._in_gaps(weights)
        observed = weighted(weights, self._observed) / (marked * length)
        return Disagreement(observed, 2 / length * expected / pairs)

    def _in_gaps(self, weights: Sequence[int]) -> int:
        """Over all units and the gaps that they fit into: the square of the unit, times the places in the gap."""
        here = map(mul, map(weights.__getitem__, self._gap_documents), self._gap_places)
        gaps = [0, *accumulate(here)]  # how many are shorter than each, and what their places add up to
        units = [0, *accumulate(map(mul, map(weights.__getitem__, self._unit_documents), self._unit_counts))]
        found = 0
        for size, first, end, fits in self._sizes:
            count, places = divmod(gaps[-1] - gaps[fits], 1 << _PLACES)
            # A unit of length n has g + 1 - n places in each gap of length g that is not shorter.
            found += (units[end] - units[first]) * size * size * (places - count * size)
        return found


def _gaps(document: UnitizedDocument) -> Iterable[int]:
    """The lengths of all gaps of all annotators; units that touch have none between them."""
    for theirs in document.units:
        ends = [Span(0, 0), *theirs, Span(document.length, document.length)]
        yield from (after.start - before.end for before, after in pairwise(ends) if after.start > before.end)


def _observed(units: Sequence[Sequence[Span]]) -> float:
    """The disagreement of all ordered pairs of annotators, divided by the annotators less one."""
    if len(units) < 2:
        return 0.0
    return 2 * sum(_between(one, other) for one, other in combinations(units, 2)) / (len(units) - 1)


def _between(ours: Sequence[Span], theirs: Sequence[Span]) -> int:
    """The disagreement of two annotators, once."""
    found, first = 0, 0
    met: set[int] = set()
    for unit in ours:
        while first < len(theirs) and theirs[first].end <= unit.start:
            first += 1
        at = first
        while at < len(theirs) and theirs[at].start < unit.end:
            met.add(at)
            found += (unit.start - theirs[at].start) ** 2 + (unit.end - theirs[at].end) ** 2
            at += 1
        if at == first:
            found += (unit.end - unit.start) ** 2
    return found + sum((one.end - one.start) ** 2 for at, one in enumerate(theirs) if at not in met)
