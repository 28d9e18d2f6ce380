"""Anchors annotations in a text: makes anchors from passages, and re-anchors them after the text has changed.

An annotation with unchanged quote and neighbours stays. The others are found together: by the annotated text if it
was kept, otherwise by their quotes and contexts. A certain match re-anchors the annotation and marks it as ``moved``;
without one it is detached, and an uncertain match is offered. Nothing moves silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reader.anchoring.found_place import FoundPlace
from reader.model.annotation import DETACHED, EXACT, MOVED, Annotation
from reader.model.article import Article
from reader.model.spans import Span

if TYPE_CHECKING:
    from reader.anchoring.passage_matcher import PassageMatcher

#: Code points of context that are kept on each side of a quote.
CONTEXT = 32
#: The shortest quote, in code points, that may be found by its text alone. A shorter one, such as a name, may have had
#: several occurrences.
TELLING = 24
#: Code points that the contexts of two annotations must share to be joined.
_SHARED = 8


class Anchoring(NamedTuple):
    """What became of one annotation.

    Attributes:
        annotation: the same object if nothing changed, otherwise with its new anchor.
        offer: a possible place for somebody to confirm; only for a detached annotation.
        score: of the place to which it was re-anchored, 0 to 1; 1 if its own words and neighbours are all there.
    """

    annotation: Annotation
    offer: FoundPlace | None = None
    score: float = 1.0


def anchored(annotation: Annotation, article: Article, start: int, end: int, *, status: str = EXACT) -> Annotation:
    """The annotation anchored at ``article.text[start:end]``: offsets, quote, context and source offsets."""
    text = article.text
    source = article.source_span(start, end)
    return replace(
        annotation,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        source_start=source.start,
        source_end=source.end,
        anchor=status,
    )


def reanchored(
    annotations: Iterable[Annotation], article: Article, kept: Callable[[], Sequence[str]] = tuple
) -> list[Anchoring]:
    """The annotations anchored in this article, in the given order.

    Args:
        annotations: all of the document, because each helps to find the others.
        article: as it is shown now.
        kept: returns earlier texts of the document, the most likely first; called only if a search is needed.
    """
    given = list(annotations)
    unmoved = [settled(annotation, article) for annotation in given]
    lost = [annotation for annotation, anchoring in zip(given, unmoved, strict=True) if anchoring is None]
    if not lost:
        return [anchoring for anchoring in unmoved if anchoring is not None]
    from reader.anchoring.passage_matcher import PassageMatcher  # not needed for an unchanged text

    places = _places(lost, PassageMatcher(article.text), kept())
    return [anchoring or _moved(one, article, places[one.id]) for one, anchoring in zip(given, unmoved, strict=True)]


def is_in(annotation: Annotation, text: str) -> bool:
    """Whether the annotation's quote and context are at its offsets in this text."""
    start, end = annotation.start, annotation.end
    return (
        text[start:end] == annotation.quote
        and text[max(0, start - len(annotation.prefix)) : start] == annotation.prefix
        and text.startswith(annotation.suffix, end)
    )


def settled(annotation: Annotation, article: Article) -> Anchoring | None:
    """The annotation if its quote and context are at its offsets; None if it must be searched for."""
    if not is_in(annotation, article.text):
        return None
    source = article.source_span(annotation.start, annotation.end)
    status = EXACT if annotation.anchor == DETACHED else annotation.anchor
    if (annotation.source_start, annotation.source_end, annotation.anchor) == (*source, status):
        return Anchoring(annotation)
    return Anchoring(replace(annotation, source_start=source.start, source_end=source.end, anchor=status))


def _moved(annotation: Annotation, article: Article, place: FoundPlace | None) -> Anchoring:
    """The annotation at the place that was found, or detached."""
    start, end = annotation.start, annotation.end
    if place is not None and place.is_sure:
        start, end = place.start, place.end
    elif len(annotation.quote) < TELLING or article.text[start:end] != annotation.quote:
        lost = annotation if annotation.anchor == DETACHED else replace(annotation, anchor=DETACHED)
        return Anchoring(lost, place)
    score = place.score if place is not None and place.is_sure else 1.0
    if article.text[start:end] == annotation.quote and (start, end) == (annotation.start, annotation.end):
        status = EXACT if annotation.anchor == DETACHED else annotation.anchor
    else:
        status = MOVED
    return Anchoring(anchored(annotation, article, start, end, status=status), score=score)


def _places(lost: Sequence[Annotation], matcher: PassageMatcher, kept: Sequence[str]) -> dict[str, FoundPlace | None]:
    """The possible place of each annotation; annotations that fit a kept text are searched for with that text."""
    places: dict[str, FoundPlace | None] = {}
    left = list(lost)
    for text in kept:
        known = [one for one in left if is_in(one, text)]
        if known:
            matches = matcher.find(text, [Span(one.start, one.end) for one in known])
            places |= zip([one.id for one in known], matches, strict=True)
            left = [one for one in left if one.id not in places]
    together = [one for one in left if one.anchor != DETACHED]
    alone = [[one] for one in left if one.anchor == DETACHED]  # their offsets are not of one text
    for group in [together, *alone]:
        if group:
            pieces, spans = remembered(group)
            places |= zip(
                [one.id for one in group], matcher.find(pieces, spans, [one.start for one in group]), strict=True
            )
    return places


def remembered(annotations: Sequence[Annotation]) -> tuple[str, list[Span]]:
    """The pieces of the annotated text that annotations hold, and the passages in them.

    Returns:
        The pieces in text order with a gap between them; the passages in the given order.
    """
    from reader.anchoring.word_tokens import GAP

    scraps = sorted((_scrap(one, index) for index, one in enumerate(annotations)), key=lambda scrap: scrap[:3])
    spans = [Span(0, 0)] * len(annotations)
    text, begin, shift = "", 0, 0  # all pieces; the last one's start in the text; the shift from the text to the pieces
    for start, end, index, words in scraps:
        shared = text[start + shift : end + shift] if text and start >= begin else ""
        if len(shared) >= min(_SHARED, len(words)) and words.startswith(shared):
            text += words[len(shared) :]
        else:
            text += GAP if text else ""
            begin, shift = start, len(text) - start
            text += words
        spans[index] = Span(annotations[index].start + shift, annotations[index].end + shift)
    return text, spans


def _scrap(annotation: Annotation, index: int) -> tuple[int, int, int, str]:
    """The text that one annotation holds: its start and end in the old text, its index, and its whole words."""
    from reader.anchoring.word_tokens import half_words

    before, after = annotation.prefix[-annotation.start :] if annotation.start else "", annotation.suffix
    if len(before) < annotation.start:
        before = before[half_words(before)[0] :]
    if len(after) >= CONTEXT:
        after = after[: half_words(after)[1]]
    return annotation.start - len(before), annotation.end + len(after), index, before + annotation.quote + after
