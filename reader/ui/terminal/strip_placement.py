"""Where a row holds what terminals count differently, each such character is put at its own column.

So whatever a terminal thinks of its width, nothing that stands behind it moves, and no pane writes outside its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from reader.ui.terminal.cell_widths import cells_in, clusters, has_doubt

#: The most cells that a terminal may take for a character.
Most = Callable[[str], int]


class PlacedStrip(Strip):
    """Part of a row, drawn from a known column on, that never writes outside its own columns.

    Args:
        segments: of the part.
        cell_length: its columns.
        column: its first one, counted from 0.
        most: the most cells that a terminal may take for a character.
    """

    __slots__ = ("_column", "_most")

    def __init__(self, segments: Iterable[Segment], cell_length: int, column: int, most: Most) -> None:
        super().__init__(segments, cell_length)
        self._column = column
        self._most = most

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The columns from ``start`` to ``end``, placed where they are."""
        part = super().crop(start, end)
        if part is self:
            return self
        return PlacedStrip(part, part.cell_length, self._column + max(0, start), self._most)

    def render(self, console: Console) -> str:
        """What is written to the terminal."""
        column, end = self._column, self._column + self.cell_length
        pieces = []
        for text, style, control in self:
            cells = cells_in(text)
            is_plain = not has_doubt(text) and column + cells <= end
            drawn = text if is_plain else placed(text, column, (self._column, end), self._most)
            pieces.append(Strip([Segment(drawn, style, control)]).render(console))
            column += cells
        return "".join(pieces)


def placed(text: str, column: int, room: tuple[int, int], most: Most) -> str:
    """A text drawn over blanks from a column on, counted from 0, so that it stays in its room.

    Args:
        text: in one row.
        column: of its first character.
        room: the first column that may be drawn in, and the first one that may not.
        most: the most cells that a terminal may take for a character.
    """
    pieces = [" " * min(cells_in(text), max(0, room[1] - column)), _at(column)]
    for start, stop, cells in clusters(text):
        cluster = text[start:stop]
        if column + cells > room[1]:
            break
        if not has_doubt(cluster):
            pieces.append(cluster)
        elif column > room[0] or (cells and most(cluster[0])):  # what has no cell goes to what stands before the room
            pieces += [_fitting(cluster, room[1] - column, most), _at(column + cells)]
        column += cells
    return "".join(pieces)


def _at(column: int) -> str:
    return f"\x1b[{column + 1}G"


def _fitting(cluster: str, room: int, most: Most) -> str:
    """As much of a character as surely has room."""
    for index, char in enumerate(cluster):
        room -= most(char)
        if room < 0:
            return cluster[:index]
    return cluster


def with_places(update: CompositorUpdate, most: Most) -> tuple[CompositorUpdate, str]:
    """What is about to be painted, with its doubtful parts placed; and the text of those."""
    if isinstance(update, LayoutUpdate):
        return _whole(update, most)
    if isinstance(update, ChopsUpdate):
        return _parts(update, most)
    return update, ""


def _whole(update: LayoutUpdate, most: Most) -> tuple[CompositorUpdate, str]:
    doubtful: list[str] = []
    lines: list[Iterable[Strip]] = []
    for line in update.strips:
        column, strips = update.region.x, []
        for strip in line:
            strips.append(_placed_strip(strip, column, most, doubtful))
            column += strip.cell_length
        lines.append(strips)
    return (LayoutUpdate(lines, update.region) if doubtful else update), "".join(doubtful)


def _parts(update: ChopsUpdate, most: Most) -> tuple[CompositorUpdate, str]:
    doubtful: list[str] = []
    chops = list(update.chops)
    for y in {y for y, _, _ in update.spans}:
        chops[y] = {
            column: strip and _placed_strip(strip, column, most, doubtful) for column, strip in update.chops[y].items()
        }
    return (ChopsUpdate(chops, update.spans, update.chop_ends) if doubtful else update), "".join(doubtful)


def _placed_strip(strip: Strip, column: int, most: Most, doubtful: list[str]) -> Strip:
    texts = [segment.text for segment in strip if has_doubt(segment.text)]
    if not texts:
        return strip
    doubtful += texts
    return PlacedStrip(strip, strip.cell_length, column, most)
