"""Finds the entities named together with an entity: in the same sentence, or else in the same paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from reader.model.entity import VALUE_KINDS, Entity
from reader.model.spans import Span


def named_together(entity: Entity, entities: Iterable[Entity], passages: Sequence[Span]) -> list[tuple[Entity, int]]:
    """The other entities that share passages with ``entity``, and in how many; most frequent first, then by mention.

    Args:
        entity: one of ``entities``.
        entities: all entities of the text; dates and figures are left out.
        passages: sentences or paragraphs, ordered by start, without overlap.
    """
    starts = [passage.start for passage in passages]

    def within(other: Entity) -> set[int]:
        indices = ((bisect_right(starts, mention.start) - 1, mention) for mention in other.mentions)
        return {index for index, mention in indices if index >= 0 and mention.start < passages[index].end}

    own = within(entity)
    counts = [
        (other, shared)
        for other in entities
        if other != entity and other.kind not in VALUE_KINDS and (shared := len(own & within(other)))
    ]
    return sorted(counts, key=lambda pair: (-pair[1], pair[0].mentions[0].start))
