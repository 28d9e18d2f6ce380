"""How far the work over many files has come: one line on a terminal's standard error, nothing anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from reader.system.stdio import screen, tell_over

#: Seconds between two pictures, and how long of each the files are counted.
_EVERY = 0.2
_COUNTING = 0.02


class ProgressLine(AbstractContextManager["ProgressLine"]):
    """Shows how many files are done, of how many once that is known.

    Args:
        paths: the files once more, to count them; looked at a little with each picture, so that nothing waits for
            the count and no list of them is kept.
    """

    def __init__(self, paths: Iterator[str]) -> None:
        self._paths = paths
        self._count = 0
        self._is_counted = False
        self._next = 0.0
        self._bar: Any = None
        self._task: Any = None
        # Where the results themselves are on the screen they say how far it is, and a bar would be torn by them.
        self._is_shown = screen().isatty() and not sys.stdout.isatty()

    def __call__(self, done: int) -> None:
        """So many are done."""
        now = time.monotonic()
        if not self._is_shown or now < self._next:
            return
        self._next = now + _EVERY
        if self._bar is None:
            self._start()
        until = time.monotonic() + _COUNTING  # the first picture's libraries are loaded by now
        while not self._is_counted and time.monotonic() < until:
            self._is_counted = next(self._paths, None) is None
            self._count += not self._is_counted
        self._bar.update(self._task, completed=done, total=self._count if self._is_counted else None)
        self._bar.refresh()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Takes the line away."""
        if self._bar is not None:
            tell_over(None)
            self._bar.stop()

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn

        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(file=screen()),
            auto_refresh=False,  # a thread would not survive that this process is copied
            transient=True,
            redirect_stdout=False,  # the results go where they were sent
            redirect_stderr=False,  # what libraries write there goes nowhere
        )
        self._task = self._bar.add_task("", total=None)
        self._bar.start()
        tell_over(lambda line: self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True))
