"""Ctrl+c during long work: one line says what was done, and whoever runs it again has all of it, once."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main
from reader.commands.progress_line import ProgressLine
from reader.exchange import document_text
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.files.text_scan import FolderScan
from reader.store.folder_store import FolderStore
from reader.system import stdio

MADE = "2026-04-11T09:30:00.000Z"
COUNT = 5


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a store of a few documents."""
    monkeypatch.chdir(tmp_path)
    store = FolderStore(tmp_path / "annotations")
    for number in range(COUNT):
        one = Annotation(new_id(), "claim", 3, 7, "text", created_at=MADE, updated_at=MADE)
        store.save(Document(None, f"{number}.txt", f"{number}" * 64), [Change(None, one)])
    store.close()
    return tmp_path


def interrupt_at(number: int, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    """Send the signal of ctrl+c when a function is called for that time."""
    original, calls = getattr(owner, name), []

    def stopped(*arguments: Any, **named: Any) -> Any:
        calls.append(1)
        if len(calls) == number:
            signal.raise_signal(signal.SIGINT)
        return original(*arguments, **named)

    monkeypatch.setattr(owner, name, stopped)


def ids(folder: Path) -> list[str]:
    store = FolderStore(folder)
    return sorted(one.id for key in store.keys() for one in store.load(key).annotations)


def test_an_import_stops_after_a_document_and_the_next_one_takes_the_rest(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "-o", "all.jsonl"]) == 0
    with monkeypatch.context() as patch:
        original, calls = document_text.unchanged_text, []

        def stopping(*arguments: Any) -> Any:
            text_of = original(*arguments)
            return lambda stored: (
                calls.append(stored) or (signal.raise_signal(signal.SIGINT) if len(calls) == 2 else text_of(stored))
            )

        patch.setattr(document_text, "unchanged_text", stopping)
        assert main(["--store", "new", "import", "all.jsonl"]) == 130
    out, said = capsys.readouterr()
    assert out == "2 imported, 0 there already\n"
    assert said.startswith("nrc-reader: import: stopped; 2 of 5 documents imported (run it again for the rest")
    assert said.count("\n") == 1
    assert len(ids(here / "new")) == 2
    assert main(["--store", "new", "import", "all.jsonl"]) == 0
    assert capsys.readouterr().out == "3 imported, 2 there already\n"
    assert ids(here / "new") == ids(here / "annotations")


def test_an_export_to_a_file_is_whole_or_as_it_was(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "all.jsonl").write_text("before")
    with monkeypatch.context() as patch:
        interrupt_at(3, patch, FolderScan, "texts")
        assert main(["export", "-o", "all.jsonl"]) == 130
    assert capsys.readouterr().err.startswith("nrc-reader: export: stopped; all.jsonl is as it was")
    assert (here / "all.jsonl").read_text() == "before"
    assert main(["export", "-o", "all.jsonl"]) == 0
    assert len((here / "all.jsonl").read_text().splitlines()) == COUNT


def test_an_export_that_is_stopped_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    interrupt_at(3, monkeypatch, FolderScan, "texts")
    assert main(["export"]) == 130
    assert capsys.readouterr() == ("", "nrc-reader: export: stopped; what was printed is not all\n")


def test_statistics_that_are_stopped_say_nothing_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        interrupt_at(3, patch, FolderScan, "texts")
        assert main(["stats"]) == 130
    assert capsys.readouterr() == ("", "nrc-reader: stats: stopped; nothing was counted to the end\n")
    assert main(["stats"]) == 0
    assert ["annotations", "5"] in [line.split() for line in capsys.readouterr().out.splitlines()]


def test_a_restore_stops_after_a_document_and_the_next_one_does_the_rest(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(time.time() - 3600))
    with monkeypatch.context() as patch:
        interrupt_at(2, patch, FolderStore, "restore")
        assert main(["restore", "--at", at]) == 130
    out, said = capsys.readouterr()
    assert "2 documents restored" in out
    assert said == (
        "nrc-reader: restore: stopped after 2 of 5 documents; the others are as they were (run it again for the rest)\n"
    )
    assert len(ids(here / "annotations")) == COUNT - 2
    assert main(["restore", "--at", at]) == 0
    assert ids(here / "annotations") == []


def test_a_check_that_is_stopped_says_so_and_changes_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ids(here / "annotations")
    with monkeypatch.context() as patch:
        interrupt_at(2, patch, FolderStore, "load")
        assert main(["check"]) == 130
    assert "nrc-reader: check: stopped" in capsys.readouterr().err
    assert ids(here / "annotations") == before
    assert main(["check"]) == 0


class Terminal:
    """A terminal that remembers what is written to it."""

    def __init__(self) -> None:
        self.written = ""
        self.encoding = "utf-8"

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        """Nothing is held."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """The terminal behind standard error, as wide as a bar with its count needs."""
    shown = Terminal()
    monkeypatch.setattr("reader.commands.progress_line.screen", lambda: shown)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    yield shown
    stdio.tell_over(None)


def test_work_that_takes_long_shows_how_many_are_done_and_how_long_the_rest_will_take(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.commands.progress_line._SHORT", 0.0)
    monkeypatch.setattr("reader.commands.progress_line._EVERY", 0.0)
    with ProgressLine(prints=False) as progress:
        progress(2, 9)
    assert "2/9" in terminal.written
    assert "0:00" in terminal.written or "-:--" in terminal.written


def test_work_that_is_short_shows_none(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.commands.progress_line._SHORT", 1e9)
    with ProgressLine(prints=False) as progress:
        progress(2, 9)
    assert terminal.written == ""


def test_an_export_shows_its_progress_on_the_terminal_and_only_there(
    here: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.commands.progress_line._SHORT", 0.0)
    monkeypatch.setattr("reader.commands.progress_line._EVERY", 0.0)
    assert main(["export", "-o", "all.jsonl"]) == 0
    assert f"4/{COUNT}" in terminal.written
    assert len([json.loads(line) for line in (here / "all.jsonl").read_text().splitlines()]) == COUNT
