"""What of a document is searched, and which documents have a file whose time and size say whether it has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.annotations.document_notes import DOCUMENT_NOTE, document_notes
from reader.model.spans import Span
from reader.sources import walk
from reader.sources.file_types import RECORD_MARK
from reader.sources.opening import is_url
from reader.sources.standard_input import STANDARD_INPUT
from reader.workspace.library_entries import OpenDocument, stamp_of


class IndexedAnnotation(NamedTuple):
    """An annotation as a search shows it; ``span`` is in the document's text.

    One without an id is the note of a document: it is about no passage, and has no label.
    """

    id: str
    label: str
    span: Span
    quote: str
    note: str
    annotator: str = ""


class IndexedText(NamedTuple):
    """What is kept of a document: its shown text, and what was written about it."""

    text: str
    annotations: tuple[IndexedAnnotation, ...]


def document_paths(paths: Iterable[str]) -> Iterator[str]:
    """The documents of some paths that have files, in the order of ``walk``."""
    return (path for path in walk(paths) if path != STANDARD_INPUT and not is_url(path))


def stamp_of_document(path: str) -> tuple[int, int] | None:
    """The time (nanoseconds) and size (bytes) of a document's file, also of a file of many; None where it is gone."""
    return stamp_of(path) or (stamp_of(path.rpartition(RECORD_MARK)[0]) if RECORD_MARK in path else None)


def indexed_text(opened: OpenDocument) -> IndexedText:
    """What a search looks at in a document: its text and its notes, the passages and notes of its annotations."""
    records = opened.records
    notes = document_notes(records.decisions(DOCUMENT_NOTE))
    return IndexedText(
        opened.article.text,
        (
            *(IndexedAnnotation("", "", Span(0, 0), "", note, name) for name, note in notes.items()),
            *(
                IndexedAnnotation(one.id, one.label, Span(one.start, one.end), one.quote, one.note, one.annotator)
                for one in (*records.annotations, *records.detached)
            ),
        ),
    )
