"""Where one was before each jump: back and forward again, as a browser does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

#: Places that are remembered.
_MOST = 200


class JumpPlace(NamedTuple):
    """A place in a document: its path, and an offset in ``Article.text``."""

    path: str
    offset: int


@dataclass(slots=True)
class JumpList:
    """The places that jumps left, and those that going back left."""

    _behind: list[JumpPlace] = field(default_factory=list)
    _ahead: list[JumpPlace] = field(default_factory=list)

    def leave(self, here: JumpPlace) -> None:
        """A jump leads away from here; what lay ahead is forgotten."""
        self._ahead.clear()
        _push(self._behind, here)

    def back(self, here: JumpPlace) -> JumpPlace | None:
        """Where the last jump came from, None where there was none; forward leads here again."""
        return _step(self._behind, self._ahead, here)

    def forward(self, here: JumpPlace) -> JumpPlace | None:
        """Where going back came from, None where one has not gone back."""
        return _step(self._ahead, self._behind, here)


def _push(places: list[JumpPlace], place: JumpPlace) -> None:
    if not places or places[-1] != place:
        places.append(place)
    del places[:-_MOST]


def _step(places: list[JumpPlace], others: list[JumpPlace], here: JumpPlace) -> JumpPlace | None:
    while places:
        place = places.pop()
        if place != here:
            _push(others, here)
            return place
    return None
