"""What became of an annotator's tags, as a command prints it; and what ``adjudicate`` says where nothing waits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.analysis.adjudication import answers
from reader.analysis.adjudication.cases import Case
from reader.cli import main
from reader.workspace.adjudication import Docket
from reader.workspace.session import Session

TEXT = "The bridge closes in May, said the mayor. Rust was found in eleven cables. The shops fear for their trade."
FIRST, SECOND, THIRD = (f"{part}." for part in TEXT.rstrip(".").split(". "))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("ANNOTATOR", "CONFIG", "STORE"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def tagged() -> None:
    for who, label in (("kim", "claim"), ("lee", "opinion")):
        with Session.open(["one.txt"], store="S", annotator=who) as session:
            news = session.read(session.documents[0])
            session.tag(news, "claim", quote=FIRST)
            session.tag(news, label, quote=SECOND)
            if who == "lee":
                session.tag(news, "evidence", quote=THIRD)
            session.finish(news)


def adjudicated() -> None:
    with Session.open(["one.txt"], store="S", annotator="judge") as session:
        docket = Docket(session, session.read(session.documents[0]), ("kim", "lee"), lambda _: None)
        assert docket.take_agreed() == (1, 0)
        second, third = docket.cases()
        assert isinstance(second, Case)
        assert isinstance(third, Case)
        docket.answer(second, answers.of_side(second, "kim")._replace(rule="3", note="a fact would settle it"))
        docket.answer(third, answers.of_side(third, "lee"))
        assert (docket.cases(), docket.decided()) == ([], 2)


def printed(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main([*words, "--store", "S"]) == code
    return capsys.readouterr()


def test_each_annotator_is_told_what_was_kept_changed_and_missed(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    adjudicated()
    out, said = printed(capsys, "feedback", "--annotator", "lee")
    assert said == ""
    assert out.startswith("lee: 2 kept, 1 changed\n\none.txt: 2 kept, 1 changed\n")
    (line,) = out.splitlines()[3:]
    assert line.startswith(f"  changed opinion “{SECOND}”: opinion → claim (rule 3) (a fact would settle it)  one.txt#")
    found = json.loads(printed(capsys, "feedback", "--annotator", "kim", "-f", "json")[0])
    assert found["counts"] == {"kept": 2, "changed": 0, "dropped": 0, "open": 0, "missed": 1}
    assert [(one["what"], one["quote"]) for one in found["documents"][0]["fates"]] == [
        ("kept", FIRST), ("kept", SECOND), ("missed", THIRD),
    ]  # fmt: skip


def test_a_tag_that_nobody_decided_on_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    adjudicated()
    with Session.open(["one.txt"], store="S", annotator="kim") as session:
        session.tag(session.read(session.documents[0]), "evidence", quote="eleven cables")
    assert "1 open" in printed(capsys, "feedback", "--annotator", "kim")[0]


def test_where_nothing_was_adjudicated_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    out, said = printed(capsys, "feedback", "--annotator", "kim")
    assert (out, said) == (
        "", "nrc-reader: feedback: nothing was adjudicated yet (C in the reader, or nrc-reader adjudicate)\n"
    )  # fmt: skip
    assert "no annotator of that name" in printed(capsys, "feedback", "--annotator", "pat", code=1)[1]


def test_whoever_tagged_nothing_and_names_nobody_is_told_how_to_name_somebody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tagged()
    monkeypatch.setenv("NRC_READER_ANNOTATOR", "pat")
    said = printed(capsys, "feedback", code=1)[1]
    assert said.startswith("nrc-reader: pat: no annotator of that name in S (there are ")
    assert said.endswith("; --annotator NAME says whose tags\n")


def test_a_store_in_which_no_document_waits_opens_no_reader(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    with Session.open(["one.txt"], store="S", annotator="lee") as session:
        session.finish(session.read(session.documents[0]))  # takes it back
    assert "no document waits" in printed(capsys, "adjudicate", code=1)[1]


def test_only_those_adjudicate_whom_the_project_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    (folder / "S" / "project.toml").write_text('adjudicators = ["Cy"]\n', encoding="utf-8")
    assert main(["adjudicate", "--store", "S", "--annotator", "kim"]) == 1
    assert "kim does not adjudicate here: Cy does" in capsys.readouterr().err
