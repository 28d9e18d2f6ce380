"""What became of the names of labels, and the labels that there are by it."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges, settled, with_changes
from reader.config.value_scale import ValueScale, under_new_names

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


def test_two_renames_of_one_label_are_the_later_one_in_either_order_and_both_names_go_along() -> None:
    ours, theirs = (LabelChange("claim", name, step, is_new=True) for name, step in (("thesis", "A"), ("point", "B")))
    for changes in (LabelChanges([ours, theirs]), LabelChanges([theirs, ours])):
        assert changes.renamed() == {"claim": "point", "thesis": "point"}
        assert changes.in_force([CLAIM]) == (CLAIM._replace(name="point"),)


def test_a_label_that_was_there_before_does_not_go_along_with_what_others_put_into_it() -> None:
    ours, theirs = LabelChange("claim", "reason", "A"), LabelChange("claim", "point", "B", is_new=True)
    changes = LabelChanges([ours, theirs])
    assert changes.in_force([CLAIM, REASON]) == (CLAIM._replace(name="point"), REASON)


def test_who_takes_a_rename_back_does_not_take_back_what_somebody_else_made_of_the_name() -> None:
    ours = LabelChange("claim", "thesis", "A", is_new=True)
    undone = LabelChange("claim", "point", "C", is_undone=True, is_new=True)
    for changes in (LabelChanges([ours, undone]), LabelChanges([undone, ours])):
        assert changes.renamed() == {"claim": "thesis"}


_names = st.sampled_from("abcd")
_new_names, _steps = st.sampled_from(["", *"abcde"]), st.sampled_from("ABCDEFGH")
_changes = st.lists(st.builds(LabelChange, _names, _new_names, st.just(""), st.booleans()))
_of_several = st.lists(st.builds(LabelChange, _names, _new_names, _steps, st.booleans(), st.booleans()))


@given(_changes)
def test_whatever_became_of_names_each_label_has_one_and_it_is_a_last_one(found: list[LabelChange]) -> None:
    changes = LabelChanges(one for one in found if one.name != one.becomes)
    labels = changes.in_force([Label(name, name, "red") for name in "abcd"])
    assert len({one.name for one in labels}) == len(labels) > 0
    assert all(changes.now(one.name) == one.name for one in labels)
    assert changes.in_force(labels) == labels
    assert with_changes(changes.all, changes.all) == changes.all


@given(_of_several, st.randoms(use_true_random=False))
def test_the_order_in_which_the_lines_of_several_people_come_makes_no_difference(
    found: list[LabelChange], random: Random
) -> None:
    found = list({(one.name, bool(one.becomes), one.step): one for one in found if one.name != one.becomes}.values())
    other = random.sample(found, len(found))
    assert sorted(settled(found)) == sorted(settled(other))
    labels = [Label(name, name, "red") for name in "abcd"]
    assert LabelChanges(found).in_force(labels) == LabelChanges(other).in_force(labels)


def test_a_value_is_for_labels_under_the_names_that_they_have_now() -> None:
    scales = (ValueScale("confidence", "C", ("low", "high"), ("claim", "reason")), ValueScale("stance", "S", ("pro",)))
    now = LabelChanges([LabelChange("claim", "thesis"), LabelChange("reason", "thesis")]).now
    named, of_all = under_new_names(scales, now)
    assert named.suits("thesis")
    assert not named.suits("claim")
    assert of_all.suits("claim")
