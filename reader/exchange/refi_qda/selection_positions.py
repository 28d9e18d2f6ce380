"""Where the passages of a source are, whatever its line ends and whichever unit a program counted in.

The standard counts code points in a file with plain line feeds and without a byte order mark. Programs that rewrite a
source add marks and line ends, and count them or do not; some count UTF-16 units. A selection is named by how its
passage begins, and one of ours has a digest of its place. So the way of counting under which most passages are what
they are said to be is the right one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.exchange.format_protocol import Unit
from reader.exchange.offset_units import OffsetUnits
from reader.exchange.refi_qda.guids import place_digest
from reader.exchange.refi_qda.xml_pieces import short_name

_MARK = "\ufeff"


class Named(NamedTuple):
    """A selection with its positions in the file, its name, and the digest of its place; both may be empty."""

    start: int
    end: int
    name: str
    place: bytes = b""


class _Counting:
    """One way to count: from code points or UTF-16 units of one spelling of the text to code points of ``text``."""

    def __init__(self, counted: str, unit: Unit) -> None:
        self._units = OffsetUnits(counted, unit)
        self._is_marked = counted.startswith(_MARK)
        self._returns = [
            index for index, one in enumerate(counted) if one == "\r" and counted[index + 1 : index + 2] == "\n"
        ]

    def offset(self, position: int) -> int:
        found = self._units.code_point(position)
        found -= bisect_left(self._returns, found)
        return max(0, found - self._is_marked)


class SelectionPositions:
    """The positions of one source.

    Args:
        source: the text of the file as it is.
        selections: in it.

    Attributes:
        text: with line feeds alone and without a mark; offsets are into it.
    """

    def __init__(self, source: str, selections: Iterable[Named]) -> None:
        bare = source.removeprefix(_MARK)
        self.text = bare.replace("\r\n", "\n").replace("\r", "\n")
        self._counting = self._likeliest(source, bare, list(selections))

    def offset(self, position: int) -> int:
        """The code point of ``text`` at a position in the file; raises ``ValueError`` where none is."""
        return self._counting.offset(position)

    def _likeliest(self, source: str, bare: str, selections: list[Named]) -> _Counting:
        first, *others = _ways(source, bare)
        best = _Counting(*first)
        if not others:
            return best
        most = self._named(best, selections)
        for way in others:
            if most == 2 * len(selections):
                break
            counting = _Counting(*way)
            if (count := self._named(counting, selections)) > most:
                best, most = counting, count
        return best

    def _named(self, counting: _Counting, selections: list[Named]) -> int:
        """How often passages have the names and the places of their selections."""
        count = 0
        for one in selections:
            try:
                start, end = counting.offset(one.start), counting.offset(one.end)
            except ValueError:
                continue
            passage = self.text[start:end]
            count += bool(one.name) and short_name(passage) == one.name
            count += bool(one.place) and place_digest(start, end, passage) == one.place
        return count


def _ways(source: str, bare: str) -> Iterator[tuple[str, Unit]]:
    """The ways to count that differ, the standard's first."""
    spellings = [bare, bare.replace("\r\n", "\n"), source, source.replace("\r\n", "\n")]
    units = [Unit.CODE_POINTS, *([Unit.UTF_16] if max(source, default="") > "\uffff" else [])]
    for unit in units:
        yield from ((one, unit) for one in dict.fromkeys(spellings))
