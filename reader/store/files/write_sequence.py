"""The order in which things were written into a store, whatever the clock says: a number that only grows.

It is the time in microseconds where that grows by itself, and one more than the last number where it does not: where
the clock was set back, or two things were written at once. ``.nrc-reader/sequence`` holds the last one for all
programs on the store; where it is missing or behind, the journals and histories themselves say what the last one was.
"""

from __future__ import annotations

import os
import re
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from reader.store.files.journal import read_bytes
from reader.store.history.timeline import last_number
from reader.store.records.transaction import LARGEST_NUMBER, date_of, in_microseconds
from reader.store.store_folder import hidden_path

_HELD = re.compile(rb"(\d{1,19}) (\d{1,19})\n")
#: How far the clock may be from where it should be before it was set, and not only corrected, in seconds.
_DRIFT_S = 1.0


class Stamp(NamedTuple):
    """When something is written.

    Attributes:
        number: larger than any before it.
        at: as the clock has it, UTC, ISO 8601, to the microsecond.
        since: since when the clock is known to have run on, where it was set back since the last stamp; else empty.
    """

    number: int
    at: str
    since: str


class _Run:
    """Since when this process has seen the clock run on without being set."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since = self._seen = datetime.now(UTC)
        self._steady = time.monotonic()

    def since(self, now: datetime) -> datetime:
        with self._lock:
            steady = time.monotonic()
            passed = timedelta(seconds=steady - self._steady)
            if abs((now - self._seen - passed).total_seconds()) > _DRIFT_S:
                self._since = now - passed  # it was set at some moment since then: no earlier than this
            self._seen, self._steady = now, steady
            return min(self._since, now)


_run = _Run()


class WriteSequence:
    """Hands out the numbers of one store.

    Args:
        hidden: the store's hidden folder.
    """

    def __init__(self, hidden: Path) -> None:
        self._hidden = hidden
        self._path = hidden_path(hidden, "sequence")
        self._lock = threading.Lock()
        self._last = self._last_at = 0
        self._is_known = False
        self._seen = self._changes = 0

    def others(self) -> int:
        """How often the number was seen to have been written by another program: it grows with each time."""
        with self._lock:
            self._held()
            return self._changes

    def stamp(self, floor: int = 0) -> Stamp:
        """The next one, larger than ``floor``; never fails: what cannot be kept is found again."""
        with self._lock:
            now = datetime.now(UTC)
            clock = in_microseconds(now)
            since = _run.since(now)
            last, last_at = self._known()
            number = max(clock, last + 1, floor + 1)
            self._last, self._last_at = number, clock
            self._keep(number, clock)
            return Stamp(number, date_of(now), date_of(since) if clock < last_at else "")

    def last(self) -> int:
        """The last number that was handed out by any program; 0 where none was."""
        with self._lock:
            return self._known()[0]

    def flush(self) -> None:
        """Have it on disk; failing is no error."""
        with suppress(OSError):
            handle = self._path.handle(os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def _known(self) -> tuple[int, int]:
        """The last number and the clock then; what was lost with the power is looked for once."""
        held, held_at = self._held()
        if not self._is_known:
            found = last_number(self._hidden, of_all=not held)
            self._last, self._last_at = max((self._last, self._last_at), found)
            self._is_known = True
        return max((held, held_at), (self._last, self._last_at))

    def _held(self) -> tuple[int, int]:
        try:
            found = _HELD.match(read_bytes(self._path) or b"")
        except OSError:
            return 0, 0
        number = int(found[1]) if found else 0
        self._changes += number != self._seen
        self._seen = number
        return (number, int(found[2])) if found and number < LARGEST_NUMBER else (0, 0)

    def _keep(self, number: int, clock: int) -> None:
        """Write it in place; a line of the same length, so that nobody reads half of one after half of another."""
        self._seen = number
        with suppress(OSError):
            handle = self._path.handle(os.O_WRONLY | os.O_CREAT)
            try:
                os.pwrite(handle, b"%019d %019d\n" % (number, max(clock, 0)), 0)
            finally:
                os.close(handle)
