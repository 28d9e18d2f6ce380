"""The reader's side of the worker: requests go in at once, answers come back from one thread that owns the pipes.

Nothing here waits on the caller's thread: not for the cache, not for the worker, not for a full pipe.
"""

from __future__ import annotations

import contextlib
import math
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.entities.cache import EntityCache, entities_from_json, text_digest
from reader.entities.detector import Detector, chosen_or_rules
from reader.entities.entity import Entity

if TYPE_CHECKING:
    from reader.entities.process import WorkerProcess

#: Code points of the longest text that names are looked for in.
LONGEST_TEXT = 2_000_000
#: Texts of more code points than this are put behind all others.
_LONG_TEXT = 300_000
#: So many requests in a row without an answer, and no worker is started again.
_MOST_FAILURES = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in one text.

    Attributes:
        key: as it was requested with.
        text_sha256: of the text, in hexadecimal, so that an answer to an older text can be told.
        entities: empty where there was an error.
        detector: the name of the detector that found them.
        notice: one plain line where something is missing, else empty.
        error: one plain line where nothing could be found, else empty.
    """

    key: str
    text_sha256: str
    entities: tuple[Entity, ...] = ()
    detector: str = ""
    notice: str = ""
    error: str = ""


class EntityClient:
    """Asks a worker process for entities; answers go to ``deliver``: short texts first, in the order of the requests.

    A text of more than ``LONGEST_TEXT`` code points is refused at once. A text on which the worker ended, or which took
    longer than ``patience``, is not tried again.

    Args:
        setting: as for ``choose_detector``.
        cache_dir: where results are kept, or None.
        deliver: called on a thread of the client's, once a request. It must not touch widgets: post a message.
        patience: seconds that a text may take, the start of the worker included; as many more for each million
            characters.
    """

    def __init__(
        self, setting: str, cache_dir: Path | None, deliver: Callable[[Answer], None], patience: float = 60.0
    ) -> None:
        self._setting = setting
        self._cache = EntityCache(cache_dir)
        self._deliver = deliver
        self._patience = patience
        self._waiting: deque[tuple[str, str]] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None
        self._process: WorkerProcess | None = None
        self._detector: Detector | None = None
        self._failures = 0
        self._fatal: dict[str, str] = {}

    def request(self, key: str, text: str, *, urgent: bool = False) -> None:
        """Ask for the entities of ``text``; returns at once.

        Args:
            key: given back in the answer.
            text: any text.
            urgent: goes before all that wait. A request that waits already is moved, not doubled.

        A text of more than 300,000 code points takes a minute or so: it goes behind all shorter ones, urgent or not.
        """
        if len(text) > LONGEST_TEXT:
            self._refuse(key, text)
            return
        with self._changed:
            if self._closed:
                return
            with contextlib.suppress(ValueError):
                if urgent:
                    self._waiting.remove((key, text))
            if (key, text) not in self._waiting:
                self._waiting.insert(self._place(text, urgent), (key, text))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="entities", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _refuse(self, key: str, text: str) -> None:
        """Answer on a thread of its own, for the client's may wait for the worker."""

        def answer() -> None:
            refusal = Answer(key, text_digest(text), error=_too_long(len(text)))
            if not self._closed:
                with contextlib.suppress(Exception):
                    self._deliver(refusal)

        threading.Thread(target=answer, name="entities-refusal", daemon=True).start()

    def _place(self, text: str, urgent: bool) -> int:
        """Where a request goes among those that wait: short texts first, and among equals the urgent ones."""
        short = sum(len(other) <= _LONG_TEXT for _, other in self._waiting)
        if len(text) <= _LONG_TEXT:
            return 0 if urgent else short
        return short if urgent else len(self._waiting)

    def close(self) -> None:
        """End the worker and drop what waits; no answer comes after this. May be called twice."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify()
            process, thread = self._process, self._thread
        if process:
            process.kill()
        if thread and thread is not threading.current_thread():
            thread.join(timeout=2)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    break
                key, text = self._waiting.popleft()
            answer = self._answer(key, text)
            with self._changed:
                if self._closed:
                    break
            with contextlib.suppress(Exception):  # a fault in the callback must not end the answers
                self._deliver(answer)
        self._stop()

    def _answer(self, key: str, text: str) -> Answer:
        digest = text_digest(text)
        try:
            if self._detector is None:
                self._detector = chosen_or_rules(self._setting)
        except ValueError as error:
            return Answer(key, digest, error=str(error))
        detector = self._detector
        kept = self._cache.read(text, _mark(detector.name, detector.version))
        if kept is not None:
            return Answer(key, digest, kept, detector.name, detector.notice)
        if digest in self._fatal:
            return Answer(key, digest, error=self._fatal[digest])
        if self._failures >= _MOST_FAILURES:
            return Answer(key, digest, error="the search for names stopped several times and was given up")
        return self._found(key, text, digest)

    def _found(self, key: str, text: str, digest: str) -> Answer:
        """The worker's answer; a worker that ends before it is ready is started anew once."""
        reason, process = "", None
        for _ in range(2):
            try:
                process = self._started()
                value = process.ask(text, self._patience * (1 + len(text) / 1_000_000))
                found = entities_from_json(value["entities"], text)
                answer = Answer(key, digest, found, value["detector"], value["notice"], value["error"])
                mark = _mark(value["detector"], value["version"])
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
        return Answer(key, digest, error=error_line)

    def _started(self) -> WorkerProcess:
        with self._changed:
            if self._closed:
                raise OSError("the reader is closing")
            if self._process and self._process.has_ended:  # killed between two texts
                self._process.end()
                self._process = None
            if self._process is None:
                from reader.entities.process import WorkerProcess

                self._process = WorkerProcess(self._setting)
            return self._process

    def _stop(self) -> None:
        with self._changed:
            process, self._process = self._process, None
        if process:
            process.end()


def _too_long(length: int) -> str:
    """The one line for a text of ``length`` code points."""
    millions = f"{math.ceil(length / 100_000) / 10:g}"
    return f"too long for names ({millions} million characters, the limit is {LONGEST_TEXT // 1_000_000})"


def _mark(name: str, version: str) -> str:
    return f"{name}@{version}"
