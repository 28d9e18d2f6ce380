"""``nrc-reader search --annotations``: the annotations that words ask for, with the index and without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader import cli
from reader.config.settings import Settings
from reader.workspace.fulltext import index_file
from reader.workspace.fulltext.index_file import FILE, VERSION
from reader.workspace.session import Session


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with claims in two articles, of which one has evidence in the other."""
    (tmp_path / "articles").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("1-ferry", "2-bridge"):
        text = f"About it\n\nThe {name[2:]} was closed on Monday. Nobody had said so.\n"
        Path("articles", f"{name}.txt").write_text(text)
    folder = tmp_path / "annotations"
    settings = Settings(detector="rules")
    with Session.open(["articles"], store=folder, annotator="ann", settings=settings) as session:
        ferry, bridge = map(session.read, session.documents)
        claim = session.tag(ferry, "claim", quote="The ferry was closed on Monday.")
        session.annotate(ferry, session.tag(ferry, "claim", quote="Nobody had said so."), "ask the harbour master")
        session.attribute(bridge, session.tag(bridge, "opinion", quote="closed"), "Maria Lenz")
    with Session.open(["articles"], store=folder, annotator="Bob", settings=settings) as session:
        _, bridge = map(session.read, session.documents)
        session.link(session.tag(bridge, "evidence", quote="The bridge was closed on Monday."), claim)
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["search", "--annotations", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def quotes(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    _, out, _ = run(capsys, *words, "-f", "json")
    return [json.loads(line)["quote"] for line in out.splitlines()]


@pytest.mark.usefixtures("store")
def test_each_annotation_has_its_document_span_label_annotator_and_quote(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "claim without:evidence by:ann since:7d")
    assert (code, err) == (0, "")
    assert out == "articles/1-ferry.txt:42-61: [claim by ann] Nobody had said so. · ask the harbour master\n"
    _, out, _ = run(capsys, "with:claim", "--format", "json")
    (row,) = map(json.loads, out.splitlines())
    known: dict[str, Any] = {
        "source": "articles/2-bridge.txt", "label": "evidence", "start": 10, "end": 42, "annotator": "Bob", "note": "",
        "quote": "The bridge was closed on Monday.", "attributed_to": "", "anchor": "exact",
    }  # fmt: skip
    assert {name: row[name] for name in known} == known
    assert len(row["sha256"]) == 64


def test_the_same_is_found_without_an_index(
    capsys: pytest.CaptureFixture[str], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (
        "in:ferry in:bridge",
        "claim",
        "linked",
        "by:bob",
        "@lenz",
        "harbour",
        "in:bridge",
        "closed -claim",
        "since:7d",
    )
    with_index = [quotes(capsys, typed) for typed in asked]
    (store / ".nrc-reader" / "cache" / FILE).unlink()
    monkeypatch.setitem(__import__("sys").modules, "sqlite3", None)
    assert [quotes(capsys, typed) for typed in asked] == with_index
    assert [len(found) for found in with_index] == [4, 2, 2, 1, 1, 1, 2, 2, 4]


def test_what_is_written_later_is_found_and_an_index_of_another_version_is_made_anew(
    capsys: pytest.CaptureFixture[str], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_file, "VERSION", VERSION - 1)
    assert len(quotes(capsys, "claim")) == 2
    monkeypatch.undo()
    monkeypatch.chdir(store.parent)
    assert len(quotes(capsys, "claim")) == 2
    with Session.open(["articles"], store=store, annotator="ann", settings=Settings(detector="rules")) as session:
        bridge = session.read(session.documents[1])
        session.tag(bridge, "claim", quote="Nobody had said so.")
    assert len(quotes(capsys, "claim")) == 3
    monkeypatch.setattr(index_file, "VERSION", VERSION - 1)
    assert len(quotes(capsys, "claim")) == 3  # that of a newer version is left alone


@pytest.mark.usefixtures("store")
def test_a_number_paths_and_an_annotator_narrow_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(quotes(capsys, "claim", "-n", "1")) == 1
    assert len(quotes(capsys, "in:ferry in:bridge", "articles/2-bridge.txt")) == 2
    assert quotes(capsys, "in:ferry in:bridge", "--annotator", "Bob") == ["The bridge was closed on Monday."]
    code, _, err = run(capsys, "claim", "--annotator", "nobody")
    assert (code, "no annotator of that name" in err) == (1, True)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        ("claim colour:red", 2, "colour: is none of label:, by:, since:"),
        ("claim since:lately", 2, "since:lately: no time is called so"),
        ("claim without:evidnce", 2, "without:evidnce: no label or kind of link"),
        ("claim zebra", 1, "claim zebra: no such annotation in annotations"),
    ],
)
def test_one_line_says_what_is_wrong(capsys: pytest.CaptureFixture[str], words: str, code: int, line: str) -> None:
    found, out, err = run(capsys, words, "--store", "annotations")
    assert (found, out, len(err.splitlines())) == (code, "", 1)
    assert line in err


def test_without_a_store_it_says_so_and_makes_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "claim", "--store", "nowhere")
    assert (code, "no store there yet" in err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_document_that_cannot_be_read_is_named_and_the_others_are_found(
    capsys: pytest.CaptureFixture[str], store: Path
) -> None:
    path = next(store.glob("1-ferry*.json"))
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 99'))
    for _ in range(2):
        code, out, err = run(capsys, "in:ferry in:bridge")
        assert (code, len(out.splitlines())) == (1, 2)
        assert path.name in err
