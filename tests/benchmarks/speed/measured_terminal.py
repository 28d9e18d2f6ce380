"""A pseudo-terminal of 120x40 that measures: CPU of a key, time until it is painted, bytes, memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.speed.processes import Memory, cpu_of_children, cpu_seconds, memory
from tests.terminal import Terminal

#: Seconds of silence after which a paint has ended; they are no time of the key.
QUIET_S = 0.05
#: Seconds after the paint in which a key's work still counts, for keys that have threads do something.
AFTER_S = 0.2
#: Seconds that a key may go unanswered.
LONGEST_S = 6.0
#: Words are on the screen: a page of text has more of this one than any title or status line.
_WORD, _MANY = " the ", 5


def is_readable(screen: str) -> bool:
    """Whether words of a text are on the screen, whichever program shows them."""
    return screen.count(_WORD) >= _MANY


class KeyCost(NamedTuple):
    """What one key cost.

    Attributes:
        cpu_ms: of the main process and all its threads, less what it uses at rest in that time.
        first_ms: until the first byte of what was painted.
        painted_ms: until its last byte.
        shown_ms: until what was waited for was on the screen.
        bytes: of the paint, and of what was written after it while its work still counted.
    """

    cpu_ms: float
    first_ms: float
    painted_ms: float
    shown_ms: float
    bytes: int


class MeasuredTerminal(Terminal):
    """A program whose costs are asked for while it runs; times are seconds since it was started.

    Args:
        command: what is run.
        folder: where it is run.
        environment: what is set besides.

    Attributes:
        idle: CPU seconds that the main process uses in a second at rest, as ``rest`` found it.
    """

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.started = time.perf_counter()
        self.idle = 0.0
        super().__init__(["env", "-C", str(folder), *command], 120, 40, environment)

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self.started

    @property
    def cpu(self) -> float:
        """CPU seconds of the main process so far."""
        return cpu_seconds(self.pid)

    @property
    def cpu_of_children(self) -> float:
        """CPU seconds of all that the main process has started."""
        return cpu_of_children(self.pid)

    @property
    def memory(self) -> Memory:
        """Memory of the main process."""
        return memory(self.pid)

    def shown(self, wanted: str | Callable[[str], bool], timeout: float = 150) -> float:
        """Seconds from the start until a text was on the screen; raises ``AssertionError`` if it never was."""
        self.wait(wanted, timeout)
        return self.read_at - self.started

    def run_for(self, seconds: float) -> None:
        """Read what the program writes, for a while."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(min(left, 0.25))

    def rest(self, quiet: float = 1.0, limit: float = 60) -> float:
        """Read until neither the program nor its children work; gives the seconds since the start when that began.

        A program is at rest when it uses less than a twentieth of a core. After ``limit`` seconds nobody waits longer.
        """
        until = time.perf_counter() + limit
        while True:
            began, before, main = time.perf_counter(), self.cpu + self.cpu_of_children, self.cpu
            self.run_for(quiet)
            self.idle = (self.cpu - main) / quiet
            if self.cpu + self.cpu_of_children - before < quiet / 20 or time.perf_counter() > until:
                return began - self.started

    def key(self, keys: str, shows: Callable[[str], bool] = lambda _: True, after: float = AFTER_S) -> KeyCost:
        """Type, and measure until what is painted has come to an end and shows what was to come.

        A key that paints nothing within ``LONGEST_S`` has that time, and no bytes.

        Args:
            keys: what is typed.
            shows: whether the screen has what was to come.
            after: seconds in which work after the paint counts.
        """
        self.run_for(0.02)
        cpu, written, start = self.cpu, len(self.output), time.perf_counter()
        self.send(keys)
        first = shown = 0.0
        never = start + LONGEST_S
        while (left := never - time.perf_counter()) > 0 and self._read(min(left, QUIET_S) if shown else left):
            first = first or self.read_at
            shown = shown or (self.read_at if shows(self.text) else 0.0)
        painted = self.read_at if first else never
        self.run_for(after)
        used = self.cpu - cpu - self.idle * (time.perf_counter() - start)
        return KeyCost(
            max(0.0, used) * 1e3,
            ((first or never) - start) * 1e3,
            (painted - start) * 1e3,
            ((shown or never) - start) * 1e3,
            len(self.output) - written,
        )
