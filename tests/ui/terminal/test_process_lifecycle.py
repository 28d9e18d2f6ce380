"""Every way in which the reader can end, in a real terminal: nothing lost, nothing left running, all as before."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.ui.terminal.test_real_terminal import ARTICLE, descendants, is_running

LAUNCH = """\
import os, sys
from reader.cli import main
{}
sys.exit(main())
"""
CRASH = """
from reader.ui.controllers.reading import Reading
def bottom(self): raise KeyError("a \\x1b[31m fault\\nof ours")
Reading.bottom = bottom
"""
STUCK = """
from reader.store.folder_store import FolderStore
import time
def save(self, *_, **__): time.sleep(3600)
FolderStore.save = save
"""
FULL = """
from reader.store.folder_store import FolderStore, StoreError
def save(self, *_, **__): raise StoreError("the store: not saved: No space left on device")
FolderStore.save = save
"""
HUNG = """
from pathlib import Path
from reader.ui.controllers.reading import Reading
def bottom(self):
    Path("hangs").touch()
    while True: pass
Reading.bottom = bottom
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def open_reader(place: Path, patch: str = "", *, detector: str = "rules") -> Terminal:
    (place / "launch.py").write_text(LAUNCH.format(patch))
    variables = {"HOME": str(place), "XDG_STATE_HOME": str(place / "state"), "NRC_READER_DETECTOR": detector}
    root = str(Path(__file__).parents[3])
    command = ["env", "-C", str(place), sys.executable, "launch.py", "--store", "tags", "a.txt"]
    return Terminal(command, 120, 30, environment={**variables, "PYTHONPATH": root})


