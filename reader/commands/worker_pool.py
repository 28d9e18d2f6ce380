"""Work on many files with several processes: results in the order of the files, a bounded number of files at a time.

A process has one file at a time. If it is killed, or its file kills it, only that file is lost. A single file that is
cheap is worked on in this process.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from reader.sources import SourceError
from reader.sources.bytes_to_page import DEFAULT_MAX_BYTES
from reader.sources.reading_cost import is_cheap
from reader.sources.standard_input import STANDARD_INPUT
from reader.system.confinement import confine
from reader.system.lifeline import Lifeline, hold
from reader.system.process_limits import shortage

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: Files for each process that may be waiting for it, or for a slow file before them.
WINDOW = 16
#: Seconds between two calls of ``tick`` at most.
TICK = 0.1
#: Seconds that a process has to end by itself.
_PATIENCE = 2.0


class Result(NamedTuple):
    """The result of one file: its ``text``, or None and the ``problem`` in one line; ``notes`` are from ``note``."""

    path: str
    text: str | None
    problem: str = ""
    notes: tuple[str, ...] = ()


_notes: list[str] = []


def note(line: str) -> None:
    """Tell the user something that holds for many files. For the work on a file; the same line is told only once."""
    _notes.append(line)


class _Worker:
    """One process and the pipe to it. ``place`` is the number of the file that it has, -1 for none."""

    def __init__(self, work: Callable[[str], str], others: Sequence[_Worker]) -> None:
        import multiprocessing

        # On Linux a copy of this process has all that was loaded, at no cost. Elsewhere that is not safe.
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        lifeline = Lifeline()
        self.lifeline = lifeline.ours
        ours = [end for one in (self, *others) for end in (one.pipe, one.lifeline)]
        inherited = ours if sys.platform == "linux" else []
        self._process = context.Process(
            target=_serve, args=(theirs, lifeline.theirs.fileno(), inherited, work), daemon=True
        )
        # No ctrl+c until the process ignores it.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        theirs.close()
        lifeline.theirs.close()
        self.place = -1
        self.path = ""

    def give(self, place: int, path: str) -> None:
        self.place, self.path = place, path
        with suppress(OSError):  # it has ended, which ``take`` will notice
            self.pipe.send(path)

    def take(self) -> Result:
        """The result of its file; raises ``EOFError`` or ``OSError`` if the process has ended."""
        return Result(*self.pipe.recv())

    def end(self, *, at_once: bool) -> int:
        """End the process; its exit code, below zero the signal that ended it."""
        self.pipe.close()
        self._process.join(0 if at_once else _PATIENCE)
        self._process.kill()
        self._process.join()
        self.lifeline.close()
        return int(self._process.exitcode or 0)


def results(
    paths: Iterator[str],
    work: Callable[[str], str],
    jobs: int,
    failed: Callable[[Result], object],
    tick: Callable[[int], object] = lambda _: None,
    noted: Callable[[str], object] = lambda _: None,
) -> Generator[Result, None, None]:
    """The result of each path, in order.

    Args:
        paths: taken one by one, as they are needed.
        work: returns a text, or raises ``SourceError``. It runs in another process if there is more than one path.
        jobs: how many processes.
        failed: called at once for each file without a result.
        tick: called now and then with the number of files that are done.
        noted: called at once for each line of ``note``, once a line.
    """
    said: set[str] = set()

    def taken(result: Result) -> Result:
        for line in result.notes:
            if line not in said:
                said.add(line)
                noted(line)
        if result.text is None:
            failed(result)
        return result

    first = list(islice(paths, 2))
    if len(first) < 2 and all(path == STANDARD_INPUT or is_cheap(path, DEFAULT_MAX_BYTES) for path in first):
        for path in first:
            yield taken(result_of(path, work))
        return
    workers: list[_Worker] = []
    is_whole = False
    try:
        yield from _shared(chain(first, paths), work, max(jobs, 1), taken, tick, workers)
        is_whole = True
    finally:  # at once after ctrl+c, and where nobody reads on
        for worker in workers:
            worker.end(at_once=not is_whole)


def _shared(
    paths: Iterator[str],
    work: Callable[[str], str],
    jobs: int,
    taken: Callable[[Result], Result],
    tick: Callable[[int], object],
    workers: list[_Worker],
) -> Iterator[Result]:
    from multiprocessing.connection import wait

    done: dict[int, Result] = {}
    given = shown = 0
    more = True
    while True:
        while more and given - shown < WINDOW * jobs:
            idle = next((worker for worker in workers if worker.place < 0), None)
            if idle is None and len(workers) == jobs:
                break
            path = next(paths, None)
            if path is None:
                more = False
                break
            if path == STANDARD_INPUT:  # only this process has it
                done[given] = taken(result_of(path, work))
            else:
                if idle is None:
                    workers.append(idle := _Worker(work, workers))
                idle.give(given, path)
            given += 1
        while shown in done:
            yield done.pop(shown)
            shown += 1
        busy = {worker.pipe: worker for worker in workers if worker.place >= 0}
        if not busy and not more:
            return
        for pipe in wait(list(busy), TICK) if busy else ():
            worker = busy[pipe]  # type: ignore[index]
            try:
                result = worker.take()
            except (EOFError, OSError):
                workers.remove(worker)
                result = Result(worker.path, None, _problem(worker.path, worker.end(at_once=False)))
            done[worker.place] = taken(result)
            worker.place = -1
        tick(shown + len(done))


def result_of(path: str, work: Callable[[str], str]) -> Result:
    """The result of a file, whatever is wrong with the file or with the work."""
    _notes.clear()
    try:
        return Result(path, work(path), notes=tuple(_notes))
    except SourceError as error:
        fault = error
    except Exception as error:  # noqa: BLE001 - a fault of this program costs one file, and one line
        missing = shortage(error)
        what = f"cannot be read: {missing}" if missing else f"cannot be read ({type(error).__name__})"
        fault = SourceError(path, what, "" if missing else "please report it with the file")
    return Result(path, None, str(fault), tuple(_notes))


def _serve(
    pipe: Connection, lifeline: int, inherited: Sequence[Connection | BinaryIO], work: Callable[[str], str]
) -> None:
    """The life of a process: a path comes in, a result goes out, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for other in inherited:  # open here, they would hide from the others that the first process has ended
        other.close()
    hold(lifeline)
    confine()
    with suppress(EOFError, OSError):
        while True:
            pipe.send(tuple(result_of(pipe.recv(), work)))


def _problem(path: str, code: int) -> str:
    """The line for a file whose process ended with this code."""
    from reader.cleaning.loading_limits import process_ended
    from reader.system.child_process import how_it_ended

    return str(process_ended(path, how_it_ended(code)))


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
