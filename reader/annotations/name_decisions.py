"""The corrections of names among the decisions about a document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.model.annotation import Decision

if TYPE_CHECKING:
    from reader.entities.entity_corrections import Correction

#: The kind of decision that corrects a name.
NAME = "entity"


def corrections_in(decisions: Iterable[Decision]) -> list[Correction]:
    """The valid corrections, earliest first."""
    from reader.entities.entity_corrections import corrections_from

    ours = sorted((one for one in decisions if one.kind == NAME), key=lambda one: one.id)
    return corrections_from([one.data for one in ours])
