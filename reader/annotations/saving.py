"""One thread that saves, so that the screen never waits for the disk; what could not be saved stays and is retried.

Each document has a queue of its own: a damaged one does not hold up the others.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from reader.annotations.annotation import Change
from reader.annotations.store import Document, Store, StoreError

#: How long to wait before what could not be saved is tried again.
RETRY_S = 2.0


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one save: ``error`` is empty when it is on disk, else one line that says what is wrong.

    Attributes:
        name: of the open document, as given to ``submit``.
        document: as the store knows it now.
        changes: how many changes this save was of.
        unsaved: how many changes wait, of all documents.
        step: as given to ``submit``.
        merged: where somebody else had changed the same records: what is still to be applied to the notebook for it
            to hold what is on disk now.
    """

    name: str
    document: Document
    error: str
    changes: int
    unsaved: int
    step: int = 0
    merged: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Waiting:
    order: int
    name: str
    document: Document
    changes: tuple[Change, ...]
    step: int


@dataclass(slots=True)
class _Queue:
    """What waits of one document, in order; after a failure, not before ``retry_at`` of the monotonic clock."""

    jobs: deque[_Waiting] = field(default_factory=deque)
    retry_at: float = 0.0


class Saver:
    """Saves each document's changes in the order in which it was asked; one that fails waits, the others go on.

    Args:
        store: used from this thread alone.
        tell: called on the storage thread after every attempt; must return at once.
    """

    def __init__(self, store: Store, tell: Callable[[Saved], object]) -> None:
        self._store = store
        self._tell = tell
        self._queues: dict[str, _Queue] = {}
        self._keys: dict[str, str] = {}
        self._changed = threading.Condition()
        self._asked = 0
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="storage", daemon=True)
        self._thread.start()

    @property
    def unsaved(self) -> int:
        """How many changes are not on disk yet."""
        with self._changed:
            return self._unsaved()

    def submit(self, name: str, document: Document, changes: tuple[Change, ...], step: int = 0) -> None:
        """Ask for a save; returns at once. ``step`` is the caller's, and comes back in ``Saved``."""
        with self._changed:
            self._asked += 1
            queue = self._queues.setdefault(name, _Queue())
            queue.jobs.append(_Waiting(self._asked, name, document, changes, step))
            self._changed.notify_all()

    def flush(self, timeout_s: float) -> bool:
        """Wait until all is on disk, or the time is up, or what is left has failed; whether nothing is left."""
        with self._changed:
            self._changed.wait_for(lambda: all(queue.retry_at for queue in self._queues.values()), timeout_s)
            return not self._queues

    def retry(self) -> None:
        """Try now what could not be saved."""
        with self._changed:
            for queue in self._queues.values():
                queue.retry_at = 0.0
            self._changed.notify_all()

    def close(self, timeout_s: float) -> bool:
        """Flush, and end the thread; whether nothing was left unsaved."""
        clean = self.flush(timeout_s)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout_s)
        return clean

    def _unsaved(self) -> int:
        return sum(len(job.changes) for queue in self._queues.values() for job in queue.jobs)

    def _run(self) -> None:
        while job := self._next():
            saved = self._attempt(job)
            with suppress(Exception):  # whatever becomes of the message, the next save must still be made
                self._tell(saved)

    def _next(self) -> _Waiting | None:
        """Wait for the save that was asked for first and may be tried; None when the thread is to end."""
        with self._changed:
            while not self._closing:
                moment = time.monotonic()
                ready = [queue.jobs[0] for queue in self._queues.values() if queue.retry_at <= moment]
                if ready:
                    return min(ready, key=lambda job: job.order)
                self._changed.wait(min((queue.retry_at - moment for queue in self._queues.values()), default=None))
            return None

    def _attempt(self, job: _Waiting) -> Saved:
        document, error = job.document, ""
        if document.key is None and job.name in self._keys:
            document = replace(document, key=self._keys[job.name])
        try:
            document = self._store.save(document, job.changes)
        except StoreError as problem:
            error = str(problem)
        except Exception as problem:  # noqa: BLE001 - whatever it is, the tags must stay and the user be told
            error = f"not saved: {type(problem).__name__}: {problem}"
        with self._changed:
            queue = self._queues[job.name]
            if error:
                queue.retry_at = time.monotonic() + RETRY_S
            else:
                self._keys[job.name] = document.key or ""
                queue.jobs.popleft()
                queue.retry_at = 0.0
                if not queue.jobs:
                    del self._queues[job.name]
            unsaved = self._unsaved()
            self._changed.notify_all()
        merged, document = document.merged, replace(document, merged=())
        return Saved(job.name, document, error, len(job.changes), unsaved, job.step, merged)
