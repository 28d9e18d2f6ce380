"""At once, then better: what the cache keeps, else what rules guess now and the worker finds a moment later.

One thread looks and guesses; it never waits for the worker, whose answers come from the client's own thread.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from reader.entities.cache import text_digest
from reader.entities.client import Answer, EntityClient

#: Code points of the longest text that is guessed at in this process: some ten milliseconds a thousand words, in turn
#: with whatever else the reader does. A longer one waits for the worker.
LONGEST_GUESS = 120_000


class EntityFinder:
    """Gives a guess, then the answer; or the answer alone where it is known, or where rules are all that is asked for.

    Args:
        setting: as for ``choose_detector``.
        cache_dir: where results are kept, or None.
        deliver: called on threads of the finder's, at most twice a request. It must not touch widgets.
    """

    def __init__(self, setting: str, cache_dir: Path | None, deliver: Callable[[Answer], None]) -> None:
        self._client = EntityClient(setting, cache_dir, deliver)
        self._deliver = deliver
        self._waiting: deque[tuple[str, str, str, bool]] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def request(self, key: str, text: str, language: str = "", *, urgent: bool = False) -> None:
        """Ask for the entities of ``text``; returns at once. Arguments as of ``EntityClient.request``."""
        with self._changed:
            if self._closed:
                return
            wanted = (key, text, language, urgent)
            if wanted not in self._waiting:
                if urgent:
                    self._waiting.appendleft(wanted)
                else:
                    self._waiting.append(wanted)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="first-look", daemon=True)
                self._thread.start()
            self._changed.notify()

    def close(self) -> None:
        """End the threads and the worker; no answer comes after this. May be called twice."""
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
                key, text, language, urgent = self._waiting.popleft()
            answer = self._first_look(key, text, language, urgent=urgent)
            if answer is not None and not self._closed:
                with contextlib.suppress(Exception):  # a fault in the callback must not end the answers
                    self._deliver(answer)

    def _first_look(self, key: str, text: str, language: str, *, urgent: bool) -> Answer | None:
        """What can be said at once; None where only the worker has something to say."""
        try:
            kept = self._client.kept(key, text, language)
            detector = self._client.detector(language)
        except ValueError as error:
            return Answer(key, text_digest(text), error=str(error))
        if kept is not None:
            return kept
        is_short = len(text) <= LONGEST_GUESS
        if detector.name != "rules" or not is_short:
            self._client.request(key, text, language, urgent=urgent)  # first: the worker starts while this one guesses
        return _guessed(key, text, detector.notice, is_guess=detector.name != "rules") if is_short else None


def _guessed(key: str, text: str, notice: str, *, is_guess: bool) -> Answer | None:
    from reader.entities.detection import detect_entities
    from reader.entities.detector import RulesDetector

    try:
        found = tuple(detect_entities(text, RulesDetector()))
    except Exception as error:  # noqa: BLE001 - whatever a rule stumbles over, the reader goes on
        what = f"names could not be found: {type(error).__name__}: {error}"[:300]
        return None if is_guess else Answer(key, text_digest(text), error=what)
    return Answer(key, text_digest(text), found, "rules", "" if is_guess else notice, is_guess=is_guess)
