"""Finding in every document, annotation and note: a thread that looks through them and hands over what it finds."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reader.model.spans import Span
from reader.text.search import PatternError, find_all
from reader.workspace.library import Library
from reader.workspace.library_entries import LibraryEntry, OpenDocument

#: Hits of one document, and of all, that are listed.
MOST_IN_ONE, MOST = 50, 5_000
#: Seconds between two deliveries at least, that the thread leaves to the keys after each document, and that one
#: document may take.
_DELIVERY_S, _BREATH_S, _PATIENCE_S = 0.1, 0.002, 0.5
#: Code points shown before a hit and behind it.
_BEFORE, _BEHIND = 24, 120
#: Code points of all texts that are kept for the next search.
_KEPT = 30_000_000


class Hit(NamedTuple):
    """One place that was found.

    Attributes:
        entry: the document.
        span: in ``Article.text``: of the hit, or of the annotation that it is in.
        annotation: its id, empty for a hit in the text.
        label: of the annotation, empty for a hit in the text.
        before, found, behind: the hit in its context, in one line.
        is_note: it is in the annotation's note, else in its passage.
    """

    entry: LibraryEntry
    span: Span
    annotation: str
    label: str
    before: str
    found: str
    behind: str
    is_note: bool = False


class Delivery(NamedTuple):
    """What a search says now and then: what it found since, and of how many documents how many are done.

    Attributes:
        problem: what is wrong, or that there ``is_cut`` something off the hits; empty where nothing is.
    """

    hits: Sequence[Hit]
    done: int
    total: int
    is_over: bool = False
    problem: str = ""
    is_cut: bool = False


class _Text(NamedTuple):
    """What is kept of a document that is not in memory: its text and its annotations' passages and notes."""

    text: str
    annotations: tuple[tuple[str, str, Span, str, str], ...]


class GlobalSearch:
    """Looks through documents, those in memory first; may be told to stop, and is, by the next search."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: dict[str, _Text] = {}
        self._size = 0
        self._stop = threading.Event()

    def stop(self) -> None:
        """Look no further."""
        self._stop.set()

    def start(self, pattern: str, tell: Callable[[Delivery], object]) -> None:
        """Look for a text, or with a leading ``\\`` for a regular expression; ``tell`` is called on the thread."""
        self.stop()
        stop = self._stop = threading.Event()
        entries = [entry for entry in self._library.readable if not self._library.is_far(entry)]
        entries.sort(key=lambda entry: entry.opened is None)

        def work() -> None:
            hits: list[Hit] = []
            told, count = time.monotonic(), 0
            for done, entry in enumerate(entries, 1):
                try:
                    found = list(self._hits(entry, pattern))
                except PatternError as error:
                    tell(Delivery((), done, len(entries), is_over=True, problem=str(error)))
                    return
                hits += found
                count += len(found)
                if stop.is_set():
                    return
                if count >= MOST:
                    cut = f"only the first {count} are shown"
                    tell(Delivery(hits, done, len(entries), is_over=True, problem=cut, is_cut=True))
                    return
                if time.monotonic() - told > _DELIVERY_S:
                    tell(Delivery(hits, done, len(entries)))
                    hits, told = [], time.monotonic()
                time.sleep(_BREATH_S)
            tell(Delivery(hits, len(entries), len(entries), is_over=True))

        threading.Thread(target=work, name="search", daemon=True).start()

    def _hits(self, entry: LibraryEntry, pattern: str) -> Iterator[Hit]:
        known = self._text(entry)
        if known is None:
            return
        for identifier, label, place, quote, note in known.annotations:
            for text, is_note in ((quote, False), (note, True)):
                for hit in _found(text, pattern, 1):
                    yield Hit(entry, place, identifier, label, *context(text, hit), is_note)
        for hit in _found(known.text, pattern, MOST_IN_ONE):
            yield Hit(entry, hit, "", "", *context(known.text, hit))

    def _text(self, entry: LibraryEntry) -> _Text | None:
        if entry.opened is not None:
            return _text_of(entry.opened)
        if entry.path not in self._kept:
            opened = self._library.look_into(entry)
            if opened is None:
                return None
            found = _text_of(opened)
            if self._size + len(found.text) > _KEPT:
                return found
            self._size += len(found.text)
            self._kept[entry.path] = found
        return self._kept[entry.path]


def all_hits(library: Library, pattern: str) -> Iterator[Hit]:
    """What a search finds, as it is found; raises ``PatternError``."""
    delivered: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
    GlobalSearch(library).start(pattern, delivered.put)
    while True:
        delivery = delivered.get()
        yield from delivery.hits
        if delivery.is_over:
            if delivery.problem and not delivery.is_cut:
                raise PatternError(delivery.problem)
            return


def _text_of(opened: OpenDocument) -> _Text:
    records = opened.records
    annotations = (*records.annotations, *records.detached)
    return _Text(
        opened.article.text,
        tuple((one.id, one.label, Span(one.start, one.end), one.quote, one.note) for one in annotations),
    )


def _found(text: str, pattern: str, most: int) -> Sequence[Span]:
    is_regex = pattern.startswith("\\")
    return find_all(pattern[is_regex:], text, is_regex=is_regex, most=most, seconds=_PATIENCE_S).spans if text else ()


def context(text: str, hit: Span) -> tuple[str, str, str]:
    """What stands before a hit, the hit, and what stands behind it, each in one line."""
    before = " ".join(text[max(0, hit.start - _BEFORE) : hit.start].split())
    found, behind = text[slice(*hit)], text[hit.end : hit.end + _BEHIND]
    left = " " if before and text[hit.start - 1 : hit.start].isspace() else ""
    right = " " if behind[:1].isspace() else ""
    cut = "…" if hit.start > _BEFORE else ""
    return cut + before + left, " ".join(found.split()), right + " ".join(behind.split())
