"""Texts that nobody writes, but that somebody may open: the work that they make grows with their length alone."""

import re
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities import Mention
from reader.entities.aliases import _is_inflected, _one_apart, by_short_form, by_spelling
from reader.entities.detection import detect_entities
from reader.entities.detector import RulesDetector
from reader.entities.name_forms import Form, key
from reader.entities.name_patterns import occurrences
from reader.entities.steps import refine
from tests.steps import steps


def growth(build) -> float:
    """How many times as much work a text of four times the length is: 4 where it is linear, 16 quadratic."""
    texts = [build(size) for size in (2_000, 8_000)]
    detect_entities(texts[0], RulesDetector())  # tables are read once
    short, long = (steps(lambda text=text: detect_entities(text, RulesDetector())) for text in texts)
    return long / short


@pytest.mark.parametrize(
    "piece",
    [
        *[
            "A.B.",
            "A’",
            "a'",
            "1,",
            "1. ",
            "1 ",
            "Aa ",
            "Aa, ",
            "Aa and ",
            "A. ",
            "Aa of the ",
            "Aa-",
            "(",
            '"',
            "French ",
        ],
        *["North Atlantic Treaty Org (NATO) ", "University of Aa ", "Mr. Aa Bo ", "Bo said Aa Bo ", "a\n", "\u0301"],
    ],
)
def test_a_text_of_one_piece_repeated_is_work_in_step_with_its_length(piece):
    assert growth(lambda size: piece * (size // len(piece))) < 10


def test_thousands_of_distinct_names_are_work_in_step_with_their_number():
    firsts = ["".join(letters) for letters in product("BCDFG", "aeiou", "lmnrst", "aeiou", "klmnt")]

    def build(size: int) -> str:
        return " ".join(f"Mr. {first} {first[::-1].title()}sen met Smith." for first in firsts[: size // 32])

    assert growth(build) < 10


NAMES = st.text(alphabet="abcAé1 -s", min_size=1, max_size=9).filter(str.strip)


def forms_of(names: list[str], kinds: list[str]) -> list[Form]:
    found = {}
    for at, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        found.setdefault((kind, key(name)), Form(key(name), kind, (Mention(at, at + len(name), name, kind),)))
    return list(found.values())


@st.composite
def listed_forms(draw):
    stem = draw(st.sampled_from(["Tymoshenko", "abcabc", "Tollen Council", "aaaaaaa"]))
    names = [*draw(st.lists(NAMES, max_size=8))]
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(stem)))
        names.append(stem[:at] + draw(st.sampled_from(["", "a", "s", "x"])) + stem[at + draw(st.integers(0, 1)) :])
    names = [name for name in names if name.strip()]
    kinds = [draw(st.sampled_from(["person", "organisation"])) for _ in names]
    return forms_of(names, kinds)


@given(listed_forms())
def test_spellings_are_those_that_comparing_each_with_each_would_find(forms):
    long = [form for form in forms if len(form.name) >= 6 and not any(letter.isdigit() for letter in form.name)]
    expected = [
        (left, right)
        for left, right in combinations(long, 2)
        if left.family == right.family
        and max(len(left.name), len(right.name)) >= 7
        and _one_apart(left.name, right.name)
        and not _is_inflected(left.name, right.name)
    ]
    assert list(by_spelling(forms, "")) == expected


@given(st.lists(st.lists(st.sampled_from(["tollen", "council", "of", "oslo"]), min_size=1, max_size=4), max_size=8))
def test_a_short_form_is_joined_to_the_one_longer_name_that_it_begins_or_ends(listed):
    names = [" ".join(parts) for parts in listed]
    forms = forms_of(names, ["organisation"] * len(names))
    expected = set()
    for form in forms:
        parts = form.name.split()
        longer = [
            other
            for other in forms
            if len(other.name.split()) > len(parts) and re.search(rf"^{form.name} | {form.name}$", other.name)
        ]
        if len(longer) == 1 and len(form.name) >= 4:
            expected.add((longer[0].name, form.name))
    assert {(long.name, short.name) for long, short in by_short_form(forms, "")} == expected


@given(st.text(alphabet="ab _-.(", max_size=40), st.sets(st.text(alphabet="ab _-.(", max_size=4), max_size=8))
def test_names_stand_where_a_search_for_each_of_them_finds_them(text, names):
    listed = sorted((name for name in names if name), key=lambda name: (-len(name), name))
    pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, listed)) + r")(?!\w)" if listed else r"(?!)"
    expected = [(found.start(), found.group()) for found in re.finditer(pattern, text)]
    assert [(place.start, place.text) for place in occurrences(text, names)] == expected


def test_what_is_far_too_long_for_a_name_is_none():
    text = "Tollen " * 200
    assert refine(text, [Mention(0, len(text) - 1, text[:-1], "person")]) == []
