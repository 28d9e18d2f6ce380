"""An export in any format that is stopped half-way: a closed pipe, a full disk, ctrl+c. Nothing half is left."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.export_lines import ExportLines
from reader.exchange.formats import MODULES, USUAL, format_of
from reader.exchange.outgoing.format_writing import WrittenFile
from reader.store.files.text_scan import FolderScan
from reader.store.folder_store import FolderStore
from reader.workspace.session import Session
from tests.exchange.test_formats import named

FILES = [one for one in named() if not format_of(str(one.values[0])).ABOUT.is_folder]  # type: ignore[attr-defined]
DOCUMENTS = 3
#: Bytes of a note, so that an export does not fit into a buffer.
NOTE = "It was said before, and by others. " * 1000


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with some articles and a store; temporary files have a folder of their own."""
    folder = tmp_path / "here"
    (tmp_path / "tmp").mkdir()
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    names = [f"{number}.txt" for number in range(DOCUMENTS)]
    for number, name in enumerate(names):
        text = "\n\n".join(f"Paragraph {index} of article {number} is long enough." for index in range(200))
        (folder / name).write_text(f"{text}\n")
    with Session.open(names, store="annotations", annotator="ann") as session:
        for number, document in enumerate(session.documents):
            article = session.read(document)
            one = session.tag(article, "claim", quote=f"Paragraph 7 of article {number} is long enough.")
            other = session.tag(article, "evidence", quote=f"Paragraph 9 of article {number} is long enough.")
            session.link(other, one, "supports")
            session.annotate(article, one, NOTE)
    return folder


def leftovers(here: Path) -> list[str]:
    """What lies there and did not lie there before; the outcome of an export is ``out``."""
    known = {"annotations", *(f"{number}.txt" for number in range(DOCUMENTS))}
    beside = [path.name for path in here.iterdir() if path.name not in known]
    return sorted(beside) + [f"tmp/{path.name}" for path in (here.parent / "tmp").iterdir()]


def exporting(name: str, *words: str, prepare: Callable[[], object] | None = None, **streams: Any) -> tuple[int, str]:
    """An export in a process of its own: its exit code, and what it said."""
    command = [sys.executable, "-m", "reader", "export", "-f", name, "--no-names", *words]
    done = subprocess.run(command, stderr=subprocess.PIPE, timeout=200, preexec_fn=prepare, **streams)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("name", FILES)
def test_a_pipe_that_is_closed_ends_it_without_a_word(here: Path, name: str) -> None:
    receiver, sender = os.pipe()
    os.close(receiver)
    code, said = exporting(name, stdout=sender)
    os.close(sender)
    assert (code, without_loss(name, said)) == (0, "")
    assert leftovers(here) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("name", FILES)
def test_a_full_disk_behind_standard_output_or_a_named_file_is_one_line(
    here: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("/dev/full").open("wb") as full:
        code, said = exporting(name, stdout=full)
    assert (code, without_loss(name, said).count("\n")) == (1, 1)
    assert "No space left on device" in said
    assert main(["export", "-f", name, "--no-names", "-o", "/dev/full"]) == 1
    said = "nrc-reader: /dev/full: cannot be written: No space left on device (free some space)\n"
    assert capsys.readouterr() == ("", said)
    assert leftovers(here) == []


@pytest.mark.parametrize("name", named())
def test_a_disk_that_fills_up_half_way_leaves_what_was_there(here: Path, name: str) -> None:
    is_folder = format_of(name).ABOUT.is_folder
    assert main(["export", "-f", name, "--no-names", "-o", "whole"]) == 0
    sizes = [path.stat().st_size for path in (here / "whole", *(here / "whole").rglob("*")) if path.is_file()]
    (here / "out").mkdir() if is_folder else (here / "out").write_text("earlier")
    most = max(sizes) // 2
    code, said = exporting(name, "-o", "out", prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    assert (code, said.count("\n")) == (1, 1)
    where = "out" if is_folder or name == USUAL else here.parent / "tmp"
    assert said.startswith(f"nrc-reader: {where}: cannot be written: File too large")
    assert leftovers(here) == ["out", "whole"]
    assert not any((here / "out").iterdir()) if is_folder else (here / "out").read_text() == "earlier"


def moments(name: str) -> dict[str, tuple[Any, str, int]]:
    """When ctrl+c comes: as a function is called for the so manieth time."""
    format_ = format_of(name)
    if name == USUAL:
        return {"as documents are written": (FolderScan, "texts", 2), "as it is delivered": (ExportLines, "_pieces", 2)}
    return {
        "as documents are looked for": (FolderScan, "texts", 2),
        "as documents are written": (FolderStore, "load", 2),
        "as it is read back": (format_, "read", 1),
        "as it is delivered": (WrittenFile, "take_to" if format_.ABOUT.is_folder else "pieces", 1),
    }


@pytest.mark.parametrize("name", named())
def test_ctrl_c_leaves_what_was_there_and_is_one_line(
    here: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for owner, function, number in moments(name).values():
        with monkeypatch.context() as patch:
            calls = interrupt_at(number, patch, owner, function)
            assert main(["export", "-f", name, "--no-names", "-o", "out"]) == 130, function
        assert len(calls) == number
        said = "nrc-reader: export: stopped; out is as it was, or whole\n"
        assert capsys.readouterr() == ("", said), function
        assert leftovers(here) == [], function


def interrupt_at(number: int, patch: pytest.MonkeyPatch, owner: Any, name: str) -> list[int]:
    """Send the signal of ctrl+c when a function is called for that time; gives the calls."""
    original, calls = getattr(owner, name), []

    def stopped(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == number:
            signal.raise_signal(signal.SIGINT)
        return original(*arguments, **options)

    patch.setattr(owner, name, stopped)
    return calls


def without_loss(name: str, said: str) -> str:
    """What was said, but for the line on what the format cannot hold."""
    return "".join(line for line in said.splitlines(keepends=True) if not line.startswith(f"nrc-reader: {name}: "))


def test_a_format_that_writes_something_wrong_leaves_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(*_: Any) -> Any:
        raise ExchangeError("is something else")
        yield

    for name in MODULES:
        if name == USUAL:
            continue
        with monkeypatch.context() as patch:
            patch.setattr(format_of(name), "read", wrong)
            assert main(["export", "-f", name, "--no-names", "-o", "out"]) == 1
        said = capsys.readouterr().err
        assert said == f"nrc-reader: {name}: what was written is not right: is something else; nothing is left of it\n"
        assert leftovers(here) == []
