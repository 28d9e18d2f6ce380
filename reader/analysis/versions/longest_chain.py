"""The heaviest part of some pairs that is in one order on both sides; what is outside has moved."""

from __future__ import annotations

from collections.abc import Sequence


def longest_chain(pairs: Sequence[tuple[int, int, float]]) -> list[int]:
    """The indices of the pairs that stay in order: neither side goes back, and the weights add up to the most.

    Args:
        pairs: position on one side, position on the other, weight above zero.

    Returns:
        Indices into ``pairs``, by position. The time is linear but for a logarithm.
    """
    order = sorted(range(len(pairs)), key=lambda index: pairs[index][:2])
    ranks = {place: rank for rank, place in enumerate(sorted({pair[1] for pair in pairs}), 1)}
    heaviest: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)  # a Fenwick tree of the best chain up to a rank
    before = [-1] * len(pairs)
    best = (0.0, -1)
    for index in order:
        rank, weight = ranks[pairs[index][1]], pairs[index][2]
        chain, at = (0.0, -1), rank
        while at:
            chain = max(chain, heaviest[at], key=lambda one: one[0])
            at -= at & -at
        before[index] = chain[1]
        chain = (chain[0] + weight, index)
        best, at = max(best, chain, key=lambda one: one[0]), rank
        while at <= len(ranks):
            heaviest[at] = max(heaviest[at], chain, key=lambda one: one[0])
            at += at & -at
    found = []
    index = best[1]
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]
