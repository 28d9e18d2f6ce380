"""The fate of a sentence that stayed in its place: whether it says something else, and how surely."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.analysis.versions.sentence_fates import SentenceFate
from tests.analysis.versions.version_articles import fates

#: A row: the fate, the earlier wording, the later one.
WORDINGS = Path(__file__).parents[2] / "data" / "versions" / "wordings.txt"


def wordings() -> list[tuple[str, str, str]]:
    """The table, row by row."""
    rows = (line.partition(": ") for line in WORDINGS.read_text(encoding="utf-8").splitlines() if line)
    return [(fate, *words.split(" => ")) for fate, _, words in rows]  # type: ignore[misc]


@pytest.mark.parametrize(("fate", "old", "new"), wordings())
def test_another_wording_has_the_fate_that_a_reader_would_name(fate: str, old: str, new: str) -> None:
    assert told(old, new) == [(old, new, fate)]


def told(old: str, new: str, **rest: str) -> list[tuple[str | None, str | None, str]]:
    """What became of one paragraph between two that stayed."""
    found = fates(
        *(f"The first paragraph stays here.\n\n{one}\n\nAnd the last one stays." for one in (old, new)), **rest
    )
    return [one[:3] for one in found if one.fate != "kept"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The dam held.", "The dam may have held."),
        ("La digue a tenu bon.", "La digue aurait peut-être tenu bon."),
    ],
)
def test_words_of_certainty_are_known_in_english_alone(old: str, new: str) -> None:
    assert told(old, new, language="fr") == [(old, new, "reworded")]


def test_what_a_weekday_means_is_told_by_the_date_of_each_version() -> None:
    old, new = "The gate was opened on Monday.", "The gate was opened yesterday."
    assert told(old, new, days="2021-05-04 2021-05-04") == [(old, new, "reworded")]
    assert told(old, new, days="2021-05-04 2021-05-05") == [(old, new, "date_changed")]


def test_other_quotation_marks_are_no_change() -> None:
    assert told('"It held," he said.', "“It held,” he said.") == []


def test_the_time_of_an_entry_is_no_number_and_no_date() -> None:
    old, new = "16.30 The gate is open.", "16.45 The gate is open."
    assert told(old, new) == [(old, new, "reworded")]


def test_a_headline_in_other_words_is_reworded_whatever_it_says() -> None:
    old, new = ("Two men held over missing barge", "Third man may have sailed the barge away")
    found = fates(f"# {old}\n\nThe barge is gone.", f"# {new}\n\nThe barge is gone.", name="x.md")
    assert [one[:3] for one in found] == [(old, new, "reworded"), ("The barge is gone.", "The barge is gone.", "kept")]


def test_records_say_where_both_sentences_stand() -> None:
    (first, second) = fates("It rained. He left.", "He left. It snowed hard.")[-2:]
    assert isinstance(first, SentenceFate)
    assert {first.fate, second.fate} == {"kept", "added"}
    kept = next(one for one in (first, second) if one.fate == "kept")
    assert (kept.old_span, kept.new_span) == ((11, 19), (0, 8))
