"""Rows: every character is on exactly one row, no row is too wide, and cells lead back to offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.model.spans import Span
from reader.text.graphemes import characters
from reader.ui.terminal.cell_widths import clusters
from reader.ui.text_view import row_layout as layout_module
from reader.ui.text_view.row_layout import _WIDE, Layout

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


def in_one_go(text: str, width: int) -> list[int]:
    """Where the rows of a paragraph start, found by looking at all of it at once."""
    starts, used, space, used_at_space = [0], 0, -1, 0
    for first, last, cells in clusters(text):
        while used + cells > width and used and text[first] != " ":
            starts.append(space if space >= 0 else first)
            used, space = (used - used_at_space if space >= 0 else 0), -1
        used += cells
        if text[first] == " ":
            space, used_at_space = last, used
    return starts


WIDE_PIECES = [*(piece for piece in PIECES if "\n" not in piece), "漢字" * 30, "😀" * 20, " " * 50, "a" + "\u0301" * 90]


@given(st.lists(st.sampled_from(WIDE_PIECES), max_size=30).map("".join), st.integers(1, 40))
def test_rows_that_are_made_one_by_one_are_those_of_the_whole_paragraph(text: str, width: int) -> None:
    text = "漢" + text
    layout = Layout(text, width)
    assert [layout.span_of(row).start for row in range(len(layout))] == in_one_go(text, width)


def test_what_is_taken_for_wide_is_two_cells_and_joins_nothing() -> None:
    wide = [chr(code) for code in range(0x3000, 0x1F700) if _WIDE().fullmatch(chr(code))]
    assert wide
    assert all(cell_len(character) == 2 for character in wide)
    assert len(list(clusters("".join(wide)))) == len(wide)


def test_no_more_of_a_paragraph_is_looked_at_at_once_than_a_row_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []

    def split(text: str, start: int, end: int) -> list[str]:
        looked_at.append(end - start)
        return characters(text, start, end)

    monkeypatch.setattr(layout_module, "characters", split)
    assert len(Layout("a\u0301" * 20_000, 80)) == 250
    assert max(looked_at) < 600
    assert sum(looked_at) < 2 * 40_000
    for endless in ("\u0301", "\u1100", "\u200d", "\U0001f1e9", "क्"):
        looked_at.clear()
        rows = Layout("a" + endless * 20_000, 80)
        assert sum(looked_at) < 8 * 20_000 * len(endless), endless
        assert max(span.end - span.start for span in map(rows.span_of, range(len(rows)))) <= 5000, endless
