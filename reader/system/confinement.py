"""What a child process does to itself before it touches a stranger's file: no terminal, limits, an end with its parent.

For the child's side of :mod:`reader.system.child_process`, and for copies of this process (``reader.commands``).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, NamedTuple, Protocol

#: Bytes that say how long a message is, at its start.
HEADER = 8
#: Seconds between two looks whether the parent is there, where the system does not tell.
_LOOK_S = 1.0

#: Steps of a loop, and the processor time that they take where the limits were set, in seconds.
_STEPS, _USUAL_S = 50_000, 0.0011
#: How many times slower a machine, or one whose cores are shared, may be.
_SLOWEST = 4.0

_is_confined = False


class HasFileno(Protocol):
    """A pipe, a socket, a connection."""

    def fileno(self) -> int:
        """Its file descriptor."""


class Limits(NamedTuple):
    """What one piece of work may take.

    Attributes:
        seconds: whole seconds of processor time; a process that takes more is ended by SIGXCPU.
        memory: bytes of address space beyond what the process has when the work begins; more is a ``MemoryError``.
    """

    seconds: int
    memory: int


def is_confined() -> bool:
    """Whether this is a child process that may be lost: what is dangerous is done here, and given to no other."""
    return _is_confined


def confine() -> None:
    """Make this process one that may be lost: it leaves no core file, and ``is_confined`` says so."""
    global _is_confined  # noqa: PLW0603 - a fact about the whole process
    _is_confined = True
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes for requests and answers; whatever a library prints or reads goes nowhere instead."""
    requests, answers = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return requests, answers


def receive(pipe: BinaryIO) -> bytes | None:
    """The next message; None once nobody can send any more."""
    header = _exactly(pipe, HEADER)
    return None if header is None else _exactly(pipe, int.from_bytes(header, "little"))


def send(pipe: BinaryIO, message: bytes) -> None:
    """Write one message."""
    rest = memoryview(len(message).to_bytes(HEADER, "little") + message)
    while rest:
        rest = rest[pipe.write(rest) :]


def _exactly(pipe: BinaryIO, size: int) -> bytes | None:
    pieces = []
    while size > 0:
        piece = pipe.read(min(size, 1 << 20))
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


@contextmanager
def ending_with(requests: HasFileno) -> Iterator[None]:
    """While the work goes on, nothing comes through ``requests`` but its end, and that ends this process at once.

    The system itself does it, whatever the process is doing: also in native code that lets no thread run.
    """
    if not sys.platform.startswith("linux"):
        _watch(os.getppid())
        yield
        return
    import fcntl
    import select

    descriptor = requests.fileno()
    signal.signal(signal.SIGIO, signal.SIG_DFL)  # which ends a process
    flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC)
    end = select.poll()
    end.register(descriptor, 0)
    if end.poll(0):  # it came before it was waited for
        os._exit(1)
    try:
        yield
    finally:
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags)
        signal.signal(signal.SIGIO, signal.SIG_IGN)


_watched: set[int] = set()


def _watch(parent: int) -> None:
    """A thread that looks for the parent now and then; one is enough."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_S)
        os._exit(1)

    if parent not in _watched:
        _watched.add(parent)
        threading.Thread(target=look, name="parent", daemon=True).start()


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """Work under limits; only in a process that may be lost, since too much time ends it.

    Where the system knows no such limits there are none: whoever asks waits no longer than the deadline.
    """
    try:
        import resource
    except ImportError:
        yield
        return
    before = [(what, resource.getrlimit(what)) for what in (resource.RLIMIT_CPU, resource.RLIMIT_AS)]
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = (int(used.ru_utime + used.ru_stime) + limits.seconds, _address_space() + limits.memory)
    for (what, (soft, hard)), most in zip(before, wanted, strict=True):
        # Time that a child of a limited process may take is its own: it inherits that one's limit, not what was used.
        bounds = (most, hard) if what == resource.RLIMIT_CPU else (most, soft, hard)
        resource.setrlimit(what, (_least(*bounds), hard))
    try:
        yield
    finally:
        for what, had in before:
            resource.setrlimit(what, had)


def for_this_machine(limits: Limits) -> Limits:
    """The limits with as much more time as this machine needs just now.

    Where two threads share a core the system shows each of them up to twice the time; nothing is to fail for that.
    """
    start = time.process_time()
    for _ in range(_STEPS):
        pass
    slowness = (time.process_time() - start) / _USUAL_S
    return limits._replace(seconds=round(limits.seconds * min(max(slowness, 1.0), _SLOWEST)))


def _least(*limits: int) -> int:
    """The lowest of some limits, of which -1 is none."""
    import resource

    return min((one for one in limits if one != resource.RLIM_INFINITY), default=resource.RLIM_INFINITY)


def _address_space() -> int:
    """Bytes of address space that this process has; half a gigabyte where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib costs more than the whole
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 1 << 29
