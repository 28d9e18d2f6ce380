"""Sums over documents, of which a sample may hold one several times and another not at all."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul

#: Bits of the largest weight.
_WEIGHT = 32


def weighted(weights: Sequence[int], column: Sequence[float]) -> float:
    """What the documents come to.

    Args:
        weights: how often each document counts.
        column: a number of each document.
    """
    total: float = sum(map(mul, weights, column))
    return total


class WeightedSums:
    """As ``weighted``, of several columns at once: each document's numbers are the digits of one large number.

    Args:
        columns: whole numbers from 0 up.
    """

    def __init__(self, columns: Sequence[Sequence[int]]) -> None:
        self._places = range(len(columns))
        self._bits = max(map(sum, columns), default=0).bit_length() + _WEIGHT
        self._packed = [
            sum(value << at * self._bits for at, value in enumerate(values)) for values in zip(*columns, strict=True)
        ]

    def of(self, weights: Sequence[int]) -> list[int]:
        """What the documents come to in each column; weights are below 2 to the power of 32."""
        total, last = sum(map(mul, weights, self._packed)), (1 << self._bits) - 1
        return [total >> at * self._bits & last for at in self._places]
