"""Which sentence is which: moved, split, merged, gone and new ones, and texts of any size and kind."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.versions.sentence_fates import FATES, SentenceFate, sentence_fates
from reader.analysis.versions.sentence_pairing import sentence_pairs
from reader.analysis.versions.version_text import VersionText
from reader.cleaning.article_loading import read_here
from tests.analysis.versions.version_articles import article_of, fates
from tests.steps import steps

MARKET = """\
The roof of the market hall in Lindow was torn off on Sunday night, and the traders have lost most of what they had \
stored there. Nobody slept in the building. "It sounded like a train," said Petra Holm, who sells cheese.

The hall was built in 1911 and repaired twice, in 1954 and in 1988, but the beams were never replaced. The council had \
been warned, the mayor admitted.

Firemen worked until dawn. They carried out crates of fruit, two tills and a parrot.

"We shall put up tents," the mayor, Olaf Reyer, said. "Nobody is going to lose his stall." The insurance company has \
sent an expert. He declined to speak to reporters.

The school next door stayed shut on Monday. Its windows had been broken by slates.

The river is still rising. A second storm is forecast for the weekend.
"""


def changed(old: str, new: str) -> list[tuple[str | None, str | None, str]]:
    return [one[:3] for one in fates(old, new) if one.fate != "kept"]


def edited(*edits: tuple[str, str]) -> list[tuple[str | None, str | None, str]]:
    text = MARKET
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return changed(MARKET, text)


def test_the_same_text_is_kept_whole_with_other_line_ends_too() -> None:
    for other in (MARKET, MARKET.replace("\n", "\r\n")):
        found = fates(MARKET, other)
        assert {one.fate for one in found} == {"kept"}
        assert len(found) == 15


def test_a_paragraph_that_moved_is_moved_and_what_it_passed_is_not() -> None:
    school = "The school next door stayed shut on Monday. Its windows had been broken by slates.\n\n"
    found = edited((school, ""), ("The hall was", f"{school}The hall was"))
    assert [one[2] for one in found] == ["moved", "moved"]
    assert [one[0] for one in found] == [one[1] for one in found]


def test_a_sentence_in_three_parts_was_split_and_has_a_record_for_each() -> None:
    parts = [
        "The hall was built in 1911.",
        "It was repaired twice, in 1954 and in 1988.",
        "The beams were never replaced.",
    ]
    whole = "The hall was built in 1911 and repaired twice, in 1954 and in 1988, but the beams were never replaced."
    assert edited((whole, " ".join(parts))) == [(whole, part, "split") for part in parts]


def test_two_sentences_in_one_were_merged() -> None:
    parts = ["Firemen worked until dawn.", "They carried out crates of fruit, two tills and a parrot."]
    whole = "Firemen worked until dawn, carrying out crates of fruit, two tills and a parrot."
    assert edited((" ".join(parts), whole)) == [(part, whole, "merged") for part in parts]


def test_a_sentence_without_a_word_in_common_is_the_one_between_the_same_neighbours() -> None:
    old, new = '"Nobody is going to lose his stall."', '"Every trader keeps a place."'
    assert edited((old, new)) == [(old, new, "reworded")]


def test_a_new_sentence_is_added_and_one_that_is_gone_removed() -> None:
    assert edited(("The river is still rising. ", "")) == [("The river is still rising.", None, "removed")]
    new = "A fund has been opened by the savings bank."
    assert edited(("reporters.", f"reporters. {new}")) == [(None, new, "added")]


def test_an_end_that_is_gone_is_not_the_end_that_is_new() -> None:
    old, new = (
        "A second storm is forecast for the weekend.",
        "Ferrymen wait in the harbour, playing cards and drinking tea.",
    )
    assert edited((f" {old}", ""), ("rising.", f"rising.\n\n{new}")) == [(old, None, "removed"), (None, new, "added")]


def test_a_repeated_sentence_stays_with_its_neighbours() -> None:
    old = "One came. No. Two went. No. Three sat. No. Four slept."
    new = "One came. Two went. No. Three sat. No. Four slept."
    assert changed(old, new) == [("No.", None, "removed")]


def test_nothing_and_something() -> None:
    assert fates("", "") == []
    assert changed("", "It rained. He left.") == [(None, "It rained.", "added"), (None, "He left.", "added")]
    assert changed("It rained.", "") == [("It rained.", None, "removed")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Вода поднялась на два метра. Мост закрыт. Школы работают.", "Мост закрыт. Школы не работают."),
        ("水位上升了两米。桥梁已关闭。学校正常上课。", "桥梁已关闭。学校今天不上课。"),
        ("ارتفع منسوب المياه. أغلق الجسر. المدارس مفتوحة.", "أغلق الجسر. المدارس ليست مفتوحة."),
    ],
)
def test_other_scripts_are_compared_by_their_words(old: str, new: str) -> None:
    version = [VersionText(article_of(one, language=None)) for one in (old, new)]
    assert [one.fate for one in sentence_fates(*version)] == ["removed", "kept", "reworded"]


WRITTEN = (
    "It rained.", "He left early.", "He left early on Monday.", "Nobody saw 14 men.",
    "Nobody saw 15 men, or heard them.", "Yes.", "“No.”",
)  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WRITTEN), max_size=12)


def text_of(sentences: list[str]) -> str:
    return "".join(one + ("\n\n" if len(one) % 3 == 0 else " ") for one in sentences)


@given(SENTENCES, SENTENCES)
def test_every_sentence_of_both_versions_has_a_fate(old: list[str], new: list[str]) -> None:
    found = fates(text_of(old), text_of(new))
    sides = [VersionText(article_of(text_of(one))) for one in (old, new)]
    for side, spans in zip(sides, ([one.old_span for one in found], [one.new_span for one in found]), strict=True):
        assert {span for span in spans if span} == {(one.start, one.end) for one in side.sentences}
    for one in found:
        assert one.fate in FATES
        assert (one.old is None) == (one.fate == "added")
        assert (one.new is None) == (one.fate == "removed")
        assert (one.fate in ("kept", "moved")) <= (one.old == one.new)
        assert (
            counts(found)[one.old_span, 0] > 1
            or counts(found)[one.new_span, 1] > 1
            or one.fate not in ("split", "merged")
        )


def counts(found: list[SentenceFate]) -> Counter[tuple[object, int]]:
    return Counter((span, side) for one in found for side, span in enumerate((one.old_span, one.new_span)))


@given(SENTENCES)
def test_a_text_beside_itself_is_kept(sentences: list[str]) -> None:
    assert {one.fate for one in fates(text_of(sentences), text_of(sentences))} <= {"kept"}


def long_text(seed: int, size: int) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(f"w{chance.randrange(3000)}" for _ in range(12)).capitalize() + "." for _ in range(size)]


def test_the_work_grows_with_the_sentences_and_not_with_their_pairs() -> None:
    def work(size: int) -> int:
        old, new = long_text(1, size), long_text(2, size)
        versions = [VersionText(article_of(" ".join(one))) for one in (old, [*new[: size // 2], *old[size // 2 :]])]
        return steps(lambda: sentence_pairs(*versions))

    assert work(400) < 3 * work(200)


def test_fates_of_the_development_set(shared: Path) -> None:
    folder = shared / "data" / "claims" / "versions"
    rows = [json.loads(line) for line in (folder / "versions.jsonl").read_text(encoding="utf-8").splitlines()]
    right = 0
    for pair in sorted({row["pair"] for row in rows}):
        articles = (read_here(str(folder / f"{pair}-v{number}.txt"), max_bytes=1 << 20) for number in (1, 2))
        found = {one[:3] for one in sentence_fates(*map(VersionText, articles))}
        right += sum((row["v1"], row["v2"], row["fate"]) in found for row in rows if row["pair"] == pair)
    assert right >= 0.96 * len(rows)
