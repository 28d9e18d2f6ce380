"""Where an annotation comes from: kept in its record, as earlier versions keep what they do not know."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.model.annotation import Annotation, annotation_from, checked_fields, to_fields
from reader.model.annotation_origin import (
    ACCEPTED,
    CORRECTED,
    OWN,
    Origin,
    checked_origin,
    corrected,
    is_manual,
    origin_in,
    origin_of,
    origin_value,
    with_origin,
)

CLAIM = Annotation("01ARZ3NDEKTSV4RRFFQ69G5FAV", "claim", 0, 5, "words")
TAKEN = Origin(ACCEPTED, 0.83, "rules-1")


def test_an_annotation_of_ones_own_has_no_such_fields() -> None:
    assert not {"origin", "score", "model"} & to_fields(CLAIM).keys()
    assert is_manual(CLAIM)
    assert with_origin(with_origin(CLAIM, TAKEN), OWN) == CLAIM


def test_the_fields_are_plain_and_come_back() -> None:
    one = with_origin(CLAIM, TAKEN)
    fields = checked_fields(one)
    assert (fields["origin"], fields["score"], fields["model"]) == ("accepted", 0.83, "rules-1")
    assert origin_of(annotation_from(one.id, fields)) == TAKEN


def test_another_label_or_other_ends_correct_what_was_accepted_and_nothing_else() -> None:
    assert origin_of(corrected(with_origin(CLAIM, TAKEN))) == TAKEN._replace(how=CORRECTED)
    assert corrected(CLAIM) == CLAIM


@given(st.floats(0, 1), st.sampled_from([ACCEPTED, CORRECTED]))
def test_it_comes_back_from_one_value(score: float, how: str) -> None:
    origin = Origin(how, score, "rules-1")
    assert origin_in(origin_value(origin)) == origin
    assert origin_value(OWN) == {}


@given(
    st.dictionaries(st.sampled_from(["origin", "score", "model"]), st.none() | st.text() | st.floats() | st.booleans())
)
def test_whatever_stands_there_is_no_error(fields: dict[str, object]) -> None:
    origin = checked_origin(fields)
    assert origin == OWN or (origin.how in {ACCEPTED, CORRECTED} and 0 <= origin.score <= 1)


@given(st.text(max_size=40))
def test_any_value_can_be_read(text: str) -> None:
    assert 0 <= origin_in({"suggestion": text}).score <= 1
