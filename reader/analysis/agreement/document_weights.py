"""Sums over documents, of which a sample may hold one several times and another not at all."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul


def weighted(weights: Sequence[int], column: Sequence[float]) -> float:
    """What the documents come to.

    Args:
        weights: how often each document counts.
        column: a number of each document.
    """
    total: float = sum(map(mul, weights, column))
    return total
