"""Which tag of the adjudicated layer an annotator's tag became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from reader.analysis.adjudication.rulings import ADJUDICATED, RuledPassages, Ruling, Snap
from reader.model.annotation import DETACHED, Annotation
from reader.model.spans import Span


class AdjudicatedLayer:
    """The adjudicated tags of one document, and the rulings that made them.

    Args:
        annotations: everybody's.
        rulings: of the document.
        snap: as for the comparison.
    """

    def __init__(self, annotations: Iterable[Annotation], rulings: Iterable[Ruling], snap: Snap) -> None:
        self._snap = snap
        known = list(rulings)
        self.ruled = RuledPassages(known, snap)
        self._takers = {one: ruling for ruling in known for one in ruling.taken}
        self.tags = [one for one in annotations if one.annotator == ADJUDICATED and one.anchor != DETACHED]
        self._by_id: Mapping[str, Annotation] = {one.id: one for one in self.tags}
        self._by_place: defaultdict[tuple[str, Span], list[Annotation]] = defaultdict(list)
        for one in self.tags:
            self._by_place[one.label, snap(Span(one.start, one.end))].append(one)

    def alike(self, tag: Annotation) -> list[Annotation]:
        """The adjudicated tags with that label on the same passage, once both are snapped."""
        return list(self._by_place.get((tag.label, self._snap(Span(tag.start, tag.end))), ()))

    def ruling_that_took(self, adjudicated: Annotation) -> Ruling | None:
        """The last ruling that an adjudicated tag came of; None where it was made without one."""
        return self._takers.get(adjudicated.id)

    def became(self, tag: Annotation) -> list[Annotation]:
        """What a tag is in the layer now: those alike, else what the ruling about it took that shares text with it."""
        if found := self.alike(tag):
            return found
        ruling = self.ruled.about(tag)
        taken = [self._by_id[one] for one in ruling.taken if one in self._by_id] if ruling is not None else []
        sharing = [one for one in taken if Span(one.start, one.end).overlaps(tag.start, tag.end)]
        return sorted(sharing, key=lambda one: (-_shared(one, tag), one.start, one.id))


def _shared(one: Annotation, other: Annotation) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
