"""A session on a folder of many files: what finding them costs, and the keys meanwhile and afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.benchmarks.speed.measured_terminal import is_readable
from tests.benchmarks.speed.programs import Run

#: Seconds that are watched, and those that a list may take.
WATCHED_S, LONGEST_S = 25.0, 120.0
#: What is typed into the filter of the documents: all have it, a thousandth has it, none has it.
FILTERS = ("txt", "012", "qqq")
#: Keys while files are looked for.
BUSY_KEYS = 24


def measure(run: Run, count: int) -> Iterator[tuple[str, float]]:
    """One session without a key until the list is complete and 25 s are over; then ``D``, its filter, and Esc."""
    with run.open(run.inputs.files(count)) as terminal:
        terminal.shown(is_readable)
        yield "complete_seconds", terminal.shown(lambda screen: _is_complete(screen, count), LONGEST_S)
        yield "complete_cpu", terminal.cpu
        if count >= 10_000:
            terminal.run_for(WATCHED_S - terminal.seconds)
            yield "cpu_25", terminal.cpu
            yield "cpu_25_children", terminal.cpu_of_children
        terminal.rest()
        yield "idle", terminal.idle * 1e3
        yield "rss", terminal.memory.rss
        for letters in FILTERS:
            yield "list_key", terminal.key("D", _has_dialog).painted_ms
            for letter in letters:
                cost = terminal.key(letter)
                yield "filter_answer", cost.first_ms
                yield "filter_key", cost.painted_ms
                yield "filter_cpu", cost.cpu_ms
            cost = terminal.key("\x1b", lambda screen: not _has_dialog(screen))
            yield "escape", cost.painted_ms
            yield "escape_cpu", cost.cpu_ms


def measure_busy(run: Run, count: int) -> Iterator[tuple[str, float]]:
    """One session in which keys are pressed from the first paint on."""
    with run.open(run.inputs.files(count)) as terminal:
        terminal.shown(is_readable)
        for number in range(BUSY_KEYS):
            terminal.run_for(0.2)
            cost = terminal.key("jk"[number // 3 % 2], after=0)
            yield "busy_key", cost.painted_ms
            yield "busy_key_p95", cost.painted_ms


def _has_dialog(screen: str) -> bool:
    return "╭" in screen


def _is_complete(screen: str, count: int) -> bool:
    """Whether the status line counts all of them, however it writes large numbers."""
    found = re.search(r"\b1/(\d[\d.,\u202f\u00a0]*)", screen.rpartition("\n")[2])
    return found is not None and re.sub(r"\D", "", found[1]) == str(count)
