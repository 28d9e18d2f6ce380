"""The figures of a replay, counted by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.suggestions.replay import replayed
from reader.suggestions.suggester import NONE, Answer, Verdict
from reader.suggestions.tag_answers import DocumentAnswers


class Parrot:
    """Suggests the label of the last answer, with a fixed score."""

    version = "parrot"

    def __init__(self) -> None:
        self._last = "claim"

    def judge(self, sentence: str) -> Verdict:
        return Verdict(self._last, {self._last: 0.25 if sentence == "unsure" else 0.75, NONE: 0.25})

    def why(self, sentence: str, label: str) -> str:
        return f"{label}: {sentence}"

    def learn(self, answer: Answer) -> None:
        self._last = answer.label or self._last

    def learn_all(self, answers: Sequence[Answer]) -> None:
        for answer in answers:
            self.learn(answer)


def document(name: str, *labels: str, sentence: str = "sure") -> DocumentAnswers:
    return DocumentAnswers(name, name, "", name, "en", [Answer(sentence, label) for label in labels])


def test_each_document_is_judged_by_what_those_before_it_taught() -> None:
    first = document("a", "claim", "claim", "opinion", NONE)
    second = document("b", "opinion", "claim", NONE)
    *parts, whole = replayed([first, second], lambda _: Parrot())
    assert [(one.most, one.documents, one.sentences) for one in parts] == [(0, 1, 4), (10, 1, 3)]
    claim = parts[0].labels["claim"]
    assert (claim.given, claim.suggested, claim.right, claim.tagged) == (2, 4, 2, 3)
    assert (claim.precision, claim.recall, claim.acceptance) == (0.5, 1.0, 0.75)
    assert parts[0].labels["opinion"].precision is None
    assert parts[1].labels["opinion"].suggested == 3
    assert (whole.total.given, whole.total.suggested, whole.total.right) == (5, 7, 3)


def test_what_is_not_likely_enough_is_not_suggested_but_counts_for_calibration() -> None:
    _, whole = replayed([document("a", "claim", "claim", sentence="unsure")], lambda _: Parrot())
    assert whole.labels["claim"].suggested == 0
    assert whole.labels["claim"].calibration_error == pytest.approx(0.75)


def test_each_language_has_a_suggester_of_its_own() -> None:
    made = []

    def new(language: str) -> Parrot:
        made.append(language)
        return Parrot()

    german = document("b", "opinion")._replace(language="de")
    *_, whole = replayed([document("a", "claim"), german], new)
    assert set(made) == {"en", "de"}
    assert whole.labels["claim"].suggested == 2


def test_no_document_gives_no_figures() -> None:
    (whole,) = replayed([], lambda _: Parrot())
    assert whole.total.precision is None
    assert whole.total.calibration_error is None
