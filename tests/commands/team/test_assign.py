"""``nrc-reader assign``: what it writes and says, and that the reader and other commands go by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli import main


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten texts, and a project of A and B."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("STORE", "ANNOTATOR", "CONFIG"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    (tmp_path / "texts").mkdir()
    for at in range(10):
        (tmp_path / "texts" / f"{at}.txt").write_text(f"The council met {at} times.\n" * (at + 1), encoding="utf-8")
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "project.toml").write_text('annotators = ["A", "B"]\n', encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(list(words)) == code
    found = capsys.readouterr()
    return found.out, found.err


def lines(project: Path) -> list[dict[str, object]]:
    text = (project / "annotations" / "assignments.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_documents_are_distributed_once_and_only_new_ones_later(
    capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    wanted = ("assign", "--overlap", "0.2", "--seed", "7", "texts")
    out, said = run(capsys, *wanted, "--dry-run")
    assert "10 documents would be assigned; in all: A 6, B 6, 2 of them to everybody" in out
    assert not (project / "annotations" / "assignments.jsonl").exists()
    assert run(capsys, *wanted) == (out.replace("would be assigned", "assigned"), said)
    first = lines(project)
    assert [one["place"] for one in first] == [f"../texts/{at}.txt" for at in range(10)]
    (project / "texts" / "a.txt").write_text("Another council met.\n", encoding="utf-8")
    out, _ = run(capsys, *wanted)
    assert "1 document assigned, 10 kept as assigned before" in out
    assert [one for one in lines(project) if one in first] == first
    assert "assignments.jsonl merge=union" in (project / "annotations" / ".gitattributes").read_text()


def test_wrong_names_and_shares_are_told(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    _, said = run(capsys, "assign", "--annotators", "A,Z", "texts", code=1)
    assert "Z is no annotator in" in said
    for words in (["--overlap", "2"], ["--annotators", "A,,B"], ["--seed", "x"]):
        with pytest.raises(SystemExit, match="2"):
            main(["assign", *words])
    (project / "annotations" / "project.toml").unlink()
    _, said = run(capsys, "assign", "texts", code=1)
    assert "nobody is named" in said
    (project / "annotations" / "project.toml").write_text("annotators = 3", encoding="utf-8")
    _, said = run(capsys, "assign", "texts", code=1)
    assert "annotators must be a list of names" in said


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_assigned(
    capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    (project / "texts" / "bad.docx").write_bytes(b"PK\x03\x04 no archive")
    out, said = run(capsys, "assign", "texts", code=1)
    assert "10 documents assigned" in out
    assert "bad.docx" in said
