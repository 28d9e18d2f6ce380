"""Which documents are one text twice, found out while one reads: a process of its own reads and sketches them.

A thread asks the process, one document after the other; what it finds is handed over in batches.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from reader.system.child_process import child_environment
from reader.system.guarded_path import StorePath
from reader.text.minhash import SketchIndex

#: Documents that are looked at; more are a collection, which nobody reads through one by one.
MOST = 5000
#: Seconds between two batches at least, and documents that may end the process before it is given up.
_BATCH_S = 0.5
_PATIENCE = 3
_COMMAND = ("-P", "-m", "reader.workspace.duplicates_worker")


class Duplicate(NamedTuple):
    """Document ``number`` has the text of ``first``, which comes before it; ``likeness`` is 0 to 1."""

    number: int
    first: int
    likeness: float


class Duplicates:
    """Finds them; ``tell`` is called on its thread.

    Args:
        file: where sketches are kept; may be deleted at any time.
        max_bytes: larger files are not read.
        tell: given each batch.
    """

    def __init__(self, file: StorePath | None, max_bytes: int, tell: Callable[[list[Duplicate]], object]) -> None:
        place = [] if file is None else [str(file.root), *file.parts]
        self._command = [sys.executable, *_COMMAND, str(max_bytes), *place]
        self._tell = tell
        self._wanted: queue.SimpleQueue[tuple[int, str] | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[str] | None = None
        self._is_closing = False
        self._count = 0
        self._thread: threading.Thread | None = None

    def look_at(self, documents: Iterable[tuple[int, str]]) -> None:
        """Compare these documents too, each with its number, which is its place in the list of all, and its path."""
        for document in documents:
            if self._count < MOST:
                self._count += 1
                self._wanted.put(document)
        if self._thread is None and self._count > 1:
            self._thread = threading.Thread(target=self._run, name="duplicates", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread and its process."""
        self._is_closing = True
        self._wanted.put(None)
        if self._process is not None:
            self._process.kill()
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
            for other, likeness in known.add(number, tuple(answer or ())):
                found.append(Duplicate(max(number, other), min(number, other), likeness))
        self._end()

    def _ask(self, path: str) -> list[int] | None:
        """The sketch of a document; None where the process ended over it."""
        if self._is_closing:
            return None
        try:
            process = self._process = self._process or self._started()
            assert process.stdin is not None  # noqa: S101 - both are pipes
            assert process.stdout is not None  # noqa: S101
            process.stdin.write(json.dumps(path) + "\n")
            process.stdin.flush()
            return list(json.loads(process.stdout.readline()))
        except (OSError, ValueError, TypeError):
            self._end()
            return None

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - this interpreter and our own module
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            encoding="ascii",
            start_new_session=True,
        )

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError, ValueError):
                    if pipe is not None:
                        pipe.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(2)
