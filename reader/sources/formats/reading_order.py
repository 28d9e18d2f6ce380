"""The reading order of a printed page: columns one after the other, with lines that span them in between.

Pieces of text with positions go in, lines come out. All lengths are in points, from the page's lower left corner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

#: The least ratio of width to height of a column's lines; narrower ones are cells of a table.
_NARROWEST = 7
#: The share of lines that may cross a gutter, such as headlines and captions.
_MOST_ACROSS = 0.25
_LEAST_LINES = 3
#: The deepest nesting of columns; more is a table.
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Text on one line with its position; ``column`` is the number of its column on the page, once known."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    column: int = 0

    @property
    def height(self) -> float:
        """The height of the line: about 1.2 times the size of the font."""
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        """The height half-way between bottom and top."""
        return (self.top + self.bottom) / 2


def reading_order(pieces: list[PlacedText]) -> list[PlacedText]:
    """The lines of a page in reading order; pieces of one line are joined."""
    return [
        PlacedText(line.text, line.left, line.bottom, line.right, line.top, number)
        for number, block in enumerate(_blocks(pieces, 0))
        for line in _lines(block)
    ]


def _blocks(pieces: list[PlacedText], depth: int) -> Iterator[list[PlacedText]]:
    """The parts of the page in the order in which they are read."""
    gutter = _gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        if pieces:
            yield pieces
        return
    left: list[PlacedText] = []
    right: list[PlacedText] = []
    across: list[PlacedText] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if piece.left < gutter - 1 < piece.right - 1:
            if left or right:
                yield from _both(left, right, depth)
                left, right = [], []
            across.append(piece)
            continue
        if across:
            yield across
            across = []
        (left if piece.left < gutter - 1 else right).append(piece)
    if across:
        yield across
    yield from _both(left, right, depth)


def _both(left: list[PlacedText], right: list[PlacedText], depth: int) -> Iterator[list[PlacedText]]:
    if left and right and min(len(_rows(left)), len(_rows(right))) < 2 and _is_one_row(left, right):
        yield left + right  # a line of a heading or a table, not two columns
        return
    yield from _blocks(left, depth + 1)
    yield from _blocks(right, depth + 1)


def _is_one_row(left: list[PlacedText], right: list[PlacedText]) -> bool:
    return len(left) == len(right) == 1 and abs(left[0].middle - right[0].middle) < left[0].height / 2


def _gutter(pieces: list[PlacedText]) -> float | None:
    """The left edge of a column that has another column to its left; None if the page has one column."""
    best, fewest = None, len(pieces) * _MOST_ACROSS + 0.5
    for edge in _edges(pieces):
        left = [piece for piece in pieces if piece.right <= edge]
        right = [piece for piece in pieces if piece.left >= edge - 1]
        across = len(pieces) - len(left) - len(right)
        if across < fewest and _is_column(left) and _is_column(right) and _are_beside(left, right):
            best, fewest = edge, across
    return best


def _edges(pieces: list[PlacedText]) -> list[float]:
    """Left edges that several lines share, from the left, without the outermost, which has no column beside it."""
    counts: dict[int, list[float]] = {}
    for piece in pieces:
        counts.setdefault(round(piece.left / 4), []).append(piece.left)
    shared = sorted(min(edges) for edges in counts.values() if len(edges) >= 2)
    return shared[1:][:40]


def _is_column(pieces: list[PlacedText]) -> bool:
    if len(pieces) < _LEAST_LINES:
        return False
    return median((piece.right - piece.left) / piece.height for piece in pieces) >= _NARROWEST


def _are_beside(left: list[PlacedText], right: list[PlacedText]) -> bool:
    """Whether both columns overlap in height for a good part."""
    top = min(max(piece.top for piece in left), max(piece.top for piece in right))
    bottom = max(min(piece.bottom for piece in left), min(piece.bottom for piece in right))
    smaller = min(max(piece.top for piece in side) - min(piece.bottom for piece in side) for side in (left, right))
    return top - bottom > 0.5 * smaller


def _rows(pieces: list[PlacedText]) -> list[list[PlacedText]]:
    """Pieces side by side on one line, from the top."""
    rows: list[list[PlacedText]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and abs(rows[-1][0].middle - piece.middle) < 0.4 * min(rows[-1][0].height, piece.height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _lines(pieces: list[PlacedText]) -> Iterator[PlacedText]:
    for row in _rows(pieces):
        row.sort(key=lambda piece: piece.left)
        text = " ".join(piece.text.strip() for piece in row)
        tallest = max(row, key=lambda piece: len(piece.text))
        right = max(piece.right for piece in row)
        yield PlacedText(text, row[0].left, tallest.bottom, right, tallest.top)
