"""From the command to the first readable text, beside an empty Textual app that shows one line, in the same run.

Prints the median wall-clock seconds and CPU seconds of both, and their ratios. Promise: at most 1.5.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.terminal import Terminal

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("one line")
Empty().run()
"""


def once(command: list[str], wanted: str, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds until ``wanted`` is on the screen, and the CPU seconds that the process tree had used by its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with Terminal(command, environment=environment) as terminal:
        terminal.wait(lambda text: wanted in " ".join(text.split()))
        seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Interleave the two, so that a busy machine is equally unfair to both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", default=str(Path(__file__).parents[2] / "seeds"))
    parser.add_argument("--text", default="", help="what to wait for (default: the status line's READ)")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    reader, empty = [], []
    with tempfile.TemporaryDirectory() as store:
        environment = {"NRC_READER_STORE": store, **os.environ}
        command = [sys.executable, "-m", "reader", options.path]
        for number in range(options.rounds + 1):
            pair = (
                once(command, options.text or "READ", environment),
                once([sys.executable, "-c", EMPTY], "one line", {}),
            )
            if number:  # the first round warms the disk
                reader.append(pair[0])
                empty.append(pair[1])
    ours, theirs = (statistics.median(seconds for seconds, _ in rows) for rows in (reader, empty))
    print(
        f"first readable text  nrc-reader {ours:.3f} s   empty Textual app {theirs:.3f} s   ratio {ours / theirs:.2f}"
    )


if __name__ == "__main__":
    main()
