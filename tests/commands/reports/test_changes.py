"""``nrc-reader changes``: what is printed in a pipe and on a terminal, and what is said of what cannot be read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from reader.cli import main
from reader.workspace.session import Session
from tests.terminal import Terminal

ROOT = Path(__file__).parents[3]
OLD = "The dam held, the engineer said.\n\nAbout 640 people left the village. Nobody slept that night.\n"
NEW = "The dam seems to have held, the engineer said.\n\nAbout 640 people left the village.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two versions, and a store in which passages of the earlier one are tagged."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("ANNOTATOR", "CONFIG"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    with Session.open(["old.txt"], store="annotations", annotator="ann") as session:
        article = session.read(session.documents[0])
        session.tag(article, "claim", quote="The dam held")
        session.tag(article, "evidence", quote="Nobody slept that night.")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["changes", *words]) == code
    found = capsys.readouterr()
    return found.out, found.err


def test_sentences_and_tags_are_told_as_plain_lines_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    out, said = run(capsys, "old.txt", "new.txt")
    assert said == ""
    assert out.splitlines() == [
        "softened",
        "  - The dam held, the engineer said.",
        "  + The dam seems to have held, the engineer said.",
        "… 1 sentence kept",
        "removed",
        "  - Nobody slept that night.",
        "claim softened",
        "    The dam held",
        "evidence gone",
        "    Nobody slept that night.",
        "1 sentence kept, 1 softened, 1 removed",
        "tags: 1 claim softened, 1 piece of evidence gone",
    ]


def test_a_terminal_shows_colours_and_no_line_is_cut_there() -> None:
    command = [sys.executable, "-m", "reader", "changes", "old.txt", "new.txt"]
    with Terminal(command, 32, 24, {"PYTHONPATH": str(ROOT), "NO_COLOR": ""}) as terminal:
        assert terminal.wait_for_exit() == 0
        rows = [row.rstrip() for row in terminal.screen.display]
    assert rows[:5] == [
        "softened",
        "  - The dam held, the engineer",
        "    said.",
        "  + The dam seems to have held,",
        "    the engineer said.",
    ]
    assert b"\x1b[32m" in terminal.output


def test_json_is_of_one_persons_tags_where_that_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "old.txt", "new.txt", "-f", "json", "--annotator", "ann")[0])
    assert [one["fate"] for one in found["sentences"]] == ["softened", "kept", "removed"]
    assert [(one["label"], one["fate"]) for one in found["tags"]] == [("claim", "softened"), ("evidence", "removed")]
    assert "no annotator of that name" in run(capsys, "old.txt", "new.txt", "--annotator", "bo", code=1)[1]


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_a_report_is_the_same_each_time(format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "old.txt", "new.txt", "-f", format_)[0]
    assert out == run(capsys, "old.txt", "new.txt", "-f", format_)[0]
    assert "Nobody slept that night." in out


def test_the_same_file_twice_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "old.txt", "old.txt")[0].splitlines()
    assert out == ["… 3 sentences kept", "3 sentences kept", "tags: 1 claim kept, 1 piece of evidence kept"]


def test_what_is_no_version_is_named_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty.txt").write_bytes(b"")
    for name, why in (("empty.txt", "is empty"), ("gone.txt", "is not there"), (".", "is a folder")):
        said = run(capsys, "old.txt", name, code=1)[1]
        assert said.count("\n") == 1
        assert why in said


def test_standard_input_is_one_version_and_not_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert "standard input" in run(capsys, "-", "-", code=2)[1]
