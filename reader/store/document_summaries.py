"""What the store says of every document in it, read once in the background: for lists of what is not open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from reader.annotations.document_notes import note_in
from reader.annotations.handing_in import finished_by
from reader.annotations.metadata_corrections import title_in
from reader.model.annotation import Annotation, Decision, Link
from reader.model.document import Stored
from reader.store.store_protocol import Store, StoreError


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One document of the store.

    Attributes:
        location: where its file lies, absolute; empty where that is not known.
        counts: annotations a label.
        finished: who has finished it, as ``handing_in.finished_by`` gives them.
        across: its links to annotations of other documents, ordered by id.
        ends: its annotations that are linked with other documents, by id; may hold more.
        title: empty where it has none.
        has_note: whether somebody has written a note of the document.
    """

    location: str
    counts: Mapping[str, int] = field(default_factory=dict)
    finished: Collection[str] = ()
    across: tuple[Link, ...] = ()
    ends: Mapping[str, Annotation] = field(default_factory=dict)
    title: str = ""
    has_note: bool = False

    def links(self) -> list[Link]:
        """See ``link_targets.Linked``."""
        return list(self.across)

    def get(self, identifier: str) -> Annotation | None:
        """See ``link_targets.Linked``."""
        return self.ends.get(identifier)


def summary_of(
    location: str,
    annotations: Iterable[Annotation],
    links: Iterable[Link],
    decisions: Iterable[Decision],
    title: str = "",
) -> DocumentSummary:
    """What lists show of a document; every annotation is among its ``ends``."""
    ends, decisions = {one.id: one for one in annotations}, tuple(decisions)
    return DocumentSummary(
        location,
        Counter(one.label for one in ends.values()),
        tuple(sorted(finished_by(decisions))),
        tuple(link for link in links if link.target not in ends),
        ends,
        title,
        any(map(note_in, decisions)),
    )


def summaries_in(store: Store) -> Iterator[DocumentSummary]:
    """Every document of the store, one by one, that can be read; those that links lead to from others once more."""
    wanted: set[str] = set()
    for stored in _all(store):
        found = _of(stored)
        wanted |= {link.target for link in found.across}
        yield _with_ends(found, {link.source for link in found.across})
    if wanted:
        for stored in _all(store):
            found = _of(stored)
            if not wanted.isdisjoint(found.ends):
                yield _with_ends(found, wanted | {link.source for link in found.across})


def _of(stored: Stored) -> DocumentSummary:
    known = stored.document
    title = title_in(stored.decisions, known.title) or ""
    return summary_of(known.location, stored.annotations, stored.links, stored.decisions, title)


def _with_ends(found: DocumentSummary, ends: Container[str]) -> DocumentSummary:
    """Only those annotations are kept in memory."""
    kept = {identifier: one for identifier, one in found.ends.items() if identifier in ends}
    return replace(found, ends=kept)


def _all(store: Store) -> Iterator[Stored]:
    try:
        keys = store.keys()
    except StoreError:
        return
    for key in keys:
        try:
            stored = store.load(key)
        except StoreError:
            continue  # ``check`` says what is wrong with it
        if stored.document.sha256:  # else nothing of it could be read
            yield stored
