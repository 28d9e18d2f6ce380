"""Handing in: whose work a seal covers, what breaks it, and what is known of who took it back."""

import hashlib
import json
from dataclasses import replace

import pytest

from reader.annotations.handing_in import (
    BROKEN,
    FINISHED,
    NONE,
    REOPENED,
    SEALED,
    adjudicated_data,
    finished_by,
    has_finished,
    reopening,
    resealed,
    seal,
    seal_data,
    seal_state,
    taken_back,
)
from reader.model.annotation import Annotation, Change, Decision, Link, annotation_from, new_id, to_fields

AT = "2026-04-11T09:30:00.000Z"
ONE = Annotation(
    new_id(), "claim", 3, 9, "quoted", "a", "b", 13, 19, "a note", "ann", AT, AT, attributed_to="the envoy"
)
OTHER = Annotation(new_id(), "evidence", 20, 25, "words", source_start=30, source_end=35, annotator="ann")
THEIRS = replace(OTHER, id=new_id(), annotator="bo")
LINK = Link(new_id(), OTHER.id, ONE.id, "supports", "ann", AT, AT)


def finished(annotations: list[Annotation], links: list[Link], by: str = "ann", document: str = "5f") -> Decision:
    return Decision(new_id(), FINISHED, seal_data(annotations, links, by, document), by, AT, AT)


def test_the_seal_is_what_the_manual_says() -> None:
    content = {
        "annotations": [
            {
                "id": ONE.id, "label": "claim", "quote": "quoted", "source_start": 13, "source_end": 19,
                "note": "a note", "attributed_to": "the envoy",
            },
            {"id": OTHER.id, "label": "evidence", "quote": "words", "source_start": 30, "source_end": 35},
        ],
        "links": [{"id": LINK.id, "source": OTHER.id, "target": ONE.id, "kind": "supports"}],
    }  # fmt: skip
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert seal([OTHER, THEIRS, ONE], [LINK], "ann") == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        replace(ONE, label="opinion"),
        replace(ONE, quote="quote"),
        replace(ONE, source_start=12),
        replace(ONE, note=""),
        replace(ONE, attributed_to="the mayor"),
        replace(ONE, extra={"values": {"confidence": "low"}}),
        replace(ONE, annotator="bo"),
    ],
)
def test_a_change_of_ones_own_breaks_the_seal(changed: Annotation) -> None:
    decisions = [finished([ONE, OTHER], [LINK])]
    assert seal_state(decisions, [ONE, OTHER], [LINK], "ann", "5f") == SEALED
    assert seal_state(decisions, [changed, OTHER], [LINK], "ann", "5f") == BROKEN
    assert seal_state(decisions, [ONE, OTHER, replace(OTHER, id=new_id())], [LINK], "ann", "5f") == BROKEN
    assert seal_state(decisions, [ONE, OTHER], [], "ann", "5f") == BROKEN


@pytest.mark.parametrize(
    "same",
    [
        replace(ONE, start=4, end=10, prefix="c", suffix="d", anchor="moved"),
        replace(ONE, updated_at="2026-05-01T09:30:00.000Z"),
        replace(ONE, extra={"values": {}}),
    ],
    ids=["found again", "dated", "an empty field of a later version"],
)
def test_what_the_program_does_and_what_others_do_breaks_no_seal(same: Annotation) -> None:
    decisions = [finished([ONE, OTHER], [LINK])]
    theirs = replace(LINK, id=new_id(), annotator="bo")
    assert seal_state(decisions, [same, OTHER, THEIRS], [LINK, theirs], "ann", "5f") == SEALED


def test_passages_that_were_found_again_in_a_changed_file_break_no_seal_but_another_label_does() -> None:
    decisions = [finished([ONE], [])]
    moved = replace(ONE, start=5, end=12, quote="quoted.", source_start=15, source_end=22, anchor="moved")
    assert seal_state(decisions, [moved], [], "ann", "5f") == BROKEN
    assert seal_state(decisions, [moved], [], "ann", "60") == SEALED
    assert seal_state(decisions, [replace(moved, label="opinion")], [], "ann", "60") == BROKEN


def test_each_has_finished_for_themselves_and_one_without_a_name_for_everybody() -> None:
    by_bo = Decision(new_id(), FINISHED, {}, "bo")
    assert finished_by([by_bo, finished([], []), Decision(new_id(), "bookmark", {}, "cy")]) == {"ann", "bo"}
    assert not has_finished([by_bo], "ann")
    assert has_finished([by_bo, Decision(new_id(), FINISHED)], "ann")
    assert seal_state([by_bo], [THEIRS], [], "bo") == NONE, "an earlier version made no seals"
    assert seal_state([by_bo], [THEIRS], [], "ann") == NONE


