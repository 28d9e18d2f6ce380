"""Annotations of a document get other labels."""

from dataclasses import replace

from reader.annotations.relabelling import relabelled
from reader.model.annotation import Annotation

CLAIM = Annotation("1", "claim", 0, 9, "A bridge", annotator="ann")
REASON = Annotation("2", "reason", 0, 9, "A bridge", annotator="ann", updated_at="2026-01-01T00:00:00.000Z")


def _as_claim(one: Annotation) -> str:
    return "claim" if one.label == "reason" else one.label


def test_a_label_is_another_and_all_else_stays() -> None:
    other = replace(REASON, start=20, end=29)
    ((before, after),) = relabelled([CLAIM, other], _as_claim, ())
    assert before == other
    assert isinstance(after, Annotation)
    assert after == replace(other, label="claim", updated_at=after.updated_at)
    assert after.updated_at > other.updated_at


def test_one_persons_label_does_not_come_twice_on_a_passage() -> None:
    assert list(relabelled([CLAIM, REASON], _as_claim, ())) == [(REASON, None)]
    twice = replace(REASON, id="3")
    assert [after is None for _, after in relabelled([REASON, twice], _as_claim, ())] == [False, True]


def test_what_says_more_stays_and_so_does_another_persons() -> None:
    for one, linked in (
        (replace(REASON, note="why?"), ()), (replace(REASON, attributed_to="Maria Lenz"), ()), (REASON, ("2",)),
        (replace(REASON, annotator="bob"), ()), (replace(REASON, extra={"newer": 1}), ()),
    ):  # fmt: skip
        ((_, after),) = relabelled([CLAIM, one], _as_claim, linked)
        assert isinstance(after, Annotation)
        assert after.label == "claim"
