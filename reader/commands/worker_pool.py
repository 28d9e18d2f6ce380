"""Work over many files on all cores: results in the order of the files, a bounded number of them in flight.

Each process has one file at a time, so that one that is killed, or killed by its file, costs that file alone; what a
file may take is limited there. A lone file that is cheap is worked on here: it does not pay for a process.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.sources import SourceError
from reader.sources.bytes_to_page import DEFAULT_MAX_BYTES
from reader.sources.reading_cost import is_cheap
from reader.sources.standard_input import STANDARD_INPUT
from reader.system.confinement import confine, ending_with
from reader.system.process_limits import shortage

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: Files a process that are given out, or done and waiting for one before them: a slow one holds up no more.
WINDOW = 16
#: Seconds between two calls of ``tick`` at most.
TICK = 0.1
#: How long a process may take to end once it was told to.
_PATIENCE = 2.0


class Result(NamedTuple):
    """What became of one file: ``text``, or the ``problem`` in one line where that is None; and what is to be noted."""

    path: str
    text: str | None
    problem: str = ""
    notes: tuple[str, ...] = ()


_notes: list[str] = []


def note(line: str) -> None:
    """Have a line said that counts for many files: once, whichever processes find it out. For the work on a file."""
    _notes.append(line)


class _Member:
    """One process of the crew and the pipe to it; ``place`` is that of the file it has, -1 for none."""

    def __init__(self, work: Callable[[str], str], others: Sequence[_Member]) -> None:
        import multiprocessing

        # A copy of this process costs nothing and has all that was loaded; elsewhere that is not safe.
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        inherited = [self.pipe, *(one.pipe for one in others)] if sys.platform == "linux" else []
        self._process = context.Process(target=_serve, args=(theirs, inherited, work), daemon=True)
        # Until it ignores ctrl+c, it must not get any.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        theirs.close()
        self.place = -1
        self.path = ""

    def give(self, place: int, path: str) -> None:
        self.place, self.path = place, path
        with suppress(OSError):  # it has ended: the next look at its pipe says so
            self.pipe.send(path)

    def take(self) -> Result:
        """What became of its file; raises ``EOFError`` or ``OSError`` where the process has ended over it."""
        return Result(self.path, *self.pipe.recv())

    def end(self, *, at_once: bool) -> int:
        """Ends the process; how it ended, below 0 by that signal."""
        self.pipe.close()
        if at_once:
            self._process.kill()
        self._process.join(_PATIENCE)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
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
        paths: asked for one by one, as they are needed.
        work: gives a text, or raises ``SourceError``; runs in another process where there is more than one path.
        jobs: how many processes.
        failed: told at once of each file that came to nothing.
        tick: told now and then how many files are done.
        noted: told each line that ``note`` was given, once.
    """
    said: set[str] = set()
    with closing(_each(paths, work, jobs, failed, tick)) as each:
        for result in each:
            for line in result.notes:
                if line not in said:
                    said.add(line)
                    noted(line)
            yield result


def _each(
    paths: Iterator[str],
    work: Callable[[str], str],
    jobs: int,
    failed: Callable[[Result], object],
    tick: Callable[[int], object],
) -> Generator[Result, None, None]:
    first = list(_few(paths))
    if len(first) < 2 and all(path == STANDARD_INPUT or is_cheap(path, DEFAULT_MAX_BYTES) for path in first):
        for path in first:
            yield from _alone(path, work, failed)
        return
    crew: list[_Member] = []
    try:
        yield from _shared(chain(first, paths), work, max(jobs, 1), failed, tick, crew)
    except BaseException:  # ctrl+c, or nobody reads on
        for member in crew:
            member.end(at_once=True)
        raise
    for member in crew:
        member.end(at_once=False)


def _few(paths: Iterator[str]) -> Iterator[str]:
    for path in paths:
        yield path
        for other in paths:
            yield other
            return


def _shared(
    paths: Iterator[str],
    work: Callable[[str], str],
    jobs: int,
    failed: Callable[[Result], object],
    tick: Callable[[int], object],
    crew: list[_Member],
) -> Iterator[Result]:
    from multiprocessing.connection import wait

    done: dict[int, Result] = {}
    given = shown = 0
    more = True
    while True:
        while more and given - shown < WINDOW * jobs and (member := _idle(crew, work, jobs)):
            path = next(paths, None)
            if path is None:
                more = False
            elif path == STANDARD_INPUT:  # only this process has it
                done.update((given, one) for one in _alone(path, work, failed))
                given += 1
            else:
                member.give(given, path)
                given += 1
        while shown in done:
            yield done.pop(shown)
            shown += 1
        busy = [member for member in crew if member.place >= 0]
        if not busy and not more:
            return
        for pipe in wait([member.pipe for member in busy], TICK) if busy else ():
            member = next(one for one in busy if one.pipe is pipe)
            try:
                result = member.take()
            except (EOFError, OSError):
                crew.remove(member)
                result = Result(member.path, None, _problem(member.path, member.end(at_once=False)))
            done[member.place] = result
            member.place = -1
            if result.text is None:
                failed(result)
        tick(shown + len(done))


def _idle(crew: list[_Member], work: Callable[[str], str], jobs: int) -> _Member | None:
    """A process without a file; a new one where there may be one more."""
    for member in crew:
        if member.place < 0:
            return member
    if len(crew) < jobs:
        crew.append(_Member(work, crew))
        return crew[-1]
    return None


def _alone(path: str, work: Callable[[str], str], failed: Callable[[Result], object]) -> Iterator[Result]:
    result = Result(path, *_tried(path, work))
    if result.text is None:
        failed(result)
    yield result


def _tried(path: str, work: Callable[[str], str]) -> tuple[str | None, str, tuple[str, ...]]:
    """The text, or None and the problem; and what is to be noted."""
    _notes.clear()
    try:
        text, problem = _worked(path, work), ""
    except SourceError as error:
        text, problem = None, str(error)
    return text, problem, tuple(_notes)


def _worked(path: str, work: Callable[[str], str]) -> str:
    """A fault of ours in one file is that file's problem, and in one line."""
    try:
        return work(path)
    except SourceError:
        raise
    except Exception as error:
        if missing := shortage(error):
            raise SourceError(path, f"cannot be read: {missing}") from error
        raise SourceError(path, f"cannot be read ({type(error).__name__})", "please report it with the file") from error


def _serve(pipe: Connection, inherited: Sequence[Connection], work: Callable[[str], str]) -> None:
    """The life of a process of the crew: a path in, a text or a problem out, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for other in inherited:  # or the others would never learn that the first process is gone
        other.close()
    confine()
    with suppress(EOFError, OSError):
        while True:
            path = pipe.recv()
            with ending_with(pipe):
                done = _tried(path, work)
            pipe.send(done)


def _problem(path: str, code: int) -> str:
    """What became of a file whose process ended over it, in one line."""
    if -code == getattr(signal, "SIGXCPU", 0):
        from reader.cleaning.loading_limits import too_slow

        return str(too_slow(path))
    if code < 0:
        with suppress(ValueError):
            return f"{path}: cannot be read (its process was ended by {signal.Signals(-code).name})"
    return f"{path}: cannot be read (its process ended with {code})"


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
