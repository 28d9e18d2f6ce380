"""``nrc-reader report``: what a person gets, and what is said where there is nothing to get."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cli import main
from reader.workspace.session import Session

TEXT = "The council met on Monday 😀 in Geneva.\n\nNobody expected much, the envoy said.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an article in which a claim and its evidence are tagged."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("ANNOTATOR", "CONFIG"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    with Session.open(["one.txt"], store="annotations", annotator="ann") as session:
        article = session.read(session.documents[0])
        claim = session.tag(article, "claim", quote="Nobody expected much, the envoy said")
        fact = session.tag(article, "evidence", quote="the envoy said")
        session.link(fact, claim, "supports")
        session.annotate(article, claim, "check\nthis")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["report", *words]) == code
    found = capsys.readouterr()
    return found.out, found.err


def test_the_dossier_is_the_usual_report_and_the_same_in_a_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, said = run(capsys)
    assert said == ""
    assert "> Nobody expected much, the envoy said\n" in out
    assert "supported by: [evidence: the envoy said]" in out
    assert run(capsys, "-t", "dossier", "-o", "x.md") == ("", "")
    assert (folder / "x.md").read_text(encoding="utf-8") == out


def test_one_quotation_from_one_document_is_no_plural(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\n2 quotations from 1 document: 1 claim, 1 evidence.\n" in run(capsys)[0]
    assert "\n1 quotation from 1 document: 1 claim.\n" in run(capsys, "--label", "claim")[0]


def test_a_template_that_is_not_utf_8_is_named_with_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mine").write_bytes("Übersicht".encode("latin-1"))
    out, said = run(capsys, "-t", "mine", code=1)
    assert (out, said) == ("", "nrc-reader: mine: is not UTF-8 (save it as UTF-8, as editors do by default)\n")


def test_a_report_takes_what_is_chosen_and_bears_the_date_that_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capsys, "-t", "reading-notes", "--label", "claim", "--date", "1 May")
    assert "1 May" in out
    assert "Nobody expected much" in out
    assert "evidence" not in out
    out, said = run(capsys, "--annotator", "nobody", code=1)
    assert (out, said.count("\n")) == ("", 1)


def test_a_template_of_ones_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mine").write_text("{% for one in quotations %}{{ one.label }} {{ one.note }}\n{% endfor %}")
    assert run(capsys, "-t", "mine") == ("claim check\nthis\nevidence \n", "")


@pytest.mark.parametrize("text", ["{{ none.x }}", "{% if %}", "{% include '../one.txt' %}"])
def test_a_template_that_cannot_be_used_is_one_line_and_leaves_no_file(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (folder / "bad.txt").write_text(f"one\n{text}\n")
    out, said = run(capsys, "-t", "bad.txt", "-o", "x.md", code=1)
    assert (out, said.count("\n")) == ("", 1)
    assert said.startswith("nrc-reader: bad.txt: ")
    assert not (folder / "x.md").exists()
    assert "there is no such file" in run(capsys, "-t", "nothing", code=1)[1]


def test_a_folder_that_there_is_not_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no folder" in run(capsys, "-o", "nowhere/x.md", code=1)[1]
