"""Numbers that count something, in figures and in words."""

import pytest

from reader.analysis.guideline.counted_numbers import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("They spent £ 500 on it", "£ 500"),
        ("In 2019 they closed 12 percent of them", "12 percent"),
        ("Half a million wasted", "Half a million"),
        ("Two thirds of it, and 5 more", "Two thirds"),
        ("One in five is late", "One in five"),
        ("The G7 met in 2019", ""),
        ("One of them in the hall", ""),
        ("", ""),
    ],
)
def test_a_number_that_counts_is_found(text: str, number: str) -> None:
    assert number_in(text) == number
