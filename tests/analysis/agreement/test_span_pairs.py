"""Which passage belongs to which, and the confusion of labels that follows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.agreement.compared_documents import ComparedDocument, LabelledSpan
from reader.analysis.agreement.label_confusion import label_confusion
from reader.analysis.agreement.span_pairs import SpanPair, paired
from tests.analysis.agreement.generated import tagged_document


def spans(*each: tuple[int, int, str]) -> list[LabelledSpan]:
    return [LabelledSpan(*one) for one in each]


def test_the_same_label_goes_before_a_larger_share() -> None:
    found = paired(spans((0, 10, "claim")), spans((0, 6, "claim"), (0, 9, "opinion")))
    assert set(found) == {
        SpanPair(LabelledSpan(0, 10, "claim"), LabelledSpan(0, 6, "claim")),
        SpanPair(None, LabelledSpan(0, 9, "opinion")),
    }


def test_of_other_labels_those_that_share_most_come_together() -> None:
    found = paired(spans((0, 10, "a"), (20, 30, "a")), spans((2, 25, "b"), (0, 9, "c")))
    assert found == [
        SpanPair(LabelledSpan(0, 10, "a"), LabelledSpan(0, 9, "c")),
        SpanPair(LabelledSpan(20, 30, "a"), LabelledSpan(2, 25, "b")),
    ]


def test_what_meets_nothing_stands_alone() -> None:
    assert paired(spans((0, 3, "a")), spans((3, 6, "a"))) == [
        SpanPair(LabelledSpan(0, 3, "a"), None),
        SpanPair(None, LabelledSpan(3, 6, "a")),
    ]


def test_confusion_by_hand() -> None:
    document = ComparedDocument(
        "x", None, {"A": spans((0, 9, "claim"), (20, 29, "claim"), (40, 49, "opinion")), "B": spans(
            (0, 8, "claim"), (20, 29, "evidence"), (60, 69, "opinion"),
        )},
    )  # fmt: skip
    assert label_confusion([document, document], "AB") == {
        ("claim", "claim"): 2, ("claim", "evidence"): 2, ("opinion", ""): 2, ("", "opinion"): 2,
    }  # fmt: skip
    assert label_confusion([document], "BA")["evidence", "claim"] == 1
    assert not label_confusion([document], "AC")


@given(st.integers(0, 10_000))
def test_every_passage_is_in_one_pair_and_pairs_turn_with_the_sides(seed: int) -> None:
    document = tagged_document(seed)
    one, other = document.spans["A"], document.spans["B"]
    pairs = paired(one, other)
    for side, given_spans in ((0, one), (1, other)):
        found = [pair[side] for pair in pairs if pair[side] is not None]
        assert len(set(found)) == len(found)
        assert {(span.label, at) for span in found if span for at in range(span.start, span.end)} == {
            (span.label, at) for span in given_spans for at in range(span.start, span.end)
        }
    same = sum(pair.one is not None and pair.other is not None and pair.one.label == pair.other.label for pair in pairs)
    turned = paired(other, one)
    assert same == sum(p.one is not None and p.other is not None and p.one.label == p.other.label for p in turned)
