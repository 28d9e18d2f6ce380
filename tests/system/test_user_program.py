"""Programs of the user's own: text in and out, no shell, a limit of time and output, and nothing left behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from reader.system.user_program import Finished, ProgramError, run_program


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def run(words: list[str], text: str = "", *, seconds: float = 100, most: int = 1 << 20) -> Finished:
    return run_program(words, text, {"NRC_READER_FILE": "a.txt"}, seconds=seconds, most=most)


def is_running(pid: int) -> bool:
    """Whether a process still does something."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 100
    while is_running(pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return True


def test_the_text_goes_in_and_the_output_comes_back() -> None:
    text = "Größe 🚢 " * 100_000  # more than a pipe holds, both ways
    done = run(python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"), text, most=1 << 24)
    assert (done.output, done.errors, done.code, done.is_cut) == (text, "", 0, False)


def test_no_shell_reads_the_words_and_the_variables_are_there() -> None:
    code = "import os, sys; print(sys.argv[1:], os.environ['NRC_READER_FILE'])"
    assert run(python(code, "$HOME", "; ls", "*", "")).output == "['$HOME', '; ls', '*', ''] a.txt\n"


def test_one_that_fails_says_how() -> None:
    done = run(python("import sys; print('half'); sys.exit('no such word')"))
    assert (done.output, done.errors, done.code) == ("half\n", "no such word\n", 1)
    assert run(python("import os; os.abort()")).code == -signal.SIGABRT


@pytest.mark.parametrize(
    ("words", "what"),
    [(["no-such-program"], "there is no program no-such-program"), ([os.devnull], "cannot be started: Permission")],
)
def test_one_that_cannot_be_started_is_named(words: list[str], what: str) -> None:
    with pytest.raises(ProgramError, match=what):
        run(words)


def test_an_argument_that_is_too_long_is_a_fault_in_one_line() -> None:
    with pytest.raises(ProgramError, match="cannot be started"):
        run(python("", "x" * (1 << 22)))


def test_one_that_reads_nothing_is_no_fault() -> None:
    assert run(python("print('done')"), "x" * (1 << 20)).output == "done\n"


def test_output_without_an_end_is_cut_and_the_program_ended() -> None:
    done = run(python("while True: print('y')"), most=1000)
    assert (len(done.output), done.is_cut) == (1000, True)


def test_bytes_that_are_no_utf_8_are_replaced() -> None:
    assert run(python("import sys; sys.stdout.buffer.write(b'a\\xffb')")).output == "a\ufffdb"


def test_one_that_takes_too_long_is_ended_with_what_it_started(tmp_path: Path) -> None:
    place = tmp_path / "pid"
    child = "import time; time.sleep(1000)"
    code = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"one = subprocess.Popen([sys.executable, '-c', {child!r}]);"
        f"open({str(place)!r}, 'w').write(str(one.pid)); time.sleep(1000)"
    )
    with pytest.raises(ProgramError, match=r"took longer than 3 s"):
        run(python(code), seconds=3)
    assert gone(int(place.read_text()))


def test_one_that_closes_its_output_and_goes_on_is_ended_too() -> None:
    with pytest.raises(ProgramError, match="took longer"):
        run(python("import os, time; os.close(1); os.close(2); time.sleep(1000)"), seconds=1)


def test_one_that_leaves_something_running_is_done_when_it_ends() -> None:
    child = "[sys.executable, '-c', 'import time; time.sleep(1000)']"
    done = run(python(f"import subprocess, sys; print(subprocess.Popen({child}).pid)"))
    os.kill(int(done.output), signal.SIGKILL)
    assert done.code == 0


def test_whoever_looks_may_end_it() -> None:
    seen: list[float] = []

    def look(seconds: float) -> None:
        seen.append(seconds)
        if len(seen) > 2:
            raise KeyError("enough")

    with pytest.raises(KeyError):
        run_program(python("import time; time.sleep(1000)"), "", {}, seconds=100, most=10, look=look)
    assert seen == sorted(seen)
