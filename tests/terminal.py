"""A real pseudo-terminal for tests: runs a program, applies what it writes to a screen, sends it keys."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import pyte

#: Sequences that the emulator does not know: private modes with a prefix, as the kitty keyboard protocol has, and vim's
#: question about the keyboard.
_PRIVATE = re.compile(rb"\x1b\[(?:[<>=][0-9;]*[a-zA-Z]|\?[0-9;]*m)")


class _Screen(pyte.Screen):
    """One whose answers, as to where the cursor is, go to the program."""

    answer: Callable[[str], object] = staticmethod(lambda _: None)

    def write_process_input(self, data: str) -> None:
        self.answer(data)

    @property
    def display(self) -> list[str]:
        """The rows; also where half of a wide character was written over, which the emulator's own fails on."""
        return ["".join(self.buffer[y][x].data for x in range(self.columns)) for y in range(self.lines)]


class Terminal:
    """A program in a terminal of ``columns`` x ``rows``.

    Attributes:
        output: every byte that the program has written.
        read_at: when the last of them came, as ``time.perf_counter`` counts.
        exit_code: None while it runs.
    """

    def __init__(
        self, command: Sequence[str], columns: int = 120, rows: int = 40, environment: Mapping[str, str] | None = None
    ) -> None:
        self.screen = _Screen(columns, rows)
        self.screen.answer = self.send  # type: ignore[method-assign]
        self._stream = pyte.ByteStream(self.screen)
        self.output = bytearray()
        self.read_at = 0.0
        self.exit_code: int | None = None
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            inherited = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
            variables = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
            os.execvpe(command[0], list(command), variables)
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    @property
    def text(self) -> str:
        """What is on the screen, a line a row."""
        return "\n".join(self.screen.display)

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._file, keys.encode())

    def press(self, *keys: str) -> None:
        """Type keys one by one, each after the screen has come to rest."""
        for key in keys:
            self.send(key)
            self.settle()

    def settle(self, quiet: float = 0.08) -> None:
        """Read until the program is silent."""
        while self._read(quiet):
            pass

    def wait(self, wanted: str | Callable[[str], bool], timeout: float = 150) -> str:
        """Read until a text is on the screen; gives the screen.

        Raises:
            AssertionError: it did not come; the screen is in the message.
        """
        there = wanted if callable(wanted) else (lambda text: wanted in text)
        deadline = time.monotonic() + timeout
        while not there(self.text):
            assert time.monotonic() < deadline, f"{wanted!r} did not come:\n{self.text}"
            assert self.exit_code is None, f"the program ended with {self.exit_code}:\n{self.text}"
            self._read(0.1)
        return self.text

    def wait_for_exit(self, timeout: float = 150) -> int:
        """Read until the program has ended; gives its exit code."""
        deadline = time.monotonic() + timeout
        while self.exit_code is None:
            assert time.monotonic() < deadline, f"the program did not end:\n{self.text}"
            self._read(0.05)
            self._reap()
        self.settle(0)  # what it wrote last is still to be read
        return self.exit_code

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End the program with a signal."""
        if self.exit_code is None:
            os.kill(self.pid, number)

    def close(self) -> None:
        """End the program, whatever it is doing, and give the terminal back."""
        self.kill()
        while self.exit_code is None:
            self._reap()
            time.sleep(0.005)
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _reap(self) -> None:
        pid, status = os.waitpid(self.pid, os.WNOHANG) if self.exit_code is None else (0, 0)
        if pid:
            self.exit_code = os.waitstatus_to_exitcode(status)

    def _read(self, timeout: float) -> bool:
        if not select.select([self._file], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._file, 1 << 20)
        except OSError:  # the program closed its side
            data = b""
        if not data:
            self._reap()
            time.sleep(0.01)
            return False
        self.read_at = time.perf_counter()
        self.output += data
        if b"\x1b[?2026$p" in data:  # the emulator does not know this one
            os.write(self._file, b"\x1b[?2026;2$y")
        self._stream.feed(_PRIVATE.sub(b"", data))
        return True
