"""What annotators agree on is taken by itself; what is left is one case a disagreement, and nothing is asked twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.analysis.adjudication import answers
from reader.analysis.adjudication.adjudicated_layer import AdjudicatedLayer
from reader.analysis.adjudication.answers import Answer, agreed_changes, ruling_changes
from reader.analysis.adjudication.cases import BOUNDARY, LABELS, ONE_SIDED, SPLIT, Case, Comparison, compared
from reader.analysis.adjudication.fates import CHANGED, DROPPED, KEPT, MISSED, OPEN, fates
from reader.analysis.adjudication.rulings import ADJUDICATED, RULING, RuledPassages, rulings_of
from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Annotation, Change, new_id
from reader.model.spans import Span
from reader.text.snapping import Snapper
from tests.conftest import make_article

TEXT = (
    "The mayor of the town said on Monday that the old bridge over the river would close in May. "
    "Two engineers from the capital had found rust in eleven of the forty cables that carry the road. "
    "Nobody had thought of asking the shops on the other bank, which fear for their summer trade. "
    "The council should have listened to the people of the harbour ten years ago already."
)
FIRST, SECOND, THIRD, FOURTH = (part + "." for part in TEXT.rstrip(".").split(". "))
A, B = "ann", "ben"


def tag(label: str, passage: str, annotator: str) -> Annotation:
    start = TEXT.index(passage)
    return Annotation(new_id(), label, start, start + len(passage), passage, annotator=annotator)


def records_of(tags: Iterable[Annotation]) -> DocumentRecords:
    return DocumentRecords(make_article(TEXT), tags)


SNAP = Snapper(TEXT, "en")


def look(records: DocumentRecords, annotators: Sequence[str] = (A, B)) -> Comparison:
    ruled = RuledPassages(rulings_of(records.decisions(RULING)), SNAP)
    return compared(records.annotations, annotators, SNAP, ruled)


def decide(records: DocumentRecords, case: Case, answer: Answer | None) -> None:
    assert answer is not None
    records.apply(ruling_changes(records, case, answer, SNAP, "judge"))


def layer(records: DocumentRecords) -> list[tuple[str, str]]:
    return [(one.label, one.quote) for one in records.annotations if one.annotator == ADJUDICATED]


@pytest.mark.parametrize("theirs", [FIRST, FIRST.rstrip("."), FIRST.removeprefix("The ")])
def test_tags_that_differ_by_a_full_stop_or_an_article_agree(theirs: str) -> None:
    found = look(records_of([tag("claim", FIRST, A), tag("claim", theirs, B)]))
    assert [[one.annotator for one in group] for group in found.agreed] == [[A, B]]
    assert not found.cases


@pytest.mark.parametrize(
    ("kind", "tags"),
    [
        (ONE_SIDED, [tag("claim", FIRST, A)]),
        (BOUNDARY, [tag("claim", FIRST, A), tag("claim", FIRST[: FIRST.index(" would")], B)]),
        (LABELS, [tag("claim", FIRST, A), tag("evidence", FIRST, B)]),
        (
            SPLIT,
            [
                tag("evidence", SECOND, A),
                tag("evidence", SECOND[: SECOND.index(" in eleven")], B),
                tag("evidence", SECOND[SECOND.index("the forty") :], B),
            ],
        ),
    ],
)
def test_a_disagreement_is_one_case_of_its_kind(kind: str, tags: list[Annotation]) -> None:
    (case,) = look(records_of(tags)).cases
    assert case.kind == kind
    assert {one.id for one in case.members} == {one.id for one in tags}


def test_a_nested_tag_of_another_label_is_a_case_of_its_own() -> None:
    inner = tag("evidence", "eleven of the forty cables", B)
    found = look(records_of([tag("claim", SECOND, A), tag("claim", SECOND, B), inner]))
    assert len(found.agreed) == 1
    assert [[one.id for one in case.members] for case in found.cases] == [[inner.id]]


def test_what_agrees_is_taken_once_and_not_again() -> None:
    records = records_of([tag("claim", FIRST, A), tag("claim", FIRST.rstrip("."), B)])
    records.apply(agreed_changes(records, look(records).agreed, SNAP, "judge"))
    assert layer(records) == [("claim", FIRST)]
    assert look(records) == Comparison((), ())


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (lambda case: answers.of_side(case, A), [("claim", FIRST)]),
        (lambda case: answers.of_side(case, B), [("claim", "The mayor of the town said on Monday")]),
        (answers.each, [("claim", FIRST), ("claim", "The mayor of the town said on Monday")]),
        (answers.neither, []),
        (answers.union, [("claim", FIRST)]),
        (lambda case: answers.relabelled(case, "opinion"), [("opinion", FIRST)]),
        (lambda case: answers.with_ends(case, "claim", Span(4, 9)), [("claim", "mayor")]),
    ],
)
def test_each_answer_fills_the_layer_and_touches_nobodys_tags(
    answer: Callable[[Case], Answer], kept: list[tuple[str, str]]
) -> None:
    tags = [tag("claim", FIRST, A), tag("claim", "The mayor of the town said on Monday", B)]
    records = records_of(tags)
    (case,) = look(records).cases
    decide(records, case, answer(case))
    assert sorted(layer(records)) == sorted(kept)
    assert [one for one in records.annotations if one.annotator != ADJUDICATED] == [
        records.get(one.id) for one in sorted(tags, key=lambda one: (one.start, one.end))
    ]
    assert not look(records).cases


def test_labels_that_differ_have_no_union() -> None:
    (case,) = look(records_of([tag("claim", FIRST, A), tag("evidence", FIRST, B)])).cases
    assert answers.union(case) is None


def test_a_later_tag_asks_only_about_itself_and_shows_what_was_settled() -> None:
    records = records_of([tag("claim", FIRST, A), tag("evidence", FIRST, B)])
    decide(records, look(records).cases[0], answers.of_side(look(records).cases[0], A))
    late = tag("claim", FIRST[: FIRST.index(" would")], B)
    records = _with(records, late)
    (case,) = look(records).cases
    assert [one.id for one in case.members] == [late.id]
    assert [one.quote for one in case.settled] == [FIRST]
    decide(records, case, answers.neither(case))
    assert layer(records) == [("claim", FIRST)]
    assert not look(records).cases


def test_a_later_tag_that_was_decided_or_is_in_the_layer_is_not_asked_about() -> None:
    records = records_of([tag("claim", FIRST, A), tag("evidence", FIRST, B)])
    (case,) = look(records).cases
    decide(records, case, answers.of_side(case, A))
    same, refused = tag("claim", FIRST.rstrip("."), B), tag("evidence", FIRST, A)
    assert look(_with(records, same, refused)) == Comparison((), ())


def test_a_tag_that_changed_since_is_asked_about_again() -> None:
    mine = tag("claim", FIRST, A)
    records = records_of([mine])
    (case,) = look(records).cases
    decide(records, case, answers.neither(case))
    changed = replace(mine, label="opinion")
    records.apply([Change(mine, changed)])
    assert [one.members for one in look(records).cases] == [(changed,)]


def test_each_annotator_learns_what_became_of_their_tags() -> None:
    tags = [
        tag("claim", FIRST, A), tag("claim", FIRST, B), tag("evidence", SECOND, A), tag("claim", SECOND, B),
        tag("opinion", FOURTH, B), tag("claim", THIRD, A),
    ]  # fmt: skip
    records = records_of(tags)
    records.apply(agreed_changes(records, look(records).agreed, SNAP, "judge"))
    labels, third, fourth = look(records).cases
    decide(records, labels, answers.of_side(labels, A)._replace(rule="2"))
    decide(records, fourth, answers.of_side(fourth, B))
    found = AdjudicatedLayer(records.annotations, rulings_of(records.decisions(RULING)), SNAP)
    said = {
        who: [(one.what, one.tag.quote, one.how, one.rule) for one in fates(records.annotations, found, who)]
        for who in (A, B)
    }
    assert said[A] == [(KEPT, FIRST, "", ""), (KEPT, SECOND, "", "2"), (OPEN, THIRD, "", ""), (MISSED, FOURTH, "", "")]
    assert said[B] == [(KEPT, FIRST, "", ""), (CHANGED, SECOND, "claim → evidence", "2"), (KEPT, FOURTH, "", "")]
    decide(records, third, answers.neither(third)._replace(rule="4", note="says nothing"))
    found = AdjudicatedLayer(records.annotations, rulings_of(records.decisions(RULING)), SNAP)
    (dropped,) = [one for one in fates(records.annotations, found, A) if one.what == DROPPED]
    assert (dropped.tag.quote, dropped.rule, dropped.note) == (THIRD, "4", "says nothing")


_TAGS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "evidence"]), st.integers(0, len(TEXT) - 2), st.integers(1, 120),
        st.sampled_from([A, B, "cleo"]),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_TAGS, st.lists(st.integers(0, 6), min_size=40, max_size=40))
def test_every_tag_is_decided_once_and_later_tags_change_no_decision(
    made: list[tuple[str, int, int, str]], choices: list[int]
) -> None:
    everyone = (A, B, "cleo")
    tags = [
        Annotation(new_id(), label, start, min(start + size, len(TEXT)), TEXT[start : start + size], annotator=who)
        for label, start, size, who in made
    ]
    half = len(tags) // 2
    records = records_of(tags[:half])
    asked: list[str] = []
    for rest in ((), tags[half:]):
        records = _with(records, *rest)
        before = {one.id: one for one in records.decisions(RULING)}
        records.apply(agreed_changes(records, look(records, everyone).agreed, SNAP, "judge"))
        for choice in choices:
            cases = look(records, everyone).cases
            if not cases:
                break
            case = cases[0]
            asked += [one.id for one in case.members]
            possible = [
                answers.of_side(case, A), answers.of_side(case, B), answers.each(case), answers.neither(case),
                answers.union(case) or answers.neither(case), answers.relabelled(case, "opinion"),
                answers.with_ends(case, "claim", case.span),
            ]  # fmt: skip
            decide(records, case, possible[choice])
        assert look(records, everyone) == Comparison((), ())
        assert before.items() <= {one.id: one for one in records.decisions(RULING)}.items()
    assert len(asked) == len(set(asked))
    assert {one.id: one for one in records.annotations if one.annotator != ADJUDICATED} == {
        one.id: records.get(one.id) for one in tags
    }


def _with(records: DocumentRecords, *tags: Annotation) -> DocumentRecords:
    return DocumentRecords(records.article, [*records.annotations, *tags], records.links(), records.decisions(RULING))
