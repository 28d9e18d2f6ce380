"""Which annotation is held while its ends are moved: motions, labels and the keys in force depend on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.ui.display import Display
    from reader.workspace.library_entries import OpenDocument

#: Said where a key has to wait.
MOVES = "an annotation is moved: enter keeps, esc leaves it as it was"


class Held(NamedTuple):
    """An annotation that is being moved; ``here``: the ids of all that may have been meant, in the order of ``tab``."""

    opened: OpenDocument
    identifier: str
    here: tuple[str, ...]


class HeldAnnotation:
    """At most one is held.

    Attributes:
        held: None where none is.
        was_lost: the one that was held was deleted; until whoever says so has taken it.
    """

    def __init__(self, display: Display) -> None:
        self._display = display
        self.held: Held | None = None
        self.was_lost = False

    def take_lost(self) -> bool:
        """Whether the one that was held was deleted since this was last asked."""
        was_lost, self.was_lost = self.was_lost, False
        return was_lost

    @property
    def is_active(self) -> bool:
        """Whether an annotation of the active pane is being moved."""
        pane = self._display.active
        return self.held is not None and self.held.opened is pane.open and not pane.as_scraped
