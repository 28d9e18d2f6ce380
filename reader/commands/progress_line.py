"""The progress of a command over many files: a bar on the terminal behind standard error, and nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any, Self

from reader.system.stdio import screen, tell_over

#: Seconds between two pictures at least, and seconds of each that go to counting files.
_EVERY = 0.2
_COUNTING = 0.02


class ProgressLine:
    """Shows how many files are done, and of how many once that is known.

    Args:
        paths: all files, to count them. A few are counted with each picture, so nothing waits for the count.
        prints: whether the results go to standard output.
    """

    def __init__(self, paths: Iterator[str], *, prints: bool = True) -> None:
        self._paths = paths
        self._count = 0
        self._is_counted = False
        self._next = 0.0
        self._bar: Any = None
        # Results that go to the same screen show the progress themselves, and would tear a bar.
        self._is_shown = screen().isatty() and not (prints and sys.stdout.isatty())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._bar is not None:
            tell_over(None)
            self._bar.stop()

    def __call__(self, done: int) -> None:
        """Show that so many files are done."""
        now = time.monotonic()
        if not self._is_shown or now < self._next:
            return
        self._next = now + _EVERY
        if self._bar is None:
            self._start()
        until = time.monotonic() + _COUNTING  # the libraries of the first picture are loaded by now
        while not self._is_counted and time.monotonic() < until:
            self._is_counted = next(self._paths, None) is None
            self._count += not self._is_counted
        self._bar.update(0, completed=done, total=self._count if self._is_counted else None)
        self._bar.refresh()

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn

        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(file=screen()),
            auto_refresh=False,  # its thread would be missing in copies of this process
            transient=True,
            redirect_stdout=False,  # results go where they were sent
            redirect_stderr=False,  # what libraries write there is dropped
        )
        self._bar.add_task("", total=None)
        self._bar.start()
        tell_over(lambda line: self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True))
