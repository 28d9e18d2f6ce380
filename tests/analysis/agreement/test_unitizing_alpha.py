"""alpha_U, worked by hand, by the formula as it is printed, and by what must hold."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.agreement import alpha_u, disagreement, label_alpha_u
from reader.analysis.agreement.unitizing_alpha import Disagreement, UnitizedDocument, UnitizingAlpha, merged
from reader.model.spans import Span

LENGTH = 24
UNITS = st.lists(
    st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 9)).map(lambda one: (one[0], min(sum(one), LENGTH))),
    max_size=5,
).map(merged)
DOCUMENT = st.lists(UNITS, min_size=2, max_size=2)


def by_the_formula(units: list[list[Span]], length: int) -> Disagreement:
    """As printed: every pair of sections, and every unit with every gap."""
    sections = []
    for theirs in units:
        here = [(one.start, one.end - one.start, True) for one in theirs]
        ends = [0, *(end for one in theirs for end in one), length]
        here += [(start, end - start, False) for start, end in list(pairwise(ends))[::2] if end > start]
        sections.append(here)
    pairs = [(i, j) for i in range(len(units)) for j in range(len(units)) if i != j]
    observed = sum(apart(one, other) for i, j in pairs for one in sections[i] for other in sections[j])
    sizes = [size for here in sections for _, size, is_unit in here if is_unit]
    gaps = [size for here in sections for _, size, is_unit in here if not is_unit]
    expected = sum(
        (len(sizes) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        + size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
        for size in sizes
    )
    m = len(units)
    placements = m * length * (m * length - 1) - sum(size * (size - 1) for size in sizes)
    return Disagreement(observed / (m * (m - 1) * length**2), 2 / length * expected / placements)


def apart(one: tuple[int, int, bool], other: tuple[int, int, bool]) -> int:
    """The difference of two sections: begin, length, and whether they are units."""
    (b, n, v), (c, k, w) = one, other
    if v and w and -n < b - c < k:
        return (b - c) ** 2 + (b + n - c - k) ** 2
    if v and not w and k - n >= b - c >= 0:
        return n * n
    return k * k if w and not v and n - k >= c - b >= 0 else 0


def test_by_hand() -> None:
    # Ten code points, one unit each: [2, 6) and [4, 8). Observed: 2 * (4 + 4) / (2 * 1 * 100).
    # Expected: N - 1 = 1; (2*64 - 3*16 + 4) / 3 = 28 for each unit; 16 * 0 places in gaps of 2, and none in gaps of 3,
    # for all gaps are shorter than 4: [0,2) [6,10) of 4 fits once, [0,4) of 4 once, [8,10) not: 16 * 2 for each unit.
    # 2 / 10 * (2 * 28 + 2 * 32) / (20 * 19 - 2 * 12) = 24 / 356
    found = disagreement([[(2, 6)], [(4, 8)]], (0, 10))
    assert found.observed == pytest.approx(0.08)
    assert found.expected == pytest.approx(24 / 356)
    assert alpha_u([[(2, 6)], [(4, 8)]], (0, 10)) == pytest.approx(1 - 0.08 / (24 / 356))


@given(st.lists(UNITS, min_size=2, max_size=4))
def test_as_the_formula_is_printed(units: list[list[Span]]) -> None:
    found, wanted = disagreement(units, (0, LENGTH)), by_the_formula(units, LENGTH)
    assert found.observed == pytest.approx(wanted.observed)
    assert found.expected == pytest.approx(wanted.expected)


@given(UNITS)
def test_the_same_units_agree_wholly(units: list[Span]) -> None:
    assert alpha_u([units, units], (0, LENGTH)) == (1 if any(end - start > 1 for start, end in units) or (
        units and sum(end - start for start, end in units) < LENGTH
    ) else None)  # fmt: skip


@given(DOCUMENT, st.integers(0, 50))
def test_it_is_symmetric_at_most_one_and_knows_only_the_continuum(units: list[list[Span]], shift: int) -> None:
    alpha = alpha_u(units, (0, LENGTH))
    assert alpha == pytest.approx(alpha_u(units[::-1], (0, LENGTH)))
    assert alpha is None or alpha <= 1
    moved = [[(start + shift, end + shift) for start, end in theirs] for theirs in units]
    assert alpha == pytest.approx(alpha_u(moved, (shift, LENGTH + shift)))


@given(UNITS)
def test_where_one_of_them_is_empty_it_is_not_above_nought(units: list[Span]) -> None:
    """In a text as annotated texts are: mostly gaps, and none of them shorter than the units."""
    spread = [Span(start * 4, start * 4 + end - start) for start, end in merged(units)]
    alpha = alpha_u([spread, []], (0, LENGTH * 8))
    assert alpha is None if not spread else alpha is not None and alpha <= 0


def test_nobody_and_nothing() -> None:
    assert alpha_u([[], []], (0, 10)) is None
    assert alpha_u([[], []], (0, 0)) is None
    assert UnitizingAlpha([]).disagreement([]).alpha is None


def test_what_overlaps_is_one_unit_and_what_touches_is_two() -> None:
    assert merged([(4, 6), (0, 3), (2, 5), (6, 8), (9, 9)]) == [(0, 6), (6, 8)]
    assert alpha_u([[(0, 5), (4, 9)], [(0, 9)]], (0, 20)) == 1
    assert alpha_u([[(0, 5), (5, 9)], [(0, 9)]], (0, 20)) < 1  # type: ignore[operator]


def test_a_split_passage_is_seen() -> None:
    assert alpha_u([[(10, 30)], [(10, 20), (20, 30)]], (0, 100)) < 0.8  # type: ignore[operator]


def test_a_unit_outside_and_one_annotator_alone_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        alpha_u([[(5, 11)], []], (0, 10))
    with pytest.raises(ValueError, match="outside"):
        alpha_u([[(5, 11)], []], (6, 20))
    with pytest.raises(ValueError, match="two annotators"):
        alpha_u([[(5, 6)]], (0, 10))


@given(st.lists(DOCUMENT, min_size=1, max_size=4), st.data())
def test_the_order_of_documents_makes_no_difference_and_weights_are_copies(
    documents: list[list[list[Span]]], data: st.DataObject
) -> None:
    known = [UnitizedDocument(LENGTH, units) for units in documents]
    found = UnitizingAlpha(known).disagreement([1] * len(known))
    mixed = data.draw(st.permutations(known))
    assert UnitizingAlpha(mixed).disagreement([1] * len(known)) == pytest.approx(found)
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(known), max_size=len(known)))
    copies = [one for one, weight in zip(known, weights, strict=True) for _ in range(weight)]
    assert UnitizingAlpha(known).disagreement(weights) == pytest.approx(
        UnitizingAlpha(copies).disagreement([1] * len(copies))
    )


def test_somebody_who_is_missing_counts_for_nothing() -> None:
    two, three = [[Span(2, 6)], [Span(4, 8)]], [[Span(2, 6)], [Span(4, 8)], [Span(2, 6)]]
    both = UnitizingAlpha([UnitizedDocument(10, two), UnitizedDocument(10, three)]).disagreement([1, 1])
    # Observed: 16 of the first; 2 * (8 + 0 + 8) / 2 = 16 of the second; over (20 + 30) * 20.
    assert both.observed == pytest.approx(32 / 1000)
    assert both.alpha is not None
    assert both.alpha <= 1
    nobody = UnitizedDocument(10, two[:1])
    assert UnitizingAlpha([nobody]).disagreement([1]).observed == 0


def test_passages_with_labels_one_by_one_and_together() -> None:
    spans = {"A": [(225, 295, "c"), (300, 350, "k")], "B": [(220, 300, "c"), (300, 350, "k")]}
    c = disagreement([[(225, 295)], [(220, 300)]], (150, 450))
    k = disagreement([[(300, 350)], [(300, 350)]], (150, 450))
    assert label_alpha_u(spans, (150, 450), "c") == c.alpha
    assert label_alpha_u(spans, (150, 450), "k") == 1
    assert label_alpha_u(spans, (150, 450)) == pytest.approx(1 - c.observed / (c.expected + k.expected))
    assert label_alpha_u(spans, (150, 450), "other") is label_alpha_u({"A": [], "B": []}, (0, 9)) is None
