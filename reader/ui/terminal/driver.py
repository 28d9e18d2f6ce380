"""Textual's driver of a terminal, with our own way of reading its keys, and of leaving it to the shell and coming back.

A stop may come at any moment, also while something is being written: signals are only noted, and the event loop does
what they ask for.
"""

from __future__ import annotations

import os
import select
import signal
import termios
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from reader.ui.terminal.key_parser import READ_SIZE, KeyParser

if TYPE_CHECKING:
    from reader.ui.screens.command_palette import HasCommands

#: Seconds after which it is looked whether an Esc stands alone, or the reader ends.
_WAIT_S = 0.05
#: What Textual asks of a terminal as it starts, for one that was the shell's meanwhile: screen, focus, paste, wrap,
#: cursor, and the keyboard protocol, which is set here, for what is pushed twice would have to be popped twice.
_TAKE_AGAIN = "\x1b[?1049h\x1b[?1004h\x1b[?2004h\x1b[?7l\x1b[?25l\x1b[=25;1u"


class TerminalDriver(LinuxDriver):
    """Reads keys with ``KeyParser``; after any stop everything is as before it."""

    _is_away = False  # the terminal was given back to the shell
    _raw: list[Any] | None = None  # what the terminal's line is like while it is ours

    # --- stopping and coming back

    def _sigtstp_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop)

    def _sigcont_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._continue)

    @property
    def _is_writing(self) -> bool:
        return self._writer_thread is not None and self._writer_thread.is_alive()

    def start_application_mode(self) -> None:
        """Take the terminal; not if this is in the background, where the attempt stops it."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._is_writing:
            self._is_away = False
            with suppress(termios.error):
                self._raw = termios.tcgetattr(self.fileno)

    def _stop(self) -> None:
        """Give the terminal back to the shell, and stop until it says ``fg``."""
        if self._is_writing:
            self._is_away = True
            self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _continue(self) -> None:
        """Take the terminal again after a stop, also after one that nobody could prepare for."""
        if self._is_away:
            self.resume_application_mode()
        elif self._is_writing:
            self._take_again()
        self.paint_again()

    def paint_again(self) -> None:
        """Paint everything for the size that the terminal has now; somebody else painted on it."""
        if self._is_writing:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))
            self._app.call_later(cast("HasCommands", self._app).perform, "redraw")

    def _take_again(self) -> None:
        if self._raw is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._raw)
        self.write(_TAKE_AGAIN)
        self._enable_mouse_support()

    # --- reading

    def run_input_thread(self) -> None:
        """Read until the driver stops, and post what was read."""
        parser = KeyParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            if self._is_readable(parser.due_in(_WAIT_S)):
                data = os.read(self.fileno, READ_SIZE)
                if not data:  # the terminal is gone, which is noticed elsewhere
                    self.exit_event.wait(_WAIT_S)
                elif text := decode(data):
                    self._post(parser.feed(text))
            self._post(parser.tick())

    def _is_readable(self, seconds: float) -> bool:
        return bool(select.select([self.fileno], [], [], seconds)[0])

    def _post(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)
