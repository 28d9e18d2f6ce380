"""What stands for a tag at the end of a link, also as long as nobody has decided about it."""

from __future__ import annotations

from collections.abc import Iterable

from reader.analysis.adjudication.adjudicated_layer import AdjudicatedLayer
from reader.analysis.adjudication.cases import Comparison
from reader.model.annotation import Annotation


class LinkEnds:
    """One tag for all that are about the same, of one document.

    Args:
        layer: the adjudicated tags.
        comparison: of what is not decided yet.
    """

    def __init__(self, layer: AdjudicatedLayer, comparison: Comparison) -> None:
        self._layer = layer
        groups: Iterable[tuple[Annotation, ...]] = (*comparison.agreed, *(one.members for one in comparison.cases))
        self._first = {one.id: group[0].id for group in groups for one in group}

    def of(self, tag: Annotation) -> str:
        """The id of the adjudicated tag that it became, else of the first tag of those it agrees with or disputes.

        Empty where it was decided that there is none.
        """
        if found := self._layer.became(tag):
            return found[0].id
        return self._first.get(tag.id, "")
