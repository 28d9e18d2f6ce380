"""Asking for annotations of all documents: a thread that has the index answer, and hands over what it finds.

What is in memory counts as it is there, saved or not. The index answers for all other documents, first as it is, and
once more when its process has brought it in step with the store. Only where there can be none is the store read here.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.annotation_query import LABEL, AnnotationQuery, Vocabulary, annotation_query
from reader.workspace.fulltext.annotation_answers import Answer, FoundAnnotation, HeldDocument
from reader.workspace.fulltext.annotation_index import AnnotationIndex, StoreDocument

if TYPE_CHECKING:
    from reader.config.settings_in_force import SettingsInForce
    from reader.store.store_protocol import Store
    from reader.workspace.fulltext.search_index import IndexReader, IndexState, SearchIndex
    from reader.workspace.library import Library
    from reader.workspace.library_entries import OpenDocument

#: Annotations that are listed, and that are handed over at once.
MOST, _AT_ONCE = 5_000, 200
#: Seconds for which the index need not be compared with the store again, and that the first answer waits for that;
#: between two answers while it is made, and between two looks for it; and that the keys are left after each batch.
_FRESH_S, _CHECK_S, _AGAIN_S, _LOOK_S, _BREATH_S = 5.0, 0.1, 5.0, 0.1, 0.002


class FoundBatch(NamedTuple):
    """What is handed over.

    Attributes:
        found: more of what is asked for.
        is_anew: it takes the place of all that was handed over before.
        total: how many there are; None where that is not known yet.
        is_over: there is no more to come.
        behind: documents of the store that are still to be read, and may hold more.
        problem: one line on a word that cannot be used, and was left out; empty where all can.
    """

    found: Sequence[FoundAnnotation]
    is_anew: bool = False
    total: int | None = None
    is_over: bool = False
    behind: int = 0
    problem: str = ""


class AnnotationQuestions:
    """Asks for annotations; one question at a time.

    Args:
        library: the documents in memory.
        store: all others.
        index: of them.
        settings: labels and kinds of links.
    """

    def __init__(self, library: Library, store: Store, index: SearchIndex, settings: SettingsInForce) -> None:
        self._library = library
        self._store = store
        self._index = index
        self._settings = settings
        self._stop = threading.Event()

    def stop(self) -> None:
        """Look no further."""
        self._stop.set()

    def ask(self, typed: str, tell: Callable[[FoundBatch], object]) -> None:
        """Ask for what words ask for (see ``annotation_query``); ``tell`` is called on a thread."""
        self.begin(typed, lambda stop: _Listing(tell, stop))

    def begin(self, typed: str, telling_until: Callable[[threading.Event], Telling]) -> None:
        """Ask for what words ask for.

        Args:
            typed: the words.
            telling_until: makes what is told of the answers, until that event is set.
        """
        self.stop()
        stop = self._stop = threading.Event()

        def work() -> None:
            reader = self._index.reader()
            try:
                self._answer(typed, reader, telling_until(stop))
            except _OverError:
                return
            finally:
                reader.close()

        threading.Thread(target=work, name="questions", daemon=True).start()

    # --- on the thread

    def _answer(self, typed: str, reader: IndexReader, telling: Telling) -> None:
        """Answer from the index as it is, and again once it is in step; without one, from the store."""
        self._index.look(unless_within=_FRESH_S)
        state = self._index.wait(_is_known, _CHECK_S)
        while not _is_known(state):
            telling.behind = state.annotations.behind if state.annotations is not None else 0
            is_told = reader.ask(lambda index: self._tell(typed, index.annotations, telling, is_last=False))
            state = self._index.wait(_is_known, _AGAIN_S if is_told else _LOOK_S)
            telling.go_on()
        telling.behind = 0
        if not state.has_annotations or not reader.ask(
            lambda index: self._tell(typed, index.annotations, telling, is_last=True)
        ):
            self._tell(typed, None, telling, is_last=True)

    def _tell(self, typed: str, index: AnnotationIndex | None, telling: Telling, *, is_last: bool) -> bool:
        """Hand over one answer; true, unless ``IndexUnusableError`` is raised."""
        now = self._settings.now
        labels = {label.name for label in now.labels} | set(index.values(LABEL).values() if index is not None else ())
        query = annotation_query(typed, Vocabulary(labels, now.link_kinds, now.value_names))
        telling.problem = "" if query.is_unfinished else query.problem
        total, answer = telling.answer(query, index, self._held() if index is not None else self._all())
        telling.begin(total)
        found = islice(answer, telling.most)
        while some := list(islice(found, telling.at_once)):
            telling.take(some)
        telling.end(is_last=is_last)
        return True

    def _held(self) -> list[HeldDocument]:
        """The documents in memory."""
        return [held_document(opened) for opened in self._library.loaded]

    def _all(self) -> Iterable[HeldDocument]:
        """The documents in memory, and what the store has of all others, read now."""
        from reader.workspace.fulltext.annotation_upkeep import annotations_in

        held = self._held()
        keys = {one.document.key for one in held if one.document.key}
        fresh = {one.document.sha256 for one in held if not one.document.key}
        yield from held
        for one in annotations_in(self._store, lambda _: None):  # ``check`` says what is wrong with the store
            if one.document.key not in keys and one.document.sha256 not in fresh:
                yield HeldDocument(one.document, one.annotations, one.links)
            time.sleep(_BREATH_S)


def _is_known(state: IndexState) -> bool:
    return state.has_annotations or state.is_over


def held_document(opened: OpenDocument) -> HeldDocument:
    """A document in memory as it is now; for any thread."""
    known = opened.document
    annotations, links = opened.records.copied()
    about = StoreDocument(known.key or "", known.sha256, known.path, known.location, opened.article.title or "")
    return HeldDocument(about, sorted(annotations, key=lambda one: (one.start, one.end, one.id)), links)


class _OverError(Exception):
    """Nobody waits for more."""


class Telling(ABC):
    """Hands over what is found; any method raises ``_OverError`` once that is to end.

    An answer after the first one is held back until it is whole, and handed over only if it is another one.

    Args:
        stop: set once nobody waits for more.
        told: what was handed over of an earlier answer to the same question, which this one may take the place of.

    Attributes:
        most: how much of an answer is looked at; None for all of it.
        at_once: how many annotations are handed over at once.
    """

    most: int | None = None
    at_once = 1_000

    def __init__(self, stop: threading.Event, told: object = None) -> None:
        self._stop = stop
        self._told = told
        self._found: list[FoundAnnotation] = []
        self._total: int | None = None
        self.behind = 0
        self.problem = ""

    def answer(
        self, query: AnnotationQuery, index: AnnotationIndex | None, held: Iterable[HeldDocument]
    ) -> tuple[int | None, Iterable[FoundAnnotation]]:
        """How many there are, where that is known before they are found, and what is found."""
        answer = Answer(query, index, held)
        return answer.total, answer

    def go_on(self) -> None:
        """Nothing, as long as somebody waits."""
        if self._stop.is_set():
            raise _OverError

    def begin(self, total: int | None) -> None:
        """An answer begins."""
        self._found, self._total = [], total

    def take(self, some: Sequence[FoundAnnotation]) -> None:
        """More of it."""
        self.go_on()
        is_first = not self._found
        listed = self.keep(some)
        if self._told is None:
            self.hand_over(listed, is_anew=is_first)
        time.sleep(_BREATH_S)

    def end(self, *, is_last: bool) -> None:
        """It is whole."""
        self.go_on()
        whole = self.whole()
        is_other = self._told is not None and self._told != whole
        is_empty = self._told is None and not self._found
        self._told = whole
        is_anew = is_other or is_empty
        self.hand_over(self._found if is_other else (), is_anew=is_anew, is_whole=True, is_over=is_last)

    def keep(self, some: Sequence[FoundAnnotation]) -> Sequence[FoundAnnotation]:
        """More is found, whether it is handed over or held back; what of it is listed."""
        self._found += some
        return some

    def whole(self) -> object:
        """All that there is to hand over of the answer, now that it is whole; equal for equal answers."""
        return self._found

    @abstractmethod
    def hand_over(
        self, found: Sequence[FoundAnnotation], *, is_anew: bool, is_whole: bool = False, is_over: bool = False
    ) -> None:
        """Hand over more, or what takes the place of everything before.

        Args:
            found: what there is more.
            is_anew: it takes the place of everything before.
            is_whole: this answer is whole; another one may follow.
            is_over: none follows.
        """


class _Listing(Telling):
    """For a list of them, which ends at ``MOST``."""

    at_once = _AT_ONCE

    def __init__(self, tell: Callable[[FoundBatch], object], stop: threading.Event) -> None:
        super().__init__(stop)
        self._tell = tell
        self.most = MOST

    def whole(self) -> object:
        """The list; how many there are is known, unless it was cut."""
        if self._total is None and len(self._found) < MOST:
            self._total = len(self._found)
        return super().whole()

    def hand_over(
        self, found: Sequence[FoundAnnotation], *, is_anew: bool, is_whole: bool = False, is_over: bool = False
    ) -> None:
        """As a batch."""
        del is_whole
        self._tell(FoundBatch(found, is_anew, self._total, is_over, self.behind, self.problem))
