"""``nrc-reader like``: passages of other articles that speak of the same thing, and what differs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader import cli
from reader.cleaning.article_loading import read_article
from reader.config.settings import Settings
from reader.workspace.session import Session

pytestmark = pytest.mark.usefixtures("folder")
MONDAY = """\
Bakery fire in Tolworth

By Ada Okonjo

3 May 2021

A fire destroyed the bakery of Tolworth on Sunday night. The damage amounts to 4.5 million pounds, said the owner, \
Emil Stern.

"Nobody was hurt," he added. The bakery will open again by the end of June.
"""
LATER = """\
After the fire

By Ben Lodge

20 May 2021

The fire that destroyed the bakery in Tolworth cost its owner 4,500,000 pounds, according to the insurer.

Two bakers were hurt in the fire, the hospital of Tolworth confirmed. The bakery is now to open again on 30 July.

The mayor plants a tree in the park on Friday.
"""
WEATHER = (
    "Rain in the hills\n\nBy Ida Rahn\n\n4 May 2021\n\nIt rained in the hills for nine hours, and the river rose.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("1-monday.txt", MONDAY), ("2-later.txt", LATER), ("3-weather.txt", WEATHER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "annotations").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["like", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def candidates(capsys: pytest.CaptureFixture[str], text: str, *words: str) -> list[dict[str, Any]]:
    _, out, _ = run(capsys, "--text", text, "-f", "json", *words)
    found: list[dict[str, Any]] = json.loads(out)["candidates"]
    return found


def test_the_same_amount_in_another_form_is_found_and_does_not_differ(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "The damage amounts to 4.5 million pounds", "--from", "1-monday.txt", "--details", "."
    first = candidates(capsys, *asked)[0]
    text = read_article("2-later.txt", max_bytes=10_000).text
    assert first["document"].endswith("2-later.txt")
    assert text[first["start"] : first["end"]] == first["quote"]
    assert "4,500,000" in first["quote"]
    assert "number" not in first["differs"]
    assert first["published"] == "2021-05-20"


def test_a_denial_differs(capsys: pytest.CaptureFixture[str]) -> None:
    first = candidates(capsys, '"Nobody was hurt,"', "--from", "1-monday.txt", ".")[0]
    assert first["quote"].startswith("Two bakers were hurt")
    assert "negation" in first["differs"] or "number" in first["differs"]
    assert first["relation"] in {"contradicts", "updates"}


def test_another_day_differs(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "The bakery will open again by the end of June.", "--from", "1-monday.txt", "--details", "."
    first = candidates(capsys, *asked)[0]
    assert (first["relation"], first["differs"], first["date"]) == ("updates", ["date"], "2021-07-30")


def test_the_file_of_the_claim_and_its_copies_are_left_out(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "4-copy.txt").write_text(MONDAY.replace("Sunday night", "Sunday evening"), encoding="utf-8")
    found = candidates(capsys, "A fire destroyed the bakery of Tolworth", "--from", "1-monday.txt", ".")
    assert {Path(one["document"]).name for one in found} <= {"2-later.txt", "3-weather.txt"}


def test_a_claim_that_stands_in_no_file_is_looked_for_in_all(capsys: pytest.CaptureFixture[str]) -> None:
    found = candidates(capsys, "A bakery burnt down in Tolworth", ".")
    assert {Path(one["document"]).name for one in found[:2]} == {"1-monday.txt", "2-later.txt"}


def test_a_batch_answers_each_line_with_one(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rows = [
        {"id": 7, "text": "The damage amounts to 4.5 million pounds", "from": "1-monday.txt"},
        {"id": "b", "text": "The river rose", "from": None},
    ]
    (folder / "asked.batch").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    code, out, said = run(capsys, "--batch", "asked.batch", *(f"{at}" for at in sorted(folder.glob("*.txt"))))
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, said) == (0, "")
    assert [list(one) for one in answers] == [["id", "candidates"]] * 2
    assert [one["id"] for one in answers] == [7, "b"]
    keys = ["document", "start", "end", "quote", "score", "relation", "differs"]
    assert all(list(one) == keys for answer in answers for one in answer["candidates"])
    assert "river" in answers[1]["candidates"][0]["quote"]


def test_a_line_that_cannot_be_used_is_told_and_the_others_are_answered(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    lines = [
        '{"id": 1}',
        "no JSON",
        '{"id": 2, "text": "x", "from": "gone.txt"}',
        '{"id": 3, "text": "The river rose"}',
    ]
    (folder / "asked.batch").write_text("\n".join(lines), encoding="utf-8")
    code, out, said = run(capsys, "--batch", "asked.batch", "3-weather.txt")
    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == [3]
    assert len(said.splitlines()) == 3
    assert all(line.startswith("nrc-reader: asked.batch: line") for line in said.splitlines())


def test_tagged_passages_of_the_store_are_candidates_as_they_were_tagged(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(detector="rules")
    with Session.open(["2-later.txt"], store="annotations", annotator="A", settings=settings) as session:
        session.tag(session.read(session.documents[0]), "evidence", quote="Two bakers were hurt")
    first = candidates(capsys, "Nobody was hurt in the fire", "--details")[0]
    assert (first["quote"], first["label"]) == ("Two bakers were hurt", "evidence")


@pytest.mark.parametrize("words", [[], ["--text", "x", "--batch", "y"], ["--text", " "]])
def test_wrong_usage_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["like", *words])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_nothing_alike_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(capsys, "--text", "Zebras juggle quietly", "3-weather.txt")
    assert (code, out) == (1, "")
    assert "nothing like it in 1 document" in said
