"""Rows: every character is on exactly one row, no row is too wide, and cells lead back to offsets."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.spans import Span
from reader.ui.cells import clusters
from reader.ui.layout import Layout

PIECES = [
    "ab",
    "c ",
    " ",
    "漢",
    "👨‍👩‍👧",
    "🇩🇪",
    "e\u0301",
    "\n",
    "\n\n",
    "xyz ",
    "“q”",
    "—",
    "longerword",
    "\u00ad",
    "ب",
    "क्षि",
    "தொ",
    "กำ",
    "👍🏽",
    "\u1100\u1161\u11a8",
]
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(texts, st.integers(4, 20))
def test_every_character_is_shown_once_and_no_row_is_too_wide(text: str, width: int) -> None:
    layout = Layout(text, width)
    rows = [layout.span_of(row) for row in range(len(layout))]
    shown = [offset for row in rows for offset in range(*row)]
    assert shown == sorted(set(shown))
    assert {offset for offset, char in enumerate(text) if not char.isspace()} <= set(shown)
    assert all(cell_len(text[row.start : row.end]) <= width for row in rows)


@given(texts, st.integers(4, 20), st.data())
def test_offset_to_row_and_back(text: str, width: int, data: st.DataObject) -> None:
    layout = Layout(text, width)
    row = data.draw(st.integers(0, len(layout) - 1))
    span = layout.span_of(row)
    assert all(layout.row_of(offset) == row for offset in range(*span))
    for start, _, width in clusters(text[span.start : span.end]):
        if width:
            offset = span.start + start
            assert layout.offset_at(row, layout.cells(span.start, offset)) == offset


def test_a_word_longer_than_the_row_is_cut_and_nothing_is_lost() -> None:
    layout = Layout("x" * 25, 10)
    assert [layout.span_of(row) for row in range(len(layout))] == [Span(0, 10), Span(10, 20), Span(20, 25)]


def test_breaks_at_the_last_space_that_fits() -> None:
    text = "one two three"
    layout = Layout(text, 8)
    assert [text[slice(*layout.span_of(row))] for row in range(len(layout))] == ["one two", "three"]


def test_a_cell_beyond_the_row_is_the_end_of_the_row() -> None:
    layout = Layout("one two three", 8)
    assert layout.offset_at(0, 99) == 7


def test_empty_text_has_one_row() -> None:
    layout = Layout("", 10)
    assert len(layout) == 1
    assert layout.row_of(5) == 0
