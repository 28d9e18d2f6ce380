"""What became of the names of labels, and the labels that there are by it."""

from hypothesis import given
from hypothesis import strategies as st

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges, turned, with_changes

CLAIM, REASON = Label("claim", "c", "red", "Facts could settle it."), Label("reason", "r", "blue")


def test_a_renamed_label_keeps_key_colour_and_guideline() -> None:
    changes = LabelChanges([LabelChange("claim", "thesis")])
    assert changes.in_force([CLAIM, REASON]) == (CLAIM._replace(name="thesis"), REASON)
    assert changes.renamed() == {"claim": "thesis"}


def test_a_label_that_went_into_another_one_is_that_one() -> None:
    changes = LabelChanges([LabelChange("reason", "claim")])
    assert changes.in_force([REASON, CLAIM]) == (CLAIM,)


def test_several_that_went_into_a_new_one_are_one_label() -> None:
    changes = LabelChanges([LabelChange("reason", "thesis"), LabelChange("claim", "thesis")])
    assert changes.in_force([CLAIM, REASON]) == (CLAIM._replace(name="thesis"),)


def test_names_are_followed_to_the_last_one() -> None:
    changes = LabelChanges([LabelChange("claim", "thesis"), LabelChange("thesis", "point")])
    assert [changes.now(name) for name in ("claim", "thesis", "point", "other")] == ["point", "point", "point", "other"]


def test_names_that_go_in_a_circle_stay_as_they_are() -> None:
    changes = LabelChanges([LabelChange("claim", "reason"), LabelChange("reason", "claim")])
    assert changes.in_force([CLAIM, REASON]) == (CLAIM, REASON)


def test_a_retired_label_is_there_and_says_so() -> None:
    changes = LabelChanges([LabelChange("claim")])
    assert changes.in_force([CLAIM, REASON]) == (CLAIM._replace(is_retired=True), REASON)
    assert LabelChanges([LabelChange("claim", is_undone=True)]).in_force([CLAIM]) == (CLAIM,)


def test_what_a_step_did_is_taken_back_and_done_again() -> None:
    done = [LabelChange("claim", "thesis", "S"), LabelChange("reason", "point", "T")]
    undone = turned(done, "S", "U")
    assert LabelChanges(undone).renamed() == {"reason": "point"}
    again = turned(undone, "U", "R")
    assert LabelChanges(again).renamed() == {"claim": "thesis", "reason": "point"}
    assert turned(done, "", "X") == done


_names = st.sampled_from("abcd")
_changes = st.lists(st.builds(LabelChange, _names, st.sampled_from(["", *"abcde"]), st.just(""), st.booleans()))


@given(_changes)
def test_whatever_became_of_names_each_label_has_one_and_it_is_a_last_one(found: list[LabelChange]) -> None:
    changes = LabelChanges(one for one in found if one.name != one.becomes)
    labels = changes.in_force([Label(name, name, "red") for name in "abcd"])
    assert len({one.name for one in labels}) == len(labels) > 0
    assert all(changes.now(one.name) == one.name for one in labels)
    assert changes.in_force(labels) == labels
    assert with_changes(changes.all, changes.all) == changes.all
