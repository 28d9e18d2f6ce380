"""Runs a module of this package as a child process and exchanges messages with it over pipes.

The child gets pipes alone, never the terminal. It has a session of its own, so a Ctrl+C meant for the reader does not
reach it. A message is its length in eight bytes, then its bytes. The two sides agree on what the bytes mean; they are
never executed. The child's side is :mod:`reader.system.confinement`.
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
from typing import NoReturn

from reader.system.confinement import HEADER

_CHUNK = 1 << 16
_PATIENCE_S = 2.0
#: Seconds between two checks whether the answer is still wanted.
_LOOK_S = 0.1


class ChildHung(TimeoutError):  # noqa: N818 - the name states the fact
    """The child gave no answer in time; asking again would take as long again."""


class ChildDropped(Exception):  # noqa: N818 - the name states the fact
    """Nobody waits for the child's answer any longer."""


class ChildStopped(OSError):  # noqa: N818 - the name states the fact
    """The child ended, or its answer was malformed; the message is one plain line.

    Attributes:
        ended_by: the signal that ended it; 0 if there was none.
    """

    def __init__(self, what: str, ended_by: int = 0) -> None:
        super().__init__(what)
        self.ended_by = ended_by

    @property
    def took_too_long(self) -> bool:
        """Whether the child used up its processor time."""
        return self.ended_by == getattr(signal, "SIGXCPU", -1)


class PipedProcess:
    """A running child and its two pipes. It starts at once and ends with ``end`` or with this process.

    Args:
        command: the arguments that follow this interpreter on the command line.

    Raises:
        OSError: the system allows no more processes, files or memory.
    """

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter and our own module
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - both are pipes
        self._stdin = self._process.stdin.fileno()
        self._stdout = self._process.stdout.fileno()
        os.set_blocking(self._stdin, False)
        os.set_blocking(self._stdout, False)

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the child has ended and can no longer be asked."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End the child now; safe from any thread. A thread that waits in ``ask`` gets ``ChildStopped``."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self, *, at_once: bool = True) -> int:
        """End the child and close the pipes, from the thread that asks. Returns the exit code, or minus the signal."""
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


class ChildProcess(PipedProcess):
    """A child that runs a module of this package and answers messages."""

    def __init__(self, module: str, *arguments: str) -> None:
        super().__init__("-P", "-m", module, *arguments)

    def ask(
        self, request: bytes, seconds: float, most: int, is_dropped: Callable[[], bool] | None = None
    ) -> memoryview:
        """The child's answer to a request; one thread at a time.

        Args:
            request: the bytes to send.
            seconds: the longest wait for the answer, by the clock.
            most: the largest number of bytes in the answer.
            is_dropped: called from time to time; tells whether the answer is no longer wanted.

        Raises:
            ChildDropped: the answer is no longer wanted.
            ChildHung: there was no answer in time.
            ChildStopped: the child ended, or its answer is too long.
        """
        deadline = time.monotonic() + seconds
        self._is_dropped = is_dropped or (lambda: False)
        self._rest = memoryview(len(request).to_bytes(HEADER, "little") + request)
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self._stdout, selectors.EVENT_READ)
                selector.register(self._stdin, selectors.EVENT_WRITE)
                size = int.from_bytes(self._received(selector, HEADER, deadline), "little")
                if size > most:
                    raise ChildStopped("its answer has no end")
                return self._received(selector, size, deadline)
        except (ChildHung, ChildStopped, ChildDropped):
            raise
        except (OSError, ValueError):
            self._say_how_it_ended()

    def _received(self, selector: selectors.BaseSelector, size: int, deadline: float) -> memoryview:
        """The next ``size`` bytes of the answer; meanwhile the rest of the request is written."""
        answer, have = memoryview(bytearray(size)), 0
        while have < size:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ChildHung("it gave no answer in time")
            if self._is_dropped():
                raise ChildDropped
            for ready, _ in selector.select(min(left, _LOOK_S)):
                if ready.fd == self._stdin:
                    self._write(selector)
                    continue
                with contextlib.suppress(BlockingIOError):
                    count = os.readv(self._stdout, [answer[have:]])
                    if not count:
                        self._say_how_it_ended()
                    have += count
        return answer

    def _write(self, selector: selectors.BaseSelector) -> None:
        try:
            self._rest = self._rest[os.write(self._stdin, self._rest[:_CHUNK]) :]
        except BlockingIOError:
            return
        except BrokenPipeError:  # the child may have answered before it ended; read that
            self._rest = self._rest[:0]
        if not self._rest:
            selector.unregister(self._stdin)

    def _say_how_it_ended(self) -> NoReturn:
        code = self.end(at_once=False)
        if code >= 0:
            raise ChildStopped(f"its process ended with {code}")
        raise ChildStopped(f"its process was ended by {_name_of(-code)}", -code)


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def child_environment() -> dict[str, str]:
    """The environment for a child: this package can be imported, and each numeric library uses one thread."""
    environment = dict(os.environ)
    root = Path(__file__).resolve().parents[2]
    if root.name not in {"site-packages", "dist-packages"}:  # on the path anyway, after the standard library
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), environment.get("PYTHONPATH", ""))))
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment.setdefault(name, "1")
    return environment
