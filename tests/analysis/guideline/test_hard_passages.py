"""How many faults each rule finds, and how much of what it finds is one, over passages written by hand."""

import pytest

from reader.analysis.guideline.linted_tags import LintedTags
from tests.analysis.guideline.hard_passages import ALIKE, PASSAGES, UNLIKE
from tests.analysis.guideline.tagged import found_by, linted, tag

#: By how a passage begins, what the article around it would tell.
BEGINNINGS = {
    "Der": "de", "„": "de", "Le ": "fr", "«": "fr", "C’": "fr", "La presa": "es", "La diga": "it", "A barr": "pt",
}  # fmt: skip


def is_found(rule: str, text: str) -> bool:
    tags = linted([tag(text, "opinion" if rule == "opinion-with-source" else "claim")])
    known = (language for start, language in BEGINNINGS.items() if text.lstrip("|").startswith(start))
    tags.languages = [next(known, "en")]
    return bool(found_by(rule, tags))


@pytest.mark.parametrize("rule", PASSAGES)
def test_most_faults_are_found_and_most_of_what_is_found_is_one(rule: str) -> None:
    faults, others = PASSAGES[rule]
    missed = [one for one in faults if not is_found(rule, one)]
    wrong = [one for one in others if is_found(rule, one)]
    hits = len(faults) - len(missed)
    assert hits >= 0.85 * len(faults), missed
    assert hits >= 0.85 * (hits + len(wrong)), wrong


def pair(texts: tuple[str, str], who: str) -> LintedTags:
    first, second = texts
    late = tag(second, "opinion", id_="B", document=1, who=who, made="2026-02-01T00:00:00.000Z")
    return linted([tag(first), late])


@pytest.mark.parametrize(("rule", "who"), [("tagged-differently", "ann"), ("annotators-differ", "bo")])
def test_nearly_the_same_is_found_in_every_script(rule: str, who: str) -> None:
    missed = [one for one in ALIKE if not found_by(rule, pair(one, who))]
    wrong = [one for one in UNLIKE if found_by(rule, pair(one, who))]
    hits = len(ALIKE) - len(missed)
    assert hits >= 0.8 * len(ALIKE), missed
    assert hits >= 0.85 * (hits + len(wrong)), wrong
