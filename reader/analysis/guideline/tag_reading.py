"""Reads the tags, links and waivers of a store for the linter; no article is opened for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.analysis.guideline.lint_finding import Finding, Waiver
from reader.analysis.guideline.linted_tags import LintedDocument, LintedTags, Tag
from reader.analysis.guideline.linter import findings
from reader.analysis.guideline.waivers import waivers_in
from reader.model.document import Document, Stored
from reader.store.records.record_rows import identifier
from reader.store.store_protocol import StoreError

if TYPE_CHECKING:
    from reader.analysis.guideline.lint_rule import Rule
    from reader.model.annotation import Link
    from reader.store.records.annotation_texts import AnnotationTexts
    from reader.store.store_protocol import Store, StoredTexts

#: The fields of a tag, behind its document, as an annotation names them.
_FIELDS = (
    "start", "end", "id", "label", "quote", "prefix", "suffix", "annotator", "attributed_to", "created_at",
)  # fmt: skip
_values = attrgetter(*_FIELDS)


class _Read(NamedTuple):
    """A document and the values of its tags, in the order of ``Tag`` but for the first."""

    document: Document
    columns: Sequence[Iterable[Any]]


class TagReader:
    """Takes in the documents of a store, in any order."""

    def __init__(self) -> None:
        self._read: list[_Read] = []
        self._links: list[Link] = []
        self.waivers: list[Waiver] = []

    def add(self, found: Stored | StoredTexts) -> None:
        """Take a document in, all of it."""
        stored = found if isinstance(found, Stored) else found.stored
        columns: Sequence[Iterable[Any]]
        if isinstance(found, Stored):
            columns = [*zip(*map(_values, found.annotations), strict=True)]
        else:
            columns = _columns(found.annotations)
        self._links += stored.links
        self.waivers += waivers_in(stored.document, stored.decisions)
        self._read.append(_Read(stored.document, columns))

    def tags(self, link_kinds: Iterable[str] = ()) -> LintedTags:
        """Everything that was taken in; ``link_kinds`` are those of the settings."""
        ordered = sorted(self._read, key=lambda one: (one.document.path, one.document.sha256, str(one.document.key)))
        documents = [LintedDocument(str(one.document.key), one.document.path) for one in ordered]
        tags = [
            tag
            for number, one in enumerate(ordered)
            if one.columns
            for tag in map(Tag._make, zip(repeat(number), *one.columns, strict=False))
        ]
        return LintedTags(documents, tags, self._links, link_kinds)


def _columns(rows: Sequence[AnnotationTexts]) -> list[Sequence[Any]]:
    """The values of annotations that are read as texts, decoded a field at a time."""
    if not rows:
        return []
    texts = dict(zip(type(rows[0])._fields, zip(*rows, strict=True), strict=True))

    def decoded(name: str) -> Sequence[Any]:
        values = texts[name] if name != "attributed_to" else [one or b'""' for one in texts[name]]
        found: list[Any] = json.loads(b"[" + b",".join(values) + b"]")
        return found

    return [[identifier(one) for one in texts["row_id"]] if name == "id" else decoded(name) for name in _FIELDS]


def findings_in(store: Store, rules: Sequence[Rule], link_kinds: Iterable[str] = ()) -> list[Finding]:
    """What the rules find in a store, waived findings too; for a screen, off the event loop.

    A document that cannot be read is left out. Each finding has the annotation to jump to in ``finding.tag``.

    Raises:
        StoreError: the store itself cannot be read.
    """
    return linted(store, rules, link_kinds).found


class Linted(NamedTuple):
    """The tags of a store, and what rules find among them, waived findings too."""

    tags: LintedTags
    found: list[Finding]


def linted(store: Store, rules: Sequence[Rule], link_kinds: Iterable[str] = ()) -> Linted:
    """As ``findings_in``, with the tags, which know the documents."""
    reader = TagReader()
    for found in _each(store):
        reader.add(found)
    tags = reader.tags(link_kinds)
    return Linted(tags, findings(tags, rules, reader.waivers, store.label_changes().former()))


def _each(store: Store) -> Iterator[Stored | StoredTexts]:
    with store.scanning() as scan:
        for key in store.keys():
            with suppress(StoreError):
                yield scan.texts(key) or store.load(key, with_copies=True)
