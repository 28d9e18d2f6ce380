"""Whose words an annotation is: who may be meant, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.model.annotation import Annotation
from reader.model.article import Article
from reader.model.entity import Entity
from reader.model.spans import Span
from reader.text.quotations import Quotation

#: For words of somebody who is not named.
SOMEONE = "someone"
#: Why somebody comes first: a verb of saying beside the quotation, or what stands for one, names them.
SPEAKS_HERE = "speaks here"
_SPEAKERS = frozenset({"person", "organisation"})


class Speaker(NamedTuple):
    """Somebody whose words a passage may be, and why: a few words."""

    name: str
    why: str


def speakers(
    annotation: Annotation, quotations: Iterable[Quotation], sentences: Iterable[Span], entities: Sequence[Entity]
) -> list[Speaker]:
    """Who may be meant: who is named as speaking there, who is named in its sentences, then in the article.

    Args:
        annotation: that is to be attributed.
        quotations: of the article, ordered.
        sentences: those that the annotation touches, ordered.
        entities: of the article.
    """
    here = Span(annotation.start, annotation.end)
    ordered = sorted((one for one in entities if one.kind in _SPEAKERS), key=lambda one: one.kind != "person")
    touching = [one for one in quotations if here.overlaps(one.start, one.end) and one.speaker]
    touching.sort(key=lambda one: min(one.end, here.end) - max(one.start, here.start), reverse=True)
    found = [Speaker(_full_name(one, ordered), "has just spoken" if one.goes_on else SPEAKS_HERE) for one in touching]
    around = list(sentences)
    near = [
        entity
        for entity in ordered
        if any(span.overlaps(mention.start, mention.end) for span in around for mention in entity.mentions)
    ]
    found += [Speaker(entity.name, "in this sentence") for entity in near]
    found.append(Speaker(SOMEONE, "not named"))
    found += [Speaker(entity.name, "in this article") for entity in ordered]
    first: dict[str, Speaker] = {}
    for one in found:
        first.setdefault(one.name, one)
    return list(first.values())


def _full_name(quotation: Quotation, entities: Iterable[Entity]) -> str:
    """The speaker's name as the article gives it in full, where it is one of its names."""
    start, end = quotation.speaker_start or 0, quotation.speaker_end or 0
    for entity in entities:
        if any(mention.start < end and start < mention.end for mention in entity.mentions):
            return entity.name
    return quotation.speaker


def speakers_of(article: Article, annotation: Annotation, entities: Sequence[Entity]) -> list[Speaker]:
    """Who may be meant in an article, the likeliest first; ``entities`` are its names."""
    from reader.text.quotations import quotations
    from reader.text.units import Units

    units = Units(article.text, article.blocks, article.language)
    sentences = units.sentences_in(0, len(article.text))
    touched = [one for one in sentences if one.overlaps(annotation.start, annotation.end)]
    return speakers(annotation, quotations(article.text, sentences, article.language), touched, entities)
