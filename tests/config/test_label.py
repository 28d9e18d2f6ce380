"""Labels below others: the name says so, and the colour comes from above."""

import pytest

from reader.config.label import Label, coloured, is_within, parent_of, path_to
from reader.config.settings import Settings
from reader.config.settings_file import label_from


def test_the_name_says_what_a_label_is_below() -> None:
    assert [parent_of(name) for name in ("claim", "claim/causal", "a/b/c", "/a", "a/", "a//b")] == [
        "", "claim", "a/b", "", "", ""
    ]  # fmt: skip
    assert path_to("a/b/c") == ["a/b/c", "a/b", "a"]
    assert is_within("claim/causal", "claim")
    assert is_within("claim", "claim")
    assert not is_within("claimant", "claim")
    assert not is_within("claim", "claim/causal")


def test_a_label_without_a_colour_has_that_of_the_label_above() -> None:
    labels = [label_from({"name": name, "key": "k"}) for name in ("claim/causal/direct", "x/y", "plain")]
    found = coloured([Label("claim", "c", "red"), Label("claim/causal", "a", ""), *labels])
    assert [one.colour for one in found] == ["red", "red", "red", "white", "white"]


def test_tags_with_a_name_below_a_label_look_like_it() -> None:
    assert Settings(labels=(Label("claim", "c", "red"),)).label("claim/causal").colour == "red"
    assert Settings().label("nothing").colour == "white"


@pytest.mark.parametrize(
    "name", ["claim/", "/claim", "claim//a", "a/b/c/d/e", "claim/1", "a b/c", "/".join("x" * 32 for _ in range(4))]
)
def test_what_is_no_path_of_names_is_no_label(name: str) -> None:
    with pytest.raises(ValueError, match="cannot use the name"):
        label_from({"name": name, "key": "k"})
