"""Decision trees learnt from data, read from a text file and evaluated in plain Python, all trees at once.

Each tree has at most eight leaves, one bit each. A condition that fails removes the leaves below it, and the lowest
remaining bit is the leaf (QuickScorer: Lucchese and others, 2015). The removed leaves are summed up for each feature
beforehand, so that a row costs one look-up for each feature and each tree.
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

#: The most leaves of a tree: the bits of a byte.
LEAVES = 8
_FOLDER = Path(__file__).parent / "tables"
_HEAD = struct.Struct("<HHf")
_NODE = struct.Struct("<dHBB")
_VALUES = struct.Struct(f"<{LEAVES}f")
#: The index of the lowest bit of each byte; a byte without a bit does not occur.
_LOWEST = bytes((byte & -byte).bit_length() - 1 if byte else 0 for byte in range(256))


class Node(NamedTuple):
    """A condition ``row[feature] <= threshold``; if it fails, the leaves in ``struck`` are removed."""

    threshold: float
    tree: int
    feature: int
    struck: int


class DecisionTrees:
    """Trees whose values add up to the log-odds that a row belongs to the article; for nodes see :class:`Node`.

    Attributes:
        features: the number of features of a row.
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
        """The probability that a row with these features belongs to the article, 0 to 1."""
        left = self._full
        for feature, thresholds, masks in self._columns:
            left &= masks[bisect_left(thresholds, row[feature])]
        indices = left.to_bytes(self._size, "little").translate(_LOWEST)
        return 1 / (1 + exp(-self._base - sum(map(getitem, self._leaves, indices))))


def pack(nodes: Sequence[Node], leaves: Sequence[tuple[float, ...]], base: float, features: int) -> str:
    """The trees as lines of printable text, to be read by :func:`unpack`."""
    data = _HEAD.pack(len(leaves), features, base)
    data += b"".join(_VALUES.pack(*values, *(0.0,) * (LEAVES - len(values))) for values in leaves)
    data += b"".join(_NODE.pack(*node) for node in nodes)
    text = binascii.b2a_base64(zlib.compress(data, 9), newline=False).decode("ascii")
    return "\n".join(text[at : at + 110] for at in range(0, len(text), 110)) + "\n"


def unpack(text: str) -> DecisionTrees:
    """The trees in a text; raises ``ValueError`` if it holds none. Lines that begin with ``# `` are skipped."""
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    try:
        data = zlib.decompress(binascii.a2b_base64("".join(lines)))
        trees, features, base = _HEAD.unpack_from(data)
        leaves_end = _HEAD.size + trees * _VALUES.size
        leaves = list(_VALUES.iter_unpack(data[_HEAD.size : leaves_end]))
        nodes = list(_NODE.iter_unpack(data[leaves_end:]))
    except (zlib.error, struct.error, ValueError) as error:
        raise ValueError("not a table of trees, or one that is cut off") from error
    return DecisionTrees(nodes, leaves, base, features)


@cache
def load(name: str, features: int) -> DecisionTrees | None:
    """The trees of this name that ship with the program; None if none fit.

    Args:
        name: of the file, without its ending.
        features: the number of features of a row; trees learnt from other features do not fit.
    """
    try:
        trees = unpack((_FOLDER / f"{name}.txt").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return trees if trees.features == features else None
