"""Two sessions on a folder of saved pages that search all of them from the first paint on."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.benchmarks.speed.inputs import COMMON
from tests.benchmarks.speed.measured_terminal import MeasuredTerminal, is_readable
from tests.benchmarks.speed.programs import Run

#: Rows of the list that show the word, beside the line in which it is typed.
_ROWS = 2
#: How often the reader is asked to end.
_TRIES = 5
#: Seconds after which nobody waits for all hits.
_LONGEST_S = 120.0


def measure(run: Run, count: int) -> Iterator[tuple[str, float]]:
    """The first session, which knows nothing of the pages, and the next one."""
    for session in ("first", "next"):
        with run.open(run.inputs.pages(count)) as terminal:
            terminal.shown(is_readable)
            yield f"{session}_hit", _first_hit(terminal)
            began = terminal.seconds
            yield f"{session}_rest", terminal.rest(limit=_LONGEST_S) - began
            yield f"{session}_cpu", terminal.cpu
            yield f"{session}_cpu_children", terminal.cpu_of_children
            _quit(terminal)


def _first_hit(terminal: MeasuredTerminal) -> float:
    """Milliseconds from the last letter until hits are listed."""
    terminal.key("\x06")
    before = terminal.text.count(COMMON)
    terminal.send(COMMON[:-1])
    terminal.run_for(0.05)
    start = time.perf_counter()
    terminal.send(COMMON[-1])
    terminal.wait(lambda screen: screen.count(COMMON) > before + _ROWS, _LONGEST_S)
    return (terminal.read_at - start) * 1e3


def _quit(terminal: MeasuredTerminal) -> None:
    """Leave the list and the reader, so that what it keeps is kept; on a busy machine Esc and q may run together."""
    for _ in range(_TRIES):
        terminal.send("\x1b")
        terminal.run_for(0.5)
        terminal.send("q")
        try:
            terminal.wait_for_exit(5)
        except AssertionError:
            continue
        return
