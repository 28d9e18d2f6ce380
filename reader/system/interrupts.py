"""Ctrl+c for work that is to stop between two steps, never within one."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any, Self


class Interrupts:
    """Inside this context ctrl+c is only noted; the second one stops the program at once, as it does elsewhere.

    Attributes:
        is_asked: whether somebody asked to stop.
    """

    def __init__(self) -> None:
        self.is_asked = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # no other may say what a signal does
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        self._let_go()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True
        self._let_go()

    def _let_go(self) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None
