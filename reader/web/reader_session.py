"""One reader for one visitor: a process with a terminal of the server's, which goes on while the page is away."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import signal
import struct
import sys
import termios
import time
from asyncio.subprocess import Process
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from reader.system.child_process import child_environment
from reader.system.web_session import VARIABLE

#: Bytes that are read from the terminal at a time; of what waits for a slow page; of what waits for the reader.
_CHUNK, _MOST_OUT, _MOST_IN = 1 << 16, 1 << 20, 1 << 22
#: Seconds that a reader has to end after its terminal was closed, and then after it was asked to.
_CLOSED_S, _ASKED_S = 8.0, 5.0
#: The least and the most columns and rows of a page.
_LEAST, _COLUMNS, _ROWS = 2, 500, 300
#: What a terminal sets that is not the browser's.
_OTHERS = frozenset("COLUMNS LINES TMUX TMUX_PANE STY TERM_PROGRAM TERM_PROGRAM_VERSION VTE_VERSION WT_SESSION".split())
_TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", VARIABLE: "1"}
_Send = Callable[[bytes], Awaitable[None]]


class Page:
    """A page that shows the reader, as a queue of what is to be painted on it."""

    def __init__(self, send: _Send, close: Callable[[], Awaitable[object]]) -> None:
        self._send = send
        self._close = close
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()
        self._is_over = False

    @property
    def is_behind(self) -> bool:
        """Whether so much waits that the reader has to wait too."""
        return self._bytes > _MOST_OUT

    def paint(self, data: bytes) -> None:
        """Send some bytes when the page takes them."""
        self._waiting.append(data)
        self._bytes += len(data)
        self._news.set()

    def leave(self) -> None:
        """Send what is left, and close."""
        self._is_over = True
        self._news.set()

    async def run(self, has_room: Callable[[], object]) -> None:
        """Send until the page is left or gone, and close it; ``has_room`` is called after each send."""
        with suppress(ConnectionError):
            while self._waiting or not self._is_over:
                await self._news.wait()
                self._news.clear()
                while self._waiting:
                    data = b"".join(self._waiting)
                    self._waiting.clear()
                    await self._send(data)
                    self._bytes -= len(data)
                    has_room()
        self._waiting.clear()
        self._bytes = 0
        await self._close()


class ReaderSession:
    """A reader in a terminal of the server's.

    Args:
        words: of its command line, without the name of the program.
        ended: called once its process has ended.

    Attributes:
        used: when somebody typed last, by the clock of ``time.monotonic``.
    """

    def __init__(self, words: Sequence[str], ended: Callable[[], object]) -> None:
        self._words = words
        self._ended = ended
        self._terminal = -1
        self._process: Process | None = None
        self._page: Page | None = None
        self._pending = bytearray()  # what the reader has not taken yet
        self._is_held = False  # the terminal is not read: the page is behind
        self._was_shown = False
        self.used = time.monotonic()

    @property
    def has_failed(self) -> bool:
        """Whether its process has ended otherwise than by being quit."""
        return self._process is not None and bool(self._process.returncode)

    async def start(self, columns: int, rows: int) -> None:
        """Start the process.

        Raises:
            OSError: the system has no terminal or no process for it.
        """
        self._terminal, theirs = pty.openpty()
        try:
            os.set_blocking(self._terminal, False)
            self.resize(columns, rows)
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "reader", *self._words,  # no module of the folder that it runs in
                stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env=_environment(),
            )  # fmt: skip
        except BaseException:
            os.close(self._terminal)
            self._terminal = -1
            raise
        finally:
            os.close(theirs)
        asyncio.get_running_loop().add_reader(self._terminal, self._on_output)
        self._watch = asyncio.create_task(self._wait(self._process))

    async def _wait(self, process: Process) -> None:
        await process.wait()
        self._on_output()  # its last words
        self._close_terminal()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # whatever it left behind
        self._leave_page()
        self._ended()

    # --- the page

    def show_on(self, page: Page) -> None:
        """Show the reader on a page, in place of the one that it was on; everything is painted."""
        self._leave_page()
        self._page = page
        self._read_on()
        if self._was_shown and self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGCONT)  # as after a stop: it takes the terminal again, and paints
        self._was_shown = True

    def leave(self, page: Page) -> None:
        """The page is gone; the reader goes on."""
        if self._page is page:
            self._leave_page()

    def _leave_page(self) -> None:
        if self._page is not None:
            self._page.leave()
            self._page = None
        self._read_on()

    # --- the terminal

    def type(self, text: str) -> None:
        """Type; more than a person ever pastes is left out while the reader does not take it."""
        self.used = time.monotonic()
        data = text.encode("utf-8", "replace")
        if self._terminal >= 0 and len(self._pending) + len(data) <= _MOST_IN:
            self._pending += data
            self._write()

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, within what a screen can be."""
        if self._terminal >= 0:
            size = struct.pack("HHHH", _clamped(rows, _ROWS), _clamped(columns, _COLUMNS), 0, 0)
            fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)

    def _write(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            del self._pending[: os.write(self._terminal, self._pending[:_CHUNK])]
        except BlockingIOError:
            pass
        except OSError:
            self._pending.clear()
        if self._pending:
            loop.add_writer(self._terminal, self._write)
        else:
            loop.remove_writer(self._terminal)

    def _on_output(self) -> None:
        if self._terminal < 0:
            return
        try:
            data = os.read(self._terminal, _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._terminal)
        elif self._page is not None:
            self._page.paint(data)
            if self._page.is_behind:
                self._is_held = True
                asyncio.get_running_loop().remove_reader(self._terminal)

    def _read_on(self) -> None:
        if self._is_held and self._terminal >= 0 and not (self._page is not None and self._page.is_behind):
            self._is_held = False
            asyncio.get_running_loop().add_reader(self._terminal, self._on_output)

    async def send_to(self, page: Page) -> None:
        """Send to a page what is painted, until it is left."""
        await page.run(self._read_on)

    def _close_terminal(self) -> None:
        if self._terminal >= 0:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._terminal)
            loop.remove_writer(self._terminal)
            os.close(self._terminal)
            self._terminal = -1

    # --- the end

    async def end(self) -> None:
        """End the reader as a terminal that is closed does: what is being written is kept. Surely, within 13 s."""
        process = self._process
        if process is None:
            return
        self._close_terminal()
        for seconds, ask in ((_CLOSED_S, process.terminate), (_ASKED_S, process.kill)):
            try:
                await asyncio.wait_for(asyncio.shield(process.wait()), seconds)
                break
            except TimeoutError:
                with suppress(ProcessLookupError):
                    ask()
        await self._watch


def _clamped(wanted: int, most: int) -> int:
    return max(_LEAST, min(wanted, most))


def _environment() -> dict[str, str]:
    return {name: value for name, value in child_environment().items() if name not in _OTHERS} | _TERMINAL
