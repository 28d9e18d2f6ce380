"""A child that answers messages: in their order, with a deadline, and without a trace once it is ended."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.system.child_process import ChildDropped, ChildHung, ChildProcess, ChildStopped

#: Says each request again, and what comes to its mind where one asks for that.
ECHO = """
import os, sys, time
from reader.system.confinement import private_pipes, receive, send
requests, answers = private_pipes()
while (request := receive(requests)) is not None:
    if request == b"sleep":
        time.sleep(600)
    if request == b"end":
        sys.exit(7)
    if request == b"abort":
        os.abort()
    print("a library prints this")
    send(answers, request)
    if request == b"twice":
        send(answers, b"and again")
"""
SECONDS, MOST = 200.0, 1 << 24
Made = Callable[[], ChildProcess]


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    (tmp_path / "echo_child.py").write_text(ECHO)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(Path(__file__).parents[2]))))
    with ChildProcess("echo_child") as made:
        yield made


def asked(child: ChildProcess, request: bytes, seconds: float = SECONDS) -> bytes:
    return bytes(child.ask(request, seconds, MOST))


def test_requests_and_answers_may_be_larger_than_a_pipe(child: ChildProcess) -> None:
    for request in (b"", b"a", b"x" * (1 << 22)):
        assert asked(child, request) == request


def test_what_is_sent_before_is_answered_before_however_long_it_is(child: ChildProcess) -> None:
    long = b"y" * (1 << 20)
    child.send(long)
    child.send(b"b")
    child.send(b"twice")
    answers = [bytes(child.receive(SECONDS, MOST)) for _ in range(4)]
    assert answers == [long, b"b", b"twice", b"and again"]


@pytest.mark.parametrize(
    ("request_", "said"), [(b"end", "its process ended with 7"), (b"abort", "its process was ended by SIGABRT")]
)
def test_how_a_child_ended_is_said_to_who_asks(child: ChildProcess, request_: bytes, said: str) -> None:
    with pytest.raises(ChildStopped, match=said):
        asked(child, request_)
    assert child.has_ended


def test_an_answer_that_is_too_long_is_not_read(child: ChildProcess) -> None:
    with pytest.raises(ChildStopped, match="has no end"):
        child.ask(b"12345", SECONDS, 4)


def test_no_answer_is_waited_for_longer_than_allowed_or_wanted(child: ChildProcess) -> None:
    with pytest.raises(ChildHung):
        asked(child, b"sleep", 0.01)
    with pytest.raises(ChildDropped):
        child.receive(SECONDS, MOST, lambda: True)


def test_a_message_that_was_dropped_half_received_is_received_whole_by_the_next_call(child: ChildProcess) -> None:
    long = bytes(range(256)) * (1 << 12)
    child.send(long)
    calls = drops = 0

    def is_dropped() -> bool:
        nonlocal calls
        calls += 1
        return calls % 3 == 0

    answer = b""
    while not answer:
        try:
            answer = bytes(child.receive(SECONDS, MOST, is_dropped))
        except ChildDropped:
            drops += 1
    assert answer == long
    assert drops > 2
    assert asked(child, b"next") == b"next"


def test_a_child_that_is_killed_from_another_thread_stops_who_waits(child: ChildProcess) -> None:
    assert asked(child, b"a") == b"a"
    threading.Timer(0.05, child.kill).start()
    with pytest.raises(ChildStopped, match="SIGKILL"):
        asked(child, b"sleep")


def test_a_child_has_no_terminal_and_ends_with_its_block(child: ChildProcess) -> None:
    assert os.getsid(child.pid) == child.pid != os.getsid(0)
    with child:
        assert not child.has_ended
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)
