"""Asks the terminal of this process where its cursor stands after some text: how wide it draws that, and what it can.

Nothing here waits longer than it was told to, and the terminal is as it was afterwards, also where it does not answer.
"""

from __future__ import annotations

import os
import re
import select
import signal
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

_POSITION = re.compile(rb"\x1b\[(\d{1,5});(\d{1,5})R")
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]{1,200})c")
_ASK_POSITION, _ASK_ATTRIBUTES, _ERASE = "\x1b[6n", "\x1b[c", "\r\x1b[K"
#: Signals that wait until the terminal is as it was: each would end or stop the process in between.
_HELD = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP}
#: Bytes that are taken at most: more is no answer.
_MOST_BYTES = 1 << 16


class TerminalAnswer(NamedTuple):
    """What a terminal answered.

    Attributes:
        problem: why it was not asked, or that it gave no answer; empty where it did.
        cells: of each text, in order; None where that one was not answered.
        attributes: the numbers of its primary device attributes; empty where it tells none.
    """

    problem: str
    cells: tuple[int | None, ...] = ()
    attributes: tuple[int, ...] = ()


def ask_terminal(texts: Sequence[str], timeout_s: float) -> TerminalAnswer:
    """How many cells the terminal gives to each text, and what it says of itself.

    Call it from the main thread before others are started: a signal that comes meanwhile waits.

    Args:
        texts: without control characters.
        timeout_s: for the first answer, and then for all others.
    """
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return TerminalAnswer("this process has no terminal of its own")
    try:
        if os.tcgetpgrp(terminal) != os.getpgrp():  # to change its mode would stop this process
            return TerminalAnswer("not asked: this runs in the background")
        with _raw(terminal):
            return _asked(terminal, texts, timeout_s)
    except (OSError, termios.error):
        return TerminalAnswer("the terminal cannot be asked")
    finally:
        os.close(terminal)


def _asked(terminal: int, texts: Sequence[str], timeout_s: float) -> TerminalAnswer:
    first = _exchange(terminal, f"\r{_ASK_POSITION}", timeout_s, lambda data: _POSITION.search(data) is not None)
    if not _POSITION.search(first):
        return TerminalAnswer(f"gave no answer within {timeout_s:g} seconds")
    question = "".join(f"\r{text}{_ASK_POSITION}{_ERASE}" for text in texts) + _ASK_ATTRIBUTES
    data = _exchange(terminal, question, timeout_s, lambda data: _ATTRIBUTES.search(data) is not None)
    cells = [int(column) - 1 for _, column in _POSITION.findall(data)[: len(texts)]]
    attributes = _ATTRIBUTES.search(data)
    told = attributes[1].decode().split(";") if attributes else []
    return TerminalAnswer(
        "", (*cells, *[None] * (len(texts) - len(cells))), tuple(int(number) for number in told if number)
    )


def _exchange(terminal: int, question: str, timeout_s: float, is_whole: Callable[[bytes], bool]) -> bytes:
    """Write a question, and read until the answer is whole or the time is over; what came."""
    end = time.monotonic() + timeout_s
    rest, data = question.encode(), b""
    while not is_whole(data) and len(data) < _MOST_BYTES and (left := end - time.monotonic()) > 0:
        readable, writable, _ = select.select([terminal], [terminal] if rest else [], [], left)
        with suppress(BlockingIOError):
            if writable:
                rest = rest[os.write(terminal, rest) :]
            if readable:
                piece = os.read(terminal, 4096)
                if not piece:
                    break
                data += piece
    return data


@contextmanager
def _raw(terminal: int) -> Iterator[None]:
    """Have the terminal pass on its answers as they come, and show none of them; as it was afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    try:
        mode = termios.tcgetattr(terminal)
        changed = [*mode[:3], mode[3] & ~(termios.ICANON | termios.ECHO), *mode[4:6], list(mode[6])]
        changed[6][termios.VMIN], changed[6][termios.VTIME] = 0, 0
        try:
            termios.tcsetattr(terminal, termios.TCSANOW, changed)  # others wait for what was written, which may hang
            yield
        finally:
            with suppress(OSError):
                os.write(terminal, _ERASE.encode())
            termios.tcflush(terminal, termios.TCIFLUSH)  # an answer that came too late is no input of the shell's
            termios.tcsetattr(terminal, termios.TCSANOW, mode)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
