"""One text twice is noticed whatever stands around it, and two articles on one matter are not taken for one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.near_duplicates import SIMILAR, SKETCH, SketchIndex, similarity, sketch

WORDS = (
    "harbour council envoy bridge winter treaty grain letter market engine signal border doctor garden window station "
    "ferry budget island teacher summer record author museum yellow ladder candle river ticket planet"
).split()


def article(seed: int, length: int = 300) -> str:
    """Running words by a seed: two seeds share words, but no runs of them."""
    choice = random.Random(seed)
    return " ".join(choice.choice(WORDS) for _ in range(length))


@pytest.mark.parametrize(
    "other",
    [
        article(1).upper(),
        article(1).replace(" ", ",\n\n“"),
        "Menu. Sign in. Follow us on all channels.\n\n" + article(1) + "\n\nRead more. Comments. Share this.",
        "A headline of another outlet entirely\n\n" + article(1)[200:],
        article(1)[: len(article(1)) * 2 // 3],
    ],
    ids=["case", "punctuation", "boilerplate", "headline", "cut"],
)
def test_the_same_text_in_another_dress_is_like(other: str) -> None:
    assert similarity(sketch(article(1)), sketch(other)) >= SIMILAR


def test_other_texts_of_the_same_words_are_not() -> None:
    assert max(similarity(sketch(article(1)), sketch(article(seed))) for seed in range(2, 60)) < SIMILAR / 2


def test_short_texts_are_like_nothing() -> None:
    gone = "This page is gone. We are sorry."
    assert sketch(gone) == ()
    assert similarity(sketch(gone), sketch(gone)) == 0


def test_scripts_without_spaces_are_compared_by_letters() -> None:
    text = "".join(chr(0x4E00 + number * 7) for number in range(200))
    assert similarity(sketch(text), sketch("別の見出し。" + text)) >= SIMILAR
    assert similarity(sketch(text), sketch(text[::-1])) < SIMILAR


@given(st.text(max_size=600), st.text(max_size=600))
def test_a_likeness_is_a_share_the_same_from_both_sides(one: str, other: str) -> None:
    first, second = sketch(one), sketch(other)
    assert 0 <= similarity(first, second) == similarity(second, first) <= 1
    assert list(first) == sorted(set(first))
    assert len(first) <= SKETCH
    assert not first or similarity(first, first) == 1


def test_each_text_finds_those_before_it_that_it_is_like() -> None:
    known: SketchIndex[str] = SketchIndex()
    assert known.add("a", sketch(article(1))) == []
    assert known.add("b", sketch(article(2))) == []
    assert known.add("c", sketch("More.\n\n" + article(1))) == [("a", pytest.approx(1, abs=0.1))]
    assert [key for key, _ in known.add("d", sketch(article(1)))] == ["a", "c"]
    assert known.add("d", sketch(article(1))) == []  # known already
    assert known.add("e", ()) == []


def test_what_all_texts_share_makes_none_of_them_alike() -> None:
    known: SketchIndex[int] = SketchIndex()
    footer = article(0, 60)
    assert [known.add(seed, sketch(article(seed) + " " + footer)) for seed in range(1, 200)] == [[]] * 199
    assert [key for key, _ in known.add(999, sketch(article(77) + " " + footer))] == [77]
