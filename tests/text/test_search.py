"""Searching: what is found, where, and that no expression and no text can hold it up."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.spans import Span
from reader.text.search import PatternError, find_all

TEXT = "The Ferry closed in May 2018.\nThe ferry ran since 1911 – 🚢 and never sank."


def found(pattern: str, **choices: object) -> list[str]:
    spans = find_all(pattern, TEXT, **choices).spans  # type: ignore[arg-type]
    return [TEXT[start:end] for start, end in spans]


def test_a_text_is_found_as_it_is_and_capitals_count_only_if_there_is_one() -> None:
    assert found("ferry") == ["Ferry", "ferry"]
    assert found("Ferry") == ["Ferry"]
    assert found("2018.") == ["2018."]
    assert found("") == []
    assert found(".*") == []


def test_an_expression_is_found_line_by_line_in_code_points() -> None:
    assert found(r"\d{4}", is_regex=True) == ["2018", "1911"]
    assert found(r"^the \w+", is_regex=True) == ["The Ferry", "The ferry"]
    assert found(r"^.*$", is_regex=True) == TEXT.split("\n")
    assert find_all("🚢", TEXT, is_regex=True).spans == (Span(TEXT.index("🚢"), TEXT.index("🚢") + 1),)
    assert found("x*", is_regex=True) == []


LETTERS = "aAbiIıİsSſßẞkKKσςΣåÅéÉдДяЯ.+ \n\0字ﬁ"


@given(st.text(LETTERS, min_size=1, max_size=3), st.text(LETTERS, max_size=40), st.integers(1, 5))
def test_a_text_is_found_wherever_python_finds_it(pattern: str, text: str, most: int) -> None:
    flags = 0 if any(letter.isupper() for letter in pattern) else re.IGNORECASE
    places = [Span(*match.span()) for match in re.finditer(re.escape(pattern), text, flags)]
    result = find_all(pattern, text, most=most)
    assert list(result.spans) == places[:most]
    assert bool(result.problem) == (len(places) > most)


def test_capitals_of_the_notation_are_none_of_the_text() -> None:
    assert found(r"\Wferry", is_regex=True) == [" Ferry", " ferry"]
    assert found(r"(?P<Ship>ferry)", is_regex=True) == ["Ferry", "ferry"]
    assert found(r"F\w+", is_regex=True) == ["Ferry"]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("[", "character"),
        ("a(b", r"missing \) \(character 4\)"),
        ("*", "nothing to repeat"),
        ("((a{100}){100}){100}", "too large"),
        ("a{9999999999999999999999}", "too large"),
        ("(?:" * 30 + "a" + "b)+" * 30, "too large"),
        ("a" * 1001, "too large"),
        ("(" * 900, "too large|missing|nested|recursion"),
        (r"\L<names>", "undefined"),
    ],
)
def test_what_cannot_be_searched_for_is_said_in_one_line(pattern: str, says: str) -> None:
    with pytest.raises(PatternError, match=says) as error:
        find_all(pattern, TEXT, is_regex=True)
    assert "\n" not in str(error.value)


def test_everyday_expressions_are_not_too_large() -> None:
    for pattern in (r"war.{0,200}peace.{0,200}truce", r"\b[A-Z]\w+(?: [A-Z]\w+){1,5}\b", r"((a|b)+|(c|d)*)+,?\s{2,}"):
        assert find_all(pattern, TEXT, is_regex=True).problem == ""


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|aa)+$", r"(x?a)*\1b", r"(.*?,){20}P", r"(?:a{e<=3})+?b$"])
def test_an_expression_that_takes_too_long_is_stopped_and_says_so(pattern: str) -> None:
    text = "b a, " + "a" * 5000 + ",a" * 300 + "!"
    hits = find_all(pattern, text, is_regex=True, seconds=0.05)
    if hits.problem:
        assert "is too slow" in hits.problem
    assert all(text[start:end] for start, end in hits.spans)


def test_one_that_never_ends_by_itself_is_among_them() -> None:
    assert "is too slow" in find_all("(a+)+$", "a" * 5000 + "!", is_regex=True, seconds=0.05).problem


def test_so_many_hits_and_no_more() -> None:
    hits = find_all("e", "e" * 50, most=20)
    assert len(hits.spans) == 20
    assert "first 20" in hits.problem
    assert find_all("e", "e" * 20, most=20).problem == ""


@given(st.text("ab(){}?+*|[]^\\d1,<=", max_size=30))
def test_any_pattern_finds_passages_in_order_or_says_what_is_wrong(pattern: str) -> None:
    text = "abba (ab) 11, a{1}" * 20
    try:
        hits = find_all(pattern, text, is_regex=True, seconds=0.05).spans
    except PatternError:
        return
    assert all(0 <= start < end <= len(text) for start, end in hits)
    assert all(one.end <= two.start for one, two in pairwise(hits))


@given(st.text("ab. \n", max_size=8), st.text("abAB. \n", max_size=60))
def test_a_text_is_found_wherever_it_stands(pattern: str, text: str) -> None:
    hits = find_all(pattern, text).spans
    expected = [match.span() for match in re.finditer(re.escape(pattern), text, re.IGNORECASE)] if pattern else []
    assert list(hits) == expected
