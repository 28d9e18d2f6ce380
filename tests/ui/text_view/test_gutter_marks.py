"""The gutter: a lane a span, every label on a row named as long as there are four, and which rows a change touches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.spans import Span
from reader.ui.text_view.gutter_marks import LANES, Mark, MarkedRows
from reader.ui.text_view.row_layout import Layout
from reader.ui.theme.label_attributes import ATTRIBUTES, attributes

TEXT = ("ab cd ef gh " * 4).strip()
LAYOUT = Layout(TEXT, 6)


@st.composite
def marks(draw: st.DrawFn, labels: str = "ceop") -> list[Mark]:
    found = []
    for _ in range(draw(st.integers(0, 9))):
        start = draw(st.integers(0, len(TEXT) - 1))
        label = draw(st.sampled_from(labels))
        found.append(Mark(Span(start, draw(st.integers(start + 1, len(TEXT)))), label, label))
    return sorted(found, key=lambda mark: mark.span)


def named(found: list[Mark]) -> dict[str, Mark]:
    """The marks under ids that say their order."""
    return {f"{number:03}": mark for number, mark in enumerate(found)}


@given(marks())
def test_every_label_on_a_row_is_in_a_lane_and_no_lane_names_another(found: list[Mark]) -> None:
    rows = MarkedRows(LAYOUT, named(found))
    for row in range(len(LAYOUT)):
        here = {mark.label for mark in found if row in LAYOUT.rows_of(mark.span)}
        lanes = rows.lanes(row)
        assert {cell.label for cell in lanes[:LANES] if cell} == here
        for cell in lanes[:LANES]:
            assert cell is None or cell.character(is_top=True) == cell.label


@given(marks())
def test_up_to_four_annotations_on_a_row_have_a_lane_each(found: list[Mark]) -> None:
    rows = MarkedRows(LAYOUT, named(found))
    for row in range(len(LAYOUT)):
        lanes = rows.lanes(row)
        if len(rows.marks(row)) <= LANES:
            assert sorted(cell.label for cell in lanes if cell) == sorted(mark.label for mark in rows.marks(row))


@given(marks("ceopqr"))
def test_five_at_one_place_show_as_plus(found: list[Mark]) -> None:
    rows = MarkedRows(LAYOUT, named(found))
    for row in range(len(LAYOUT)):
        span = LAYOUT.span_of(row)
        deepest = max(sum(mark.span.start <= at < mark.span.end for mark in found) for at in range(*span))
        labels = {mark.label for mark in rows.marks(row)}
        is_plus = rows.lanes(row)[LANES] is not None
        assert is_plus or (deepest <= LANES and len(labels) <= LANES)
        assert not is_plus or len(rows.marks(row)) > LANES


@given(marks(), st.dictionaries(st.integers(0, 15).map("{:03}".format), st.none() | marks().map(lambda some: [*some])))
def test_rows_that_are_not_said_to_differ_look_the_same(
    before: list[Mark], changes: dict[str, list[Mark] | None]
) -> None:
    changed = {identifier: some[0] if some else None for identifier, some in changes.items()}
    after = {one: mark for one, mark in {**named(before), **changed}.items() if mark is not None}
    rows, anew = MarkedRows(LAYOUT, named(before)), MarkedRows(LAYOUT, after)
    old = [(rows.marks(row), rows.lanes(row)) for row in range(len(LAYOUT))]
    differing = rows.change(changed)
    for row in range(len(LAYOUT)):
        assert (rows.marks(row), rows.lanes(row)) == (anew.marks(row), anew.lanes(row))
        if row not in differing:
            assert (rows.marks(row), rows.lanes(row)) == old[row]


def test_nothing_is_looked_at_for_a_mark_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    many = named([Mark(Span(3 * n, 3 * n + 2), "c", "c") for n in range(500)])
    rows = MarkedRows(LAYOUT, many)
    looked_at: list[Span] = []
    found = Layout.rows_of
    monkeypatch.setattr(Layout, "rows_of", lambda self, span: (looked_at.append(span), found(self, span))[1])
    rows.change({"new": Mark(Span(601, 604), "e", "e")})
    assert {*looked_at} == {Span(601, 604)}


def test_an_annotation_keeps_its_lane_from_row_to_row() -> None:
    first, second = Mark(Span(0, 9), "c", "c"), Mark(Span(2, 30), "e", "e")
    rows = MarkedRows(LAYOUT, named([first, second]))
    places = [[index for index, cell in enumerate(rows.lanes(row)) if cell and cell.label == "e"] for row in range(5)]
    assert places == [[1]] * 5
    assert [rows.lanes(row)[1].character(is_top=False) for row in range(5)] == ["e", "│", "│", "│", "│"]  # type: ignore[union-attr]


@given(st.sets(st.sampled_from("abcdefgh"), max_size=len(ATTRIBUTES)))
def test_up_to_five_labels_on_a_row_have_an_attribute_each(present: set[str]) -> None:
    found = attributes(present, "abcdefg")
    assert set(found) == present
    assert len(set(found.values())) == len(present)
    for label, own in zip("abcde", ATTRIBUTES, strict=True):
        assert found.get(label, own) == own
