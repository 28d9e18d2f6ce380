"""Finds lists without bullets: rows that stand alike below a row that ends with a colon."""

from __future__ import annotations

from reader.cleaning.dump.row_scoring import is_link
from reader.cleaning.dump.rows import PageRow

#: The most words of an item, the most items of a list, and the fewest words of the row that announces it.
_ITEM_WORDS, _ITEMS, _ANNOUNCING = 16, 40, 3


def announced(rows: list[PageRow]) -> set[int]:
    """The rows that are items of a list which a row above them announces."""
    items: set[int] = set()
    for index, row in enumerate(rows):
        if row.text.endswith((":", "：")) and row.words >= _ANNOUNCING and not row.role and not row.bullet:
            items.update(_items(rows, index + 1))
    return items


def _items(rows: list[PageRow], first: int) -> range:
    """The rows from ``first`` on that are set alike and are no sentences, if there are at least two, all different."""
    stop = first
    while stop < len(rows) and stop - first <= _ITEMS and _is_item(rows[stop]) and _alike(rows, first, stop):
        stop += 1
    different = {row.low for row in rows[first:stop]}
    return range(first, stop) if len(different) == stop - first >= 2 else range(0)


def _is_item(row: PageRow) -> bool:
    return not (row.role or row.bullet or row.is_prose or is_link(row)) and row.words <= _ITEM_WORDS


def _alike(rows: list[PageRow], first: int, index: int) -> bool:
    """Whether an item is divided from the one above it as the second item is from the first."""
    return index <= first or rows[index].above == rows[first + 1].above
