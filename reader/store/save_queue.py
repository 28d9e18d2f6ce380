"""One thread that saves, so that the screen never waits for the disk; what could not be saved stays and is retried.

Each document has a queue of its own: a damaged one does not hold up the others. Between saves the thread does what
the store has left to be done, and looks at what others wrote.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol

from reader.model.act import NOBODY, Act
from reader.model.annotation import Change
from reader.model.document import Document
from reader.store.records.transaction import Transaction
from reader.store.store_protocol import SaveResult, Store, StoreError

#: How long to wait before what could not be saved is tried again.
RETRY_S = 2.0
#: How long the end of the storage thread is waited for, where the disk did not answer before.
STUCK_S = 0.2


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one save: ``error`` is empty when it is on disk, else one line that says what is wrong.

    Attributes:
        name: of the open document, as given to ``submit``.
        document: as the store knows it now.
        changes: how many changes this save was of.
        unsaved: how many changes wait, of all documents.
        step: as given to ``submit``.
        merged: where somebody else had changed the same records: what is still to be applied to the records for it
            to hold what is on disk now.
        others: what others wrote into the document meanwhile; to be applied before ``merged``. Records that wait here
            to be saved are left out of it: what becomes of them is in the ``merged`` of their save.
        is_clash: somebody had changed the same of a record in another way; what gave way is in the history.
        met: why somebody had changed the same, or done the same already, as far as it is known.
        latest: the last step of the document that was asked for before ``others`` was found out.
        is_stale: what others wrote is not known: the document had better be loaded again.
        notices: what a person should be told of the document's file, as that it was gone and came back.
        void: the step that was not written, since nothing would be another by it; empty where it was.
    """

    name: str
    document: Document
    error: str
    changes: int
    unsaved: int
    step: int = 0
    merged: tuple[Change, ...] = ()
    others: tuple[News, ...] = ()
    notices: tuple[str, ...] = ()
    is_clash: bool = False
    met: Act = NOBODY
    latest: int = 0
    is_stale: bool = False
    void: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What somebody else wrote at once: which records, and in which act; nobody's where that is not known."""

    act: Act
    changes: tuple[Change, ...]

    @property
    def by(self) -> str:
        """Who; empty where that is not known."""
        return self.act.by


class Emergency(Protocol):
    """Where what cannot be saved is kept until it can: by number, any thread may call, and may wait for the disk."""

    def keep(self, number: int, document: Document, changes: tuple[Change, ...]) -> None:
        """Keep the changes of a save; whatever it raises where that fails as well, it is asked again later."""

    def release(self, number: int) -> None:
        """They are in the store now."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Changes of one step that are not on disk, in order, and why not; empty while they were not tried yet."""

    document: Document
    changes: tuple[Change, ...]
    error: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    order: int
    name: str
    document: Document
    changes: tuple[Change, ...]
    step: int
    act: Act
    text: str | None


@dataclass(slots=True)
class _Queue:
    """What waits of one document, in order; after an ``error``, not before ``retry_at`` of the monotonic clock."""

    jobs: deque[_Waiting] = field(default_factory=deque)
    retry_at: float = 0.0
    error: str = ""


