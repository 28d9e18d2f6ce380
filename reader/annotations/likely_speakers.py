"""Lists the possible speakers of an annotated passage, the most likely first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.model.annotation import Annotation
from reader.model.article import Article
from reader.model.entity import Entity
from reader.model.spans import Span
from reader.text.quotations import Quotation

#: For the words of a person who is not named.
SOMEONE = "someone"
#: The reason for the first candidate: a verb of saying next to the quotation names this speaker.
SPEAKS_HERE = "speaks here"
_SPEAKERS = frozenset({"person", "organisation"})


class Speaker(NamedTuple):
    """A possible speaker of a passage, and the reason in a few words."""

    name: str
    why: str


def speakers(
    annotation: Annotation, quotations: Iterable[Quotation], sentences: Iterable[Span], entities: Sequence[Entity]
) -> list[Speaker]:
    """The possible speakers: named as speaking there, then named in its sentences, then in the article.

    Args:
        annotation: the annotation to attribute.
        quotations: of the article, ordered.
        sentences: those that the annotation touches, ordered.
        entities: of the article.
    """
    passage = Span(annotation.start, annotation.end)
    ordered = sorted((one for one in entities if one.kind in _SPEAKERS), key=lambda one: one.kind != "person")
    touching = [one for one in quotations if passage.overlaps(one.start, one.end) and one.speaker]
    touching.sort(key=lambda one: min(one.end, passage.end) - max(one.start, passage.start), reverse=True)
    reasons = {True: "has just spoken", False: SPEAKS_HERE}
    candidates = [Speaker(_full_name(one, ordered), reasons[one.goes_on]) for one in touching]
    around = list(sentences)
    near = [
        entity
        for entity in ordered
        if any(span.overlaps(mention.start, mention.end) for span in around for mention in entity.mentions)
    ]
    candidates += [Speaker(entity.name, "in this sentence") for entity in near]
    candidates.append(Speaker(SOMEONE, "not named"))
    candidates += [Speaker(entity.name, "in this article") for entity in ordered]
    first: dict[str, Speaker] = {}
    for candidate in candidates:
        first.setdefault(candidate.name, candidate)
    return list(first.values())


def _full_name(quotation: Quotation, entities: Iterable[Entity]) -> str:
    """The speaker's full name in the article, if the quotation's name is a mention of an entity."""
    start, end = quotation.speaker_start or 0, quotation.speaker_end or 0
    for entity in entities:
        if any(mention.start < end and start < mention.end for mention in entity.mentions):
            return entity.name
    return quotation.speaker


def speakers_of(article: Article, annotation: Annotation, entities: Sequence[Entity]) -> list[Speaker]:
    """Who may be meant in an article, the likeliest first; ``entities`` are its names.

    Outside quotations, somebody of whom the text says that they said it comes first.
    """
    from reader.text.quotations import quotations
    from reader.text.reported_speech import ReportedSpeech
    from reader.text.units import Units

    units = Units(article.text, article.blocks, article.language)
    sentences = units.sentences_in(0, len(article.text))
    touched = [one for one in sentences if one.overlaps(annotation.start, annotation.end)]
    quoted = quotations(article.text, sentences, article.language)
    found = speakers(annotation, quoted, touched, entities)
    if any(one.speaker and one.start < annotation.end and annotation.start < one.end for one in quoted):
        return found
    reported = ReportedSpeech(article.text, sentences, article.language).speaker_of(annotation.start, annotation.end)
    if not reported:
        return found
    return [Speaker(reported, SPEAKS_HERE), *(one for one in found if one.name != reported)]
