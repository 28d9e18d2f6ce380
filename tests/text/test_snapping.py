"""Passages that differ by a mark, an article or a cut word are the same once snapped; others stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.spans import Span
from reader.text.snapping import Snapper, snapped

CAUSE = "because the cables had been found to be unsafe by two engineers"
SHOPS = "Nobody had asked the shops on the other bank of the river"
TEXT = (
    f"The mayor said that the bridge would close in May, {CAUSE}. "
    f"{SHOPS}, which fear for their trade in the summer months."
)
UNITS = Snapper(TEXT, "en").units


def place(passage: str) -> Span:
    start = TEXT.index(passage)
    return Span(start, start + len(passage))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{CAUSE}.", CAUSE.removeprefix("because ")),
        (CAUSE, CAUSE.removesuffix("eers")),
        (f"{SHOPS},", f"{SHOPS.removeprefix('Nobody ')}, which"),
        ("the bridge would close in", "the bridge would close in May"),
    ],
)  # fmt: skip
def test_passages_that_nearly_have_the_same_ends_are_the_same(one: str, other: str) -> None:
    assert snapped(UNITS, place(one)) == snapped(UNITS, place(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the bridge would close in May", "The mayor said that the bridge would close in May"),
        (CAUSE.removesuffix(" by two engineers"), CAUSE),
        (TEXT[: TEXT.index(" Nobody")], TEXT),
    ],
)  # fmt: skip
def test_passages_that_differ_by_more_stay_apart(one: str, other: str) -> None:
    assert snapped(UNITS, place(one)) != snapped(UNITS, place(other))


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_snapping_loses_no_passage(one: int, other: int) -> None:
    span = Span(min(one, other), max(one, other))
    found = snapped(UNITS, span)
    assert 0 <= found.start <= found.end <= len(TEXT)
    assert (found.start < found.end) == (span.start < span.end)


def test_a_passage_never_snaps_across_a_blank_line() -> None:
    text = "One paragraph ends here, in peace.\n\nAnother begins, and it goes on for a while."
    snap = Snapper(text, "en")
    assert snap(Span(0, text.index("\n"))) == Span(0, text.index(".\n"))
    assert snap(Span(text.index("Another"), text.index(",", 40))).start == text.index("Another")


@given(st.lists(st.integers(0, len(TEXT)), min_size=4, max_size=4).map(sorted))
def test_passages_that_share_no_word_never_become_the_same(ends: list[int]) -> None:
    start, end, later, last = ends
    if start < end <= UNITS.word_at(later).start and later < last:
        assert snapped(UNITS, Span(start, end)) != snapped(UNITS, Span(later, last))
