"""Keeps the annotations in the index in step with the store: only documents whose file or journal changed are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from reader.annotations.metadata_corrections import title_in
from reader.model.annotation import Annotation
from reader.model.document import Document, Stored
from reader.store.records.annotation_texts import AnnotationTexts
from reader.store.records.record_rows import identifier
from reader.store.store_protocol import DocumentScan, Store, StoredTexts, StoreError
from reader.workspace.fulltext.annotation_index import AnnotationIndex, NewAnnotations, StoreDocument

#: Documents and annotations that are written at once at most: they are in memory until then.
_MOST_DOCUMENTS, _MOST = 200, 20_000


class AnnotationProgress(NamedTuple):
    """How far it is: documents of the store that changed, and how many of them were read."""

    total: int
    done: int

    @property
    def behind(self) -> int:
        """How many are still to be read."""
        return self.total - self.done

    @property
    def is_over(self) -> bool:
        """Whether all were read."""
        return self.done == self.total


def bring_in_step(
    index: Callable[[], AnnotationIndex],
    store: Store,
    tell: Callable[[AnnotationProgress], object] = lambda _: None,
    failed: Callable[[StoreError], object] = lambda _: None,
) -> None:
    """Read the documents of the store that changed since the index was last brought in step, and forget those gone.

    Args:
        index: the index; asked again before each writing, since somebody may have deleted it.
        store: read only.
        tell: called at first, now and then, and at the end; may raise, to stop it.
        failed: called for the store, or a document of it, that cannot be read: what was known of it is forgotten.

    Raises:
        IndexUnusableError: the index cannot be written.
    """
    try:
        now, keys = store.marks(), frozenset(store.keys())
    except StoreError as error:
        failed(error)
        return
    before = index().marks()
    changed = sorted(key for key in keys if before.get(key) != now.get(key, ""))
    gone = before.keys() - keys
    tell(AnnotationProgress(len(changed), 0))
    unwritten: list[NewAnnotations] = []
    with store.scanning() as scan:
        for done, key in enumerate(changed, 1):
            try:
                unwritten.append(_read(key, now.get(key, ""), store, scan))
            except StoreError as error:
                failed(error)
                gone |= {key} & before.keys()
            if sum(len(one.annotations) for one in unwritten) >= _MOST or len(unwritten) >= _MOST_DOCUMENTS:
                index().put(unwritten)
                unwritten.clear()
                tell(AnnotationProgress(len(changed), done))
    if unwritten:
        index().put(unwritten)
    if gone:
        index().remove(gone)
    tell(AnnotationProgress(len(changed), len(changed)))


def annotations_in(store: Store, failed: Callable[[StoreError], object]) -> Iterator[NewAnnotations]:
    """All that the index would hold, read now; for those who have none."""
    try:
        keys = store.keys()
    except StoreError as error:
        failed(error)
        return
    with store.scanning() as scan:
        for key in keys:
            try:
                yield _read(key, "", store, scan)
            except StoreError as error:
                failed(error)


def _read(key: str, mark: str, store: Store, scan: DocumentScan) -> NewAnnotations:
    """What the index is to hold of a document; raises ``StoreError``."""
    found = scan.texts(key) or store.load(key)
    stored, annotations = (found, found.annotations) if isinstance(found, Stored) else _of_texts(found)
    return NewAnnotations(described(stored), mark, annotations, stored.links)


def _of_texts(found: StoredTexts) -> tuple[Stored, tuple[Annotation, ...]]:
    made = [_annotation(one) for one in found.annotations]
    return found.stored, tuple(sorted(made, key=lambda one: (one.start, one.end, one.id)))


def described(stored: Stored) -> StoreDocument:
    """A document as lists and commands name it."""
    known: Document = stored.document
    title = title_in(stored.decisions, known.title) or ""
    return StoreDocument(known.key or "", known.sha256, known.path, known.location, title)


def _annotation(texts: AnnotationTexts) -> Annotation:
    return Annotation(
        identifier(texts.row_id),
        _plain(texts.label),
        int(texts.start),
        int(texts.end),
        json.loads(texts.quote),
        note=_plain(texts.note),
        annotator=_plain(texts.annotator),
        created_at=_plain(texts.created_at),
        updated_at=_plain(texts.updated_at),
        anchor=_plain(texts.anchor),
        attributed_to=_plain(texts.attributed_to) if texts.attributed_to else "",
    )


@lru_cache(maxsize=1024)
def _plain(text: bytes) -> str:
    """A JSON text; many annotations have the same."""
    return str(json.loads(text))
