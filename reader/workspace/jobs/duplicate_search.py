"""Finds documents with the same text while a person reads.

A child process reads the documents and compares them. A thread hands it some paths at a time, and hands over what it
found. All that the child knows can be found again: where a document ends it, another one begins anew without that.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from reader.system.child_process import ChildDropped, ChildProcess
from reader.system.guarded_path import StorePath

#: Documents that are compared. More are a collection, which nobody reads through one by one.
MOST = 5000
#: Documents that the child gets at a time. It answers sooner where they take long.
CHUNK = 200
#: Documents in a row that may end the process before it is given up.
_PATIENCE = 3
#: Seconds that one document may take: reading ends earlier by itself. Bytes that an answer may have.
_WAIT_S = 300.0
_MAX_ANSWER = 1 << 20
MODULE = "reader.workspace.jobs.duplicate_search_worker"


class Duplicate(NamedTuple):
    """A document has the text of the ``first`` one that does; both are places in the list of all, counted from 0.

    ``similarity`` is 0 to 1.
    """

    number: int
    first: int
    similarity: float


class Duplicates:
    """Finds them; ``tell`` and ``paths`` are called on its thread.

    Args:
        file: where sketches are kept; may be deleted at any time.
        max_bytes: larger files are not read.
        paths: gives the paths of the documents from a place on, at most so many. The path of one that is not to be
            compared is empty.
        tell: given each batch.
    """

    def __init__(
        self,
        file: StorePath | None,
        max_bytes: int,
        paths: Callable[[int, int], Sequence[str]],
        tell: Callable[[list[Duplicate]], object],
    ) -> None:
        self._arguments = [str(max_bytes), *([] if file is None else [str(file.root), *file.parts])]
        self._paths = paths
        self._tell = tell
        self._process: ChildProcess | None = None
        self._is_closing = False
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._is_more = self._is_running = False
        self._done = 0  # documents that are compared; behind them come those that are not
        self._indexed = 0  # documents that the present process knows
        self._alone = 0  # documents before this one are handed over one at a time: one of them ended the process
        self._deadly: set[int] = set()  # documents that end it

    def start(self) -> None:
        """Compare the documents that were not compared yet; the process ends when that is done."""
        with self._lock:
            self._is_more = True
            if not self._is_running:
                self._thread = threading.Thread(target=self._run, name="duplicates", daemon=True)
                self._thread.start()
                self._is_running = True

    def close(self) -> None:
        """End the thread and its process."""
        self._is_closing = True
        if process := self._process:
            process.kill()
        if self._thread is not None and self._thread.ident is not None:  # the system may refuse to start one
            self._thread.join(1)

    def _run(self) -> None:
        while self._goes_on():
            self._compare_all()

    def _goes_on(self) -> bool:
        """Whether documents came since this was asked last; else the thread ends, and the next ones begin another."""
        with self._lock:
            self._is_running, self._is_more = self._is_more and not self._is_closing, False
            return self._is_running

    def _compare_all(self) -> None:
        failures = 0
        while not self._is_closing and failures < _PATIENCE and (chunk := self._next()):
            before, is_unclear = self._done, len(chunk) > 1 and self._indexed == self._done
            if not self._compare(chunk):
                failures += not is_unclear  # which of them ended it shows when each is handed over alone
            elif self._done > before:
                failures = 0
        self._end()

    def _next(self) -> Sequence[str]:
        """What to hand over next: to a new process at first what was compared before. Nothing when all is done."""
        at = self._indexed
        while at in self._deadly:
            self._indexed = at = at + 1
        end = self._done if at < self._done else at + 1 if at < self._alone else MOST
        end = min([end, *(place for place in self._deadly if place > at)])
        return self._paths(at, min(CHUNK, end - at))

    def _compare(self, chunk: Sequence[str]) -> bool:
        """Have some documents compared with all before them; whether the process is still there."""
        at, known = self._indexed, self._done
        try:
            count, *found = self._ask(at, chunk)
        except (ChildDropped, OSError, ValueError, TypeError):
            self._end()
            if at >= known and len(chunk) > 1:
                self._alone = at + len(chunk)
            elif at >= known:
                self._deadly.add(at)
                self._done = max(known, at + 1)
            return False
        self._indexed = at + count
        self._done = max(known, self._indexed)
        if found and at >= known:
            self._tell([Duplicate(*one) for one in found])
        return True

    def _ask(self, at: int, chunk: Sequence[str]) -> list[Any]:
        """How many documents were compared, then what was found."""
        self._process = self._process or ChildProcess(MODULE, *self._arguments)
        request = json.dumps([at, chunk]).encode("ascii")
        count, *found = json.loads(bytes(self._process.ask(request, _WAIT_S, _MAX_ANSWER, lambda: self._is_closing)))
        if not 0 < int(count) <= len(chunk):
            raise ValueError("not that many were asked for")
        return [int(count), *((int(one), int(first), float(share)) for one, first, share in found)]

    def _end(self) -> None:
        process, self._process = self._process, None
        self._indexed = 0
        if process is not None:
            process.end()
