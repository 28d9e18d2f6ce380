"""Values of an annotation: kept in its record, as earlier versions keep what they do not know."""

from hypothesis import given
from hypothesis import strategies as st

from reader.model.annotation import Annotation, annotation_from, to_fields
from reader.model.annotation_values import is_word, values_in, values_of, values_text, with_values

CLAIM = Annotation("01ARZ3NDEKTSV4RRFFQ69G5FAV", "claim", 0, 5, "words")
_words = st.text(max_size=8).filter(is_word)


def test_an_annotation_without_values_has_no_such_field() -> None:
    assert "values" not in to_fields(CLAIM)
    assert with_values(CLAIM, {}) == CLAIM
    assert with_values(with_values(CLAIM, {"stance": "pro"}), {}) == CLAIM


def test_what_a_newer_version_keeps_among_them_stays() -> None:
    newer = annotation_from(CLAIM.id, {**to_fields(CLAIM), "values": {"sure": {"of": 3}, "stance": "pro"}, "more": 1})
    assert values_of(newer) == {"stance": "pro"}
    changed = with_values(newer, {"confidence": "low"})
    assert to_fields(changed)["values"] == {"sure": {"of": 3}, "confidence": "low"}
    assert to_fields(changed)["more"] == 1


@given(st.dictionaries(_words, _words, max_size=4))
def test_values_come_back_from_a_record_and_from_a_line(values: dict[str, str]) -> None:
    one = with_values(CLAIM, values)
    assert values_of(annotation_from(one.id, to_fields(one))) == values
    assert values_in(values_text(values_of(one))) == values


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_whatever_stands_there_is_no_error(found: object) -> None:
    values = values_of(Annotation("x", "claim", 0, 1, "w", extra={"values": found}))
    assert all(is_word(name) and is_word(choice) for name, choice in values.items())
