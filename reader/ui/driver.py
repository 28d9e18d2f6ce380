"""Textual's driver of a terminal, with our own way of reading its keys."""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from reader.ui.keyboard import READ_SIZE, KeyParser

#: Seconds after which it is looked whether an Esc stands alone, or the reader ends.
_WAIT_S = 0.05


class TerminalDriver(LinuxDriver):
    """Reads keys with ``KeyParser``."""

    def run_input_thread(self) -> None:
        """Read until the driver stops, and post what was read."""
        parser = KeyParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            if self._is_readable(_WAIT_S):
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
