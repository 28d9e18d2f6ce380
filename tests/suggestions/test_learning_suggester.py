"""What the program's own suggester thinks of a sentence, and how it learns."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from reader.suggestions.learning_suggester import MOST_ANSWERS, LearningSuggester
from reader.suggestions.suggester import NONE, Answer

LABELS = ("claim", "evidence", "opinion")
#: Written for this test after the guideline: a sentence, its label, and a part of the reason.
PLAIN = [
    ("The harbour handled 41,000 containers in March 2021, according to the port.", "evidence", "number"),
    ("Police arrested four men on Tuesday after the fire in Dunmore Street, the ministry said.", "evidence", "date"),
    ("A survey of 1,200 tenants found that 64 percent had asked for repairs.", "evidence", "statistic"),
    ("The reform will probably make rents rise in the smaller towns.", "claim", "forecast"),
    ("Higher tolls could push most lorries onto the side roads if nothing else changes.", "claim", "hedged"),
    ("The council must never let this happen again.", "opinion", "should"),
    ("It was a shameful, cowardly and foolish decision.", "opinion", "judging word"),
    ("Read more: ten years of the harbour", NONE, ""),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "label", "why"), PLAIN)
def test_english_rules_know_the_plain_cases_and_say_why(sentence: str, label: str, why: str) -> None:
    suggester = LearningSuggester(LABELS, "en")
    verdict = suggester.judge(sentence)
    assert verdict.label == label
    assert sum(verdict.probabilities.values()) == pytest.approx(1)
    assert set(verdict.probabilities) == {NONE, *LABELS}
    if label != NONE:
        assert why in suggester.why(sentence, label)


def test_what_is_plain_is_likely_enough_to_be_shown_and_a_heading_is_not() -> None:
    suggester = LearningSuggester(LABELS, "en")
    assert suggester.judge(PLAIN[0][0]).score > 0.9
    heading = suggester.judge("What the harbour needs")
    assert max(heading.probabilities[label] for label in LABELS) < 0.7


def test_an_answer_counts_at_once() -> None:
    suggester = LearningSuggester(LABELS, "en")
    sentence = "The ferry company owns three boats."
    before = suggester.judge(sentence).probabilities["opinion"]
    suggester.learn(Answer(sentence, "opinion"))
    assert suggester.judge(sentence).probabilities["opinion"] > before + 0.03


def test_a_dismissed_sentence_is_less_likely_than_before() -> None:
    suggester = LearningSuggester(LABELS, "en")
    sentence = PLAIN[0][0]
    before = suggester.judge(sentence).score
    for _ in range(6):
        suggester.learn(Answer(sentence, NONE))
    assert suggester.judge(sentence).score < before - 0.1


def test_tags_alone_say_nothing_about_what_is_left_untagged() -> None:
    """Whoever only tags, and finishes nothing, does not have everything suggested after a while."""
    suggester = LearningSuggester(LABELS, "en")
    heading = "Read more: ten years of the harbour"
    before = suggester.judge(heading).probabilities[NONE]
    suggester.learn_all([Answer(sentence, label, is_whole=False) for sentence, label, _ in PLAIN[:-1]] * 20)
    assert suggester.judge(heading).probabilities[NONE] > before - 0.3
    assert suggester.judge(heading).label == NONE


def test_a_label_of_ones_own_is_learnt_from_tags_without_rules() -> None:
    suggester = LearningSuggester((*LABELS, "question"), "en")
    asked = "Which town pays for the bridge?"
    assert suggester.judge(asked).probabilities["question"] < 0.3
    others = [Answer(sentence, label) for sentence, label, _ in PLAIN]
    pairs = product(("pays", "asked", "voted"), ("road", "school", "harbour"))
    asks = [Answer(f"Which town {verb} for the {thing}?", "question") for verb, thing in pairs]
    suggester.learn_all([*others, *asks])
    assert suggester.judge(asked).label == "question"
    assert "of your question tags" in suggester.why(asked, "question")


def test_other_languages_have_no_rules_and_learn_from_tags_alone() -> None:
    suggester = LearningSuggester(LABELS, "de")
    sentence = "Die Miete ist um 12 Prozent gestiegen, teilte das Amt am Montag mit."
    assert suggester.judge(sentence).score < 0.5
    rises = product(("Zahl", "Steuer", "Maut", "Miete"), (3, 12, 40))
    said = [f"Die {what} ist um {much} Prozent gestiegen, teilte das Amt mit." for what, much in rises]
    meant = [f"Das {what} muss endlich weg." for what in ("Amt", "Haus", "Gesetz", "Geld")] * 3
    suggester.learn_all([*(Answer(one, "evidence") for one in said), *(Answer(one, "opinion") for one in meant)])
    assert suggester.judge(sentence).label == "evidence"
    assert suggester.judge(sentence).score > 0.7


def test_a_reason_counts_the_passages_that_are_alike() -> None:
    suggester = LearningSuggester(LABELS, "en")
    passages = [f"Cheap ferries make the {where} islands richer." for where in ("northern", "outer", "western")]
    suggester.learn_all([Answer(one, "claim") for one in passages] * 2 + [Answer("Boats are blue.", NONE)] * 6)
    assert suggester.why("Cheap ferries make every island happy.", "claim").startswith("like 6 of your claims")


def test_an_answer_with_a_label_that_is_not_in_force_teaches_nothing() -> None:
    taught, untaught = LearningSuggester(LABELS, "en"), LearningSuggester(LABELS, "en")
    taught.learn(Answer(PLAIN[0][0], "gone"))
    assert taught.judge(PLAIN[1][0]) == untaught.judge(PLAIN[1][0])


def test_only_the_latest_answers_count() -> None:
    suggester, fresh = LearningSuggester(LABELS, "de"), LearningSuggester(LABELS, "de")
    new = [Answer(f"Satz {number} handelt von Booten.", "claim") for number in range(MOST_ANSWERS)]
    suggester.learn_all([*[Answer("Ganz anders.", "opinion")] * 50, *new])
    fresh.learn_all(new)
    assert suggester.judge("Ganz anders.") == fresh.judge("Ganz anders.")


@pytest.mark.parametrize("sentence", ["", " ", "?", "。", "\u0301", "a" * 5_000, "1 " * 3_000, "“”", "𝔘𝔫𝔦"])
def test_any_sentence_can_be_judged_and_learnt(sentence: str) -> None:
    suggester = LearningSuggester(LABELS, "en")
    suggester.learn(Answer(sentence, "claim"))
    assert 0 < suggester.judge(sentence).probabilities["claim"] < 1
    assert suggester.why(sentence, "claim")


def test_without_labels_there_is_nothing_to_suggest() -> None:
    assert LearningSuggester((), "en").judge(PLAIN[0][0]).label == NONE


def test_the_same_answers_give_the_same_figures_on_every_run() -> None:
    """Python gives strings other hashes in each process; nothing may hang on them."""
    code = (
        "from reader.suggestions.learning_suggester import LearningSuggester\n"
        "from reader.suggestions.suggester import Answer\n"
        "from tests.suggestions.test_learning_suggester import PLAIN, LABELS\n"
        "one = LearningSuggester(LABELS, 'en'); one.learn_all([Answer(a, b) for a, b, _ in PLAIN] * 3)\n"
        "print([(one.judge(a), one.why(a, 'claim')) for a, _, _ in PLAIN])\n"
    )
    root = Path(__file__).parents[2]
    said = [
        subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True,
                       env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1] != ""
