"""A child ends together with its parent, and through nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader.system.child_process import ChildProcess

#: Says its process id, and then works without letting any other thread of Python run.
BUSY = """
import os, re
from reader.system.confinement import private_pipes, receive, send
requests, answers = private_pipes()
receive(requests)
send(answers, str(os.getpid()).encode())
re.match("(a|a)*b", "a" * 60)
"""
#: A parent of such a child; it says the child's id and waits.
PARENT = """
import sys
from reader.system.child_process import ChildProcess
child = ChildProcess("busy_child")
print(bytes(child.ask(b"", 200.0, 100)).decode(), flush=True)
sys.stdin.read()
"""
#: Answers each request with how many there have been.
COUNTING = """
from reader.system.confinement import private_pipes, receive, send
requests, answers = private_pipes()
count = 0
while receive(requests) is not None:
    count += 1
    send(answers, str(count).encode())
"""


@pytest.fixture(autouse=True)
def children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "busy_child.py").write_text(BUSY)
    (tmp_path / "counting_child.py").write_text(COUNTING)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(Path(__file__).parents[2]))))


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a thread of Python looks for the parent")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_that_lets_no_thread_run_ends_when_its_parent_is_killed(how: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.send_signal(how)
    until = time.monotonic() + 60
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_running(child)


def test_a_message_that_arrives_while_the_child_works_does_not_end_it() -> None:
    with ChildProcess("counting_child") as child:
        for _ in range(200):
            child.send(b"")
        assert [int(bytes(child.receive(200.0, 100))) for _ in range(200)] == list(range(1, 201))


def test_a_child_whose_pipe_is_closed_may_end_by_itself() -> None:
    child = ChildProcess("counting_child")
    child.ask(b"", 200.0, 100)
    assert child.end(at_once=False) == 0
