"""Documents that are not cheap are read in a process of their own: under limits, and whatever becomes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cleaning import article_loading, loading_pool
from reader.cleaning.article_loading import read_article, read_at_once
from reader.cleaning.loading_limits import ReadingDropped
from reader.cleaning.loading_pool import ReadingProcesses
from reader.model.article import Article
from reader.sources import SourceError
from reader.sources.reading_cost import CHEAP_BYTES, CHEAP_MARKS, is_cheap
from reader.system.confinement import Limits
from tests.sources.builders import docx

WORDS = "These are plain words of an article, and there are a few of them."
MOST = 1 << 24
#: What a good file needs none of.
TIGHT = Limits(seconds=1, memory=96 << 20)


@pytest.fixture
def processes() -> Iterator[ReadingProcesses]:
    made = ReadingProcesses("tests.cleaning.hostile_worker", rest=3600)
    yield made
    made.close()


def read(processes: ReadingProcesses, folder: Path, name: str, limits: Limits = TIGHT) -> Article:
    path = folder / name
    path.write_text(f"{name}\n\n{WORDS}\n", encoding="utf-8")
    return processes.read(str(path), max_bytes=MOST, limits=limits)


def process_of(processes: ReadingProcesses, folder: Path) -> int:
    return int(Path(read(processes, folder, "says its process").page.path).name)


# ---- what a file can do


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("spins", "takes too long to read (the limit is"),
        ("spins in native code", "takes too long to read (the limit is"),
        ("allocates", "needs too much memory (the limit is"),
        ("crashes", "cannot be read (its process was ended by SIGSEGV)"),
        ("exits", "cannot be read (its process ended with 7)"),
        ("nonsense", "cannot be read (the process that reads it gave no valid answer)"),
        ("escapes", "cannot be read (the process that reads it gave no valid answer)"),
    ],
)
def test_a_hostile_file_is_one_line_and_the_next_one_is_read(
    processes: ReadingProcesses, tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(SourceError) as fault:
        read(processes, tmp_path, name)
    assert f"{name}: {said}" in str(fault.value)
    assert "\n" not in str(fault.value)
    assert WORDS in read(processes, tmp_path, "good").text


def test_an_answer_without_an_end_is_not_taken(
    processes: ReadingProcesses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading_pool, "MAX_ANSWER", 1 << 16)
    with pytest.raises(SourceError, match="its answer has no end"):
        read(processes, tmp_path, "endless")
    assert WORDS in read(processes, tmp_path, "good").text


def test_one_that_waits_for_ever_is_given_up(tmp_path: Path) -> None:
    processes = ReadingProcesses("tests.cleaning.hostile_worker", wait=0.5)
    with pytest.raises(SourceError, match="takes too long"):
        read(processes, tmp_path, "waits")
    processes.close()


def test_one_that_nobody_waits_for_is_given_up(processes: ReadingProcesses, tmp_path: Path) -> None:
    (tmp_path / "waits").write_text(WORDS, encoding="utf-8")
    with pytest.raises(ReadingDropped):
        processes.read(str(tmp_path / "waits"), max_bytes=MOST, is_dropped=lambda: True)


def test_nothing_that_is_printed_there_reaches_the_terminal(
    processes: ReadingProcesses, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert WORDS in read(processes, tmp_path, "prints").text
    assert capfd.readouterr() == ("", "")


# ---- the processes


def test_an_idle_process_gives_its_memory_back_after_a_while(tmp_path: Path) -> None:
    processes = ReadingProcesses("tests.cleaning.hostile_worker", rest=0.05)
    first = process_of(processes, tmp_path)
    deadline = time.monotonic() + 60
    while is_running(first):
        assert time.monotonic() < deadline, "it is kept"
        time.sleep(0.02)
    assert process_of(processes, tmp_path) != first
    processes.close()


def test_a_process_is_used_again_and_replaced_after_trouble(processes: ReadingProcesses, tmp_path: Path) -> None:
    first = process_of(processes, tmp_path)
    assert first != os.getpid()
    assert process_of(processes, tmp_path) == first
    with pytest.raises(SourceError):  # a fault of the file is no trouble
        processes.read(str(tmp_path / "missing"), max_bytes=MOST)
    assert process_of(processes, tmp_path) == first
    with pytest.raises(SourceError):
        read(processes, tmp_path, "allocates")
    assert process_of(processes, tmp_path) != first


def test_one_that_ended_while_it_was_idle_is_not_missed(processes: ReadingProcesses, tmp_path: Path) -> None:
    first = process_of(processes, tmp_path)
    os.kill(first, signal.SIGKILL)
    assert process_of(processes, tmp_path) != first


def test_none_is_left_after_the_end(processes: ReadingProcesses, tmp_path: Path) -> None:
    process = process_of(processes, tmp_path)
    processes.close()
    assert not is_running(process)


@pytest.mark.parametrize("name", ["waits", "spins in native code", "good"])
def test_the_process_does_not_outlive_a_reader_that_is_killed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(WORDS, encoding="utf-8")
    code = (
        "import sys, time; from reader.cleaning.loading_pool import ReadingProcesses; "
        "from reader.system.child_process import ChildProcess; from reader.system.confinement import Limits; "
        "send = ChildProcess.send; "
        "ChildProcess.send = lambda child, request: (print(child.pid, flush=True), send(child, request))[1]; "
        "processes = ReadingProcesses('tests.cleaning.hostile_worker'); "
        "processes.read(sys.argv[1], max_bytes=1000, limits=Limits(1000, 1 << 30)); time.sleep(3600)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / name)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout
        process = int(reader.stdout.readline())
        assert is_running(process)
        reader.kill()
    deadline = time.monotonic() + 60
    while is_running(process):
        assert time.monotonic() < deadline, "it runs on"
        time.sleep(0.05)


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


# ---- what is read here, and what there


def test_a_small_plain_document_is_cheap(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS * 100, encoding="utf-8")
    assert is_cheap(str(tmp_path / "a.txt"), MOST)


def test_what_cannot_be_read_is_cheap(tmp_path: Path) -> None:
    assert is_cheap(str(tmp_path / "missing"), MOST)
    assert is_cheap(str(tmp_path), MOST)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("large.txt", b"a" * (CHEAP_BYTES + 1)),
        ("lines.txt", b"\n" * (CHEAP_MARKS + 1)),
        ("images.md", b"![" * (CHEAP_MARKS + 1)),
        ("tags.html", b"<b>" * (CHEAP_MARKS + 1)),
        ("packed.txt.gz", b"\x1f\x8b" + bytes(20)),
        ("word.docx", docx("<w:p><w:r><w:t>A</w:t></w:r></w:p>")),
        ("print.pdf", b"%PDF-1.4\n"),
        ("rich.rtf", b"{\\rtf1 A}"),
        ("mail.eml", b"From: a\n\nA"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # bytes of an archive hold the time
)
def test_what_may_take_long_is_never_read_here(
    tmp_path: Path, name: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(data)
    monkeypatch.setattr(article_loading, "read_here", lambda *_, **__: pytest.fail("it was read here"))
    assert read_at_once(str(tmp_path / name), max_bytes=MOST) is None


def test_a_page_of_the_web_is_never_read_here() -> None:
    assert not is_cheap("https://example.org/", MOST)


def test_a_language_that_only_the_library_knows_is_told_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Statsministeren sagde mandag, at regeringen ikke vil hæve skatten, selv om oppositionen kræver det. "
        "Hun mente, at danskerne allerede betaler nok, og at der bør spares på andre områder i stedet.\n\n" * 8,
        encoding="utf-8",
    )
    assert is_cheap(str(path), MOST)
    assert read_at_once(str(path), max_bytes=MOST) is None
    assert read_article(str(path), max_bytes=MOST).language == "da"


def test_the_article_is_the_same_wherever_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"A headline\n\n{WORDS} {WORDS}\n\n" * 40, encoding="utf-8")
    here = read_at_once(str(path), max_bytes=MOST)
    there = loading_pool.read_apart(str(path), max_bytes=MOST)
    assert here is not None
    assert (here.text, here.blocks, here.dropped) == (there.text, there.blocks, there.dropped)
    assert (here.page.sha256, here.page.lines) == (there.page.sha256, there.page.lines)
