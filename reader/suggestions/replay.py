"""What suggestions would have been worth: a person's documents again, in the order in which they tagged them.

Each document is judged by a suggester that has learnt from those before it, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from reader.suggestions.suggested_passages import LEAST_SCORE
from reader.suggestions.suggester import NONE, Answer, Suggester, Verdict
from reader.suggestions.tag_answers import DocumentAnswers

#: Where the numbers of own tags are cut: figures are given for none, up to 10, up to 50 ...
BOUNDS = (0, 10, 50, 100, 200, 400)
BINS = 10
#: All is learnt anew when there are so many times as many answers as the last time; single ones are taken in at once.
_GROWTH = 1.25


@dataclass(slots=True)
class Bin:
    """Sentences whose proposed label has about the same score, also those that would not be shown."""

    count: int = 0
    scores: float = 0.0
    right: int = 0


@dataclass(slots=True)
class LabelFigures:
    """How often a label was suggested, how often rightly, and how often it was given.

    Attributes:
        suggested: sentences for which it was suggested.
        tagged: those of them that have any label.
        right: those of them that have this label.
        given: all sentences with the label.
        bins: all sentences for which it was the likeliest, by its score.
    """

    suggested: int = 0
    tagged: int = 0
    right: int = 0
    given: int = 0
    bins: list[Bin] = field(default_factory=lambda: [Bin() for _ in range(BINS)])

    @property
    def precision(self) -> float | None:
        """The share of suggestions with the right label; None where nothing was suggested."""
        return self.right / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """The share of tags that were suggested; None where there are none."""
        return self.right / self.given if self.given else None

    @property
    def acceptance(self) -> float | None:
        """The share of suggestions that could be taken, with their label or another one."""
        return self.tagged / self.suggested if self.suggested else None

    @property
    def calibration_error(self) -> float | None:
        """How far scores are from what came true, over ten bins of equal width, weighted by their size."""
        count = sum(one.count for one in self.bins)
        return sum(abs(one.scores - one.right) for one in self.bins) / count if count else None

    def add_score(self, score: float, *, is_right: bool) -> None:
        """Count the score of one sentence."""
        place = self.bins[min(int(score * BINS), BINS - 1)]
        place.count += 1
        place.scores += score
        place.right += is_right


@dataclass(slots=True)
class Stretch:
    """The documents that came while a person had so many tags.

    Attributes:
        most: tags at most; None without a bound.
        documents, sentences: how many were judged.
        labels: the figures of each label.
        total: of all labels together.
    """

    most: int | None
    documents: int = 0
    sentences: int = 0
    labels: dict[str, LabelFigures] = field(default_factory=dict)
    total: LabelFigures = field(default_factory=LabelFigures)

    def add(self, answer: Answer, verdict: Verdict, least: float) -> None:
        """Count one sentence."""
        self.sentences += 1
        if answer.label != NONE:
            for figures in (self._figures(answer.label), self.total):
                figures.given += 1
        if verdict.label == NONE:
            return
        is_right = verdict.label == answer.label
        for figures in (self._figures(verdict.label), self.total):
            figures.add_score(verdict.score, is_right=is_right)
            if verdict.score >= least:
                figures.suggested += 1
                figures.tagged += answer.label != NONE
                figures.right += is_right

    def _figures(self, label: str) -> LabelFigures:
        return self.labels.setdefault(label, LabelFigures())


def replayed(
    documents: Sequence[DocumentAnswers], suggester: Callable[[str], Suggester], least: float = LEAST_SCORE
) -> list[Stretch]:
    """The figures for each number of tags that a person had when they began a document, then those of all documents.

    Args:
        documents: in the order in which they were tagged.
        suggester: makes a new one for a language.
        least: the probability from which on a label is suggested.
    """
    stretches = [*(Stretch(most) for most in BOUNDS), Stretch(None)]
    whole = Stretch(None)
    tags = 0
    for document, verdicts in _judged(documents, suggester):
        at = next((at for at, most in enumerate(BOUNDS) if tags <= most), len(BOUNDS))
        for stretch in (stretches[at], whole):
            stretch.documents += 1
            for answer, verdict in zip(document.answers, verdicts, strict=True):
                stretch.add(answer, verdict, least)
        tags += sum(one.label != NONE for one in document.answers)
    return [*(one for one in stretches if one.documents), whole]


def _judged(
    documents: Sequence[DocumentAnswers], suggester: Callable[[str], Suggester]
) -> Iterator[tuple[DocumentAnswers, list[Verdict]]]:
    """Each document with what is thought of its sentences before any of them is known."""
    known: dict[str, list[Answer]] = {}
    learning: dict[str, tuple[Suggester, int]] = {}
    for document in documents:
        answers = known.setdefault(document.language, [])
        current, size = learning.get(document.language, (None, 0))
        if current is None or len(answers) >= _GROWTH * size:
            current, size = suggester(document.language), len(answers)
            current.learn_all(answers)
            learning[document.language] = current, size
        yield document, [current.judge(one.sentence) for one in document.answers]
        for answer in document.answers:
            current.learn(answer)
        answers += document.answers
