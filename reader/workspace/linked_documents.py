"""Annotations across documents: which document holds one, what it may be linked to, what deleting it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.annotations.link_targets import Linked, targets
from reader.model.document import Document
from reader.model.spans import Span

if TYPE_CHECKING:
    from reader.annotations.document_records import DocumentRecords
    from reader.config.settings_in_force import SettingsInForce
    from reader.model.annotation import Annotation, Change, Link
    from reader.store.document_summaries import DocumentSummary
    from reader.text.units import Units
    from reader.workspace.document_progress import DocumentSummaries
    from reader.workspace.library import Library
    from reader.workspace.library_entries import LibraryEntry, OpenDocument


class _NotInMemory:
    """The documents of which only the store tells, as they are linked with one: see ``link_targets.Linked``."""

    def __init__(self, summaries: DocumentSummaries, records: DocumentRecords) -> None:
        self._summaries = summaries
        self._records = records

    def links(self) -> list[Link]:
        return self._summaries.links_to(self._records)

    def get(self, identifier: str) -> Annotation | None:
        known = self._summaries.holder(identifier)
        return known.get(identifier) if known is not None else None


class LinkedDocuments:
    """Finds annotations by their ids, in memory and in documents of which only the store tells.

    Args:
        library: the documents in memory.
        summaries: of the documents in the store.
        settings: the labels.
    """

    def __init__(self, library: Library, summaries: DocumentSummaries, settings: SettingsInForce) -> None:
        self._library = library
        self._summaries = summaries
        self._settings = settings

    def holder(self, annotation: str) -> OpenDocument | None:
        """The document in memory that holds the annotation of that id."""
        return next((one for one in self._library.loaded if one.records.get(annotation) is not None), None)

    def load_holder(self, annotation: str) -> OpenDocument | None:
        """As ``holder``; the document is read where it is not in memory. None where it cannot be found."""
        opened = self.holder(annotation)
        if opened is None:
            known = self.summary_with(annotation)
            opened = self._read(known) if known is not None else None
        return opened if opened is not None and opened.records.get(annotation) is not None else None

    def get(self, annotation: str) -> Annotation | None:
        """The annotation of that id, also from a document of which only the store tells."""
        held = self.holder(annotation)
        if held is not None:
            return held.records.get(annotation)
        known = self.summary_with(annotation)
        return known.get(annotation) if known is not None else None

    def summary_with(self, annotation: str) -> DocumentSummary | None:
        """What the store tells of the document that holds the annotation of that id; None where it is in memory."""
        return self._summaries.holder(annotation)

    def entry_of(self, known: DocumentSummary) -> LibraryEntry | None:
        """A document of which only the store told, in the list of documents; None where its file is gone or far."""
        return self._library.entry_of(Document(None, known.location, "", location=known.location))

    def around(self, opened: OpenDocument) -> Iterator[Linked]:
        """All that may hold an end of a document's links: the documents in memory, then the others as one."""
        yield from (one.records for one in self._library.loaded)
        yield _NotInMemory(self._summaries, opened.records)

    def likely_targets(
        self, opened: OpenDocument, source: Annotation, units: Units | None, shown: Sequence[OpenDocument]
    ) -> list[Annotation]:
        """Everything in memory that an annotation can be linked to, the likeliest first.

        Args:
            opened: the document of the annotation; its own annotations come first.
            source: the annotation.
            units: of the document's text, for the paragraph around the annotation.
            shown: the documents on the screen, which come next.
        """
        labels = self._settings.now.labels
        label = next((one.name for one in labels if one.name == "claim"), labels[0].name)
        paragraph = units.paragraph_at(source.start) if units else Span(source.start, source.end)
        found = targets(source, opened.records.annotations, paragraph, label)
        for one in dict.fromkeys([*shown, *self._library.loaded]):
            if one is not opened:
                found += sorted(one.records.annotations, key=lambda other: other.label != label)
        return found

    def deletion(self, opened: OpenDocument, annotation: Annotation) -> list[tuple[OpenDocument, tuple[Change, ...]]]:
        """What deleting an annotation changes: links that lead to it go too, in whichever document they start."""
        for known in self._summaries.leading_to(annotation.id):
            self._read(known)
        elsewhere = [one for one in self._library.loaded if one is not opened]
        return [
            (opened, opened.records.delete(annotation)),
            *((one, one.records.unlinked(annotation)) for one in elsewhere),
        ]

    def _read(self, known: DocumentSummary) -> OpenDocument | None:
        entry = self.entry_of(known)
        return self._library.open_soon(entry) if entry is not None else None
