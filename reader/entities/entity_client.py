"""The reader's side of the worker process: requests return at once, answers come from one thread.

Nothing here blocks the caller's thread: not the cache, not the worker, not a full pipe.
"""

from __future__ import annotations

import contextlib
import math
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.entities.detector import Detector
from reader.entities.detector_choice import chosen_or_rules
from reader.entities.entity_cache import EntityCache, entities_from_json, text_digest
from reader.model.entity import Entity

if TYPE_CHECKING:
    from reader.entities.entity_process import WorkerProcess
    from reader.system.guarded_path import StorePath

#: Code points of the longest text that is searched for names.
LONGEST_TEXT = 2_000_000
#: Texts of more code points wait behind all others.
_LONG_TEXT = 300_000
#: After this number of requests in a row without an answer, no worker is started again.
_MOST_FAILURES = 2


@dataclass(frozen=True, slots=True)
class EntityAnswer:
    """The entities of one text.

    Attributes:
        key: the key of the request.
        text_sha256: of the text, in hexadecimal, so that an answer to an older text can be recognised.
        entities: empty after an error.
        detector: the name of the detector that found them.
        notice: one plain line if something is missing, otherwise empty.
        error: one plain line if the search failed, otherwise empty.
        is_guess: found by rules while the chosen detector is still searching.
        text: the text in which they were found.
    """

    key: str
    text_sha256: str
    entities: tuple[Entity, ...] = ()
    detector: str = ""
    notice: str = ""
    error: str = ""
    is_guess: bool = False
    text: str = field(default="", repr=False)


class _Request(NamedTuple):
    """A text that waits; see ``EntityClient.request``."""

    key: str
    text: str
    language: str
    people: tuple[str, ...]