class SaveQueue:
    """Saves each document's changes in the order in which it was asked; one that fails waits, the others go on.

    Its thread begins with the first thing that it is asked for.

    Args:
        store: its documents are saved from this thread; labels, clippings and recovered changes are not.
        tell: called on the storage thread after every attempt; must return at once.
        emergency: takes in what could not be saved, and lets go of it once it is.
    """

    def __init__(self, store: Store, tell: Callable[[Saved], object], emergency: Emergency | None = None) -> None:
        self._store = store
        self._tell = tell
        self._emergency = emergency
        self._endangered: list[_Waiting] = []  # what waits behind a failed save and is not kept anywhere yet
        self._queues: dict[str, _Queue] = {}
        self._keys: dict[str, str] = {}
        self._changed = threading.Condition()
        self._asked = 0
        self._latest: dict[str, int] = {}  # the last step that was asked for of each document
        self._closing = False
        self._is_busy = False  # with a save, or with telling what became of it
        self._looks: dict[str, tuple[Document, str | None]] = {}
        self._thread: threading.Thread | None = None

    @property
    def unsaved(self) -> int:
        """How many changes are not on disk yet."""
        with self._changed:
            return self._unsaved()

    def submit(
        self,
        name: str,
        document: Document,
        changes: tuple[Change, ...],
        step: int = 0,
        act: Act = NOBODY,
        text: str | None = None,
    ) -> None:
        """Ask for a save; returns at once.

        Args:
            name: of the open document, as its hash; what is asked for under one name is done in order.
            document: as the caller knows it; the key that the store gives it is known here from then on.
            changes: in order.
            step: the caller's, which comes back in ``Saved``.
            act, text: see ``Store.save``.
        """
        with self._changed:
            self._begin()
            self._asked += 1
            self._latest[name] = step
            queue = self._queues.setdefault(name, _Queue())
            queue.jobs.append(_Waiting(self._asked, name, document, changes, step, act, text))
            if queue.error:
                self._endangered.append(queue.jobs[-1])
            self._changed.notify_all()

    def look(self, name: str, document: Document, text: str | None = None) -> None:
        """Ask what others wrote into a document; told only where they did. Returns at once. See ``Store.look``."""
        with self._changed:
            self._begin()
            self._looks[name] = document, text
            self._changed.notify_all()

    def flush(self, timeout_s: float) -> bool:
        """Wait until all is on disk and told, or what is left has failed, or the time is up; whether all is on disk."""

        def is_over() -> bool:
            return not self._is_busy and all(queue.retry_at for queue in self._queues.values())

        with self._changed:
            self._changed.wait_for(is_over, timeout_s)
            return not self._queues

    def retry(self) -> None:
        """Try now what could not be saved."""
        with self._changed:
            for queue in self._queues.values():
                queue.retry_at = 0.0
            self._changed.notify_all()

    @property
    def waiting(self) -> list[Unsaved]:
        """Everything that is not on disk yet, in the order in which it was asked for."""
        with self._changed:
            jobs = [(job, queue.error) for queue in self._queues.values() for job in queue.jobs]
        return [Unsaved(job.document, job.changes, error) for job, error in sorted(jobs, key=lambda one: one[0].order)]

    def rescue(self, timeout_s: float) -> bool:
        """Flush, and keep what is left in the emergency file; whether nothing was left unsaved."""
        clean = self.flush(timeout_s)
        with self._changed:
            left = [job for queue in self._queues.values() for job in queue.jobs]
        self._keep(sorted(left, key=lambda job: job.order))
        return clean

    def close(self, timeout_s: float) -> bool:
        """Flush, keep the rest in the emergency file, end thread and store; whether nothing was left unsaved."""
        with self._changed:
            was_closing = self._closing
        clean = self.rescue(0 if was_closing else timeout_s)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if not was_closing and self._thread is not None:
            self._thread.join(timeout_s if clean else STUCK_S)
        return clean

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="storage", daemon=True)
            self._thread.start()

    def _unsaved(self) -> int:
        return sum(len(job.changes) for queue in self._queues.values() for job in queue.jobs)

    def _run(self) -> None:
        while not self._closing:
            endangered, job = self._next()
            self._keep(endangered)
            if job is not None:
                saved = self._look(job) if isinstance(job, str) else self._attempt(job)
                if saved is not None:
                    with suppress(Exception):  # whatever becomes of the message, the next save must still be made
                        self._tell(saved)
            with self._changed:
                self._is_busy = False
                self._changed.notify_all()
        with suppress(Exception):  # the journal has it all
            self._store.close()

    def _next(self) -> tuple[list[_Waiting], _Waiting | str | None]:
        """Wait for something to do: what the emergency file is to keep; the save, or the look, that is to be tried."""
        while True:
            with self._changed:
                ready = self._ready()
                if ready or self._endangered or self._closing:
                    endangered, self._endangered = self._endangered, []
                    self._is_busy = True
                    return endangered, None if self._closing else ready
            try:
                due = self._store.idle()
            except Exception:  # noqa: BLE001 - whatever it is, the journal has it all
                due = RETRY_S
            with self._changed:
                moment = time.monotonic()
                waits = [queue.retry_at - moment for queue in self._queues.values()]
                if not (self._closing or self._endangered or self._ready()):
                    self._changed.wait(min([*waits, *([] if due is None else [due])], default=None))

    def _ready(self) -> _Waiting | str | None:
        """The save that was asked for first and may be tried, else the document to look at, else None."""
        moment = time.monotonic()
        ready = [queue.jobs[0] for queue in self._queues.values() if queue.retry_at <= moment]
        return min(ready, key=lambda job: job.order) if ready else next(iter(self._looks), None)

    def _keep(self, jobs: list[_Waiting]) -> None:
        """Have the emergency file keep what is not saved; where that fails too, it is tried after the next attempt."""
        if self._emergency is None:
            return
        for job in jobs:
            with suppress(Exception):  # whatever it is, the next save must still be made
                self._emergency.keep(job.order, job.document, job.changes)
        with self._changed:
            waiting = {job.order for queue in self._queues.values() for job in queue.jobs}
        for job in jobs:
            if job.order not in waiting:  # saved meanwhile
                self._emergency.release(job.order)

    def _look(self, name: str) -> Saved | None:
        with self._changed:
            document, text = self._looks.pop(name)
        key = document.key or self._keys.get(name)
        try:
            found = self._store.look(key, text) if key else ()
            others, latest = self._news(name, found or ())
        except Exception:  # noqa: BLE001 - the next save says what is wrong
            return None
        notices = self._notices(key)
        if not others and not notices and found is not None:
            return None
        document = replace(document, key=key or None)
        told = Saved(name, document, "", 0, self.unsaved, notices=notices, is_stale=found is None)
        return replace(told, others=others, latest=latest)

    def _notices(self, key: str | None) -> tuple[str, ...]:
        """What is to be said of a document; nothing where that cannot be found out now."""
        with suppress(Exception):
            return self._store.take_notices(key) if key else ()
        return ()

    def _news(
        self, name: str, transactions: tuple[Transaction, ...], saved: tuple[Change, ...] = ()
    ) -> tuple[tuple[News, ...], int]:
        """What others wrote of records that are neither just saved nor waiting to be: those are merged.

        Returns:
            It, and the last step that was asked for before this was found out.
        """
        with self._changed:
            latest = self._latest.get(name, 0)
            queue = self._queues.get(name, _Queue())
            waiting = {change.record.id for job in queue.jobs for change in job.changes}
        waiting |= {change.record.id for change in saved}
        found = [
            News(one.act, tuple(change for change in one.changes if change.record.id not in waiting))
            for one in transactions
        ]
        return tuple(one for one in found if one.changes), latest

    def _attempt(self, job: _Waiting) -> Saved:
        document, error = job.document, ""
        if document.key is None and job.name in self._keys:
            document = replace(document, key=self._keys[job.name])
        result = SaveResult(document)
        try:
            result = self._store.save(document, job.changes, act=job.act, text=job.text)
        except StoreError as problem:
            error = str(problem)
        except Exception as problem:  # noqa: BLE001 - whatever it is, the tags must stay and the user be told
            error = f"not saved: {type(problem).__name__}: {problem}"
        with self._changed:
            queue = self._queues[job.name]
            queue.error = error
            endangered = list(queue.jobs) if error else []
            if error:
                queue.retry_at = time.monotonic() + RETRY_S
            else:
                self._keys[job.name] = result.document.key or ""
                queue.jobs.popleft()
                queue.retry_at = 0.0
                if not queue.jobs:
                    del self._queues[job.name]
            unsaved = self._unsaved()
            self._changed.notify_all()
        self._keep(endangered)
        if not error and self._emergency is not None:
            self._emergency.release(job.order)
        document = result.document
        others, latest = self._news(job.name, result.others, job.changes)
        return Saved(
            job.name,
            document,
            error,
            len(job.changes),
            unsaved,
            job.step,
            merged=result.merged,
            others=others,
            latest=latest,
            notices=self._notices(document.key),
            is_clash=result.is_clash,
            met=result.met,
            void=job.act.step if result.is_void else "",
        )
