"""What became of tags between two versions, whichever of them they were made in."""

from __future__ import annotations

from reader.analysis.versions.tag_fates import TagFate, tag_totals
from reader.analysis.versions.version_changes import VersionChanges, version_changes
from reader.anchoring.anchors import anchored
from reader.model.annotation import Annotation, new_id
from tests.analysis.versions.version_articles import article_of

OLD = (
    "The dam held, the engineer said. About 640 people left the village.\n\n"
    "The road is shut until 4 May. Nobody knows who opened the gate. It rained.\n\nSchools stayed open."
)
NEW = (
    "The dam seems to have held, the engineer said. About 660 people left the village.\n\n"
    "Schools stayed open.\n\nThe road is shut until 4 May. It rained. A bridge is gone."
)


def tag(text: str, quote: str, label: str = "claim") -> Annotation:
    start = text.index(quote)
    blank = Annotation(new_id(), label, 0, 0, "")
    return anchored(blank, article_of(text), start, start + len(quote))


def compared(*tags: Annotation) -> VersionChanges:
    return version_changes(article_of(OLD), article_of(NEW), tags)


def test_a_tag_has_the_fate_of_its_sentence_and_its_place_in_both_versions() -> None:
    quotes = ["The dam held", "640 people", "until 4 May", "Nobody knows who opened the gate.", "Schools stayed open"]
    found = compared(*(tag(OLD, one) for one in quotes)).tags
    assert [one.fate for one in found] == ["softened", "number_changed", "kept", "removed", "moved"]
    assert [OLD[slice(*one.old)] for one in found if one.old] == quotes
    assert found[3].new is None
    assert NEW[slice(*found[4].new)] == "Schools stayed open"  # type: ignore[misc]


def test_a_tag_of_the_later_version_may_be_in_what_was_added() -> None:
    (found,) = compared(tag(NEW, "A bridge is gone")).tags
    assert (found.fate, found.old) == ("added", None)


def test_a_tag_over_several_sentences_has_the_fate_that_says_most() -> None:
    (found,) = compared(tag(OLD, "The dam held, the engineer said. About 640 people left the village.")).tags
    assert found.fate == "number_changed"
    (found,) = compared(tag(OLD, "Nobody knows who opened the gate. It rained.")).tags
    assert found.fate == "removed"


def test_a_tag_of_another_text_is_left_out() -> None:
    assert compared(tag("Something else was said of quite another matter.", "quite another matter")).tags == []


def test_tags_are_counted_by_label_and_fate() -> None:
    tags = [tag(OLD, "dam held"), tag(OLD, "engineer"), tag(OLD, "opened the gate", "evidence")]
    assert tag_totals(compared(*tags).tags) == [("claim", "softened", 2), ("evidence", "removed", 1)]
    assert all(isinstance(one, TagFate) for one in compared(*tags).tags)
