"""A learnt table of small decision trees, read from a text file and evaluated in plain Python, all trees at once.

Every tree has eight leaves at most, one bit each; a condition that does not hold strikes out the leaves below it, and
the lowest bit left is the leaf (the QuickScorer way: Lucchese and others, 2015). What the conditions on one feature
strike out is summed up beforehand, so that a row costs one look-up a feature and one a tree.
"""

from __future__ import annotations

import binascii
import struct
import zlib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from math import exp
from operator import getitem
from pathlib import Path
from typing import NamedTuple

#: Leaves of a tree: the bits of a byte.
LEAVES = 8
_FOLDER = Path(__file__).parent / "tables"
_HEAD = struct.Struct("<HHf")
_NODE = struct.Struct("<dHBB")
_VALUES = struct.Struct(f"<{LEAVES}f")
#: The lowest bit of each byte, as the place of its leaf; no bit is the first leaf, and does not happen.
_LOWEST = bytes((byte & -byte).bit_length() - 1 if byte else 0 for byte in range(256))


class Node(NamedTuple):
    """A condition ``row[feature] <= threshold``; where it does not hold, the leaves in ``struck`` are out."""

    threshold: float
    tree: int
    feature: int
    struck: int


class Forest:
    """Trees whose values are added up to the log-odds that a row is the article's; nodes are as in :class:`Node`.

    Attributes:
        features: how many numbers a row has.
    """

    __slots__ = ("_base", "_columns", "_full", "_leaves", "_size", "features")

    def __init__(
        self,
        nodes: Sequence[tuple[float, int, int, int]],
        leaves: Sequence[tuple[float, ...]],
        base: float,
        features: int,
    ) -> None:
        self.features = features
        self._base = base
        self._leaves = leaves
        self._size = len(leaves)
        self._full = (1 << LEAVES * self._size) - 1
        columns: dict[int, tuple[list[float], list[int]]] = {}
        for threshold, tree, feature, struck in sorted(nodes):
            thresholds, masks = columns.setdefault(feature, ([], [self._full]))
            thresholds.append(threshold)
            masks.append(masks[-1] & ~(struck << LEAVES * tree))
        self._columns = [(feature, *column) for feature, column in columns.items()]

    def probability(self, row: Sequence[float]) -> float:
        """How likely a row with these features is the article's, 0 to 1."""
        left = self._full
        for feature, thresholds, masks in self._columns:
            left &= masks[bisect_left(thresholds, row[feature])]
        places = left.to_bytes(self._size, "little").translate(_LOWEST)
        return 1 / (1 + exp(-self._base - sum(map(getitem, self._leaves, places))))


def pack(nodes: Sequence[Node], leaves: Sequence[tuple[float, ...]], base: float, features: int) -> str:
    """A forest as lines of printable text, to be read by :func:`unpack`."""
    data = _HEAD.pack(len(leaves), features, base)
    data += b"".join(_VALUES.pack(*values, *(0.0,) * (LEAVES - len(values))) for values in leaves)
    data += b"".join(_NODE.pack(*node) for node in nodes)
    text = binascii.b2a_base64(zlib.compress(data, 9), newline=False).decode("ascii")
    return "\n".join(text[at : at + 110] for at in range(0, len(text), 110)) + "\n"


def unpack(text: str) -> Forest:
    """The forest in a text; raises ``ValueError`` where it holds none. Lines that begin with ``# `` are skipped."""
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    try:
        data = zlib.decompress(binascii.a2b_base64("".join(lines)))
        trees, features, base = _HEAD.unpack_from(data)
        here = _HEAD.size + trees * _VALUES.size
        leaves = list(_VALUES.iter_unpack(data[_HEAD.size : here]))
        nodes = list(_NODE.iter_unpack(data[here:]))
    except (zlib.error, struct.error, ValueError) as error:
        raise ValueError("no table of trees, or one that is cut off") from error
    return Forest(nodes, leaves, base, features)


@cache
def load(name: str, features: int) -> Forest | None:
    """The table of this name that ships with the program, None where there is none that fits.

    Args:
        name: of the file, without its ending.
        features: how many numbers a row has; a table that was learnt from others is of no use.
    """
    try:
        forest = unpack((_FOLDER / f"{name}.txt").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return forest if forest.features == features else None
