"""An earlier version of which only the text was kept has its headline, byline and paragraphs again."""

from __future__ import annotations

from reader.analysis.versions.kept_version import earlier_version, kept_version
from reader.analysis.versions.version_changes import version_changes
from tests.analysis.versions.version_articles import article_of

TEXT = "# The dam held\n\nBy Ida Marsh\n\nIt rained all day. He left.\n\nSchools stayed open on Monday.\n"


def test_an_article_and_its_own_kept_text_are_the_same() -> None:
    present = article_of(TEXT, name="x.md")
    kept = kept_version(present.text, present)
    assert [(one.kind, one.start, one.end) for one in kept.blocks if one.kind in ("title", "byline")] == [
        (one.kind, one.start, one.end) for one in present.blocks if one.kind in ("title", "byline")
    ]
    assert {one.fate for one in version_changes(kept, present).sentences} == {"kept"}


def test_another_headline_is_compared_with_the_headline() -> None:
    present = article_of(TEXT, name="x.md")
    kept = kept_version(present.text.replace("The dam held", "Nobody knows"), present)
    assert [one.fate for one in version_changes(kept, present).sentences] == ["reworded", "kept", "kept", "kept"]


def test_the_newest_text_that_is_another_one_is_the_earlier_version() -> None:
    present = article_of(TEXT, name="x.md")
    assert earlier_version([present.text], present) is None
    found = earlier_version([present.text, "It rained.", "It snowed."], present)
    assert found is not None
    assert found.text == "It rained."