def test_of_two_clones_the_seal_that_fits_counts() -> None:
    decisions = [finished([ONE], []), finished([ONE, OTHER], [])]
    assert seal_state(decisions, [ONE, OTHER], [], "ann", "5f") == SEALED
    assert seal_state(decisions, [OTHER], [], "ann", "5f") == BROKEN


def test_what_was_taken_back_is_recorded_with_what_was_sealed_and_counted() -> None:
    one = finished([ONE], [])
    (change,) = reopening([Change(one, None), Change(ONE, None)], "ann")
    assert isinstance(change.after, Decision)
    assert (change.after.kind, change.after.annotator) == (REOPENED, "ann")
    assert change.after.data == {"finished": AT, **one.data}
    assert "seal" in to_fields(change.after)["data"]
    assert reopening([Change(None, one), Change(ONE, None)], "ann") == ()
    assert reopening([Change(one, None)], "bo") == (), "what bo takes out by other means ann did not take back"
    again = replace(change.after, id=new_id())
    assert taken_back([change.after, again, finished([], [], "bo")]) == {"ann": 2}


def test_a_seal_is_over_what_is_read_again() -> None:
    typed = replace(ONE, note="one\r\ntwo")
    read = annotation_from(typed.id, to_fields(typed))
    assert isinstance(read, Annotation)
    assert read.note != typed.note
    assert seal([read], [], "ann") == seal([typed], [], "ann")


def test_a_label_that_has_another_name_breaks_no_seal_that_fitted() -> None:
    fits, broken = finished([ONE, OTHER], [LINK]), finished([THEIRS, OTHER], [], "bo")
    relabelled = [Change(one, replace(one, label="statement")) for one in (ONE, THEIRS)]
    after = [one.after for one in relabelled if isinstance(one.after, Annotation)]
    cut = replace(broken, data={**broken.data, "seal": "00"})
    (change,) = resealed(
        [fits, cut, Decision(new_id(), FINISHED, {}, "cy")], [ONE, OTHER, THEIRS], [LINK], "5f", relabelled
    )
    assert change.before == fits
    assert isinstance(change.after, Decision)
    assert seal_state([change.after], [*after, OTHER], [LINK], "ann", "5f") == SEALED
    assert resealed([fits], [ONE, OTHER, THEIRS], [LINK], "5f", relabelled[1:]) == (), "nothing of ann's was changed"


def test_an_adjudicator_has_finished_until_somebody_hands_in_something_else() -> None:
    by_ann, by_bo = finished([ONE], []), finished([THEIRS], [], "bo")
    handed_in = [by_ann, by_bo]
    judged = Decision(new_id(), FINISHED, adjudicated_data(handed_in, [ONE, THEIRS], [], "cy", "5f"), "cy", AT, AT)
    assert finished_by([*handed_in, judged]) == {"ann", "bo", "cy"}
    assert finished_by([by_ann, judged]) == {"ann", "cy"}, "bo took it back: there is nothing new"
    again = finished([THEIRS], [], "bo")
    assert finished_by([by_ann, again, judged]) == {"ann", "bo", "cy"}, "handed in again as it was"
    assert finished_by([finished([ONE, OTHER], []), by_bo, judged]) == {"ann", "bo"}
    assert finished_by([*handed_in, finished([OTHER], [], "dee"), judged]) == {"ann", "bo", "dee"}, "a third one"
    earlier = Decision(new_id(), FINISHED, seal_data([], [], "cy", "5f"), "cy")
    assert "cy" in finished_by([finished([ONE, OTHER], []), earlier]), "an earlier version names no seals"
    odd = Decision(new_id(), FINISHED, {**judged.data, "seals": 3}, "cy")
    assert finished_by([*handed_in, odd]) == {"ann", "bo"}


def test_a_label_that_has_another_name_is_nothing_new_for_an_adjudicator() -> None:
    by_ann = finished([ONE, OTHER], [LINK])
    judged = Decision(new_id(), FINISHED, adjudicated_data([by_ann], [ONE, OTHER], [LINK], "cy", "5f"), "cy", AT, AT)
    relabelled = [Change(ONE, replace(ONE, label="statement"))]
    changed = resealed([by_ann, judged], [ONE, OTHER], [LINK], "5f", relabelled)
    after = [one.after for one in changed if isinstance(one.after, Decision)]
    assert len(after) == 2
    assert finished_by(after) == {"ann", "cy"}
