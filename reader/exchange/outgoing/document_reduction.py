"""Takes out of documents what a format cannot hold, and counts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reader.exchange.format_loss import (
    ANNOTATION,
    ANNOTATOR,
    FAR_LINK,
    LINK,
    NESTED,
    NO_PLACE,
    NOTE,
    OVERLAPPING,
    SPEAKER,
    SUGGESTED,
    VALUE,
    Loss,
)
from reader.exchange.format_protocol import ExportedDocument, Holds, Links
from reader.model.annotation import DETACHED, Annotation, Link
from reader.model.annotation_origin import ORIGIN, OWN, is_manual, with_origin
from reader.model.annotation_values import values_of, with_values


class DocumentReduction:
    """Reduces one document after another to what a format can hold.

    Args:
        holds: of the format.
        loss: what is taken out is counted there.
    """

    def __init__(self, holds: Holds, loss: Loss) -> None:
        self._holds = holds
        self._loss = loss
        self._annotators: set[str] = set()

    def reduced(self, document: ExportedDocument) -> ExportedDocument:
        """The document without what the format cannot hold."""
        holds, loss = self._holds, self._loss
        if not holds.annotations:
            loss.add(ANNOTATION, len(document.annotations))
            loss.add(LINK, len(document.links))
            return replace(document, annotations=(), links=())
        annotations = [one for one in document.annotations if holds.detached or one.anchor != DETACHED]
        loss.add(NO_PLACE, len(document.annotations) - len(annotations))
        annotations = list(self._placed(annotations))
        if not holds.notes:
            loss.add(NOTE, sum(bool(one.note) for one in annotations))
        if not holds.values:
            loss.add(VALUE, sum(len(values_of(one)) for one in annotations))
            annotations = [with_values(one, {}) if values_of(one) else one for one in annotations]
        if not holds.origins:
            loss.add(SUGGESTED, sum(not is_manual(one) for one in annotations))
            annotations = [with_origin(one, OWN) if ORIGIN in one.extra else one for one in annotations]
        if not holds.speakers:
            loss.add(SPEAKER, sum(bool(one.attributed_to) for one in annotations))
        if not holds.annotators:
            self._annotators |= {one.annotator for one in annotations}
            if self._annotators - {""} and len(self._annotators) > 1:
                loss.counts[ANNOTATOR] = len(self._annotators)
        if not (holds.notes and holds.speakers and holds.annotators):
            annotations = [
                replace(
                    one,
                    note=one.note if holds.notes else "",
                    attributed_to=one.attributed_to if holds.speakers else "",
                    annotator=one.annotator if holds.annotators else "",
                )
                for one in annotations
            ]
        return replace(
            document, annotations=annotations, links=self._held_links(document, {one.id for one in annotations})
        )

    def _held_links(self, document: ExportedDocument, here: set[str]) -> Sequence[Link]:
        """The links whose ends are written."""
        holds, loss = self._holds, self._loss
        there_were = {one.id for one in document.annotations}
        held = []
        for link in document.links:
            is_far = link.target not in there_were
            if holds.links is Links.WITHIN and is_far:
                loss.add(FAR_LINK)
            elif holds.links is Links.NONE or link.source not in here or not (is_far or link.target in here):
                loss.add(LINK)
            else:
                held.append(link if holds.annotators else replace(link, annotator=""))
        return held

    def _placed(self, annotations: Iterable[Annotation]) -> Iterator[Annotation]:
        """The annotations that may stand beside each other: of those that may not, the one that begins first stays.

        Of several that begin together the longest stays, and of those on one passage the one that was made first.
        """
        holds, loss = self._holds, self._loss
        if holds.overlap and holds.nesting:
            yield from annotations
            return
        kept = []
        around: list[Annotation] = []  # that reach beyond the start of the one looked at
        for one in sorted(annotations, key=lambda one: (one.start, -one.end, one.id)):
            around = [each for each in around if each.end > one.start and each.anchor != DETACHED]
            if one.anchor != DETACHED:
                if not holds.overlap and any(one.end > each.end for each in around):
                    loss.add(OVERLAPPING)
                    continue
                if not holds.nesting and any(one.end <= each.end for each in around):
                    loss.add(NESTED)
                    continue
            kept.append(one)
            around.append(one)
        yield from sorted(kept, key=lambda one: (one.start, one.end, one.id))
