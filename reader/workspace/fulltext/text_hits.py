"""Where something stands in one document: in its text, its annotations' passages and notes, each with its context."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reader.model.spans import Span
from reader.text.search_query import SearchQuery
from reader.workspace.fulltext.document_texts import IndexedText

#: Code points shown before a hit and behind it.
_BEFORE, _BEHIND = 24, 120
#: Seconds that an expression may take in one text.
_PATIENCE_S = 0.5


class TextHit(NamedTuple):
    """One place that was found in a document.

    Attributes:
        span: in ``Article.text``: of the hit, or of the annotation that it is in.
        annotation: its id, empty for a hit in the text or in a note of the document.
        label: of the annotation, empty where there is none.
        before, found, behind: the hit in its context, in one line.
        is_note: it is in the note of the annotation, or of the document where there is none; else in a text.
    """

    span: Span
    annotation: str
    label: str
    before: str
    found: str
    behind: str
    is_note: bool = False


def text_hits(known: IndexedText, query: SearchQuery, most: int) -> Iterator[TextHit]:
    """The hits in a document: those in annotations first, one for each passage and note; then those in the text.

    Args:
        known: the document.
        query: what is sought.
        most: the number of hits in the text after which to stop.

    Raises:
        PatternError: the expression cannot be used.
    """
    for annotation in known.annotations:
        for text, is_note in ((annotation.quote, False), (annotation.note, True)):
            for hit in query.spans(text, 1, _PATIENCE_S):
                place = annotation.span, annotation.id, annotation.label
                yield TextHit(*place, *context(text, hit), is_note)
    for hit in query.spans(known.text, most, _PATIENCE_S):
        yield TextHit(hit, "", "", *context(known.text, hit))


def context(text: str, hit: Span) -> tuple[str, str, str]:
    """What stands before a hit, the hit, and what stands behind it, each in one line."""
    before = " ".join(text[max(0, hit.start - _BEFORE) : hit.start].split())
    found, behind = text[slice(*hit)], text[hit.end : hit.end + _BEHIND]
    left = " " if before and text[hit.start - 1 : hit.start].isspace() else ""
    right = " " if behind[:1].isspace() else ""
    cut = "…" if hit.start > _BEFORE else ""
    return cut + before + left, " ".join(found.split()), right + " ".join(behind.split())
