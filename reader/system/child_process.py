"""A child process that runs a module of this package and answers messages, with a deadline for each answer.

The child has two pipes and no terminal. It has a session of its own, so a Ctrl+C meant for the reader does not reach
it. A message is its length in eight bytes and then its bytes. The two sides agree on what the bytes mean, and nothing
in them is ever run. The child's side is :mod:`reader.system.confinement`.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, Self

from reader.system.confinement import HEADER
from reader.system.large_blocks import LARGE, give_back_large_blocks
from reader.system.lifeline import VARIABLE, Lifeline

#: Bytes that are written at a time.
_CHUNK = 1 << 16
#: Seconds that a child has to end by itself.
_PATIENCE_S = 2.0
#: Seconds between two calls of ``is_dropped``.
_LOOK_S = 0.1


class ChildHung(TimeoutError):  # noqa: N818 - named for what is the case
    """The child gave no answer in time. Asking again would only take as long again."""


class ChildDropped(Exception):  # noqa: N818 - named for what is the case
    """Nobody waits for the answer any more."""


class ChildStopped(OSError):  # noqa: N818 - named for what is the case
    """The child ended, or its answer is not one. The message is one plain line.

    Attributes:
        ended_by: the signal that ended it, or 0.
    """

    def __init__(self, what: str, ended_by: int = 0) -> None:
        super().__init__(what)
        self.ended_by = ended_by

    @property
    def took_too_long(self) -> bool:
        """Whether the child used up its processor time."""
        return self.ended_by == getattr(signal, "SIGXCPU", -1)


class ChildProcess:
    """A running child. It is started at once, and ends with ``end`` or with this process; one thread at a time asks it.

    Args:
        module: the module of this package that it runs.
        arguments: what its command line has after that.

    Raises:
        OSError: the system allows no more processes, files or memory.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        lifeline = Lifeline()
        self._lifeline = lifeline.ours
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter and our own module
                [sys.executable, "-P", "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**child_environment(), VARIABLE: str(lifeline.theirs.fileno())},
                pass_fds=(lifeline.theirs.fileno(),),
                start_new_session=True,
                bufsize=0,
            )
        except BaseException:
            self._lifeline.close()
            raise
        finally:
            lifeline.theirs.close()
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - both are pipes
        self._stdin = self._process.stdin.fileno()
        self._stdout = self._process.stdout.fileno()
        os.set_blocking(self._stdin, False)
        os.set_blocking(self._stdout, False)
        self._unsent = memoryview(b"")
        self._begin(HEADER, is_head=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the child has ended."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End the child now; any thread may do so. A thread that waits for an answer gets ``ChildStopped``."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self, *, at_once: bool = True) -> int:
        """End the child and close the pipes; for the thread that asks.

        Args:
            at_once: kill it; else it has two seconds to end by itself.

        Returns:
            its exit code, or the number of the signal that ended it, below zero.
        """
        if at_once:
            self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe:
                    pipe.close()
        try:
            return self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self._process.wait(_PATIENCE_S)
            return -signal.SIGKILL
        finally:
            self._lifeline.close()

    def ask(
        self, request: bytes, seconds: float, most: int, is_dropped: Callable[[], bool] | None = None
    ) -> memoryview:
        """Send a request and wait for the next message; arguments and errors are those of ``receive``."""
        self.send(request)
        return self.receive(seconds, most, is_dropped)

    def send(self, request: bytes) -> None:
        """Send a message without waiting. What the pipe does not take now is sent by the next ``receive``."""
        self._unsent = memoryview(b"".join((self._unsent, len(request).to_bytes(HEADER, "little"), request)))
        self._write()

    def receive(self, seconds: float, most: int, is_dropped: Callable[[], bool] | None = None) -> memoryview:
        """The next message of the child.

        Args:
            seconds: on the clock, that it may take.
            most: bytes that it may have.
            is_dropped: called now and then; True where nobody waits for the message any more.

        Raises:
            ChildDropped: nobody does; the next call receives what of it has not come yet, and gives the whole.
            ChildHung: there was no message in time.
            ChildStopped: the child ended, or its message is too long.
        """
        deadline = time.monotonic() + seconds
        self._is_dropped = is_dropped or (lambda: False)
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self._stdout, selectors.EVENT_READ)
                if self._unsent:
                    selector.register(self._stdin, selectors.EVENT_WRITE)
                if self._is_head:
                    size = int.from_bytes(self._filled(selector, deadline), "little")
                    if size > most:
                        raise ChildStopped("its answer has no end")
                    self._begin(size, is_head=False)
                answer = self._filled(selector, deadline)
                self._begin(HEADER, is_head=True)
                return answer
        except (ChildHung, ChildStopped):
            raise
        except (OSError, ValueError):
            self._say_how_it_ended()

    def _begin(self, size: int, *, is_head: bool) -> None:
        """The next bytes from the child are the head of a message, or the message."""
        if size >= LARGE:
            give_back_large_blocks()
        self._part, self._have, self._is_head = memoryview(bytearray(size)), 0, is_head

    def _filled(self, selector: selectors.BaseSelector, deadline: float) -> memoryview:
        """The part of a message that is due, whole; what is unsent is written meanwhile."""
        while self._have < len(self._part):
            left = deadline - time.monotonic()
            if left <= 0:
                raise ChildHung("it gave no answer in time")
            if self._is_dropped():
                raise ChildDropped
            for ready, _ in selector.select(min(left, _LOOK_S)):
                if ready.fd == self._stdin:
                    self._write()
                    if not self._unsent:
                        selector.unregister(self._stdin)
                    continue
                with contextlib.suppress(BlockingIOError):
                    count = os.readv(self._stdout, [self._part[self._have :]])
                    if not count:
                        self._say_how_it_ended()
                    self._have += count
        return self._part

    def _write(self) -> None:
        try:
            self._unsent = self._unsent[os.write(self._stdin, self._unsent[:_CHUNK]) :]
        except BlockingIOError:
            return
        except OSError:  # it has ended; what it said before is still to be read
            self._unsent = self._unsent[:0]

    def _say_how_it_ended(self) -> NoReturn:
        raise how_it_ended(self.end(at_once=False))


def how_it_ended(code: int) -> ChildStopped:
    """What the exit code of a process says; below zero it is the signal that ended it."""
    if code >= 0:
        return ChildStopped(f"its process ended with {code}")
    with contextlib.suppress(ValueError):
        return ChildStopped(f"its process was ended by {signal.Signals(-code).name}", -code)
    return ChildStopped(f"its process was ended by signal {-code}", -code)


def child_environment() -> dict[str, str]:
    """The environment with this package on the path, and one thread for libraries that would take all cores."""
    environment = dict(os.environ)
    root = Path(__file__).resolve().parents[2]
    if root.name not in {"site-packages", "dist-packages"}:  # on the path anyway, after the standard library
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), environment.get("PYTHONPATH", ""))))
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment.setdefault(name, "1")
    return environment
