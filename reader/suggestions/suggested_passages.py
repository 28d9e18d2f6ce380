"""Which passages of an article are suggested: whole sentences of its body, judged one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from reader.model.annotation import DETACHED, Annotation
from reader.model.article import META_KINDS, Block
from reader.model.spans import Span
from reader.suggestions.suggester import NONE, Suggester
from reader.text.units import Units

#: The probability from which on a passage is shown, and how many are shown of an article.
LEAST_SCORE, MOST_SHOWN = 0.7, 15
#: Blocks whose sentences nobody tags.
_NO_SENTENCES = META_KINDS | {"title", "heading", "table", "footnote"}


class Suggestion(NamedTuple):
    """One passage that may deserve a label.

    Attributes:
        start, end: into ``Article.text``, code points, zero-based, half-open.
        label: that is proposed.
        score: its probability.
        why: in words, as ``number + source``.
    """

    start: int
    end: int
    label: str
    score: float
    why: str


def body_sentences(text: str, blocks: Sequence[Block], language: str | None) -> list[Span]:
    """The sentences of an article's body, in order, as the cursor knows them; none of headings and tables."""
    units = Units(text, blocks, language)
    return [
        sentence
        for block in blocks
        if block.kind not in _NO_SENTENCES
        for sentence in units.sentences_in(block.start, block.end)
    ]


def label_of(sentence: Span, annotations: Iterable[Annotation]) -> str:
    """The label that tags give a sentence: of those that cover half of it or more, the one that covers most.

    Args:
        sentence: code points of the text.
        annotations: of one person, placed in that text; detached ones do not count.

    Returns:
        ``NONE`` where no tag covers half. Of two that cover as much, the one that begins first counts.
    """
    best, most = NONE, 0
    for one in annotations:
        shared = min(one.end, sentence.end) - max(one.start, sentence.start)
        if one.anchor != DETACHED and shared > most and 2 * shared >= sentence.end - sentence.start:
            best, most = one.label, shared
    return best


def suggestions(
    text: str,
    sentences: Iterable[Span],
    suggester: Suggester,
    is_answered: Callable[[Span], bool] = lambda _: False,
    least: float = LEAST_SCORE,
    most: int | None = None,
) -> list[Suggestion]:
    """The passages to suggest, ordered by start.

    Args:
        text: of the article.
        sentences: of its body.
        suggester: judges them.
        is_answered: whether a person has tagged a sentence.
        least: the least probability.
        most: how many at most, the likeliest; None for all.
    """
    found = []
    for sentence in sentences:
        if not is_answered(sentence):
            verdict = suggester.judge(text[sentence.start : sentence.end])
            if verdict.label != NONE and verdict.score >= least:
                found.append((-verdict.score, sentence, verdict.label))
    chosen = sorted(sorted(found)[:most], key=lambda one: one[1])
    return [
        Suggestion(start, end, label, -score, suggester.why(text[start:end], label))
        for score, (start, end), label in chosen
    ]
