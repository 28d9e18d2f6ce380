"""Passages that somebody is said to have said: told by marks, verbs of saying and "according to"."""

import pytest

from reader.analysis.guideline.reported_passages import Passage, sign_of_report
from reader.analysis.guideline.wordings import wording
from tests.analysis.guideline.tagged import found_by, ids, linted, tag


@pytest.mark.parametrize(
    "text",
    [
        "|The dam is safe, the county said.|",
        "|The dam is safe|, the county said.",
        "|The dam is safe|, said Ann Lee, its owner.",
        "|“We must act now,” Ann Lee said.|",
        "“|We must act now|,” Ann Lee said.",
        '"|We must act now and stay|." She left.',
        "According to Ann Lee, |the dam is safe|.",
        "|The dam is safe, according to the county.|",
        "|The dam is safe|, according to Ann Lee.",
        "|The county said that the dam was safe.|",
        "The county said that |the dam was safe|.",
        "Even so, she insisted, |it was safe|.",
        "|The union, he said, would ballot its members.|",
        "|The council said it had known nothing.|",
        "|The dam is safe, the police believe|, for now.",
        "|Ann Lee told reporters that the dam was safe.|",
        "|Ferrand confirms that it is up for sale.|",
        "|The dam is safe, Ann Lee has warned.|",
        "|There is no danger|, the Dam Safety Inspectorate sa",
    ],
)
def test_a_reported_passage_needs_a_speaker(text: str) -> None:
    assert ids(found_by("no-speaker", linted([tag(text)]))) == ["A"]
    assert found_by("no-speaker", linted([tag(text, speaker="Ann Lee")])) == []


@pytest.mark.parametrize(
    "text",
    [
        "|The “Islamic State” lost the town.|",
        "|That said, the dam is old.|",
        "|It goes without saying that the dam is old.|",
        "|He has nothing to say about the dam.|",
        "|The law should say that dams are checked.|",
        "|Reports of leaks are rare, needless to say.|",
        "|Kit Aldous has been told that he can finish.|",
        "Ann Lee left. |The dam is old.| “It leaks,” said Bo.",
        "“It leaks,” she said. |The dam is old.|",
        "“Go.” |The dam is old and it leaks.| “Now,” she said.",
        "|The dam cost 30,774 euros and answers to calls are missing.|",
        "|The claims of both sides, and the fears of the town, are old.|",
        "|The dam has to go by June, the letters to the staff say.|",
        "|The “new” dam and the “old” one leak.|",
        "|A contract could be signed|, though both sides have said so before.",
        "|I promise you the dam will hold.|",
    ],
)
def test_words_that_report_nothing_need_none(text: str) -> None:
    assert found_by("no-speaker", linted([tag(text)])) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "|„Das geht so nicht weiter“, sagte Anna Berg.|"),
        ("de", "|Der Damm sei sicher, sagte der Minister.|"),
        ("fr", "|Selon le ministre, le barrage est sûr.|"),
        ("es", "|La presa es segura, dijo Ana López.|"),
    ],
)
def test_other_languages_have_their_verbs(language: str, text: str) -> None:
    made = tag(text)
    passage = Passage(made.quote, made.prefix, made.suffix, language)
    assert sign_of_report(passage, wording(made.quote))


@pytest.mark.parametrize(
    "text",
    [
        "|It is a scandal that 410 jobs go, the union said.|",
        "“|They waste 12 million a year|,” she said.",
        "|Half a million wasted, said Bo.|",
        "|Spending rose 12 percent, according to the ministry.|",
        "|£500 is an insult, Ann Lee said.|",
    ],
)
def test_an_opinion_with_a_number_and_a_source_is_asked_about(text: str) -> None:
    assert ids(found_by("opinion-with-source", linted([tag(text, "opinion")]))) == ["A"]
    assert found_by("opinion-with-source", linted([tag(text, "evidence")])) == []


@pytest.mark.parametrize(
    "text",
    [
        "|It is a scandal that 410 jobs go.|",
        "|It is a scandal, the union said.|",
        "|The worst mayor since 1945, Ann Lee said.|",
        "|The G7 are a disgrace, Ann Lee said.|",
        "|COVID-19 was handled badly, Ann Lee said.|",
        "|It is one of the worst, he said.|",
    ],
)
def test_an_opinion_without_the_one_or_the_other_is_none_of_its_business(text: str) -> None:
    assert found_by("opinion-with-source", linted([tag(text, "opinion")])) == []


def test_a_speaker_that_is_set_is_a_source() -> None:
    assert found_by("opinion-with-source", linted([tag("|All 410 jobs must stay.|", "opinion", speaker="Ann Lee")]))
