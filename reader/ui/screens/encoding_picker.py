"""Choosing the encoding in which a document is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.sources.charsets.names import NAMES, codec_of, shown_name
from reader.system.safe_text import safe_text
from reader.ui.screens.picker import PickerScreen
from reader.ui.widgets.row_list import Pieces

_FOUND = "as found"


class EncodingScreen(PickerScreen[str]):
    """Every encoding, with how the text begins to look in it; gives a codec, an empty one to go back to what is found.

    Args:
        now: the codec that the document is read in.
        is_chosen: whether a person chose that.
        likely: the likeliest codecs first, each with some of the text.
        chosen: as in ``PickerScreen``.
    """

    def __init__(
        self, now: str, *, is_chosen: bool, likely: Sequence[tuple[str, str]], chosen: Callable[[str], None]
    ) -> None:
        super().__init__(
            f"read in which encoding? now {shown_name(now)}", "{take_row} takes the first; or type a name", chosen
        )
        self._samples = dict(likely)
        codecs = dict.fromkeys([*self._samples, *NAMES])
        codecs.pop(now, None)
        self._codecs = ["", *codecs] if is_chosen else [*codecs, now]  # what was found may be chosen, to be kept

    def found(self, typed: str) -> Sequence[str]:
        """Those whose name has every word that was typed; first the one that goes by another name of it."""
        words = typed.casefold().split()
        named = [one for one in self._codecs if all(word in _name(one).casefold() for word in words)]
        meant = codec_of(typed) if typed else None
        return [meant, *(one for one in named if one != meant)] if meant in self._codecs and meant else named

    def pieces(self, choice: str) -> Pieces:
        """The name, and what some of the text is in it."""
        return [(f"{_name(choice):<20}", None), (f"  {safe_text(self._samples.get(choice, ''))}", "less")]


def _name(codec: str) -> str:
    return shown_name(codec) if codec else _FOUND
