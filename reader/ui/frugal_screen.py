"""A screen that paints no more than what has changed: bytes are what a slow line has least of."""

from __future__ import annotations

from typing import TypeVar

from textual.geometry import Region
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

_Result = TypeVar("_Result")


class FrugalScreen(Screen[_Result]):
    """Neither another focus nor another layout paints all of it.

    What gets or loses the focus paints itself, and a layout paints what it moves, uncovers or adds.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> FrugalScreen[_Result]:
        """As Textual's; a layout alone paints nothing that stays as it was."""
        is_painted = repaint and (bool(regions) or not layout)
        return super().refresh(*regions, repaint=is_painted, layout=layout, recompose=recompose)
