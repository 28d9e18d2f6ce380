"""Intervals by the bootstrap over documents: what the figures would be for other samples of such documents.

Efron's percentile interval. Whole documents are drawn, since passages of one document depend on each other. The seed is
fixed: the same documents give the same interval, in whatever order they come.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_SEED = 1971
#: The samples that are drawn, and how many at least where there is much to add up.
_MOST, _LEAST = 1000, 200
#: What all samples together may add up, in passages, gaps and documents.
_EFFORT = 2_000_000
#: The part of the samples that lies in the interval.
_LEVEL = 0.95


class Interval(NamedTuple):
    """Where 95 % of the samples lie."""

    low: float
    high: float


def samples_for(effort: int) -> int:
    """How many samples are drawn where one costs so many steps."""
    return max(_LEAST, min(_MOST, _EFFORT // max(effort, 1)))


def intervals(
    figures: Callable[[Sequence[int]], Mapping[_Key, float | None]], documents: int, samples: int
) -> dict[_Key, Interval]:
    """The interval of each figure; none of a figure that most samples do not define, and none for one document.

    Args:
        figures: computes them, with how often each document counts.
        documents: how many there are.
        samples: how many are drawn.
    """
    if documents < 2:
        return {}
    generator = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    drawn: dict[_Key, list[float]] = {}
    for _ in range(samples):
        weights = [0] * documents
        for at in generator.choices(range(documents), k=documents):
            weights[at] += 1
        for key, value in figures(weights).items():
            if value is not None:
                drawn.setdefault(key, []).append(value)
    return {key: _interval(sorted(values)) for key, values in drawn.items() if 2 * len(values) > samples}


def _interval(values: Sequence[float]) -> Interval:
    last = len(values) - 1
    return Interval(values[round(last * (1 - _LEVEL) / 2)], values[round(last * (1 + _LEVEL) / 2)])
