"""The terminal that measures counts what a program writes, and knows its processes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.benchmarks.speed import measured_terminal
from tests.benchmarks.speed.measured_terminal import MeasuredTerminal, is_readable
from tests.benchmarks.speed.processes import MISSING, children, peak_memory

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

#: Answers each letter: a with 100 bytes in one piece, b with 30 and a moment later 70, q ends it, others with nothing.
PROGRAM = """
import os, subprocess, sys, termios, time, tty
tty.setraw(0)
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
os.write(1, b"ready")
while (key := os.read(0, 1)) != b"q":
    if key == b"a":
        os.write(1, b"x" * 100)
    if key == b"b":
        os.write(1, b"y" * 30)
        time.sleep(measured)
        os.write(1, b"z" * 70)
child.kill()
child.wait()
"""

Start = Callable[[float], MeasuredTerminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program, with so many seconds between the two pieces."""
    started = []

    def begin(pause: float) -> MeasuredTerminal:
        code = PROGRAM.replace("measured", str(pause))
        started.append(MeasuredTerminal([sys.executable, "-c", code], tmp_path))
        started[-1].wait("ready")
        return started[-1]

    yield begin
    for terminal in started:
        terminal.close()


def test_the_bytes_of_a_key_are_those_that_the_program_wrote_for_it(start: Start) -> None:
    terminal = start(0)
    assert [terminal.key("a").bytes for _ in range(3)] == [100, 100, 100]
    assert terminal.key("b", lambda screen: screen.count("z") >= 70).bytes == 100
    assert len(terminal.output) == len("ready") + 400


def test_a_key_is_waited_for_until_the_screen_has_what_was_to_come(start: Start) -> None:
    terminal = start(0.3)  # longer than the silence that ends a paint
    cost = terminal.key("b", lambda screen: "z" in screen)
    assert cost.bytes == 100
    assert cost.first_ms <= cost.shown_ms <= cost.painted_ms


def test_a_key_that_paints_nothing_has_no_bytes_and_does_not_hang(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measured_terminal, "LONGEST_S", 0.2)
    terminal = start(0)
    cost = terminal.key("n")
    assert cost.bytes == 0
    assert cost.painted_ms == cost.shown_ms == pytest.approx(200)
    assert terminal.key("a").bytes == 100


def test_the_main_process_and_its_children_are_told_apart(start: Start) -> None:
    terminal = start(0)
    (child,) = children(terminal.pid)
    assert child != terminal.pid
    assert children(child) == []
    assert terminal.cpu > 0
    memory = terminal.memory
    assert 0 < memory.uss <= memory.pss <= memory.rss
    assert memory.rss <= peak_memory(terminal.pid) + 1
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    assert peak_memory(terminal.pid) == 0


def test_a_page_of_text_is_readable_and_a_title_is_not() -> None:
    assert is_readable("the ferry and the bridge, the road, the river, the sea and the town: and the end")
    assert not is_readable("─the harbour through the years · 0 %─")