class EntityClient:
    """Asks a worker process for entities; answers go to ``deliver``, short texts first, then in order of request.

    Texts that nobody waits for come last, one by one. The worker leaves such a text as soon as another one is asked
    for, and begins anew with it later.

    A text of more than ``LONGEST_TEXT`` code points is refused at once. A text on which the worker ended or timed out
    is not tried again.

    Args:
        setting: as for ``choose_detector``.
        cache_dir: the folder of cached results, or None.
        deliver: called on a thread of the client, once for each request. It must not touch widgets: post a message.
        patience: seconds that a text may take, including the start of the worker; the same again for each million
            characters.
        process: a running worker with the same setting; the client owns it from now on.
    """

    def __init__(
        self,
        setting: str,
        cache_dir: StorePath | Path | None,
        deliver: Callable[[EntityAnswer], None],
        patience: float = 60.0,
        process: WorkerProcess | None = None,
    ) -> None:
        self._setting = setting
        self._cache = EntityCache(cache_dir)
        self._deliver = deliver
        self._patience = patience
        self._waiting: deque[_Request] = deque()
        self._ahead: deque[_Request] = deque()  # what nobody waits for
        self._present: _Request | None = None  # what of that is looked at
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None
        self._process = process
        self._detectors: dict[str, Detector] = {}
        self._failures = 0
        self._fatal: dict[str, str] = {}

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
            key: returned in the answer.
            text: any text.
            language: of the text, two letters; empty if unknown.
            people: whom the page names as its authors.
            urgent: whether it goes before all others; long texts stay last. It is moved if it waits already.
            is_wanted: whether somebody waits for it.
        """
        if len(text) > LONGEST_TEXT:
            self._refuse(key, text)
            return
        with self._changed:
            if self._closed:
                return
            wanted = _Request(key, text, language, tuple(people))
            if is_wanted:
                self._want(wanted, urgent=urgent)
            elif wanted not in self._ahead and wanted not in self._waiting:
                self._ahead.append(wanted)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="entities", daemon=True)
                self._thread.start()
            self._changed.notify()

    def hurry(self, key: str, text: str, language: str = "", people: Sequence[str] = ()) -> None:
        """Move a waiting request before all others; a request in progress is left alone."""
        with self._changed:
            wanted = _Request(key, text, language, tuple(people))
            if wanted in self._waiting:
                self._want(wanted, urgent=True)

    def _want(self, wanted: _Request, *, urgent: bool) -> None:
        """Somebody waits for a text."""
        with contextlib.suppress(ValueError):
            self._ahead.remove(wanted)
        if self._present == wanted:
            self._present = None  # it goes on, and nothing goes before it any more
            return
        with contextlib.suppress(ValueError):
            if urgent:
                self._waiting.remove(wanted)
        if wanted not in self._waiting:
            self._waiting.insert(self._place(wanted.text, urgent), wanted)

    def _refuse(self, key: str, text: str) -> None:
        """Answer on a separate thread, as the client's thread may wait for the worker."""

        def answer() -> None:
            refusal = EntityAnswer(key, text_digest(text), error=_too_long(len(text)), text=text)
            if not self._closed:
                with contextlib.suppress(Exception):
                    self._deliver(refusal)

        threading.Thread(target=answer, name="entities-refusal", daemon=True).start()

    def _place(self, text: str, urgent: bool) -> int:
        """The position of a request in the queue: short texts first, and urgent ones before others."""
        short = sum(len(other.text) <= _LONG_TEXT for other in self._waiting)
        if len(text) <= _LONG_TEXT:
            return 0 if urgent else short
        return short if urgent else len(self._waiting)

    def close(self) -> None:
        """Stop the worker and drop waiting requests; no answer comes after this. May be called twice."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._ahead.clear()
            self._changed.notify()
            process, thread = self._process, self._thread
        if process:
            process.kill()
        if thread and thread.ident is not None and thread is not threading.current_thread():
            thread.join(timeout=2)

    def _run(self) -> None:
        from reader.system.child_process import ChildDropped  # with it comes what is slow to load

        while True:
            with self._changed:
                while not self._waiting and not self._ahead and not self._closed:
                    self._changed.wait()
                if self._closed:
                    break
                is_ahead = not self._waiting
                wanted = self._ahead.popleft() if is_ahead else self._waiting.popleft()
                self._present = wanted if is_ahead else None
            try:
                answer = replace(self._answer(wanted, is_ahead=is_ahead), text=wanted.text)
            except ChildDropped:
                with self._changed:
                    (self._waiting if self._present is None else self._ahead).appendleft(wanted)
                continue
            with self._changed:
                self._present = None
                if self._closed:
                    break
            with contextlib.suppress(Exception):  # a fault in the callback must not end the answers
                self._deliver(answer)
        self._stop()

    def detector(self, language: str = "") -> Detector:
        """The detector for texts of a language; raises ``ValueError`` if the setting is unknown."""
        if language not in self._detectors:
            self._detectors[language] = chosen_or_rules(self._setting, language or None)
        return self._detectors[language]

    def foresaw(self, text: str) -> bool:
        """Whether the worker guesses at ``text`` by itself; its guess then comes before the answer."""
        process = self._process
        return process is not None and process.foreseen == text

    def kept(self, key: str, text: str, language: str = "", people: Sequence[str] = ()) -> EntityAnswer | None:
        """The cached answer for ``text``; raises ``ValueError`` as ``detector`` does. Reads the disk."""
        detector = self.detector(language)
        entities = self._cache.read(text, _mark(detector.name, detector.version, people))
        return (
            EntityAnswer(key, text_digest(text), entities, detector.name, detector.notice)
            if entities is not None
            else None
        )

    def _answer(self, wanted: _Request, *, is_ahead: bool) -> EntityAnswer:
        key, digest = wanted.key, text_digest(wanted.text)
        try:
            kept = self.kept(*wanted)
        except ValueError as error:
            return EntityAnswer(key, digest, error=str(error))
        if kept is not None:
            return kept
        if digest in self._fatal:
            return EntityAnswer(key, digest, error=self._fatal[digest])
        if self._failures >= _MOST_FAILURES:
            return EntityAnswer(key, digest, error="the search for names stopped several times and was given up")
        return self._found(wanted, digest, self._is_in_the_way if is_ahead else None)

    def _is_in_the_way(self) -> bool:
        """Whether somebody waits for another text than the one that nobody waits for."""
        return self._present is not None and bool(self._waiting)

    def _found(self, wanted: _Request, digest: str, is_dropped: Callable[[], bool] | None) -> EntityAnswer:
        """The worker's answer; a worker that ends before it is ready is started again once."""
        key, text, language, people = wanted
        reason, process = "", None

        def on_guess(value: dict[str, Any]) -> None:
            with contextlib.suppress(Exception):  # only a guess, or a fault in the callback
                entities = entities_from_json(value["entities"], text)
                if not value["error"] and not self._closed:
                    self._deliver(EntityAnswer(key, digest, entities, value["detector"], is_guess=True, text=text))

        for _ in range(2):
            try:
                process = self._started()
                seconds = self._patience * (1 + len(text) / 1_000_000)
                value = process.find(text, seconds, language, on_guess, people, is_dropped)
                found = entities_from_json(value["entities"], text)
                answer = EntityAnswer(key, digest, found, value["detector"], value["notice"], value["error"])
                mark = _mark(value["detector"], value["version"], people)
            except (OSError, ValueError, KeyError, TypeError) as error:
                reason = str(error)
                self._stop()
                if self._closed or isinstance(error, TimeoutError) or (process and process.is_ready):
                    break
                continue
            self._failures = 0
            if not value["error"]:
                self._cache.write(text, mark, found)
            return answer
        error_line = f"the search for names stopped: {reason}"
        if process and process.is_ready:
            self._fatal[digest] = error_line
        else:
            self._failures += 1
        return EntityAnswer(key, digest, error=error_line)

    def _started(self) -> WorkerProcess:
        with self._changed:
            if self._closed:
                raise OSError("the reader is closing")
            if self._process and self._process.has_ended:  # killed between two texts
                self._process.end()
                self._process = None
            if self._process is None:
                from reader.entities.entity_process import WorkerProcess

                self._process = WorkerProcess(self._setting)
            return self._process

    def _stop(self) -> None:
        with self._changed:
            process, self._process = self._process, None
        if process:
            process.end()


def _too_long(length: int) -> str:
    """The error line for a text of ``length`` code points."""
    millions = f"{math.ceil(length / 100_000) / 10:g}"
    return f"too long for names ({millions} million characters, the limit is {LONGEST_TEXT // 1_000_000})"


def _mark(name: str, version: str, people: Sequence[str] = ()) -> str:
    return "\n".join((f"{name}@{version}", *people))
