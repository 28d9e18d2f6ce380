"""One thread that saves, so that the screen never waits for the disk; what could not be saved stays and is retried."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

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
    """

    name: str
    document: Document
    error: str
    changes: int
    unsaved: int


@dataclass(slots=True)
class _Waiting:
    name: str
    document: Document
    changes: tuple[Change, ...]


class Saver:
    """Saves in the order in which it was asked.

    Args:
        store: used from this thread alone.
        tell: called on the storage thread after every attempt; must return at once.
    """

    def __init__(self, store: Store, tell: Callable[[Saved], object]) -> None:
        self._store = store
        self._tell = tell
        self._waiting: deque[_Waiting] = deque()
        self._keys: dict[str, str] = {}
        self._changed = threading.Condition()
        self._failing = False
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="storage", daemon=True)
        self._thread.start()

    @property
    def unsaved(self) -> int:
        """How many changes are not on disk yet."""
        with self._changed:
            return sum(len(one.changes) for one in self._waiting)

    def submit(self, name: str, document: Document, changes: tuple[Change, ...]) -> None:
        """Ask for a save; returns at once."""
        with self._changed:
            self._waiting.append(_Waiting(name, document, changes))
            self._changed.notify_all()

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything is on disk or the time is up, or a save has failed; whether nothing is left."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting or self._failing, timeout_s)
            return not self._waiting

    def retry(self) -> None:
        """Try now what could not be saved."""
        with self._changed:
            self._failing = False
            self._changed.notify_all()

    def close(self, timeout_s: float) -> bool:
        """Flush, and end the thread; whether nothing was left unsaved."""
        clean = self.flush(timeout_s)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout_s)
        return clean

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._failing:
                    self._changed.wait_for(lambda: self._closing or not self._failing, RETRY_S)
                    self._failing = False
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if self._closing:
                    return
                job = self._waiting[0]
            self._attempt(job)

    def _attempt(self, job: _Waiting) -> None:
        document, error = job.document, ""
        if document.key is None and job.name in self._keys:
            document = Document(self._keys[job.name], document.path, document.sha256, document.title)
        try:
            document = self._store.save(document, job.changes)
        except StoreError as problem:
            error = str(problem)
        except Exception as problem:  # noqa: BLE001 - whatever it is, the tags must stay and the user be told
            error = f"not saved: {type(problem).__name__}: {problem}"
        with self._changed:
            if error:
                self._failing = True
            else:
                self._keys[job.name] = document.key or ""
                self._waiting.popleft()
            unsaved = sum(len(one.changes) for one in self._waiting)
            self._changed.notify_all()
        self._tell(Saved(job.name, document, error, len(job.changes), unsaved))
