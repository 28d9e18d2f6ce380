"""Runs a program of the user's own on a text, without a shell: its output, a time limit, and an end on demand.

It has a session of its own, so that keys do not reach it, and no terminal. What it started is ended with it.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, NamedTuple

from reader.system.os_errors import reason

#: Bytes that are read or written at a time, and of what a program may say on standard error.
_CHUNK, _MOST_ERRORS = 1 << 16, 1 << 14
#: Seconds between two looks, and those that it has to end by itself.
_LOOK_S, _PATIENCE_S = 0.1, 1.0


class ProgramError(Exception):
    """A program that did not start, or took too long. The message is one plain line."""


class Finished(NamedTuple):
    """What a program gave.

    Attributes:
        output, errors: what it wrote, decoded; unsafe to show.
        code: its exit code; below zero the signal that ended it.
        is_cut: whether it wrote more than was wanted, and was ended.
    """

    output: str
    errors: str
    code: int
    is_cut: bool


def run_program(
    words: Sequence[str],
    text: str,
    environment: Mapping[str, str],
    *,
    seconds: float,
    most: int,
    look: Callable[[float], object] = lambda _: None,
) -> Finished:
    """Run a program until it ends; for a thread of its own.

    Args:
        words: the program, with ``~`` for the home folder, and its arguments.
        text: on its standard input, in UTF-8.
        environment: variables beside those of this process.
        seconds: on the clock, that it may take.
        most: bytes of its output that are wanted.
        look: called about ten times a second with the seconds since the start; what it raises ends the program.

    Raises:
        ProgramError: it cannot be started, or takes too long.
    """
    program = os.path.expanduser(words[0])  # noqa: PTH111 - pathlib raises for a user that it does not know
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own choice, without a shell
            [program, *words[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
            start_new_session=True,
            bufsize=0,
        )
    except FileNotFoundError as error:
        raise ProgramError(f"there is no program {words[0]}") from error
    except (OSError, ValueError) as error:
        raise ProgramError(f"{words[0]} cannot be started: {_said(error)}") from error
    with process:
        try:
            return _Exchange(process, text.encode("utf-8", "replace"), most).run(seconds, look)
        except BaseException:
            _end(process)
            raise


class _Exchange:
    """Writes a program's input and reads its output, whichever is ready."""

    def __init__(self, process: subprocess.Popen[bytes], data: bytes, most: int) -> None:
        self._process = process
        self._unsent = memoryview(data)
        self._most = most
        self._output, self._errors = bytearray(), bytearray()
        self._selector = selectors.DefaultSelector()

    def run(self, seconds: float, look: Callable[[float], object]) -> Finished:
        begun = time.monotonic()
        with self._selector:
            self._open()
            while (pipes := self._selector.get_map()) and len(self._output) <= self._most:
                look(time.monotonic() - begun)
                _refuse_late(begun, seconds)
                ready = self._selector.select(_LOOK_S)
                for key, _ in ready:
                    self._move(key.fileobj)  # type: ignore[arg-type]
                if not ready and self._process.poll() is not None and pipes:
                    break  # a program that it left behind holds the pipes
        is_cut = len(self._output) > self._most
        if is_cut:
            _end(self._process)
        code = self._wait(begun, seconds, look)
        return Finished(_decoded(self._output[: self._most]), _decoded(self._errors), code, is_cut)

    def _open(self) -> None:
        stdin, stdout, stderr = self._process.stdin, self._process.stdout, self._process.stderr
        assert stdin and stdout and stderr  # noqa: S101, PT018 - all are pipes
        for pipe in (stdin, stdout, stderr):
            os.set_blocking(pipe.fileno(), False)
        self._selector.register(stdin, selectors.EVENT_WRITE)
        self._selector.register(stdout, selectors.EVENT_READ)
        self._selector.register(stderr, selectors.EVENT_READ)

    def _move(self, pipe: IO[bytes]) -> None:
        """Write to a pipe, or read from it; one that is done is closed."""
        with suppress(BlockingIOError):
            if pipe is self._process.stdin:
                is_done = self._write(pipe.fileno())
            else:
                data = os.read(pipe.fileno(), _CHUNK)
                into = self._output if pipe is self._process.stdout else self._errors
                into += data
                del self._errors[:-_MOST_ERRORS]
                is_done = not data
            if is_done:
                self._selector.unregister(pipe)
                pipe.close()

    def _write(self, handle: int) -> bool:
        """Write what is left; whether nothing is, or nobody reads it."""
        try:
            if self._unsent:
                self._unsent = self._unsent[os.write(handle, self._unsent[:_CHUNK]) :]
        except BrokenPipeError:
            return True
        return not self._unsent

    def _wait(self, begun: float, seconds: float, look: Callable[[float], object]) -> int:
        """The exit code, once it has ended: one may close its output and go on."""
        while True:
            with suppress(subprocess.TimeoutExpired):
                return self._process.wait(_LOOK_S)
            look(time.monotonic() - begun)
            _refuse_late(begun, seconds)


def _refuse_late(begun: float, seconds: float) -> None:
    if time.monotonic() - begun > seconds:
        raise ProgramError(f"took longer than {seconds:g} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started, first in a way that it may answer."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(OSError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE_S)


def _decoded(data: bytes | bytearray) -> str:
    return data.decode("utf-8", "replace")


def _said(error: OSError | ValueError) -> str:
    return reason(error) if isinstance(error, OSError) else str(error)
