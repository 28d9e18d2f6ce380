"""Kappa, pi and alpha on tables that can be worked by hand, and what must hold of all."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.agreement import (
    cohen_kappa,
    contingency,
    fleiss_kappa,
    krippendorff_alpha,
    scott_pi,
    unit_labels,
)

RATINGS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=12)
ITEMS = st.lists(st.lists(st.sampled_from([1, 2, 3, None]), min_size=2, max_size=4), max_size=10)


def test_kappa_by_hand() -> None:
    # 10 items, 7 agree: .7. By chance (5*4 + 5*6) / 100 = .5. (.7 - .5) / .5 = .4
    assert cohen_kappa([[3, 2], [1, 4]]) == pytest.approx(0.4)
    # pi: the rates together are 9/20 and 11/20: .2025 + .3025 = .505; (.7 - .505) / .495 = .3939
    assert scott_pi([[3, 2], [1, 4]]) == pytest.approx(0.195 / 0.495)


def test_alpha_by_hand() -> None:
    # Values: a 3, b 5. Pairs that differ: one item, both orders: 2. Expected: 2 * 3 * 5 / 7.
    assert krippendorff_alpha(["aa", "bb", "bb", "ab"]) == pytest.approx(1 - 2 / (30 / 7))


def test_a_missing_value_is_no_category_and_an_item_with_one_value_tells_nothing() -> None:
    alone = [[1, None, None], [None, None, None], [None, 3, None]]
    assert krippendorff_alpha([[1, 1, None], [2, None, 2], [1, None, 2], *alone]) == krippendorff_alpha([
        [1, 1], [2, 2], [1, 2],
    ])  # fmt: skip


def test_fleiss_kappa_by_hand() -> None:
    # Three annotators, two items: 1 and 1/3 agree, 2/3 together. By chance (5/6)^2 + (1/6)^2 = 26/36.
    assert fleiss_kappa([[3, 0], [2, 1]]) == pytest.approx((24 / 36 - 26 / 36) / (10 / 36))


def test_where_only_one_category_is_used_there_is_no_figure() -> None:
    assert cohen_kappa([[5, 0], [0, 0]]) is None
    assert scott_pi([[5]]) is None
    assert fleiss_kappa([[3, 0], [3, 0]]) is None
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None


def test_where_nothing_is_compared_there_is_no_figure() -> None:
    assert cohen_kappa([]) is cohen_kappa([[0, 0], [0, 0]]) is scott_pi([]) is fleiss_kappa([]) is None
    assert krippendorff_alpha([]) is krippendorff_alpha([["a", None], [None, "b"]]) is None


@pytest.mark.parametrize("table", [[[1, 2]], [[1, -1], [0, 3]], [[1, 2], [3]]])
def test_what_is_no_table_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="as many columns as rows"):
        cohen_kappa(table)


def test_what_fleiss_kappa_and_levels_need_is_said() -> None:
    for counts in ([[1, 0]], [[2, 1], [2, 0]], [[2, 0], [2]]):
        with pytest.raises(ValueError, match="same number of annotators"):
            fleiss_kappa(counts)
    with pytest.raises(ValueError, match="no level of measurement, only nominal, ordinal, interval, ratio"):
        krippendorff_alpha([[1, 2]], "Nominal")


def test_levels_know_how_far_values_are_apart() -> None:
    near, far = [[1, 2], [1, 1], [9, 9]], [[1, 9], [1, 1], [9, 9]]
    for level in ("ordinal", "interval", "ratio"):
        assert krippendorff_alpha(near, level) > krippendorff_alpha(far, level), level  # type: ignore[operator]


@given(RATINGS)
def test_kappa_is_the_same_from_both_sides_at_most_one_and_one_where_all_agree(ratings: list[tuple[str, str]]) -> None:
    first, second = zip(*ratings, strict=True)
    kappa = cohen_kappa(contingency(first, second))
    assert kappa == pytest.approx(cohen_kappa(contingency(second, first)))
    assert kappa is None or -1 - 1e-9 <= kappa <= 1
    assert cohen_kappa(contingency(first, first)) in (None, pytest.approx(1))


@given(ITEMS, st.randoms(use_true_random=False), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_does_not_depend_on_any_order_and_is_at_most_one(
    items: list[list[int | None]], chance: random.Random, level: str
) -> None:
    alpha = krippendorff_alpha(items, level)
    mixed = [chance.sample(item, len(item)) for item in chance.sample(items, len(items))]
    assert alpha == pytest.approx(krippendorff_alpha(mixed, level))
    assert alpha is None or alpha <= 1
    agreed: list[list[Any]] = [[item[0]] * len(item) for item in items]
    assert krippendorff_alpha(agreed, level) in (None, pytest.approx(1))


@given(RATINGS)
def test_alpha_of_two_is_pi_but_for_the_size_of_the_sample(ratings: list[tuple[str, str]]) -> None:
    first, second = zip(*ratings, strict=True)
    alpha, pi = krippendorff_alpha(ratings), scott_pi(contingency(first, second))
    if alpha is None or pi is None:
        assert alpha is pi
    else:
        assert 1 - alpha == pytest.approx((1 - pi) * (1 - 1 / (2 * len(ratings))))


def test_units_are_labelled_one_by_one() -> None:
    assert unit_labels([(2, 4), (5, 9)], (1, 7)) == [False, True, True, False, True, True]
