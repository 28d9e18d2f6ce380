"""Saves what another program's file says of documents: converted, matched, anchored, and once only.

Formats give documents in their own shape and unit (:mod:`.format_protocol`). Offsets become code points here, labels
are mapped, ids derived, and annotations put on their words in the present text. What is saved follows the rules of
``jsonl.merge_groups``: what is known already is replaced only by something newer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.anchoring.anchors import reanchored
from reader.exchange.derived_ids import derived_id
from reader.exchange.format_protocol import About, Fault, ImportedDocument, ImportedLabel, ImportedLink
from reader.exchange.incoming.document_matching import DocumentMatching, Matched, identity_of
from reader.exchange.incoming.span_reading import SpanReading, Wishes, whose
from reader.exchange.jsonl import Incoming, Merged, changes_by, checked_id
from reader.model.act import Act
from reader.model.annotation import DETACHED, MOVED, Annotation, Change, Link, link_from, now
from reader.model.annotation_values import values_of, with_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.store.store_protocol import Store


class Done(NamedTuple):
    """What became of one document of a file.

    Attributes:
        merged: its annotations.
        links: new ones, and such with a new kind.
        moved, detached: of its new annotations, those that stand elsewhere in the present text, and those whose words
            are not there.
    """

    merged: Merged
    links: int = 0
    moved: int = 0
    detached: int = 0


class DocumentImport:
    """Takes in the documents of one file.

    Args:
        store: to save in.
        about: the format of the file.
        name: of the file, for documents that have none.
        act: why; one step for undo.
        matching: finds the documents.
        wishes: see there.

    Attributes:
        faults: what could not be used: how often, and the first place, by what is wrong.
        labels: of the annotations, and such that the file describes, as mapped.
        described: what the file says of labels, by their names as mapped.
        theirs: the labels as the file calls them.
        documents: how many were taken in.
    """

    def __init__(
        self, store: Store, about: About, name: str, act: Act, matching: DocumentMatching, wishes: Wishes
    ) -> None:
        self._store = store
        self._about = about
        self._name = name
        self._act = act
        self._matching = matching
        self._wishes = wishes
        self._ids: dict[str, str] = {}
        self._far: list[tuple[ImportedDocument, ImportedLink, Annotation]] = []
        self.faults: dict[str, tuple[str, int]] = {}
        self.labels: set[str] = set()
        self.theirs: set[str] = set()
        self.described: dict[str, ImportedLabel] = {}
        self.documents = 0

    def take(self, found: Iterable[ImportedDocument | ImportedLabel | Fault]) -> Iterator[Done]:
        """Save document after document, each whole or not at all; whoever stops in between has those before.

        Raises:
            ExchangeError, OSError: the file cannot be read on.
            StoreError: as the store raises it.
        """
        with self._store.in_bulk():
            for one in found:
                if isinstance(one, Fault):
                    self._count(one.place, one.what)
                    continue
                if isinstance(one, ImportedLabel):
                    name = self._wishes.labels.get(one.name, one.name)
                    self.labels.add(name)
                    self.theirs.add(one.name)
                    self.described.setdefault(name, one)
                    continue
                try:
                    yield self._taken(one)
                except ValueError as error:
                    self._count(one.place, str(error))
            yield from self._take_far_links()

    def _taken(self, found: ImportedDocument) -> Done:
        self.documents += 1
        matched = self._matching.matched(found, f"{self._name}#{self.documents}")
        self._matching.note(found, matched.stored.document)
        reading = SpanReading(found, matched, self._about, self._wishes, self._act.by)
        made = self._annotations(found, reading)
        links = list(self._links(found, matched, made))
        settled = self._anchored(list({one.id: one for one in made.values()}.values()), found, matched)
        told = [self._as_told(one, reading.known[one.id]) if one.id in reading.undated else one for one in settled]
        return self._save(found, matched, told, links)

    def _annotations(self, found: ImportedDocument, reading: SpanReading) -> dict[str, Annotation]:
        """The annotations by what links call them; what cannot be read is counted."""
        made: dict[str, Annotation] = {}
        for span in found.spans:
            try:
                one = reading.annotation(span)
            except ValueError as error:
                self._count(span.place or found.place, str(error))
                continue
            self.labels.add(one.label)
            self.theirs.add(span.label)
            made[span.key if span.key and span.key not in made else one.id] = one
            if span.key and span.key != one.id:
                self._ids[span.key] = one.id
        return made

    def _as_told(self, one: Annotation, known: Annotation) -> Annotation:
        """A known annotation with what the file says of it and gives no date for: that of the file, if it is news.

        What the file cannot say stays as it is, and so does the place where the text is another one by now.
        """
        holds = self._about.holds
        told = replace(
            known,
            label=one.label,
            note=one.note if holds.notes else known.note,
            attributed_to=one.attributed_to if holds.speakers else known.attributed_to,
        )
        told = with_values(told, values_of(one)) if holds.values else told
        is_there = (known.start, known.end, known.quote) == (one.start, one.end, one.quote)
        if not is_there and not {known.anchor, one.anchor} & {MOVED, DETACHED}:
            told = replace(told, start=one.start, end=one.end, quote=one.quote, prefix=one.prefix, suffix=one.suffix,
                           source_start=one.source_start, source_end=one.source_end)  # fmt: skip
        return told if told == known else replace(told, updated_at=self._wishes.moment)

    def _links(self, found: ImportedDocument, matched: Matched, made: Mapping[str, Annotation]) -> Iterator[Link]:
        """The links between annotations of the document; those to others wait until all are known."""
        known = _KnownLinks(matched.stored.links)
        for link in found.links:
            if (source := made.get(link.source)) is None:
                self._count(found.place, "a link is from no annotation of its document")
            elif (target := made.get(link.target)) is not None:
                try:
                    yield self._link(link, source, target.id, known)
                except ValueError as error:
                    self._count(found.place, str(error))
            else:
                text = None if any(identity_of(replace(found, text=None))) else found.text
                self._far.append((replace(found, text=text, spans=[], links=[]), link, source))

    def _link(self, link: ImportedLink, source: Annotation, target: str, known: _KnownLinks) -> Link:
        """The link as it is to be; raises ``ValueError`` where it cannot be one."""
        annotator = source.annotator
        if link.annotator is not None:
            annotator = whose(link.annotator, self._about, self._wishes, self._act.by)
        identifier = derived_id(source.id, target, annotator)
        if link.id:
            identifier = checked_id(link.id)
            if self._wishes.annotator and annotator != link.annotator:
                identifier = derived_id(identifier, annotator)
        there = known.of(identifier, source.id, target)
        is_by_hand = there is not None and there.kind != link.kind and there.updated_at == link.updated_at
        if there is not None and (is_by_hand or not link.updated_at):
            changed = replace(there, kind=link.kind, updated_at=self._wishes.moment)
            return there if there.kind == link.kind else changed
        return link_from(
            identifier,
            {
                "source": source.id,
                "target": target,
                "kind": link.kind,
                "annotator": annotator,
                "created_at": link.created_at or source.created_at,
                "updated_at": link.updated_at or source.updated_at,
            },
        )

    def _take_far_links(self) -> Iterator[Done]:
        """Save the links between documents, now that the ids of all annotations of the file are known."""
        for found, group in groupby(self._far, lambda one: one[0]):
            matched = self._matching.matched(found, self._name)
            known = _KnownLinks(matched.stored.links)
            links = []
            for _, link, source in group:
                try:
                    target = self._ids.get(link.target) or checked_id(link.target)
                    links.append(self._link(link, source, target, known))
                except ValueError:
                    self._count(found.place, "a link is to no annotation")
            yield self._save(found, matched, [], links)
        self._far.clear()

    def _anchored(self, annotations: list[Annotation], found: ImportedDocument, matched: Matched) -> list[Annotation]:
        """The annotations in the present text, as far as there is one."""
        if matched.article is None:
            return annotations
        kept = matched.texts if found.text is None else [found.text, *matched.texts]
        return [one.annotation for one in reanchored(annotations, matched.article, lambda: kept)]

    def _save(
        self, found: ImportedDocument, matched: Matched, annotations: Sequence[Annotation], links: Sequence[Link]
    ) -> Done:
        stored = matched.stored
        document = stored.document
        incoming = [Incoming(document, one, ()) for one in annotations]
        changes, merged = changes_by(incoming, stored, self._act)
        known = {one.id: one for one in stored.links}
        of_links = [
            Change(known.get(one.id), one)
            for one in {one.id: one for one in links}.values()
            if known.get(one.id) != one and _is_newer(one, known.get(one.id), stored.deleted.get(one.id))
        ]
        fresh = [one.after for one in changes if isinstance(one.after, Annotation)]
        if (changes or of_links) and not self._wishes.is_dry_run:
            text = found.text
            if matched.article is not None:
                is_same = matched.article.page.sha256 == document.sha256
                text = matched.article.text if is_same else None
            is_new = document.key is None
            saved = self._store.save(document, [*changes, *of_links], apart=is_new, act=self._act, text=text)
            self._matching.note(found, saved.document, is_new=is_new)
        is_placed = matched.article is not None
        return Done(
            merged,
            len(of_links),
            sum(one.anchor == MOVED for one in fresh) if is_placed else 0,
            sum(one.anchor == DETACHED for one in fresh) if is_placed else 0,
        )

    def _count(self, place: str, what: str) -> None:
        first, count = self.faults.get(what, (place, 0))
        self.faults[what] = first, count + 1


class _KnownLinks:
    """The links of a document that the store has, by id and by what they link."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._ids = {one.id: one for one in links}
        self._pairs = {(one.source, one.target): one for one in self._ids.values()}

    def of(self, identifier: str, source: str, target: str) -> Link | None:
        """The link of that id, else the one between these annotations."""
        return self._ids.get(identifier) or self._pairs.get((source, target))


def _is_newer(link: Link, known: Link | None, deleted_at: str | None) -> bool:
    from reader.store.records.record_merging import changed_at

    if known is None:
        return changed_at(deleted_at) <= changed_at(link.updated_at)
    return changed_at(known.updated_at) < changed_at(link.updated_at)


def moment_of(path: Path) -> str:
    """When a file or folder was written, as ``now`` says it; never a date to come."""
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return min(written.isoformat(timespec="milliseconds").replace("+00:00", "Z"), now())
