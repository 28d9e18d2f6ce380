"""Offsets in the units of other programs, from and to code points. Nothing else converts them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from reader.exchange.format_protocol import Unit


class OffsetUnits:
    """The offsets of one text in a unit.

    Args:
        text: that they point into.
        unit: of the format; code points cost nothing.
    """

    def __init__(self, text: str, unit: Unit) -> None:
        self._length = len(text)
        self._starts = _starts(text, unit)

    def of(self, offset: int) -> int:
        """The offset in the unit, of a code point's start or of the end of the text."""
        return offset if self._starts is None else self._starts[offset]

    def code_point(self, offset: int) -> int:
        """The code point that begins at an offset in the unit; raises ``ValueError`` where none does."""
        if self._starts is None:
            found = offset
        else:
            found = bisect_left(self._starts, offset) if offset >= 0 else -1
            if 0 <= found <= self._length and self._starts[found] != offset:
                raise ValueError("an offset is inside of a character")
        if not 0 <= found <= self._length:
            raise ValueError("an offset is outside of the text")
        return found


def _starts(text: str, unit: Unit) -> array[int] | None:
    """Where each code point begins, and the end; None where that is its number."""
    if unit in (Unit.CODE_POINTS, Unit.NONE) or text.isascii() or (unit is Unit.UTF_16 and max(text) < "\U00010000"):
        return None
    width: Callable[[str], int] = _in_utf_16 if unit is Unit.UTF_16 else _in_utf_8
    return array("q", accumulate(map(width, text), initial=0))


def _in_utf_16(character: str) -> int:
    return 2 if character >= "\U00010000" else 1


def _in_utf_8(character: str) -> int:
    return len(character.encode(errors="surrogatepass"))
