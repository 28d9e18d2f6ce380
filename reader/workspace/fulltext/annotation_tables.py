"""The four tables of annotations, gathered on a thread: quotations, labels by document, overlapping labels, speakers.

They are asked for as the list of all annotations is (see ``annotation_questions``), and counted while they come.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from reader.analysis.label_counts import LabelCount, SpeakerCounts, by_label
from reader.analysis.label_overlaps import LabelOverlap, OverlapCounts, overlapping
from reader.annotations.annotation_query import LABEL, SPEAKER, AnnotationQuery, Term
from reader.model.annotation import Annotation
from reader.system.safe_text import safe_text
from reader.workspace.annotation_questions import AnnotationQuestions, Telling
from reader.workspace.fulltext.annotation_answers import Answer, FoundAnnotation, HeldDocument
from reader.workspace.fulltext.annotation_index import AnnotationIndex, StoreDocument

#: Quotations that are listed; all are counted.
MOST_QUOTATIONS = 200_000
#: Seconds between two counts of speakers and overlaps while there is more to come.
_COUNTED_S = 0.5


class Narrowing(NamedTuple):
    """What annotations have to be, beside what words ask for: those behind one cell of a table.

    Attributes:
        said: for people, as ``claim over evidence``; empty for all.
        terms: tests that all have to hold.
        document: of which alone.
        pairs: of two labels each: only what is of one of them, on a passage of the other one.
    """

    said: str = ""
    terms: tuple[Term, ...] = ()
    document: StoreDocument | None = None
    pairs: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.said)

    def within(self, document: StoreDocument) -> Narrowing:
        """Of a document alone."""
        return self._also(document.path.rpartition("/")[2])._replace(document=document)

    def of_label(self, name: str) -> Narrowing:
        """Of a label alone."""
        return self._also(name)._replace(terms=(*self.terms, Term(LABEL, lambda label: label == name)))

    def of_speaker(self, name: str, said: str) -> Narrowing:
        """Of a speaker alone; without a name of nobody."""
        return self._also(said)._replace(terms=(*self.terms, Term(SPEAKER, lambda speaker: speaker == name)))

    def of_pair(self, label: str, other: str) -> Narrowing:
        """Of two labels that overlap."""
        of_either = Term(LABEL, lambda name: name in (label, other))
        found = self._also(f"{label} over {other}")
        return found._replace(terms=(*self.terms, of_either), pairs=(*self.pairs, (label, other)))

    def _also(self, said: str) -> Narrowing:
        return self._replace(said=f"{self.said} · {said}" if self.said else said)

    def has(self, document: StoreDocument) -> bool:
        """Whether a document is the one; one that was saved just now may not have known its key before."""
        wanted = self.document
        if wanted is None or document.sha256 != wanted.sha256:
            return wanted is None
        return not (wanted.key and document.key) or safe_text(document.key) == wanted.key


class DocumentCount(NamedTuple):
    """A row of labels by document.

    Attributes:
        document: which one.
        first: its first annotation that is counted.
        counted: how many it has of each label.
    """

    document: StoreDocument
    first: Annotation
    counted: LabelCount


class TableBatch(NamedTuple):
    """More of the tables.

    Attributes:
        found: more quotations.
        documents: more rows of labels by document.
        speakers, overlaps: all rows so far; None where they were not counted anew.
        whole: how many there are of each label so far, in documents that were counted.
        is_anew: what is handed over takes the place of all that was handed over before.
        read: how many annotations were found so far.
        total: how many there are; None where that is not known yet.
        is_whole: they are complete, as far as is known: another answer may take their place.
        is_over, behind, problem: as of ``FoundBatch``.
    """

    found: Sequence[FoundAnnotation]
    documents: Sequence[DocumentCount]
    speakers: Sequence[LabelCount] | None
    overlaps: Sequence[LabelOverlap] | None
    whole: Counter[str]
    is_anew: bool
    read: int
    total: int | None
    is_whole: bool
    is_over: bool
    behind: int
    problem: str


class GatheredTables:
    """The tables so far, as one has them who was handed the batches; quotations stand in the order of their documents.

    Attributes:
        found, documents, speakers, overlaps, whole, read, total, is_whole, is_over, behind, problem:
            as of ``TableBatch``.
    """

    def __init__(self) -> None:
        self.found: list[FoundAnnotation] = []
        self.documents: list[DocumentCount] = []
        self.speakers: Sequence[LabelCount] = ()
        self.overlaps: Sequence[LabelOverlap] = ()
        self.whole: Counter[str] = Counter()
        self.read, self.behind = 0, 0
        self.total: int | None = None
        self.is_whole = self.is_over = False
        self.problem = ""

    def take(self, batch: TableBatch) -> None:
        """More of them; where they begin anew, in lists of their own."""
        if batch.is_anew:
            self.found, self.documents = list(batch.found), list(batch.documents)
            self.speakers, self.overlaps = (), ()
        else:
            self.found += batch.found
            self.documents += batch.documents
        self.speakers = self.speakers if batch.speakers is None else batch.speakers
        self.overlaps = self.overlaps if batch.overlaps is None else batch.overlaps
        self.whole, self.read, self.total = batch.whole, batch.read, batch.total
        self.is_whole, self.is_over = batch.is_whole, batch.is_over
        self.behind, self.problem = batch.behind, batch.problem

    @property
    def told(self) -> object:
        """What an answer is compared with that may take the place of this one."""
        return self.read, self.found, self.documents


class AnnotationTables(AnnotationQuestions):
    """Asks for the tables; one question at a time."""

    def tabulate(
        self, typed: str, narrowing: Narrowing, tell: Callable[[TableBatch], object], before: GatheredTables | None
    ) -> None:
        """Ask for the tables of what words and a cell ask for.

        Args:
            typed: the words (see ``annotation_query``).
            narrowing: the cell.
            tell: called on a thread.
            before: an earlier answer to the same question, which is on the screen. Only another one is handed over.
        """
        told = before.told if before is not None else None
        self.begin(typed, lambda stop: _Tabulating(tell, narrowing, stop, told))


class _Counts:
    """The tables of counts, one document after another; a document is counted once its last annotation is known."""

    def __init__(self) -> None:
        self.documents: list[DocumentCount] = []
        self.speakers, self.overlaps = SpeakerCounts(), OverlapCounts()
        self.whole: Counter[str] = Counter()
        self.read = 0
        self._document: StoreDocument | None = None
        self._here: list[Annotation] = []

    def add(self, some: Iterable[FoundAnnotation]) -> None:
        for document, group in groupby(some, lambda one: one.document):
            if document != self._document:
                self.close()
                self._document = document
            found = [one.annotation for one in group]
            self._here += found
            self.read += len(found)

    def close(self) -> None:
        """No more comes of the last document."""
        if self._document is not None and self._here:
            counts = by_label(self._here)
            row = DocumentCount(self._document, self._here[0], LabelCount(self._document.path, counts))
            self.documents.append(row)
            self.whole.update(counts)
            self.speakers.add(self._here)
            self.overlaps.add(self._here)
        self._here = []


class _Tabulating(Telling):
    """Counts what is found, and hands over both."""

    def __init__(
        self, tell: Callable[[TableBatch], object], narrowing: Narrowing, stop: threading.Event, told: object
    ) -> None:
        super().__init__(stop, told)
        self._tell = tell
        self._narrowing = narrowing
        self._counts = _Counts()
        self._handed = 0  # rows of labels by document
        self._due = 0.0
        self._is_held_back = False

    def answer(
        self, query: AnnotationQuery, index: AnnotationIndex | None, held: Iterable[HeldDocument]
    ) -> tuple[int | None, Iterable[FoundAnnotation]]:
        """What is asked for, of the cell."""
        narrowing = self._narrowing
        query = query._replace(groups=(*query.groups, *((term,) for term in narrowing.terms)))
        answer = Answer(query, index, held, narrowing.has if narrowing.document is not None else None)
        return (None, self._overlapping(answer)) if narrowing.pairs else (answer.total, answer)

    def _overlapping(self, answer: Iterable[FoundAnnotation]) -> Iterator[FoundAnnotation]:
        for document, group in groupby(answer, lambda one: one.document):
            left: Sequence[Annotation] = [one.annotation for one in group]
            for label, other in self._narrowing.pairs:
                left = overlapping(left, label, other)
            yield from (FoundAnnotation(document, one) for one in left)

    def begin(self, total: int | None) -> None:
        """An answer begins, and so do the counts."""
        super().begin(total)
        self._counts, self._handed = _Counts(), 0
        self._is_held_back = self._told is not None

    def keep(self, some: Sequence[FoundAnnotation]) -> Sequence[FoundAnnotation]:
        """Count all, and list as many as there is room for."""
        self._counts.add(some)
        return super().keep(some[: max(0, MOST_QUOTATIONS - len(self._found))])

    def whole(self) -> object:
        """See ``GatheredTables.told``."""
        self._counts.close()
        self._total, self._due = self._counts.read, 0.0
        return self._counts.read, self._found, self._counts.documents

    def hand_over(
        self, found: Sequence[FoundAnnotation], *, is_anew: bool, is_whole: bool = False, is_over: bool = False
    ) -> None:
        """As a batch; what takes long to be put in order comes now and then, and with the last one."""
        counts, now = self._counts, time.monotonic()
        self._handed = 0 if is_anew else self._handed
        is_due = now >= self._due
        if is_due:
            self._due = now + _COUNTED_S
        self._tell(
            TableBatch(
                found,
                counts.documents[self._handed :] if is_anew or not self._is_held_back else (),
                list(counts.speakers.rows()) if is_due else None,
                list(counts.overlaps.rows()) if is_due else None,
                counts.whole.copy(),
                is_anew,
                counts.read,
                self._total,
                is_whole,
                is_over,
                self.behind,
                self.problem,
            )
        )
        self._handed = len(counts.documents)
