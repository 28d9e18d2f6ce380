"""What ends the reader from outside: signals, a terminal that is gone. Saved first, then left as it was found.

Signals are caught by Python itself, not by the event loop, which may be waiting for a terminal that never answers.
"""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from reader.system.stdio import screen

#: Seconds that the screen has to take part, and to close in order, before it is left without.
PATIENCE_S = 1.0
CLOSING_S = 5.0
#: What undoes all that Textual asks of a terminal: keyboard protocol, mouse, paste, focus, size; wrap, screen, cursor.
_LEAVE = b"\x1b[<u\x1b[?1016l\x1b[?1015l\x1b[?1006l\x1b[?1003l\x1b[?1000l\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[?7h"
_LEAVE += b"\x1b[?1049l\x1b[?25h"
_INPUT = 0


class ProcessLifecycle:
    """Ends the reader when it is told to from outside.

    Args:
        on_screen: runs something in the event loop, soon; may be called from any thread.
        prepare: in the event loop: what is still being written becomes a change.
        rescue: in any thread: see that all is on disk or in the emergency file, and end the worker processes.
        leave: in the event loop: close the screen, with an exit code.
        last_words: what is to be said where that did not help.
    """

    def __init__(
        self,
        on_screen: Callable[[Callable[[], object]], object],
        *,
        prepare: Callable[[], object],
        rescue: Callable[[], object],
        leave: Callable[[int], object],
        last_words: Callable[[], object],
    ) -> None:
        self._on_screen = on_screen
        self._prepare = prepare
        self._rescue = rescue
        self._leave = leave
        self._last_words = last_words
        self._number = 0
        self._found: list[Any] | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the reader is being ended from outside."""
        return self._number != 0

    def watch_signals(self) -> None:
        """Catch what would end the program; before the terminal is changed."""
        self._found = _attributes()
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def watch_terminal(self) -> None:
        """Notice when the terminal is gone, though nobody sends a signal."""
        threading.Thread(target=self._wait_for_hangup, daemon=True, name="hangup").start()

    def begin(self, number: int) -> None:
        """End as if a signal had come; the second time nothing more happens."""
        if not self._number:
            self._number = number
            threading.Thread(target=self._end, daemon=True, name="ending").start()

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        self.begin(number)

    def _wait_for_hangup(self) -> None:
        watch = select.poll()
        watch.register(_INPUT, 0)
        while not any(event & (select.POLLHUP | select.POLLERR) for _, event in watch.poll()):
            time.sleep(PATIENCE_S)  # a system that cannot tell says something else, at once
        self.begin(signal.SIGHUP)

    def _end(self) -> None:
        code = 128 + self._number
        prepared = threading.Event()

        def prepare() -> None:
            with suppress(Exception):  # what is being written is less than what was tagged
                self._prepare()
            prepared.set()

        with suppress(Exception):
            self._on_screen(prepare)
            prepared.wait(PATIENCE_S)
        with suppress(Exception):
            self._rescue()
        if is_gone(_INPUT):
            os._exit(code)  # to close the screen in order would be to wait for it
        with suppress(Exception):
            self._on_screen(lambda: self._leave(code))
        time.sleep(CLOSING_S)  # the program ends meanwhile, and this thread with it
        self.restore()
        with suppress(Exception):
            self._last_words()
        os._exit(code)

    def restore(self) -> None:
        """Give the terminal back without the screen's help, as far as it takes anything."""
        with suppress(OSError, termios.error, ValueError):
            terminal = screen().fileno()
            os.set_blocking(terminal, False)
            os.write(terminal, _LEAVE)
        if self._found is not None:
            with suppress(OSError, termios.error):
                termios.tcsetattr(_INPUT, termios.TCSANOW, self._found)


def is_gone(terminal: int) -> bool:
    """Whether the other side of a terminal has been closed."""
    watch = select.poll()
    watch.register(terminal, 0)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in watch.poll(0))


def can_come_back() -> bool:
    """Whether there is a shell that would bring a stopped program back: one that runs jobs in groups of their own."""
    if os.getsid(0) == os.getpid():
        return False
    parent = os.getppid()
    try:
        return os.getsid(parent) == os.getsid(0)
    except OSError:
        return False


def _attributes() -> list[Any] | None:
    try:
        return termios.tcgetattr(_INPUT)
    except termios.error:
        return None
