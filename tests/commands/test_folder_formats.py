"""Formats that are a folder, and those that are no text, as a person sees them on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli import main
from reader.workspace.session import Session

TEXT = "The council met on Monday 😀 in Geneva.\n\nNobody expected much, the envoy said.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an article, of which a claim over two paragraphs and the evidence in it are tagged."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    (here / "one.txt").write_text(TEXT, encoding="utf-8")
    with Session.open(["one.txt"], store="annotations", annotator="ann") as session:
        article = session.read(session.documents[0])
        claim = session.tag(article, "claim", quote="in Geneva.\n\nNobody expected much")
        fact = session.tag(article, "evidence", quote="Nobody expected much")
        session.link(fact, claim, "supports")
        session.annotate(article, claim, "really?\nask again")
    return here


def lines(store: str) -> list[dict[str, object]]:
    """The annotations of a store as its own format has them, without what is only known at home."""
    assert main(["export", "--store", store, "-o", "all.jsonl"]) == 0
    rows = [json.loads(line) for line in Path("all.jsonl").read_text(encoding="utf-8").splitlines()]
    apart = ("created_at", "updated_at", "links")
    return [
        {**{name: value for name, value in row.items() if name not in apart}, "links": len(row["links"])}
        for row in rows
    ]


@pytest.mark.parametrize("name", ["brat", "uima", "web-annotation", "spacy"])
def test_what_goes_out_comes_in_elsewhere_and_changes_nothing_at_home(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "-f", name, "-o", "out"]) == 0
    assert main(["import", "out"]) == 0
    assert main(["import", "--store", "other", "out"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == ["0 imported, 2 there already", "2 and 1 link imported, 0 there already"]
    assert "not written" not in told.err
    assert lines("other") == lines("annotations")


def test_a_folder_has_to_be_named_and_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "-f", "brat"]) == 2
    assert capsys.readouterr().err == "nrc-reader: brat: is a folder of files: name a new one with -o FOLDER\n"
    (folder / "full").mkdir()
    (folder / "full" / "mine.txt").write_text("mine")
    assert main(["export", "-f", "uima", "-o", "full"]) == 1
    assert "is there already, and not empty" in capsys.readouterr().err
    assert [path.name for path in (folder / "full").iterdir()] == ["mine.txt"]


def test_a_folder_of_no_format_is_refused_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "notes").mkdir()
    assert main(["import", "notes"]) == 1
    assert capsys.readouterr().err == (
        "nrc-reader: notes: is a folder of no known format (name its files, or its format with -f)\n"
    )


def test_a_line_that_is_damaged_is_named_and_the_others_come_in(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "-f", "brat", "-o", "out"]) == 0
    assert sorted(path.name for path in (folder / "out").glob("one*")) == ["one.ann", "one.txt"]
    path = folder / "out" / "one.ann"
    path.write_text(path.read_text().replace("T2\tevidence 40", "T2\tevidence 41"))
    assert main(["import", "--store", "other", "out"]) == 1
    err = capsys.readouterr().err
    assert "one.ann: line 2" in err
    assert "Traceback" not in err
    assert [row["label"] for row in lines("other")] == ["claim"]


PAGE = """---
title: Emissions fell
url: https://example.org/news
---

The minister 😀 says emissions fell 12 percent in the last year, which surprised nobody.

Opponents doubt it. They say emissions fell 12 percent because of the weather, and that it will not last.
"""


def hypothesis_export() -> str:
    """What Hypothesis has of that page: words that stand twice, at the places that they have on the whole page."""
    words = {"type": "TextQuoteSelector", "exact": "emissions fell 12 percent"}
    words |= {"prefix": "They say ", "suffix": " because of"}
    place = {"type": "TextPositionSelector", "start": 2000, "end": 2025}
    rows = [
        {
            "id": "aBcDeFgHiJkLmNoPqRsTuV",
            "created": "2026-03-01T12:00:00.123456+00:00",
            "updated": "2026-03-01T12:00:00.123456+00:00",
            "user": "acct:ida@hypothes.example",
            "uri": "https://example.org/news",
            "text": "why?",
            "tags": ["evidence"],
            "target": [{"source": "https://example.org/news", "selector": [place, words]}],
        }
    ]
    return json.dumps({"export_date": "2026-03-05T00:00:00Z", "client_version": "1.1", "annotations": rows})


@pytest.mark.parametrize("is_known", [True, False])
def test_what_hypothesis_exports_finds_the_page_by_its_address_and_its_words_by_their_neighbours(
    folder: Path, *, is_known: bool
) -> None:
    (folder / "page.md").write_text(PAGE, encoding="utf-8")
    (folder / "hypothesis.json").write_text(hypothesis_export(), encoding="utf-8")
    if is_known:
        with Session.open(["page.md"], store="pages", annotator="ann") as session:
            session.tag(session.read(session.documents[0]), "claim", quote="and that it will not last")
    more = [] if is_known else ["--document", "page.md"]
    assert main(["import", "--store", "pages", *more, "hypothesis.json"]) == 0
    (row,) = [row for row in lines("pages") if row["annotator"] == "ida"]
    assert (row["document"], row["quote"], row["anchor"]) == ("page.md", "emissions fell 12 percent", "moved")
    assert str(row["prefix"]).endswith("They say ")
