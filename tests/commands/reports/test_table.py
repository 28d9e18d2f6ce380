"""``nrc-reader table``: what a person sees on a terminal, and what a spreadsheet and a script get."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from reader.cli import main
from reader.workspace.session import Session
from tests.terminal import Terminal

TEXT = (
    "Council meets in Geneva without much hope\n\nBy Ida Berg\n\n"
    "The council met on Monday 😀 in Geneva.\n\nNobody expected much, the envoy said.\n"
)
STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two articles, and a store in which a claim has a speaker, a note and evidence inside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("ANNOTATOR", "CONFIG"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(TEXT if name == "one.txt" else TEXT.replace("Nobody", "Everybody"))
    with Session.open(["one.txt", "two.txt"], store="annotations", annotator="ann") as session:
        one, two = (session.read(document) for document in session.documents)
        claim = session.tag(one, "claim", quote="Nobody expected much, the envoy said")
        fact = session.tag(one, "evidence", quote="the envoy said")
        session.link(fact, claim, "supports")
        session.annotate(one, claim, "=1+1\ttab\nline")
        session.attribute(one, claim, "Moe, the envoy")
        session.tag(two, "opinion", quote="met on Monday 😀 in Geneva")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["table", *words]) == code
    found = capsys.readouterr()
    return found.out, found.err


def test_quotations_as_csv_are_the_export(capsys: pytest.CaptureFixture[str]) -> None:
    out, said = run(capsys, "quotations", "-f", "csv")
    assert said == ""
    assert main(["export", "-f", "csv"]) == 0
    assert out == capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    assert [row["label"] for row in rows] == ["claim", "evidence", "opinion"]
    assert rows[0]["note"] == "'=1+1\ttab\nline"


def test_quotations_as_json_have_everything(capsys: pytest.CaptureFixture[str]) -> None:
    claim, fact, _ = map(json.loads, run(capsys, "quotations", "-f", "json")[0].splitlines())
    assert (claim["document"], claim["authors"], claim["speaker"]) == ("one.txt", ["Ida Berg"], "Moe, the envoy")
    assert (claim["note"], claim["links"]) == ("=1+1\ttab\nline", [])
    assert fact["links"] == [f"supports {claim['id']}"]
    assert fact["end"] - fact["start"] == len(fact["quote"])


def test_in_a_pipe_no_cell_has_a_tab_or_line_end(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [line.split("\t") for line in run(capsys, "quotations")[0].splitlines()]
    assert len(rows) == 4
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "=1+1 tab line" in rows[1]


def test_labels_by_document_have_totals(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "labels")[0].splitlines() == [
        "document\ttotal\tclaim\tevidence\topinion",
        "one.txt\t2\t1\t1\t0",
        "two.txt\t1\t0\t0\t1",
        "total\t3\t1\t1\t1",
    ]
    one, _ = map(json.loads, run(capsys, "labels", "-f", "json")[0].splitlines())
    assert one == {"document": "one.txt", "total": 2, "labels": {"claim": 1, "evidence": 1, "opinion": 0}}


def test_overlaps_say_how_labels_lie(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "overlaps", "-f", "csv")[0].splitlines() == [
        "\ufefflabel,other label,pairs,same passage,inside,crossing,documents",
        "claim,evidence,1,0,1,0,1",
    ]


def test_speakers_are_those_who_were_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "speakers")[0].splitlines()[1:] == [
        "Moe, the envoy\t1\t1\t0\t0\t1",
        "(nobody named)\t2\t0\t1\t1\t2",
        "total\t3\t1\t1\t1\t",
    ]


def test_a_table_takes_what_is_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "labels", "--label", "claim")[0].splitlines() == [
        "document\ttotal\tclaim", "one.txt\t1\t1", "total\t1\t1",
    ]  # fmt: skip
    assert run(capsys, "quotations", "--document", "two.txt", "-f", "json")[0].count("\n") == 1
    assert run(capsys, "overlaps", "--where", "note", "-f", "json") == ("", "")
    out, said = run(capsys, "labels", "--annotator", "nobody", code=1)
    assert (out, said.count("\n")) == ("", 1)


def test_a_table_that_there_is_not_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["table", "words"])
    assert stopped.value.code == 2


@pytest.mark.parametrize("columns", [20, 80, 120])
@pytest.mark.parametrize("what", ["quotations", "labels", "overlaps", "speakers"])
def test_on_a_terminal_each_row_is_one_line_that_fits(what: str, columns: int) -> None:
    with Terminal([sys.executable, "-m", "reader", "table", what], columns=columns, rows=40) as terminal:
        assert terminal.wait_for_exit() == 0
        lines = STYLE.sub("", terminal.output.decode()).splitlines()
    rows = [line for line in lines if line.strip() and "─" not in line]
    note = next((at for at, line in enumerate(rows) if line.startswith("no room for")), len(rows))
    assert all(cell_len(line) <= columns for line in rows)
    assert note == {"quotations": 4, "labels": 4, "overlaps": 2, "speakers": 4}[what]
    if what == "quotations" and columns == 80:
        assert "…" in rows[1]
        assert "Nobody expected" in rows[1]
