"""Annotations in the order of the text: kept in order as they come and go, and asked for by their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.ordered_annotations import OrderedAnnotations
from reader.model.annotation import Annotation


@st.composite
def annotations(draw: st.DrawFn) -> list[Annotation]:
    """Some of one text, several on one passage too, in any order."""
    spans = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=12))
    ones = [Annotation(f"{number:02}", "claim", at, at + length, "") for number, (at, length) in enumerate(spans)]
    return draw(st.permutations(ones))


def place(one: Annotation) -> tuple[int, int, str]:
    return one.start, one.end, one.id


@given(annotations(), st.data())
def test_they_stay_in_order_as_they_come_and_go(ones: list[Annotation], data: st.DataObject) -> None:
    ordered, here = OrderedAnnotations(), set()
    for one in ones:
        ordered.add(one)
        here.add(one)
        if data.draw(st.booleans()):
            gone = data.draw(st.sampled_from(sorted(here, key=place)))
            ordered.remove(gone)
            here.remove(gone)
        assert list(ordered) == sorted(here, key=place)
        assert [ordered.place_of(one) for one in ordered] == [*range(len(ordered))]


@given(annotations(), st.integers(-3, 40), st.integers(0, 12))
def test_what_is_asked_for_by_place_is_all_of_it(ones: list[Annotation], start: int, length: int) -> None:
    ordered, end = OrderedAnnotations(ones), start + length
    listed = sorted(ones, key=place)
    assert ordered.touching(start, end) == [one for one in listed if one.start < end and start < one.end]
    assert ordered.at(start, end) == [one for one in listed if (one.start, one.end) == (start, end)]
    assert ordered.first_from(start) == sum(one.start < start for one in listed)


def test_one_that_is_not_there_is_not_taken_for_its_neighbour() -> None:
    ordered = OrderedAnnotations([Annotation("1", "claim", 0, 9, ""), Annotation("3", "claim", 0, 9, "")])
    for gone in (Annotation("2", "claim", 0, 9, ""), Annotation("4", "claim", 0, 9, "")):
        with pytest.raises(ValueError, match="no annotation"):
            ordered.remove(gone)
    assert len(ordered) == 2
