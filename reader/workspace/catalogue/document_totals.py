"""Totals of the documents in a list: words, tags by label, and how far they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence
from itertools import compress
from operator import attrgetter

from reader.workspace.catalogue.fact_table import FactTable
from reader.workspace.document_progress import UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry


class DocumentTotals:
    """Documents are added bit by bit.

    Attributes:
        documents: how many.
        read: of these, documents whose words were counted; ``words`` is of them.
        counts: annotations a label.
        states: documents that are begun or finished.
        left_out: documents that cannot be read.
    """

    def __init__(self) -> None:
        self.documents = self.read = self.words = self.left_out = 0
        self.counts: Counter[str] = Counter()
        self.states: Counter[str] = Counter()

    @property
    def unread(self) -> int:
        """Documents that can be read, and that nobody has begun."""
        return self.documents - self.left_out - sum(self.states.values())

    def add(
        self,
        entries: Sequence[LibraryEntry],
        facts: FactTable,
        told: Container[int],
        progress: Callable[[LibraryEntry], Progress],
    ) -> None:
        """Add some.

        Args:
            entries: the documents.
            facts: what is known of them.
            told: the places of those that are begun, finished, tagged or left out, and maybe others.
            progress: tells how far such a document is.
        """
        places = list(map(attrgetter("place"), entries))
        read, words = facts.count_words(places)
        self.documents += len(entries)
        self.read += read
        self.words += words
        for entry in compress(entries, map(told.__contains__, places)):
            if entry.problem:
                self.left_out += 1
                continue
            state, counts, _ = progress(entry)
            self.counts.update(counts)
            if state != UNREAD:
                self.states[state] += 1
