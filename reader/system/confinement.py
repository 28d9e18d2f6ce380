"""Prepares a child process for untrusted files: no terminal, resource limits, and an end together with its parent.

For the child's side of :mod:`reader.system.child_process`, and for copies of this process (``reader.commands``).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, NamedTuple

from reader.system.lifeline import hold_what_was_given

#: Bytes of the length that stands before each message.
HEADER = 8

#: Steps of a loop, and their processor time in seconds on the machine where the limits were chosen.
_STEPS, _USUAL_S = 50_000, 0.0011
#: The factor by which a slow machine, or one with shared cores, may extend the limits.
_SLOWEST = 4.0
#: Seconds of processor time for which a measurement counts: it costs more than reading a small document.
_MEASURED_FOR_S = 0.05

_is_confined = False


class Limits(NamedTuple):
    """The resources that one piece of work may use.

    Attributes:
        seconds: whole seconds of processor time; a process that takes more is ended by SIGXCPU.
        memory: bytes of address space beyond what the process has when the work begins; more is a ``MemoryError``.
    """

    seconds: int
    memory: int


class _Measured(NamedTuple):
    """The processor time of the process when the machine was measured, and its slowness then."""

    at: float
    slowness: float


_measured = _Measured(-1.0, 1.0)


def is_confined() -> bool:
    """Whether this child process may be lost. If so, risky work is done here and not passed to another process."""
    return _is_confined


def confine() -> None:
    """Mark this process as one that may be lost: ``is_confined`` becomes true, and it leaves no core file."""
    global _is_confined  # noqa: PLW0603 - a fact about the whole process
    _is_confined = True
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes for requests and answers. Whatever a library prints or reads goes to the null device.

    From now on this process ends when its parent does.
    """
    hold_what_was_given()
    requests, answers = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return requests, answers


def receive(pipe: BinaryIO) -> bytes | None:
    """The next message; None if the other side has closed the pipe."""
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
def limited(limits: Limits) -> Iterator[None]:
    """Apply limits to the work inside; only for a process that may be lost, since too much time ends it.

    On a system without such limits none apply; the caller's deadline still holds.
    """
    try:
        import resource
    except ImportError:
        yield
        return
    before = [(kind, resource.getrlimit(kind)) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)]
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = (int(used.ru_utime + used.ru_stime) + limits.seconds, _address_space() + limits.memory)
    for (kind, (soft, hard)), most in zip(before, wanted, strict=True):
        # The inherited time limit counts the parent's time, so it does not bind this process; only the hard limit does.
        bounds = (most, hard) if kind == resource.RLIMIT_CPU else (most, soft, hard)
        resource.setrlimit(kind, (_least(*bounds), hard))
    try:
        yield
    finally:
        for kind, had in before:
            resource.setrlimit(kind, had)


def for_this_machine(limits: Limits) -> Limits:
    """The limits, with more time if this machine is slow at the moment.

    If two threads share a core, the system charges each of them up to twice the time. That must not make work fail.
    """
    return limits._replace(seconds=round(limits.seconds * min(max(_slowness(), 1.0), _SLOWEST)))


def _slowness() -> float:
    """How many times slower than usual the machine is; measured anew once the process has worked for a while."""
    global _measured  # noqa: PLW0603 - a fact about the whole process
    start = time.process_time()
    if not 0 <= start - _measured.at < _MEASURED_FOR_S:  # a copy of this process begins at 0 again
        for _ in range(_STEPS):
            pass
        end = time.process_time()
        _measured = _Measured(end, (end - start) / _USUAL_S)
    return _measured.slowness


def _least(*limits: int) -> int:
    """The lowest of some limits, ignoring "no limit"."""
    import resource

    return min((one for one in limits if one != resource.RLIM_INFINITY), default=resource.RLIM_INFINITY)


def _address_space() -> int:
    """Bytes of address space that this process has; half a gigabyte if the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib costs more than the whole
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 1 << 29
