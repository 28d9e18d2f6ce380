"""Choosing one of the labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.config.label import Label
from reader.ui.screens.picker import PickerScreen
from reader.ui.theme.label_styles import label_style
from reader.ui.widgets.row_list import Pieces


class LabelPicker(PickerScreen[Label]):
    """The labels that there are; gives one.

    Args:
        asked: what it is for.
        labels: in their order.
        chosen: as in ``PickerScreen``.
    """

    def __init__(self, asked: str, labels: Sequence[Label], chosen: Callable[[Label], object]) -> None:
        super().__init__(asked, "part of a name; {take_row} takes the row", chosen)
        self._labels = labels

    def found(self, typed: str) -> Sequence[Label]:
        """Those whose name has every word."""
        words = typed.casefold().split()
        return [one for one in self._labels if all(word in one.name.casefold() for word in words)]

    def pieces(self, choice: Label) -> Pieces:
        """The key, the name, and whether it is retired."""
        state = "  retired" if choice.is_retired else ""
        return [(f"{choice.key or ' '} ", None), (choice.name, label_style(choice)), (state, "less")]
