"""F1 of passages, worked by hand, and as many pairs as there can be."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.agreement import exact_f1, overlap_f1
from reader.analysis.agreement.span_f1 import overlapping, same, unsnapped
from reader.analysis.agreement.span_pairs import overlapping_pairs
from reader.analysis.agreement.unitizing_alpha import merged
from reader.model.spans import Span
from reader.text.words import BlockWords

TEXT = "“Rents rise,” she said. Nobody asked why, because it was late."
UNITS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda one: (one[0], sum(one))), max_size=5).map(
    merged
)


def span(words: str) -> tuple[int, int]:
    return (start := TEXT.index(words)), start + len(words)


def test_overlap_by_hand() -> None:
    # Three and two; [0,5) meets [4,6), [10,12) meets nothing, [20,30) meets [25,26): 2 * 2 / 5.
    assert overlap_f1([(0, 5), (10, 12), (20, 30)], [(4, 6), (25, 26)]) == pytest.approx(0.8)


def test_a_passage_is_paired_once() -> None:
    assert overlap_f1([(0, 10)], [(0, 4), (6, 10)]) == pytest.approx(2 / 3)
    assert overlap_f1([(0, 10), (12, 14)], [(1, 2), (9, 13)]) == 1


def test_what_only_touches_does_not_overlap() -> None:
    assert overlap_f1([(0, 5)], [(5, 9)]) == 0


def test_passages_of_one_person_that_overlap_are_one() -> None:
    assert overlap_f1([(0, 5), (3, 9)], [(0, 9)]) == exact_f1([(0, 5), (3, 9)], [(0, 9)]) == 1


def test_where_nobody_tagged_anything_there_is_no_f1_and_where_one_did_it_is_nought() -> None:
    assert overlap_f1([], []) is exact_f1([], []) is None
    assert overlap_f1([(0, 3)], []) == exact_f1([], [(0, 3)]) == 0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Nobody asked why", "Nobody asked why,"),
        ("because it was late", "because it was late."),
        ("“Rents rise,”", "Rents rise"),
        ("“Rents rise,” she said.", "Rents rise,” she said"),
        ("Nobody asked why, ", "Nobody asked why"),
        ("because it was late", "it was late"),
        ("Nobody asked why", "obody asked why"),
        ("Nobody", "Nobo"),
    ],
)
def test_marks_a_cut_word_and_a_small_word_at_the_end_of_a_clause_make_no_difference(ours: str, theirs: str) -> None:
    assert exact_f1([span(ours)], [span(theirs)], TEXT) == 1
    assert exact_f1([span(ours)], [span(theirs)]) == 0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Nobody asked why", "asked why"),
        ("Nobody asked", "asked why"),
    ],
)
def test_a_word_more_makes_a_difference_to_a_short_passage(ours: str, theirs: str) -> None:
    assert exact_f1([span(ours)], [span(theirs)], TEXT) == 0
    assert overlap_f1([span(ours)], [span(theirs)]) == 1


def test_a_clause_more_makes_a_difference() -> None:
    ours, theirs = span("Nobody asked why, because it was late."), span("Nobody asked why")
    assert exact_f1([ours], [theirs], TEXT) == 0
    assert overlap_f1([ours], [theirs]) == 1


def test_two_parts_of_one_word_that_do_not_overlap_are_not_the_same() -> None:
    assert exact_f1([(0, 3)], [(4, 7)], "Indivisible.") == 0
    assert exact_f1([(0, 5)], [(4, 7)], "Indivisible.") == 1


def test_all_pairs_of_three_annotators_are_added_up() -> None:
    a, b, c = [Span(0, 4), Span(6, 9)], [Span(0, 4)], [Span(1, 3), Span(6, 9)]
    assert overlapping([a, b, c]) == (1 + 2 + 1, 3 + 4 + 3)
    assert same([a, b, c], unsnapped) == (1 + 1 + 0, 3 + 4 + 3)


def most_pairs(ours: list[Span], theirs: list[Span]) -> int:
    short, long = sorted([ours, theirs], key=len)
    return max(
        sum(one.start < other.end and other.start < one.end for one, other in zip(short, order, strict=False))
        for order in permutations(long, len(short))
    )


@given(UNITS, UNITS)
def test_there_are_as_many_pairs_as_there_can_be(ours: list[Span], theirs: list[Span]) -> None:
    pairs = overlapping_pairs(ours, theirs)
    assert len(pairs) == most_pairs(ours, theirs)
    assert all(one.start < other.end and other.start < one.end for one, other in pairs)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)


@given(UNITS, UNITS)
def test_f1_is_symmetric_one_for_the_same_and_does_not_depend_on_order(ours: list[Span], theirs: list[Span]) -> None:
    text = "a bc, def. " * 4
    for f1 in (overlap_f1, lambda one, other: exact_f1(one, other, text)):
        assert f1(ours, theirs) == f1(theirs[::-1], ours[::-1])
        assert f1(ours, ours) == (1 if ours else None)
    overlap = overlap_f1(ours, theirs)
    for exact in (exact_f1(ours, theirs), exact_f1(ours, theirs, text)):
        assert exact is overlap is None or 0 <= exact <= overlap <= 1  # type: ignore[operator]


def test_words_that_a_passage_holds_a_part_of_are_its_words() -> None:
    words = BlockWords("ab cd, ef", 0, 9)
    assert len(words) == 3
    assert [list(words.overlapping(*ends)) for ends in ((0, 9), (1, 3), (2, 3), (2, 4), (5, 7), (4, 8))] == [
        [0, 1, 2], [0], [], [1], [], [1, 2],
    ]  # fmt: skip
