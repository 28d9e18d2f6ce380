"""Reads documents in child processes: each reads one after the other, and is replaced after a fault.

Idle processes are kept for a while, so that the next document starts at once. More are started to read several
together.
"""

from __future__ import annotations

import atexit
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from reader.cleaning.article_bytes import ARTICLE, TransferError, unpacked
from reader.cleaning.loading_limits import LIMITS, ReadingDropped, process_ended, too_large, too_slow
from reader.model.article import Article
from reader.sources import SourceError
from reader.sources.standard_input import STANDARD_INPUT, piped
from reader.system.child_process import ChildDropped, ChildHung, ChildProcess, ChildStopped
from reader.system.confinement import Limits
from reader.system.safe_text import safe_text

#: Seconds by the clock for one document: a page from the web may take a minute, and a busy machine is slow.
MAX_WAIT_S = 120.0
#: The most bytes of an answer: three texts of the largest file that is read, and their tables.
MAX_ANSWER = 256 << 20
#: The most idle processes that are kept, and seconds until one that nobody needs any more gives its memory back.
_KEPT = 2
REST_S = 3.0
#: The most characters of a fault's description.
_LONGEST = 500
_MODULE = "reader.cleaning.loading_worker"

#: Waits for an article that is being read; asked now and then whether nobody waits for it any more. Raises what
#: ``read_article`` does.
BegunReading = Callable[[Callable[[], bool]], Article]


class ReadingProcesses:
    """Child processes that read documents; usable from any thread.

    Args:
        module: the module that the processes run.
        wait: seconds by the clock for one document.
        rest: seconds that an idle process is kept.
    """

    def __init__(self, module: str = _MODULE, wait: float = MAX_WAIT_S, rest: float = REST_S) -> None:
        self._module = module
        self._wait = wait
        self._rest = rest
        self._idle: dict[ChildProcess, object] = {}  # each with what tells one time of rest from another one
        self._busy: set[ChildProcess] = set()
        self._lock = threading.Lock()
        self._is_closed = False

    def read(
        self,
        path: str,
        *,
        max_bytes: int,
        as_it_is: bool = False,
        encoding: str = "",
        limits: Limits = LIMITS,
        is_dropped: Callable[[], bool] | None = None,
    ) -> Article:
        """See ``reader.cleaning.article_loading.read_article``."""
        request = _request(path, max_bytes=max_bytes, as_it_is=as_it_is, encoding=encoding, limits=limits)
        with _named(path):
            if child := self._idle_one():
                try:
                    return self._asked(child, request, is_dropped)
                except ChildStopped as fault:
                    if fault.took_too_long:
                        raise
            return self._asked(self._started(), request, is_dropped)  # an idle one may have ended meanwhile

    def begin(self, path: str, *, max_bytes: int, encoding: str = "") -> BegunReading:
        """Begin to read a file; what comes back waits for the article, and is to be called once.

        Raises:
            SourceError: no process can be started.
        """
        with _named(path):
            child = self._started()
            child.send(_request(path, max_bytes=max_bytes, as_it_is=False, encoding=encoding, limits=LIMITS))
            return partial(self._begun, path, child)

    def _begun(self, path: str, child: ChildProcess, is_dropped: Callable[[], bool]) -> Article:
        with _named(path):
            return self._answer(child, is_dropped)

    def close(self) -> None:
        """End all processes; threads that wait for one get ``ChildStopped``."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, {}
            for child in self._busy:
                child.kill()
        for child in idle:
            child.end()

    def _asked(self, child: ChildProcess, request: bytes, is_dropped: Callable[[], bool] | None) -> Article:
        child.send(request)
        return self._answer(child, is_dropped)

    def _answer(self, child: ChildProcess, is_dropped: Callable[[], bool] | None) -> Article:
        is_well = False
        try:
            answer = child.receive(self._wait, MAX_ANSWER, is_dropped)
            result = _understood(answer)
            is_well = True
        finally:
            self._give_back(child, is_well=is_well)
        if isinstance(result, SourceError):
            raise result
        return result

    def _idle_one(self) -> ChildProcess | None:
        with self._lock:
            child = self._idle.popitem()[0] if self._idle else None
            if child is not None:
                self._busy.add(child)
        return child

    def _started(self) -> ChildProcess:
        child = ChildProcess(self._module)
        with self._lock:
            self._busy.add(child)
            is_late = self._is_closed
        if is_late:
            child.kill()
        return child

    def _give_back(self, child: ChildProcess, *, is_well: bool) -> None:
        with self._lock:
            self._busy.discard(child)
            is_kept = is_well and not self._is_closed and len(self._idle) < _KEPT
            if is_kept:
                self._idle[child] = this_rest = object()
        if not is_kept:
            child.end()
            return
        timer = threading.Timer(self._rest, self._let_go, (child, this_rest))
        timer.daemon = True
        with suppress(RuntimeError):  # no more threads here, or the program ends: it is kept then
            timer.start()

    def _let_go(self, child: ChildProcess, this_rest: object) -> None:
        """End a process that nobody has needed since it was given back."""
        with self._lock:
            if self._idle.get(child) is not this_rest:
                return
            del self._idle[child]
        child.end()


def _request(path: str, *, max_bytes: int, **wanted: object) -> bytes:
    data = piped(max_bytes) if path == STANDARD_INPUT else b""
    return json.dumps({"path": path, "max_bytes": max_bytes, **wanted}).encode("ascii") + b"\n" + data


@contextmanager
def _named(path: str) -> Iterator[None]:
    """Whatever stops a process, said as a fault of the document that it reads."""
    try:
        yield
    except ChildDropped as fault:
        raise ReadingDropped from fault
    except ChildHung as fault:
        raise too_slow(path) from fault
    except ChildStopped as fault:
        raise process_ended(path, fault) from fault
    except TransferError as fault:
        raise SourceError(path, "cannot be read", "the process that reads it gave no valid answer") from fault
    except MemoryError as fault:
        raise too_large(path) from fault
    except OSError as fault:
        reason = (fault.strerror or type(fault).__name__).lower()
        raise SourceError(path, "cannot be read now", f"no process can be started for it: {reason}") from fault


def _understood(answer: memoryview) -> Article | SourceError:
    """The content of an answer; raises ``TransferError`` if it is neither an article nor a fault."""
    if bytes(answer[:1]) == ARTICLE:
        return unpacked(answer[1:])
    try:
        source, what, advice = json.loads(bytes(answer[1 : 1 << 16]))
    except (ValueError, TypeError) as error:
        raise TransferError("is not a fault") from error
    return SourceError(str(source), _shown(what), _shown(advice))


def _shown(value: object) -> str:
    return safe_text(str(value)[:_LONGEST])


_processes = ReadingProcesses()
atexit.register(_processes.close)
read_apart = _processes.read
begin_apart = _processes.begin
