"""Choosing the format of an export."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.exchange.format_listing import ListedFormat
from reader.system.safe_text import safe_text
from reader.ui.screens.picker import PickerScreen
from reader.ui.widgets.row_list import Pieces

#: Cells of the names; a longer one of another package moves what follows.
_NAME = 16


class FormatScreen(PickerScreen[ListedFormat]):
    """All formats with what they are and what they cannot hold; gives the name of one.

    Args:
        formats: in their order.
        chosen: as in ``PickerScreen``.
    """

    def __init__(self, formats: Sequence[ListedFormat], chosen: Callable[[str], None]) -> None:
        asked = "write every annotation to the folder that you started in, as …"
        super().__init__(asked, "type to filter, {take_row} writes", lambda one: chosen(one.name))
        self._formats = formats

    def found(self, typed: str) -> Sequence[ListedFormat]:
        """Those whose row has every word."""
        words = typed.casefold().split()
        return [one for one in self._formats if all(word in _text(one).casefold() for word in words)]

    def pieces(self, choice: ListedFormat) -> Pieces:
        """Name, what it is, and what it lacks."""
        name, what, lacking = _parts(choice)
        return [(f"{name:<{_NAME}}", None), (f" {what}", None), (lacking, "less")]


def _parts(one: ListedFormat) -> tuple[str, str, str]:
    lacking = f"; without {', '.join(one.about.holds.lacking)}" if one.about.holds.lacking else ""
    missing = f"; {one.missing[0]}" if one.missing else ""
    return safe_text(one.name), safe_text(one.about.what), safe_text(f"{missing}{lacking}")


def _text(one: ListedFormat) -> str:
    return " ".join(_parts(one))
