"""Where an annotation sits in a text: made from a passage, and found again when the text has changed.

Found again in this order: the same offsets still hold the quote; the quote stands elsewhere once, or once with its
context. Whatever is not sure is detached, never moved in silence.
"""

from __future__ import annotations

from dataclasses import replace

from reader.annotations.annotation import DETACHED, EXACT, MOVED, Annotation
from reader.cleaning.article import Article

#: Code points of context that are kept on each side of a quote.
CONTEXT = 32
#: Code points that must be found again, the context counted, to be taken for the same passage: a shorter quote, a
#: name say, may be the last of several, and not the one that was tagged.
TELLING = 24


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


def reanchored(annotation: Annotation, article: Article) -> Annotation:
    """The annotation as it sits in this article.

    Returns:
        The same object where its offsets still hold its quote in the same place of the source; otherwise a copy that
        is ``moved`` (found elsewhere, surely) or ``detached`` (offsets as they were).
    """
    text, quote = article.text, annotation.quote
    if text[annotation.start : annotation.end] == quote:
        source = article.source_span(annotation.start, annotation.end)
        status = EXACT if annotation.anchor == DETACHED else annotation.anchor
        if (annotation.source_start, annotation.source_end, annotation.anchor) == (*source, status):
            return annotation
        return replace(annotation, source_start=source.start, source_end=source.end, anchor=status)
    start = _found(text, annotation)
    if start is None:
        return annotation if annotation.anchor == DETACHED else replace(annotation, anchor=DETACHED)
    return anchored(annotation, article, start, start + len(quote), status=MOVED)


def _found(text: str, annotation: Annotation) -> int | None:
    """Where the quote stands, if it stands once with its context around, before or after it, or alone if long.

    At the ends of a text there is no context on one side, and none is no evidence.
    """
    quote = annotation.quote
    contexts = [(annotation.prefix, annotation.suffix), (annotation.prefix, ""), ("", annotation.suffix), ("", "")]
    for before, after in contexts if quote else ():
        wanted = before + quote + after
        if len(wanted) < TELLING:
            continue
        first = text.find(wanted)
        if first >= 0 and text.find(wanted, first + 1) < 0:
            return first + len(before)
    return None
