"""Every occurrence of some words, in one document or in all of them: counted, and tagged as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model.annotation import Change
    from reader.model.spans import Span
    from reader.workspace.library_entries import LibraryEntry, OpenDocument


class OccurrenceCount:
    """What was counted so far of some words.

    Attributes:
        words: as they were selected.
        here: how many stand in the first document.
        places: how many stand in each document, by its bytes; a document without any is not in it.
        entries: those documents in the list, the first one first.
        is_done: whether every document was looked at.
    """

    def __init__(self, words: str, entry: LibraryEntry, opened: OpenDocument) -> None:
        self.words = words
        self.here = len(occurrences_in(opened, words))
        self.places = {opened.sha256: self.here}
        self.entries = [entry]
        self.is_done = False

    def add(self, entry: LibraryEntry, sha256: str, count: int) -> None:
        """Take in what was counted in another document; one text may be in the list twice, and counts once."""
        if count and sha256 not in self.places:
            self.places[sha256] = count
            self.entries.append(entry)

    @property
    def total(self) -> int:
        """How many stand in all documents that were looked at."""
        return sum(self.places.values())


def occurrences_in(opened: OpenDocument, words: str) -> list[Span]:
    """Where the words stand in ``Article.text``, ordered."""
    from reader.text.occurrences import occurrences
    from reader.text.units import Units

    article = opened.article
    return list(occurrences(article.text, words, Units(article.text, article.blocks, article.language)))


def occurrence_tags(opened: OpenDocument, words: str, label: str, annotator: str) -> tuple[Change, ...]:
    """A tag for each occurrence that has not got it from this annotator."""
    known = {
        (one.start, one.end) for one in opened.records.annotations if (one.label, one.annotator) == (label, annotator)
    }
    spans = [span for span in occurrences_in(opened, words) if span not in known]
    return tuple(change for span in spans for change in opened.records.tag(label, *span, annotator))
