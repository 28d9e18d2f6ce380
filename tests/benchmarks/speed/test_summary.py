"""Medians, 95th percentiles and ratios of pairs."""

from __future__ import annotations

import pytest

from tests.benchmarks.speed.figures import GROUPS, PROMISES, Figure
from tests.benchmarks.speed.summary import Ratio, p95, ratio, result

MEDIAN = Figure("cpu", "CPU", "ms")
P95 = Figure("key", "a key", "ms", is_p95=True)
RATE = Figure("rate", "rows", "a second", is_rate=True)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [([7.0], 7.0), ([1.0, 2.0], 2.0), ([float(n) for n in range(20, 0, -1)], 19.0), ([1.0] * 99 + [9.0], 1.0)],
)
def test_the_95th_percentile_is_one_of_the_values(values: list[float], wanted: float) -> None:
    assert p95(values) == wanted


def test_a_figure_is_the_median_of_the_medians_of_its_sessions() -> None:
    found = result(MEDIAN, [[1, 2, 100], [4, 4, 4], [3, 5, 7]])
    assert found is not None
    assert (found.value, found.low, found.high, found.runs, found.samples) == (4, 2, 5, 3, 9)


def test_a_session_that_failed_does_not_count_and_none_is_no_figure() -> None:
    found = result(MEDIAN, [[], [8]])
    assert found is not None
    assert (found.value, found.runs) == (8, 1)
    assert result(MEDIAN, [[], []]) is None


def test_a_95th_percentile_is_that_of_all_values_together() -> None:
    found = result(P95, [[1.0] * 10, [1.0] * 9 + [50.0]])
    assert found is not None
    assert (found.value, found.low, found.high) == (1, 1, 50)


def test_ratios_are_those_of_pairs_not_of_medians() -> None:
    before, after = [[10.0], [1.0], [4.0]], [[20.0], [3.0], [4.0]]
    assert ratio(MEDIAN, before, after) == Ratio(2.0, 1.0, 3.0, 3)


def test_a_pair_in_which_one_has_no_value_or_nothing_is_left_out() -> None:
    assert ratio(MEDIAN, [[2.0], [], [0.0]], [[1.0], [5.0], [5.0]]) == Ratio(0.5, 0.5, 0.5, 1)
    assert ratio(MEDIAN, [[0.0]], [[1.0]]) is None


def test_a_promise_is_the_most_or_for_a_rate_the_least() -> None:
    assert [MEDIAN.holds(value, 25) for value in (25, 25.1)] == [True, False]
    assert [RATE.holds(value, 100) for value in (99, 100)] == [False, True]
    assert P95.holds(1e9, None) is None


def test_every_promise_is_one_of_a_figure_that_is_measured() -> None:
    known = {(group.name, group.case, figure.name) for group in GROUPS for figure in group.figures}
    assert PROMISES.keys() <= known
