"""The reader's pipe to the process that finds names: one JSON object a line, and guesses before an answer."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import time
from collections.abc import Callable
from typing import Any

from reader.system.child_process import PipedProcess

_CHUNK = 65_536
_COMMAND = ("-P", "-m", "reader.entities.entity_worker")


class WorkerHung(TimeoutError):  # noqa: N818 - the name states the fact
    """The worker gave no answer in time; asking again would take as long again."""


class WorkerStopped(OSError):  # noqa: N818 - the name states the fact
    """The worker ended; the message is one plain line."""


class WorkerProcess(PipedProcess):
    """A running worker. It starts at once and ends with ``end`` or with this process.

    Attributes:
        is_ready: whether it has loaded a detector; faults after that are due to the requested text.
        foreseen: the text that it guesses at before it is asked.
    """

    def __init__(self, setting: str) -> None:
        super().__init__(*_COMMAND, setting)
        self._asked = 0
        self.is_ready = False
        self.foreseen = ""
        self._guess: dict[str, Any] | None = None
        self._unsent = b""
        self._unread = bytearray()

    def foresee(self, text: str) -> None:
        """Let it guess, by rules alone, at a text that it will be asked for; once, before the first ``ask``."""
        self.foreseen = text
        self._asked += 1
        self._unsent = _line({"id": self._asked, "text": text, "is_guess": True})
        with contextlib.suppress(OSError):  # the pipe is full, or the worker has ended; ``ask`` will notice
            self._unsent = self._unsent[os.write(self._stdin, self._unsent) :]

    def ask(
        self,
        text: str,
        seconds: float,
        language: str = "",
        on_guess: Callable[[dict[str, Any]], object] = lambda _: None,
    ) -> dict[str, Any]:
        """The worker's answer for ``text``; if the text was foreseen, ``on_guess`` first gets the guess.

        Raises:
            WorkerStopped: it ended, or its answer was malformed.
            WorkerHung: it gave no answer within ``seconds``.
        """
        self._asked += 1
        request = self._unsent + _line({"id": self._asked, "text": text, "language": language})
        self._unsent = b""
        deadline = time.monotonic() + seconds
        while True:
            if self._guess is not None and text == self.foreseen:
                on_guess(self._guess)
                self._guess = None
            try:
                answer = json.loads(self._exchange(request, deadline))
            except ValueError as error:
                raise WorkerStopped("its answer was malformed") from error
            request = b""
            if isinstance(answer, dict):
                if answer.get("is_guess"):
                    self._guess = answer
                    continue
                self.is_ready = True
                if answer.get("id") == self._asked:
                    return answer

    def _exchange(self, request: bytes, deadline: float) -> bytes:
        """Write ``request`` and read one line, whichever pipe is ready."""
        rest = memoryview(request)
        with selectors.DefaultSelector() as selector:
            try:
                selector.register(self._stdout, selectors.EVENT_READ)
                if rest:
                    selector.register(self._stdin, selectors.EVENT_WRITE)
                while (end := self._unread.find(b"\n")) < 0:
                    left = deadline - time.monotonic()
                    if left <= 0:
                        raise WorkerHung("it gave no answer in time")
                    for ready, _ in selector.select(min(left, 1.0)):
                        if ready.fd == self._stdin:
                            rest = rest[os.write(self._stdin, rest[:_CHUNK]) :]
                            if not rest:
                                selector.unregister(self._stdin)
                        else:
                            self._receive()
            except (WorkerHung, WorkerStopped):
                raise
            except (OSError, ValueError) as error:
                raise WorkerStopped("its process ended") from error
        line = bytes(self._unread[: end + 1])
        del self._unread[: end + 1]
        return line

    def _receive(self) -> None:
        try:
            received = os.read(self._stdout, _CHUNK)
        except BlockingIOError:
            return
        if not received:
            raise WorkerStopped("its process ended")
        self._unread += received


def _line(request: dict[str, Any]) -> bytes:
    return json.dumps(request).encode("ascii") + b"\n"
