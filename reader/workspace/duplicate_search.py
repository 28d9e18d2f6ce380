"""Finds documents with the same text while a person reads.

A child process reads the documents and makes a sketch of each. A thread asks it for one document after the other and
hands over what it finds in batches.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import NamedTuple

from reader.system.child_process import ChildDropped, ChildProcess
from reader.system.guarded_path import StorePath
from reader.text.near_duplicates import SketchIndex

#: Documents that are compared. More are a collection, which nobody reads through one by one.
MOST = 5000
#: Seconds between two batches at least, and documents in a row that may end the process before it is given up.
_BATCH_S = 0.5
_PATIENCE = 3
#: Seconds that one document may take: reading ends earlier by itself. Bytes that a sketch may have.
_WAIT_S = 300.0
_MAX_ANSWER = 1 << 16
MODULE = "reader.workspace.duplicate_search_worker"


class Duplicate(NamedTuple):
    """Document ``number`` has the text of ``first``, which comes before it; ``similarity`` is 0 to 1."""

    number: int
    first: int
    similarity: float


class Duplicates:
    """Finds them; ``tell`` is called on its thread.

    Args:
        file: where sketches are kept; may be deleted at any time.
        max_bytes: larger files are not read.
        tell: given each batch.
    """

    def __init__(self, file: StorePath | None, max_bytes: int, tell: Callable[[list[Duplicate]], object]) -> None:
        self._arguments = [str(max_bytes), *([] if file is None else [str(file.root), *file.parts])]
        self._tell = tell
        self._wanted: queue.SimpleQueue[tuple[int, str] | None] = queue.SimpleQueue()
        self._process: ChildProcess | None = None
        self._is_closing = False
        self._count = 0
        self._thread: threading.Thread | None = None

    def look_at(self, documents: Iterable[tuple[int, str]]) -> None:
        """Compare these documents too, each with its number, which is its place in the list of all, and its path."""
        for document in islice(documents, MOST - self._count):
            self._count += 1
            self._wanted.put(document)
        if self._thread is None and self._count > 1:
            self._thread = threading.Thread(target=self._run, name="duplicates", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread and its process."""
        self._is_closing = True
        self._wanted.put(None)
        if process := self._process:
            process.kill()
        if self._thread is not None and self._thread.ident is not None:  # the system may refuse to start one
            self._thread.join(1)

    def _run(self) -> None:
        known: SketchIndex[int] = SketchIndex()
        found: list[Duplicate] = []
        told = time.monotonic()
        failures = 0
        while not self._is_closing and failures < _PATIENCE:
            if found and (self._wanted.empty() or time.monotonic() > told + _BATCH_S):
                self._tell(found)
                found, told = [], time.monotonic()
            wanted = self._wanted.get()
            if wanted is None:
                break
            number, path = wanted
            answer = self._ask(path)
            failures = failures + 1 if answer is None else 0
            for other, similarity in known.add(number, tuple(answer or ())):
                found.append(Duplicate(max(number, other), min(number, other), similarity))
        self._end()

    def _ask(self, path: str) -> list[int] | None:
        """The sketch of a document; None where there is none, and the process ended over it."""
        try:
            self._process = self._process or ChildProcess(MODULE, *self._arguments)
            request = json.dumps(path).encode("ascii")
            answer = self._process.ask(request, _WAIT_S, _MAX_ANSWER, lambda: self._is_closing)
            return list(json.loads(bytes(answer)))
        except (ChildDropped, OSError, ValueError, TypeError):
            self._end()
            return None

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()
