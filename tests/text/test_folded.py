"""Folding: what a search takes for the same is folded to the same, character by character."""

import re
import sys
import unicodedata

import regex
from hypothesis import given
from hypothesis import strategies as st

from reader.text.folded import folded

EVERY = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]


def test_two_characters_that_a_search_takes_for_the_same_are_folded_to_the_same() -> None:
    with_case = [one for one in EVERY if one.lower() != one or one.upper() != one or one.casefold() != one]
    text = "".join(with_case)
    assert len(with_case) > 2_500
    for library in (re, regex):  # the search in a document uses both
        wrong = [
            (one, other)
            for one in with_case
            for other in library.findall(library.escape(one), text, library.IGNORECASE)
            if folded(one) != folded(other)
        ]
        assert wrong == []


def test_no_other_character_is_taken_for_one_with_case_unless_it_is_folded_to_it() -> None:
    without = "".join(one for one in EVERY if one.lower() == one.upper() == one.casefold() == one)
    for one in "iıİsſkKßẞσςµåÅ":
        for library in (re, regex):
            found = library.findall(library.escape(one), without, library.IGNORECASE)
            assert {folded(other) for other in found} <= {folded(one)}


def test_characters_that_python_does_not_know_yet_are_all_the_same() -> None:
    unknown = [one for one in EVERY if unicodedata.category(one) == "Cn" and one != "\U0001df95"]
    assert {folded(one) for one in unknown} == {"\ufffd"}


@given(st.text(), st.text())
def test_it_goes_character_by_character(one: str, other: str) -> None:
    assert folded(one + other) == folded(one) + folded(other)


@given(st.text(st.characters()))
def test_what_it_gives_can_be_kept_in_a_database(text: str) -> None:
    kept = folded(text).encode("utf-8")
    assert b"\0" not in kept
