"""Which passages of an article are suggested: whole sentences of its body, judged one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from reader.annotations.dismissed_suggestions import words_hash
from reader.model.annotation import DETACHED, Annotation
from reader.model.annotation_origin import is_manual
from reader.model.article import META_KINDS, Block
from reader.model.spans import Span
from reader.suggestions.suggester import NONE, Answer, Suggester
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


def tag_over(sentence: Span, annotations: Iterable[Annotation]) -> Annotation | None:
    """The tag that labels a sentence: of those that cover half of it or more, the one that covers most.

    Args:
        sentence: code points of the text.
        annotations: of one person, placed in that text; detached ones do not count.

    Returns:
        None where no tag covers half. Of two that cover as much, the one that comes first.
    """
    best, most = None, 0
    for one in annotations:
        shared = min(one.end, sentence.end) - max(one.start, sentence.start)
        if one.anchor != DETACHED and shared > most and 2 * shared >= sentence.end - sentence.start:
            best, most = one, shared
    return best


def answers_in(
    text: str,
    sentences: Iterable[Span],
    annotations: Sequence[Annotation],
    dismissed: Collection[tuple[str, str]] = (),
    *,
    is_finished: bool = False,
) -> list[Answer]:
    """What a person's work in a document says of its sentences, in their order.

    Args:
        text: of the article.
        sentences: of its body.
        annotations: of that person, placed in the text.
        dismissed: as ``dismissed_by`` gives it.
        is_finished: whether they have finished the document, so that sentences without a tag have no label.
    """
    without = {words for _, words in dismissed}
    found = []
    for start, end in sentences:
        sentence = text[start:end]
        tag = tag_over(Span(start, end), annotations)
        if tag is not None:
            found.append(Answer(sentence, tag.label, is_finished or not is_manual(tag)))
        elif is_finished or (without and words_hash(sentence) in without):
            found.append(Answer(sentence, NONE, is_whole=True))
    return found


def suggestions(
    text: str,
    sentences: Iterable[Span],
    suggester: Suggester,
    annotations: Sequence[Annotation] = (),
    dismissed: Collection[tuple[str, str]] = (),
    least: float = LEAST_SCORE,
    most: int | None = None,
) -> list[Suggestion]:
    """The passages to suggest, ordered by start.

    Args:
        text: of the article.
        sentences: of its body.
        suggester: judges them.
        annotations: of whoever looks; a sentence that they have tagged is not suggested.
        dismissed: as ``dismissed_by`` gives it: which label a passage shall not have.
        least: the least probability.
        most: how many at most, the likeliest; None for all.
    """
    found = []
    for sentence in sentences:
        if tag_over(sentence, annotations) is None:
            words = text[sentence.start : sentence.end]
            verdict = suggester.judge(words)
            is_likely = verdict.label != NONE and verdict.score >= least
            if is_likely and not (dismissed and (verdict.label, words_hash(words)) in dismissed):
                found.append((-verdict.score, sentence, verdict.label))
    chosen = sorted(sorted(found)[:most], key=lambda one: one[1])
    return [
        Suggestion(start, end, label, -score, suggester.why(text[start:end], label))
        for score, (start, end), label in chosen
    ]
