"""The reader's side of the process that finds names: requests and answers are JSON objects."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from reader.system.child_process import ChildProcess, ChildStopped

#: Bytes of an answer: the names of the longest text, and where each stands.
MAX_ANSWER = 256 << 20
MODULE = "reader.entities.entity_worker"


class WorkerProcess(ChildProcess):
    """A running worker. It is started at once, and ends with ``end`` or with this process.

    Attributes:
        is_ready: it has loaded a detector, so a later failure is due to the text that was asked for.
        foreseen: the text that it looks through before it is asked.
    """

    def __init__(self, setting: str) -> None:
        super().__init__(MODULE, setting)
        self._asked = 0
        self.is_ready = False
        self.foreseen = ""
        self._guess: dict[str, Any] | None = None

    def foresee(self, text: str, people: Sequence[str] = ()) -> None:
        """Have it look through a text that it will be asked for, by rules alone; once, before any other request."""
        self.foreseen = text
        self._request(text=text, people=people, is_guess=True)

    def find(
        self,
        text: str,
        seconds: float,
        language: str = "",
        on_guess: Callable[[dict[str, Any]], object] = lambda _: None,
        people: Sequence[str] = (),
        is_dropped: Callable[[], bool] | None = None,
    ) -> dict[str, Any]:
        """The worker's answer for ``text``. If the text was foreseen, ``on_guess`` gets the guess before that.

        Args:
            text, language, people: as for ``EntityClient.request``.
            seconds: by the clock.
            on_guess: see above.
            is_dropped: asked now and then, whether another text is more urgent. The worker leaves this one for the next
                request, between two pieces of it.

        Raises:
            ChildDropped: it was dropped; the worker can be asked for another text at once.
            ChildStopped: the worker ended, or its answer cannot be read.
            ChildHung: there was no answer within ``seconds``.
        """
        deadline = time.monotonic() + seconds
        self._request(text=text, language=language, people=people, can_wait=is_dropped is not None)
        while True:
            if self._guess is not None and text == self.foreseen:
                on_guess(self._guess)
                self._guess = None
            try:
                answer = json.loads(bytes(self.receive(deadline - time.monotonic(), MAX_ANSWER, is_dropped)))
            except ValueError as error:
                raise ChildStopped("its answer cannot be read") from error
            if isinstance(answer, dict):
                if answer.get("is_guess"):
                    self._guess = answer
                    continue
                self.is_ready = True
                if answer.get("id") == self._asked:
                    return answer

    def _request(self, **about: object) -> None:
        self._asked += 1
        self.send(json.dumps({"id": self._asked, **about}).encode("ascii"))
