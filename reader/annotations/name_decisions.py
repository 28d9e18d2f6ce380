"""What was said about the names of a document, among all that was decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.model.annotation import Decision

if TYPE_CHECKING:
    from reader.entities.entity_corrections import Correction

#: The kind of decision that says something about a name.
NAME = "entity"


def corrections_in(decisions: Iterable[Decision]) -> list[Correction]:
    """Those among the decisions that can be understood, the earliest first."""
    from reader.entities.entity_corrections import corrections_from

    said = sorted((one for one in decisions if one.kind == NAME), key=lambda one: one.id)
    return corrections_from([one.data for one in said])
