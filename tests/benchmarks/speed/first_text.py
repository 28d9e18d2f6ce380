"""From the command to the first readable text, beside an empty Textual app that shows one line, in the same run."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.speed.measured_terminal import MeasuredTerminal, is_readable
from tests.benchmarks.speed.programs import Run

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("one line")
Empty().run()
"""


def measure(run: Run) -> Iterator[tuple[str, float]]:
    """One pair: the reader on the samples, then the empty app."""
    with run.open(run.program.tree / "seeds") as terminal:
        ours, our_cpu = terminal.shown(is_readable), terminal.cpu
    with MeasuredTerminal([run.program.python, "-c", EMPTY], run.home, run.variables()) as terminal:
        theirs, their_cpu = terminal.shown("one line"), terminal.cpu
    yield "reader_seconds", ours
    yield "empty_seconds", theirs
    yield "ratio", ours / theirs
    yield "cpu_ratio", our_cpu / their_cpu
