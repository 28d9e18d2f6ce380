"""Long work that a key began: done on a thread, its count and rest in the status line, stopped with Esc."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from reader.ui.display import Display

_Result = TypeVar("_Result")
#: Called on the thread with how many are done, and of how many. Raises ``WorkStopped`` where nobody wants the rest.
Progress = Callable[[int, int], None]
#: Seconds between two counts in the status line, and before the first one: short work says what came of it alone.
_EVERY_S = 0.25
_FIRST_S = 0.4
#: Seconds of work after which its rest can be told.
_KNOWN_S = 1.0


class WorkStopped(Exception):  # noqa: N818 - named for what is the case
    """Nobody wants the rest of it."""


class LongWork:
    """One piece of work at a time, beside everything else.

    Attributes:
        what: what is being done, or was done last.
    """

    def __init__(self, display: Display) -> None:
        self._display = display
        self._stop: threading.Event | None = None
        self._said = ""
        self.what = ""

    @property
    def is_running(self) -> bool:
        """Whether something is being done."""
        return self._stop is not None

    def stop(self) -> bool:
        """Do no more of it; whether something was being done."""
        if self._stop is not None:
            self._stop.set()
        return self._stop is not None

    async def run(self, what: str, unit: str, work: Callable[[Progress], _Result], *, has_end: bool = True) -> _Result:
        """Do it, and give what it gives.

        Args:
            what: what is being done, as ``exporting``.
            unit: what is counted, as ``documents``.
            work: called on a thread.
            has_end: whether it is known how many there are, so that the rest can be told.

        Raises:
            WorkStopped: somebody pressed Esc. What ``work`` raises is passed on too.
        """
        stop, self.what = threading.Event(), what
        self._stop = stop
        begun = time.monotonic()
        due = begun + _FIRST_S

        def progress(done: int, total: int) -> None:
            nonlocal due
            if stop.is_set():
                raise WorkStopped
            now = time.monotonic()
            if now >= due:
                due = now + _EVERY_S
                count = f"{done} of {total} {unit}{_rest(now - begun, done, total)}" if has_end else f"{done} {unit}"
                said = f"{what}: {count}: esc stops"
                self._display.post(lambda: self._say(stop, said))

        try:
            return await asyncio.to_thread(work, progress)
        finally:
            stop.set()  # the reader may have been left: nobody wants the rest then
            self._stop = None

    def _say(self, stop: threading.Event, said: str) -> None:
        """Say how far it is, where nothing else is said: one goes on reading and tagging meanwhile."""
        if not stop.is_set() and self._display.message in {"", self._said}:
            self._display.say(said)
            self._said = self._display.message


def _rest(seconds: float, done: int, total: int) -> str:
    """How long the rest will take, once that can be told."""
    if seconds < _KNOWN_S or not done:
        return ""
    left = seconds * (total - done) / done
    return f", {left / 60:.0f} min left" if left >= 90 else f", {left:.0f} s left"
