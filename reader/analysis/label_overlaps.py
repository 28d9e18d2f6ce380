"""How often passages of two labels overlap, and how: on the same passage, one inside the other, or crossing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.model.annotation import DETACHED, Annotation


class LabelOverlap(NamedTuple):
    """Pairs of overlapping annotations of two labels; ``label <= other``.

    Attributes:
        label, other: their names; the same one for pairs of that label.
        same: pairs on the same passage.
        inside: pairs of which one lies inside the other.
        crossing: pairs that share a part of each.
        documents: how many the pairs are in.
    """

    label: str
    other: str
    same: int
    inside: int
    crossing: int
    documents: int

    @property
    def pairs(self) -> int:
        """All of them."""
        return self.same + self.inside + self.crossing


class OverlapCounts:
    """Counts overlapping pairs, one document after another."""

    def __init__(self) -> None:
        self._same: Counter[tuple[str, str]] = Counter()
        self._inside: Counter[tuple[str, str]] = Counter()
        self._crossing: Counter[tuple[str, str]] = Counter()
        self._documents: Counter[tuple[str, str]] = Counter()

    def add(self, annotations: Iterable[Annotation]) -> None:
        """Count the pairs of one document; those that have no place in the text overlap nothing.

        Passages are taken from the first on, the longest first. Those before it that are not over yet overlap it: they
        hold it if they reach as far, else they cross it. Counting ends, not pairs, keeps it fast where all overlap.
        """
        seen: set[tuple[str, str]] = set()
        ends: defaultdict[str, list[int]] = defaultdict(list)  # by label, of what is not over, in order
        alike: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        placed = (one for one in annotations if one.anchor != DETACHED and one.start < one.end)
        for one in sorted(placed, key=lambda one: (one.start, -one.end)):
            here = alike[one.start, one.end]
            for label, found in ends.items():
                del found[: bisect_right(found, one.start)]
                crossing = bisect_left(found, one.end)
                same = here[label]
                pair = (label, one.label) if label <= one.label else (one.label, label)
                for counts, count in (
                    (self._same, same),
                    (self._inside, len(found) - crossing - same),
                    (self._crossing, crossing),
                ):
                    if count:
                        counts[pair] += count
                        seen.add(pair)
            insort(ends[one.label], one.end)
            here[one.label] += 1
        self._documents.update(seen)

    def rows(self) -> Iterator[LabelOverlap]:
        """The pairs of labels that overlap, those that do most first, then by name."""
        rows = [
            LabelOverlap(*pair, self._same[pair], self._inside[pair], self._crossing[pair], count)
            for pair, count in self._documents.items()
        ]
        yield from sorted(rows, key=lambda row: (-row.pairs, row.label, row.other))


def overlapping(annotations: Iterable[Annotation], label: str, other: str) -> Sequence[Annotation]:
    """Those of one document that are counted in a row: of one label, and on a part of a passage of the other one.

    Args:
        annotations: of one document.
        label, other: the names of the labels; the same one for pairs of that label.
    """
    placed = [one for one in annotations if one.anchor != DETACHED and one.start < one.end]
    of_label = {name: [one for one in placed if one.label == name] for name in (label, other)}
    starts = {name: sorted(one.start for one in some) for name, some in of_label.items()}
    ends = {name: sorted(one.end for one in some) for name, some in of_label.items()}

    def meets(one: Annotation, name: str) -> bool:
        """Whether more begin before its end than are over at its start, itself not counted."""
        found = bisect_left(starts[name], one.end) - bisect_right(ends[name], one.start)
        return found > (one.label == name)

    return [
        one
        for one in placed
        if (one.label == label and meets(one, other)) or (one.label == other and meets(one, label))
    ]
