"""Many values in one figure: medians, 95th percentiles, and ratios of pairs."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.speed.figures import Figure


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed: the nearest rank, so it is one of them."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(0.95 * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Result:
    """One figure as measured.

    Attributes:
        figure: which.
        value: the median of the sessions' medians; or the 95th percentile of all values.
        low, high: the least and the greatest of the sessions' values.
        runs: how many sessions.
        samples: how many values.
    """

    figure: Figure
    value: float
    low: float
    high: float
    runs: int
    samples: int


def of_session(figure: Figure, values: Sequence[float]) -> float:
    """What one session says of a figure."""
    return p95(values) if figure.is_p95 else statistics.median(values)


def result(figure: Figure, sessions: Sequence[Sequence[float]]) -> Result | None:
    """What all sessions say; None where none gave a value."""
    given = [values for values in sessions if values]
    if not given:
        return None
    each = [of_session(figure, values) for values in given]
    every = [value for values in given for value in values]
    value = p95(every) if figure.is_p95 else statistics.median(each)
    return Result(figure, value, min(each), max(each), len(given), len(every))


@dataclass(frozen=True, slots=True)
class Ratio:
    """The second program beside the first: the median of the ratios pair by pair, and the least and the greatest."""

    value: float
    low: float
    high: float
    pairs: int


def ratio(figure: Figure, first: Sequence[Sequence[float]], second: Sequence[Sequence[float]]) -> Ratio | None:
    """Second over first, session by session; a pair in which one has no value, or nothing, is left out.

    None where no pair is left.
    """
    pairs = [
        (of_session(figure, before), of_session(figure, after))
        for before, after in zip(first, second, strict=True)
        if before and after
    ]
    ratios = [after / before for before, after in pairs if before > 0 and after > 0]
    return Ratio(statistics.median(ratios), min(ratios), max(ratios), len(ratios)) if ratios else None
