"""Columns fit into the cells that there are, whatever is written in them, and rows stand in the order of a column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.ui.widgets.table_columns import GAP, Column, fit_cell, fitted, needed_widths, order_of

TEXTS = st.text(st.sampled_from("abc /0 é部长🎉"), max_size=40)
COLUMNS = st.lists(
    st.tuples(TEXTS, st.booleans(), st.integers(0, 4), st.sampled_from([0, 8, 20]), st.booleans()).map(
        lambda fields: Column(*fields)
    ),
    min_size=1,
    max_size=9,
)


@given(TEXTS, st.integers(2, 30), st.booleans(), st.booleans())
def test_a_cell_is_as_wide_as_its_column(text: str, width: int, at_right: bool, keeps_end: bool) -> None:
    fit = fit_cell(text, width, at_right=at_right, keeps_end=keeps_end)
    assert cell_len(fit) == width
    assert (fit.strip() == text.strip()) is (cell_len(text) <= width) or "…" in fit


def test_the_end_of_a_path_is_kept_and_its_name_whole() -> None:
    assert fit_cell("some/where/articles/01-council.txt", 20, keeps_end=True) == "…/01-council.txt    "
    assert fit_cell("/articles/多边会谈在日内瓦.txt", 12, keeps_end=True) == "…日内瓦.txt "
    assert fit_cell("01-council-returns.txt", 10) == "01-counci…"


@given(COLUMNS, st.data(), st.integers(10, 120))
def test_columns_fit_and_the_chosen_one_is_among_them(columns: list[Column], data: st.DataObject, room: int) -> None:
    always = data.draw(st.integers(0, len(columns) - 1))
    rows = data.draw(st.lists(st.tuples(*(TEXTS for _ in columns)), max_size=4))
    found = fitted(columns, needed_widths(columns, rows), room, always)
    assert sum(one.width for one in found) + GAP * (len(found) - 1) <= room
    assert always in {one.place for one in found}
    assert [one.place for one in found] == sorted(one.place for one in found)


def test_what_matters_least_is_left_out_first_and_the_rest_goes_to_the_text() -> None:
    columns = (
        Column("label", most=12),
        Column("quote"),
        Column("note", rank=2, most=20),
        Column("end", is_number=True, rank=3),
    )
    needed = [10, 200, 30, 6]
    assert [one.place for one in fitted(columns, needed, 120)] == [0, 1, 2, 3]
    assert [one.place for one in fitted(columns, needed, 60)] == [0, 1, 2]
    narrow = fitted(columns, needed, 40)
    assert [(one.place, one.width) for one in narrow] == [(0, 10), (1, 28)]


@given(st.lists(st.one_of(st.integers(-5, 5), st.sampled_from(["", "b", "B", "a", "é"])), max_size=30), st.booleans())
def test_rows_are_in_order_equal_ones_as_they_were_and_empty_ones_last(
    cells: list[int | str],
    is_descending: bool,
) -> None:
    order = order_of(len(cells), cells.__getitem__, is_descending=is_descending)
    assert sorted(order) == list(range(len(cells)))
    found = [cells[at] for at in order]
    assert found == sorted(found, key=lambda cell: cell == "")
    for kind in (int, str):
        some = [at for at in order if isinstance(cells[at], kind) and cells[at] != ""]

        def key(at: int) -> str | int:
            cell = cells[at]
            return cell.casefold() if isinstance(cell, str) else cell

        assert some == sorted(sorted(some), key=key, reverse=is_descending)


def test_many_rows_are_in_order_too() -> None:
    cells = [at * 7919 % 5003 for at in range(5003)]
    assert [cells[at] for at in order_of(len(cells), cells.__getitem__, is_descending=False)] == list(range(5003))
