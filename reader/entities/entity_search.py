"""Finds entities in two phases: a cached result, or a guess by rules at once and the worker's answer later.

One thread reads the cache and guesses. It never waits for the worker, whose answers come on the client's thread.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.entities.entity_cache import text_digest
from reader.entities.entity_client import EntityAnswer, EntityClient

if TYPE_CHECKING:
    from reader.entities.entity_process import WorkerProcess
    from reader.entities.personal_gazetteer import KnownName
    from reader.system.guarded_path import StorePath

#: Code points of the longest text that this process guesses at. A guess takes ten milliseconds for a thousand words,
#: shared with the reader's other work. Longer texts wait for the worker.
LONGEST_GUESS = 120_000


class _Request(NamedTuple):
    """A text that waits; see ``EntityFinder.request``."""

    key: str
    text: str
    language: str
    people: tuple[str, ...]
    urgent: bool
    is_wanted: bool


class EntityFinder:
    """Delivers a guess, then the answer; or the answer alone if it is cached, or if the detector is rules.

    Args:
        setting: as for ``choose_detector``.
        cache_dir: the folder of cached results, or None.
        deliver: called on threads of the finder, at most twice for each request. It must not touch widgets.
        gazetteer: the file of known names, which are applied to every answer. It is read on first use, and again after
            ``forget_gazetteer``.
        process: a running worker, which may guess at a text by itself.
    """

    def __init__(
        self,
        setting: str,
        cache_dir: StorePath | Path | None,
        deliver: Callable[[EntityAnswer], None],
        gazetteer: Path | None = None,
        process: WorkerProcess | None = None,
    ) -> None:
        self._client = EntityClient(setting, cache_dir, self._tell, process=process)
        self._deliver = deliver
        self._gazetteer = gazetteer
        self._known: tuple[KnownName, ...] | None = None
        self._problem = ""
        self._waiting: deque[_Request] = deque()
        self._asked: dict[str, str] = {}  # requests without an answer, by key; a guess does not count
        self._ahead: set[str] = set()  # the keys of those that nobody waits for
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def request(
        self,
        key: str,
        text: str,
        language: str = "",
        *,
        people: Sequence[str] = (),
        urgent: bool = False,
        is_wanted: bool = True,
    ) -> None:
        """Ask for the entities of ``text``; returns at once.

        Args:
            key, text, language, people, urgent: as for ``EntityClient.request``.
            is_wanted: whether somebody waits for it. Otherwise there is no guess, this process looks for nothing, and
                the worker only while nothing else is asked of it.
        """
        with self._changed:
            if self._closed:
                return
            wanted = _Request(key, text, language, tuple(people), urgent, is_wanted)
            if self._asked.get(key) == text and not (is_wanted and key in self._ahead):
                if urgent:  # guessed already, or waiting; only the answer can be hurried
                    self._client.hurry(key, text, language, people)
                return
            self._asked[key] = text
            self._ahead.discard(key)
            if not is_wanted:
                self._ahead.add(key)
            if urgent:
                self._waiting.appendleft(wanted)
            else:
                self._waiting.append(wanted)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="first-look", daemon=True)
                self._thread.start()
            self._changed.notify()

    def forget_gazetteer(self) -> None:
        """Read the changed file of known names again with the next answer."""
        self._known = None

    def close(self) -> None:
        """Stop the threads and the worker; no answer comes after this. May be called twice."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify()
        self._client.close()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                wanted = self._waiting.popleft()
            answer = self._first_look(wanted)
            if answer is not None and not self._closed:
                with contextlib.suppress(Exception):  # a fault in the callback must not end the answers
                    self._tell(replace(answer, text=wanted.text))

    def _tell(self, answer: EntityAnswer) -> None:
        """Apply the gazetteer to an answer and deliver it, on the thread it comes on."""
        if not answer.is_guess:
            self._asked.pop(answer.key, None)
            self._ahead.discard(answer.key)
        known = self._read_gazetteer()
        if known and not answer.error:
            from reader.entities.corrected_entities import corrected

            answer = replace(answer, entities=corrected(answer.entities, answer.text, (), known).entities)
        self._deliver(replace(answer, notice=answer.notice or self._problem))

    def _read_gazetteer(self) -> tuple[KnownName, ...]:
        if self._known is None and self._gazetteer is not None:
            from reader.entities.personal_gazetteer import GazetteerError, read_gazetteer

            try:
                self._known, self._problem = read_gazetteer(self._gazetteer), ""
            except GazetteerError as error:
                self._known, self._problem = (), str(error)
        return self._known or ()

    def _first_look(self, wanted: _Request) -> EntityAnswer | None:
        """The answer that is available at once; None if only the worker has one."""
        key, text, language, people, urgent, is_wanted = wanted
        try:
            kept = self._client.kept(key, text, language, people)
            detector = self._client.detector(language)
        except ValueError as error:
            return EntityAnswer(key, text_digest(text), error=str(error))
        if kept is not None:
            return kept
        is_short = len(text) <= LONGEST_GUESS
        is_foreseen = self._client.foresaw(text)
        if detector.name != "rules" or not is_short or is_foreseen or not is_wanted:
            self._client.request(
                key, text, language, people=people, urgent=urgent, is_wanted=is_wanted
            )  # first, so that it starts during the guess
            if not is_wanted or is_foreseen:
                return None
        return _guessed(wanted, detector.notice, is_guess=detector.name != "rules") if is_short else None


def _guessed(wanted: _Request, notice: str, *, is_guess: bool) -> EntityAnswer | None:
    """What the rules find; of a guess what they are certain of, so that no name goes when the answer comes."""
    from reader.entities.detection import certain_entities, detect_entities
    from reader.entities.detector import RulesDetector

    key, text, people = wanted.key, wanted.text, wanted.people
    try:
        entities = tuple(certain_entities(text, people) if is_guess else detect_entities(text, RulesDetector(), people))
    except Exception as error:  # noqa: BLE001 - rules may raise anything, and the reader must go on
        what = f"names could not be found: {type(error).__name__}: {error}"[:300]
        return None if is_guess else EntityAnswer(key, text_digest(text), error=what)
    return EntityAnswer(key, text_digest(text), entities, "rules", "" if is_guess else notice, is_guess=is_guess)