def saved(place: Path) -> list[str]:
    """The labels that another process finds."""
    command = [sys.executable, "-m", "reader", "--store", str(place / "tags"), "export"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    return [json.loads(line)["label"] for line in done.stdout.splitlines()]


def kept(place: Path) -> list[Path]:
    return sorted((place / "state" / "nrc-reader").glob("unsaved-*.jsonl"))


def assert_usable(terminal: Terminal, before: Sequence[object]) -> None:
    """The terminal takes lines again, shows a cursor, and sends neither mouse nor paste marks."""
    assert termios.tcgetattr(terminal._file)[:4] == before[:4]
    last = dict(re.findall(rb"\x1b\[\?([0-9]+)([hl])", bytes(terminal.output)))
    for mode in (b"1049", b"1000", b"1003", b"1015", b"1006", b"2004", b"1004"):
        assert last.get(mode, b"l") == b"l", mode
    assert last[b"25"] == b"h"
    assert b"Traceback" not in terminal.output


@pytest.fixture
def before() -> Iterator[list[object]]:
    """How a fresh terminal is set."""
    ours, theirs = os.openpty()
    yield termios.tcgetattr(theirs)
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM])
def test_a_signal_ends_it_in_order(place: Path, number: int, before: list[object]) -> None:
    with open_reader(place, detector="auto") as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c", "j", "e")
        terminal.wait("✓ 2 saved")
        children = descendants(terminal.pid)
        terminal.send("jo")
        time.sleep(0.05)
        terminal.kill(number)
        assert terminal.wait_for_exit() == 128 + number
        assert_usable(terminal, before)
        deadline = time.monotonic() + 100
        while any(map(is_running, children)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [pid for pid in children if is_running(pid)]
    assert saved(place)[:2] == ["claim", "evidence"]
    assert kept(place) == []


def test_a_note_that_is_being_written_is_kept(place: Path) -> None:
    with open_reader(place) as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
        terminal.press("a")
        terminal.wait("esc keeps")
        terminal.send("why?")
        terminal.wait("why?")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_for_exit() == 128 + signal.SIGTERM
    command = [sys.executable, "-m", "reader", "--store", str(place / "tags"), "export"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    assert json.loads(done.stdout)["note"] == "why?"


def test_a_terminal_that_is_closed_ends_it(place: Path) -> None:
    terminal = open_reader(place)
    try:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
        terminal.send("je")
        terminal.wait("✓ 2 saved")
        os.close(terminal._file)
        deadline = time.monotonic() + 100
        while terminal.exit_code is None and time.monotonic() < deadline:
            terminal._reap()
            time.sleep(0.02)
        assert terminal.exit_code in {128 + signal.SIGHUP, -signal.SIGHUP}
    finally:
        terminal._file = os.open(os.devnull, os.O_RDWR)
        terminal.close()
    assert saved(place) == ["claim", "evidence"]
    assert list((place / "state").rglob("crash-*")) == []


def test_one_whose_terminal_is_closed_without_a_signal_ends_too(place: Path) -> None:
    (place / "launch.py").write_text(LAUNCH.format(""))
    shell = f"trap '' HUP; {sys.executable} launch.py --store tags a.txt; echo $? > code"
    variables = {
        "HOME": str(place), "XDG_STATE_HOME": str(place / "state"), "NRC_READER_DETECTOR": "rules",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }  # fmt: skip
    terminal = Terminal(["env", "-C", str(place), "sh", "-c", shell], 120, 30, environment=variables)
    try:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
        (reader,) = [pid for pid in descendants(terminal.pid) if is_running(pid)][:1]
        os.close(terminal._file)
        deadline = time.monotonic() + 100
        while is_running(reader) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not is_running(reader)
    finally:
        terminal._file = os.open(os.devnull, os.O_RDWR)
        terminal.close()
    assert saved(place) == ["claim"]


@pytest.mark.parametrize("patch", [FULL, STUCK], ids=["full disk", "disk that does not answer"])
def test_what_cannot_be_saved_is_in_the_emergency_file(place: Path, patch: str, before: list[object]) -> None:
    with open_reader(place, patch) as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c", "j", "e")
        terminal.wait("NOT SAVED" if patch == FULL else "2 saving")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_for_exit() == 128 + signal.SIGTERM
        assert_usable(terminal, before)
        (path,) = kept(place)
        said = re.sub(r"\s", "", terminal.text)
        assert f"2changesnotsaved:keptin{path};nrc-readerimporttakesthemin" in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [json.loads(line)["label"] for line in path.read_text().splitlines()] == ["claim", "evidence"]
    assert saved(place) == []
    command = [sys.executable, "-m", "reader", "--store", str(place / "tags"), "import", str(path)]
    state = {**os.environ, "XDG_STATE_HOME": str(place / "state")}
    assert subprocess.run(command, cwd=Path(__file__).parents[3], env=state, stdout=subprocess.DEVNULL).returncode == 0
    assert saved(place) == ["claim", "evidence"]
    assert kept(place) == []


def test_a_fault_of_its_own_is_one_line_and_a_log(place: Path, before: list[object]) -> None:
    with open_reader(place, CRASH) as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c")
        terminal.send("jeG")
        assert terminal.wait_for_exit() == 1
        assert_usable(terminal, before)
        (log,) = (place / "state" / "nrc-reader").glob("crash-*.log")
        said = terminal.text
        assert "nrc-reader: stopped by a fault of its own (KeyError: " in said
        assert str(log) in re.sub(r"\s", "", said)
        assert b"\x1b[31m fault" not in terminal.output
    assert "in bottom" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
    assert saved(place) == ["claim", "evidence"]


def test_one_that_hangs_can_still_be_ended(place: Path, before: list[object]) -> None:
    with open_reader(place, HUNG) as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
        terminal.send("jeG")
        terminal.wait(lambda _: (place / "hangs").exists())
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_for_exit() == 128 + signal.SIGTERM
        assert_usable(terminal, before)
    assert saved(place) == ["claim", "evidence"]


def in_a_shell(place: Path) -> Terminal:
    (place / "launch.py").write_text(LAUNCH.format(""))
    root = str(Path(__file__).parents[3])
    variables = {"HOME": str(place), "PS1": "ready> ", "NRC_READER_DETECTOR": "rules", "PYTHONPATH": root}
    terminal = Terminal(
        ["env", "-C", str(place), "bash", "--norc", "--noprofile", "-i"], 120, 30, environment=variables
    )
    terminal.wait("ready>")
    terminal.send(f"{sys.executable} launch.py --store tags a.txt\r")
    terminal.wait("Ferry line closes")
    return terminal


def test_it_goes_back_to_the_shell_and_comes_again(place: Path) -> None:
    with in_a_shell(place) as terminal:
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
        terminal.send("\x1a")
        terminal.wait("Stopped")
        terminal.send("echo it is $((6 * 7))\r")
        terminal.wait("it is 42")
        terminal.send("fg\r")
        terminal.wait("✓ 1 saved")
        terminal.press("j", "e")
        terminal.wait("✓ 2 saved")
        terminal.send("q")
        terminal.wait("ready>")
        terminal.send("echo it is $((6 * 8))\r")
        terminal.wait("it is 48")
    assert saved(place) == ["claim", "evidence"]


def test_a_stop_that_cannot_be_caught_leaves_the_keys_and_the_terminal_in_order(place: Path) -> None:
    with in_a_shell(place) as terminal:
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")  # the terminal has answered all that the reader asked: the shell gets none of it
        (reader,) = descendants(terminal.pid)[:1]
        os.kill(reader, signal.SIGSTOP)
        terminal.wait("Stopped")
        terminal.send("fg\r")
        terminal.wait(lambda text: "Stopped" not in text and "Ferry line closes" in text)
        terminal.press("j", "e")
        terminal.wait("✓ 2 saved")
        terminal.send("q")
        terminal.wait("ready>")
        terminal.send("echo it is $((6 * 7))\r")
        terminal.wait("it is 42")
    assert saved(place) == ["claim", "evidence"]


def test_without_a_shell_to_come_back_from_it_is_not_suspended(place: Path) -> None:
    with open_reader(place) as terminal:
        terminal.wait("Ferry line closes")
        terminal.send("\x1a")
        terminal.wait("no shell here")
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
