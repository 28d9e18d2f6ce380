"""Asking a terminal: its answers, none, in the background, and its mode as it was whatever happens."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
ASK = """
import json, sys
from reader.system.terminal_query import ask_terminal
print(json.dumps(ask_terminal(["x", "\\u4e2d", "e\\u0301"], float(sys.argv[1]))), flush=True)
"""
#: As above, in the background of its terminal.
BEHIND = """
import os, sys, time
child = os.fork()
if child:
    print(os.waitpid(child, os.WUNTRACED)[1], flush=True)
else:
    os.setpgid(0, 0)
""" + "\n".join(f"    {line}" for line in ASK.strip().splitlines())


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


class SilentTerminal:
    """A pseudo-terminal that answers nothing, with a program in it."""

    def __init__(self, script: str, *arguments: str) -> None:
        self.ours, self.theirs = pty.openpty()
        self.before = termios.tcgetattr(self.theirs)
        self.pid = os.fork()
        if not self.pid:
            os.close(self.ours)
            os.setsid()
            os.close(os.open(os.ttyname(self.theirs), os.O_RDWR))  # the first that a session opens is its own
            for handle in (0, 1, 2):
                os.dup2(self.theirs, handle)
            os.execv(sys.executable, [sys.executable, "-c", script, *arguments])

    def read(self, seconds: float = 20, wanted: bytes = b"\n") -> bytes:
        data, end = b"", time.monotonic() + seconds
        os.set_blocking(self.ours, False)
        while wanted not in data and time.monotonic() < end:
            try:
                data += os.read(self.ours, 4096)
            except BlockingIOError:
                time.sleep(0.01)
        return data

    def until_raw(self) -> None:
        end = time.monotonic() + 20
        while termios.tcgetattr(self.theirs)[3] & termios.ECHO:
            assert time.monotonic() < end
            time.sleep(0.005)

    @property
    def mode(self) -> list[object]:
        return list(termios.tcgetattr(self.theirs))

    def ended(self) -> int:
        return os.waitpid(self.pid, 0)[1]


def test_a_terminal_says_how_wide_it_draws_and_what_it_is() -> None:
    with Terminal([sys.executable, "-c", ASK, "20"], 100, 10) as terminal:
        terminal.wait("]]")
        row = next(row for row in terminal.screen.display if "]]" in row).strip()
    problem, cells, attributes = json.loads(row)
    assert (problem, cells) == ("", [1, 2, 1])
    assert attributes


def test_one_that_answers_nothing_is_not_waited_for_and_is_as_it_was() -> None:
    terminal = SilentTerminal(ASK, "0.2")
    assert b"gave no answer within 0.2 seconds" in terminal.read(wanted=b"]]")
    assert terminal.ended() == 0
    assert terminal.mode == terminal.before


def test_half_an_answer_is_none() -> None:
    terminal = SilentTerminal(ASK, "1")
    terminal.until_raw()
    os.write(terminal.ours, b"\x1b[1;")
    assert b"gave no answer" in terminal.read(wanted=b"]]")
    assert terminal.ended() == 0
    assert terminal.mode == terminal.before


def test_what_is_typed_meanwhile_and_nonsense_are_no_answers() -> None:
    terminal = SilentTerminal(ASK, "1")
    terminal.until_raw()
    os.write(terminal.ours, b"ls\x1b[A" + b"\x1b[" + b"9" * 200 + b";1R" + b"\xff" * 50)
    assert b"gave no answer" in terminal.read(wanted=b"]]")
    assert terminal.mode == terminal.before


def test_only_the_first_answers_count_where_the_rest_does_not_come() -> None:
    terminal = SilentTerminal(ASK, "1")
    terminal.until_raw()
    os.write(terminal.ours, b"\x1b[3;1R")
    terminal.read(wanted=b"x\x1b[6n")
    os.write(terminal.ours, b"\x1b[3;2R\x1b[3;3R")
    assert b'["", [1, 2, null], []]' in terminal.read(wanted=b"]]")
    assert terminal.mode == terminal.before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_waits_until_the_terminal_is_as_it_was(number: signal.Signals) -> None:
    terminal = SilentTerminal(ASK, "0.5")
    terminal.until_raw()
    os.kill(terminal.pid, number)
    terminal.ended()
    assert terminal.mode == terminal.before


def test_output_that_is_held_back_stops_nothing(tmp_path: Path) -> None:
    """As after ctrl+s: what is written to the terminal waits, and so would whoever waits for it."""
    script = f"import sys; sys.stdout = open({str(tmp_path / 'said')!r}, 'w')\n{ASK}"
    terminal = SilentTerminal(script, "0.2")
    termios.tcflow(terminal.theirs, termios.TCOOFF)
    assert terminal.ended() == 0
    assert "gave no answer" in (tmp_path / "said").read_text()
    assert terminal.mode == terminal.before
    termios.tcflow(terminal.theirs, termios.TCOON)


def test_in_the_background_nothing_is_asked_and_the_process_is_not_stopped() -> None:
    terminal = SilentTerminal(BEHIND, "0.2")
    said = terminal.read(wanted=b"0\r\n")
    assert b"not asked: this runs in the background" in said
    assert terminal.ended() == 0


def test_without_a_terminal_nothing_is_asked() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK, "5"], capture_output=True, text=True, timeout=60, start_new_session=True
    )
    assert json.loads(done.stdout.replace("\n", ""))[0] == "this process has no terminal of its own"
