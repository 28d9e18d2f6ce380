"""Which annotations of a store a person wants: by label, annotator, time, document, words and links.

Exports, figures, tables and reports ask the same selection.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from reader.annotations.annotation_query import NO_LINKS, AnnotationQuery, Links
from reader.config.label import is_within as is_within_label
from reader.exchange.jsonl import is_within
from reader.model.annotation import Annotation, Link
from reader.model.document import Document, Stored
from reader.store.records.record_merging import moment
from reader.store.records.record_rows import identifier
from reader.store.store_protocol import StoredTexts
from reader.system.json_text import json_text

#: The query that asks for nothing.
_EVERYTHING = AnnotationQuery()


@dataclass(frozen=True, slots=True)
class AnnotationSelection:
    """What of a store is wanted; an annotation has to pass everything that is asked.

    Attributes:
        annotator: whose; empty for everybody's.
        labels: their names, each for the labels below it too; empty for all.
        since: made then or later; None for any time.
        documents: files, and folders of files, that they are of; empty for all.
        query: what the annotations themselves have to be.
        links: those of each annotation of the store, by its id, if the query asks for links.
    """

    annotator: str = ""
    labels: frozenset[str] = frozenset()
    since: datetime | None = None
    documents: tuple[str, ...] = ()
    query: AnnotationQuery = _EVERYTHING
    links: Mapping[str, Links] = field(default_factory=dict, hash=False, compare=False)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked."""
        return self == AnnotationSelection()

    @property
    def needs_records(self) -> bool:
        """Whether ``of`` has to have annotations as objects, not as texts."""
        return self.since is not None or bool(self.query.groups)

    def has(self, document: Document) -> bool:
        """Whether a document is one of those that are asked for."""
        return not self.documents or is_within(document, self.documents)

    def of(self, document: Stored) -> Stored:
        """The document with what is wanted of it.

        A link is wanted if it starts from an annotation that is, and does not lead to one of the document that is not.
        """
        return self._chosen(work_of(document, self.annotator))

    def of_texts(self, document: Stored | StoredTexts) -> Stored | StoredTexts:
        """As ``of``, of a document that may have its annotations as texts; raises ``ValueError`` if it must not."""
        if isinstance(document, Stored):
            return self.of(document)
        if self.needs_records:
            raise ValueError("the annotations are wanted as objects")
        found = texts_of(document, self.annotator)
        if not self.labels or isinstance(found, Stored):
            return found
        wanted = {text for text in {one.label for one in found.annotations} if self.has_label(json.loads(text))}
        chosen = [one for one in found.annotations if one.label in wanted]
        here, there = ({identifier(one.row_id) for one in rows} for rows in (chosen, found.annotations))
        return found._replace(stored=_linked(found.stored, here, there - here), annotations=chosen)

    def _chosen(self, stored: Stored) -> Stored:
        if not (self.labels or self.needs_records):
            return stored
        chosen = tuple(one for one in stored.annotations if self.wants(one, stored.document.path))
        here = {one.id for one in chosen}
        there = {one.id for one in stored.annotations}
        return replace(_linked(stored, here, there - here), annotations=chosen)

    def has_label(self, name: str) -> bool:
        """Whether a label is asked for, or one above it; all are where none is named."""
        return not self.labels or any(is_within_label(name, label) for label in self.labels)

    def wants(self, one: Annotation, document: str) -> bool:
        """Whether an annotation has the label, the time and the words that are asked for."""
        if not self.has_label(one.label):
            return False
        if self.since is not None and moment(one.created_at) < self.since:
            return False
        return self.query.keeps(one, self.links.get(one.id, NO_LINKS), document)


def work_of(stored: Stored, name: str) -> Stored:
    """A document with only one person's annotations, links and decisions; unchanged if no name is given."""
    if not name:
        return stored
    annotations = tuple(one for one in stored.annotations if one.annotator == name)
    return replace(_others_of(stored, name, {one.id for one in annotations}), annotations=annotations)


def texts_of(document: Stored | StoredTexts, name: str) -> Stored | StoredTexts:
    """As ``work_of``, of a document that may have its annotations as texts."""
    if isinstance(document, Stored):
        return work_of(document, name)
    if not name:
        return document
    annotator = json_text(name).encode()
    theirs = [one for one in document.annotations if one.annotator == annotator]
    others = _others_of(document.stored, name, {identifier(one.row_id) for one in theirs})
    return document._replace(stored=others, annotations=theirs)


def has_work(document: Stored | StoredTexts) -> bool:
    """Whether a document has any annotations, links or decisions."""
    stored = document if isinstance(document, Stored) else document.stored
    return bool(document.annotations or stored.links or stored.decisions)


def _others_of(stored: Stored, name: str, known: Collection[str]) -> Stored:
    """The document with only one person's links, which start from ``known`` annotations, and decisions."""
    return replace(
        stored,
        links=tuple(one for one in stored.links if (one.annotator or name) == name and one.source in known),
        decisions=tuple(one for one in stored.decisions if one.annotator == name),
    )


def _linked(stored: Stored, here: Collection[str], left_out: Collection[str]) -> Stored:
    """The document with the links from annotations that are wanted, but not to those of it that are left out."""

    def wanted(links: Iterable[Link]) -> Iterable[Link]:
        return (one for one in links if one.source in here and one.target not in left_out)

    return replace(stored, links=tuple(wanted(stored.links)))
