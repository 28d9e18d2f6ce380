"""The passage of another article that speaks of the same as one of this article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.article import META_KINDS

if TYPE_CHECKING:
    from reader.model.spans import Span
    from reader.workspace.library_entries import OpenDocument


def aligned_passage(here: OpenDocument, passage: Span, there: OpenDocument) -> Span | None:
    """The sentence of ``there`` that shares most names and words with a passage of ``here``; None where none does.

    Both are in code points of the article's text, zero-based, half-open.
    """
    from reader.text.sentences import sentences
    from reader.text.similar_passage import most_similar
    from reader.text.units import Units

    text = here.article.text
    around = Units(text, here.article.blocks, here.article.language).paragraph_at(passage.start)
    names = [
        text[mention.start : mention.end]
        for entity in here.entities or ()
        for mention in entity.mentions
        if around.start <= mention.start < around.end
    ]
    theirs = there.article
    passages = [
        sentence
        for block in theirs.blocks
        if block.kind not in META_KINDS
        for sentence in sentences(theirs.text, block.start, block.end, theirs.language or "en")
    ]
    return most_similar(text[slice(*passage)], theirs.text, passages, names, context=text[slice(*around)])
