"""Where an annotation sits in a text: made from a passage, and found again when the text has changed.

What still holds its quote between the same neighbours stays. The rest is looked for together, in the text that was
annotated where that was kept, else in what the annotations themselves remember of it: what is sure is moved and says
so, what is doubtful is detached and offered, and the rest is detached. Nothing moves in silence.
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
#: Code points that must be found again to be taken for the same passage without more: a shorter quote, a name say, may
#: be the last of several, and not the one that was tagged.
TELLING = 24
#: Code points that two annotations must remember in common for what they remember to be joined.
_SHARED = 8


class Anchoring(NamedTuple):
    """What became of one annotation.

    Attributes:
        annotation: as it sits now: the same object where nothing changed, else ``moved`` or ``detached``.
        offer: where it may be, for somebody to confirm; only of a detached one.
        score: of the place it was moved to, 0 to 1; 1 where its own words and neighbours are all there.
    """

    annotation: Annotation
    offer: FoundPlace | None = None
    score: float = 1.0


def anchored(annotation: Annotation, article: Article, start: int, end: int, *, status: str = EXACT) -> Annotation:
    """The annotation put on ``article.text[start:end]``: offsets, quote, context and place in the source."""
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
    """The annotations as they sit in this article, in the order given.

    Args:
        annotations: all of the document: each helps to find the others.
        article: as it is shown now.
        kept: gives earlier texts of the document, the likeliest first; asked only where something must be looked for.
    """
    given = list(annotations)
    found = [settled(one, article) for one in given]
    lost = [one for one, there in zip(given, found, strict=True) if there is None]
    if not lost:
        return [one for one in found if one is not None]
    from reader.anchoring.passage_matcher import PassageMatcher  # a text that has not changed does without

    places = _places(lost, PassageMatcher(article.text), kept())
    return [there or _moved(one, article, places[one.id]) for one, there in zip(given, found, strict=True)]


def is_in(annotation: Annotation, text: str) -> bool:
    """Whether an annotation sits in this text as it says, between the neighbours that it remembers."""
    start, end = annotation.start, annotation.end
    return (
        text[start:end] == annotation.quote
        and text[max(0, start - len(annotation.prefix)) : start] == annotation.prefix
        and text.startswith(annotation.suffix, end)
    )


def settled(annotation: Annotation, article: Article) -> Anchoring | None:
    """The annotation where it says it is, between the same neighbours; None where it must be looked for."""
    if not is_in(annotation, article.text):
        return None
    source = article.source_span(annotation.start, annotation.end)
    status = EXACT if annotation.anchor == DETACHED else annotation.anchor
    if (annotation.source_start, annotation.source_end, annotation.anchor) == (*source, status):
        return Anchoring(annotation)
    return Anchoring(replace(annotation, source_start=source.start, source_end=source.end, anchor=status))


def _moved(annotation: Annotation, article: Article, place: FoundPlace | None) -> Anchoring:
    """The annotation at the place found for it, or detached."""
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
    """Where each annotation may be; of those that sit in a kept text, by that text."""
    places: dict[str, FoundPlace | None] = {}
    left = list(lost)
    for text in kept:
        known = [one for one in left if is_in(one, text)]
        if known:
            found = matcher.find(text, [Span(one.start, one.end) for one in known])
            places |= zip([one.id for one in known], found, strict=True)
            left = [one for one in left if one.id not in places]
    together = [one for one in left if one.anchor != DETACHED]
    alone = [[one] for one in left if one.anchor == DETACHED]  # their offsets are of no one text
    for group in [together, *alone]:
        if group:
            old, spans = remembered(group)
            places |= zip(
                [one.id for one in group], matcher.find(old, spans, [one.start for one in group]), strict=True
            )
    return places


def remembered(annotations: Sequence[Annotation]) -> tuple[str, list[Span]]:
    """What annotations remember of the text they were made in: pieces of it, and where in them each passage is.

    Returns:
        The pieces with a gap between them, in the order of the text; the passages in the order given.
    """
    from reader.anchoring.word_tokens import GAP

    scraps = sorted((_scrap(one, index) for index, one in enumerate(annotations)), key=lambda scrap: scrap[:3])
    spans = [Span(0, 0)] * len(annotations)
    text, begin, shift = "", 0, 0  # all pieces; where the last one begins in the text; from the text to the pieces
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


def _scrap(one: Annotation, index: int) -> tuple[int, int, int, str]:
    """What one annotation remembers: where it begins and ends in the text, and the words; no half word at its ends."""
    from reader.anchoring.word_tokens import half_words

    before, after = one.prefix[-one.start :] if one.start else "", one.suffix
    if len(before) < one.start:
        before = before[half_words(before)[0] :]
    if len(after) >= CONTEXT:
        after = after[: half_words(after)[1]]
    return one.start - len(before), one.end + len(after), index, before + one.quote + after
