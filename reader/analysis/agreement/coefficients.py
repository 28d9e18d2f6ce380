"""Chance-corrected agreement over items that several people put into categories.

Cohen (1960), Scott (1955), Fleiss (1971), Krippendorff (2004, chapter 11). Each function gives None where the figure is
not defined: nothing to compare, or only one category in use, so that no disagreement could be expected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

#: How far two categories are apart, squared; it is told how often each category is used.
_Distance = Callable[[Any, Any, Mapping[Any, float]], float]


def cohen_kappa(table: Sequence[Sequence[float]]) -> float | None:
    """Cohen's kappa of two annotators, each with a rate of their own.

    Args:
        table: how often the first gave the category of the row and the second that of the column; a square.

    Raises:
        ValueError: it is no square, or a count is negative.
    """
    return _kappa(table, lambda first, second: first * second)


def scott_pi(table: Sequence[Sequence[float]]) -> float | None:
    """Scott's pi: as ``cohen_kappa``, with one rate for both annotators."""
    return _kappa(table, lambda first, second: ((first + second) / 2) ** 2)


def _kappa(table: Sequence[Sequence[float]], chance: Callable[[float, float], float]) -> float | None:
    if any(len(row) != len(table) for row in table) or any(count < 0 for row in table for count in row):
        raise ValueError("a table has as many columns as rows, and no negative counts")
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    diagonal = sum(table[at][at] for at in range(len(table)))
    return kappa_of(diagonal, sum(rows), map(chance, rows, columns))


def kappa_of(agreed: float, total: float, chance: Iterable[float]) -> float | None:
    """Kappa from how many items agree, how many there are, and the products of the counts of each category."""
    expected = sum(chance)
    if total <= 0 or expected >= total * total:
        return None
    return (agreed / total - expected / total**2) / (1 - expected / total**2)


def contingency(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[list[int]]:
    """The table of ``cohen_kappa`` for two annotators who judged the same items, in the same order."""
    pairs = Counter(zip(first, second, strict=True))
    found = dict.fromkeys([*first, *second])
    return [[pairs[row, column] for column in found] for row in found]


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> float | None:
    """Fleiss' kappa of more than two annotators.

    Args:
        counts: a row an item, with how many annotators gave it each category; each row has the same sum.

    Raises:
        ValueError: the rows differ in length or sum, or the sum is less than two.
    """
    if not counts:
        return None
    raters = sum(counts[0])
    if raters < 2 or any(sum(row) != raters or len(row) != len(counts[0]) for row in counts):
        raise ValueError("each item needs the same number of annotators, two or more, and the same categories")
    total = raters * len(counts)
    agreed = sum(count * (count - 1) for row in counts for count in row) / (raters - 1)
    return kappa_of(agreed, total, (sum(column) ** 2 for column in zip(*counts, strict=True)))


def krippendorff_alpha(items: Iterable[Sequence[Any]], level: str = "nominal") -> float | None:
    """Krippendorff's alpha of any number of annotators, who may have left items out.

    Args:
        items: for each item the value that each annotator gave it, None where somebody gave none.
        level: of measurement: ``nominal``, ``ordinal``, ``interval`` or ``ratio``.

    Raises:
        ValueError: the level is not known.
    """
    if level not in _DISTANCES:
        raise ValueError(f"{level!r} is no level of measurement, only {', '.join(_DISTANCES)}")
    distance = _DISTANCES[level]
    pairable = [values for item in items if len(values := [one for one in item if one is not None]) > 1]
    counts: Counter[Any] = Counter(value for values in pairable for value in values)
    total = counts.total()
    observed = expected = 0.0
    for values in pairable:
        apart = sum(distance(one, other, counts) for one, other in combinations(values, 2))
        observed += 2 * apart / (len(values) - 1)
    for (one, count), (other, more) in combinations(counts.items(), 2):
        expected += 2 * count * more * distance(one, other, counts)
    return None if expected == 0 else 1 - (total - 1) * observed / expected


def nominal_alpha(disagreed: float, counts: Iterable[float]) -> float | None:
    """Krippendorff's alpha for categories without an order, from what documents add up to.

    Args:
        disagreed: over all items, the ordered pairs of values that differ, divided by the values of the item less one.
        counts: how often each category is used in items with two values or more.
    """
    known = list(counts)
    total = sum(known)
    expected = total * total - sum(count * count for count in known)
    return None if expected <= 0 else 1 - (total - 1) * disagreed / expected


def _nominal(one: Any, other: Any, counts: Mapping[Any, float]) -> float:
    del counts
    return float(one != other)


def _ordinal(one: Any, other: Any, counts: Mapping[Any, float]) -> float:
    if one == other:
        return 0.0
    low, high = min(one, other), max(one, other)
    between = sum(count for value, count in counts.items() if low <= value <= high)
    return float((between - (counts[low] + counts[high]) / 2) ** 2)


def _interval(one: Any, other: Any, counts: Mapping[Any, float]) -> float:
    del counts
    return float((one - other) ** 2)


def _ratio(one: Any, other: Any, counts: Mapping[Any, float]) -> float:
    del counts
    return 0.0 if one == other else float(((one - other) / (one + other)) ** 2)


_DISTANCES: Mapping[str, _Distance] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}


def unit_labels(spans: Iterable[tuple[int, int]], continuum: tuple[int, int]) -> list[bool]:
    """For each unit of a continuum whether a span covers it: what kappa and alpha compare unit by unit.

    Args:
        spans: of one annotator and label; code points, or whatever the continuum is counted in; half-open.
        continuum: where it begins and ends.
    """
    start, end = continuum
    found = [False] * (end - start)
    for first, last in spans:
        for at in range(max(first, start), min(last, end)):
            found[at - start] = True
    return found
