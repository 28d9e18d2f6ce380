"""Folding: what a search takes for the same is folded to the same, character by character."""

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from reader.text.folded import folded

EVERY = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]


def test_two_characters_that_a_search_takes_for_the_same_are_folded_to_the_same() -> None:
    with_case = [one for one in EVERY if one.lower() != one or one.upper() != one or one.casefold() != one]
    text = "".join(with_case)
    assert len(with_case) > 2_500
    wrong = [
        (one, other)
        for one in with_case
        for other in re.findall(re.escape(one), text, re.IGNORECASE)
        if folded(one) != folded(other)
    ]
    assert wrong == []


def test_no_other_character_is_taken_for_one_with_case() -> None:
    without = "".join(one for one in EVERY if one.lower() == one.upper() == one.casefold() == one)
    for one in "iıİsſkKßẞσςµåÅ":
        assert re.findall(re.escape(one), without, re.IGNORECASE) == []


@given(st.text(), st.text())
def test_it_goes_character_by_character(one: str, other: str) -> None:
    assert folded(one + other) == folded(one) + folded(other)


@given(st.text(st.characters()))
def test_what_it_gives_can_be_kept_in_a_database(text: str) -> None:
    kept = folded(text).encode("utf-8")
    assert b"\0" not in kept
