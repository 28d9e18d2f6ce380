"""``nrc-reader suggest``: what is printed, and what it learns from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main
from reader.workspace.session import Session

FACT = "The port handled 41,000 containers in March 2021, according to its annual report."
WISH = "The council must never let this happen again."
DULL = "The ferry company owns boats."
TEXT = f"{FACT} {DULL}\n\n{WISH}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("CONFIG", "ANNOTATOR"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    monkeypatch.setenv("NRC_READER_ANNOTATOR", "ann")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["suggest", *words]) == code
    found = capsys.readouterr()
    return found.out, found.err


def objects(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(capsys, "-f", "json", *words)[0].splitlines()]


def tagged(name: str, *tags: tuple[str, str], finish: bool = True, by: str = "ann") -> None:
    with Session.open([name], store="annotations", annotator=by) as session:
        article = session.read(session.documents[0])
        for label, quote in tags:
            session.tag(article, label, quote=quote)
        if finish:
            session.finish(article)


def test_suggestions_have_their_place_label_score_and_reason(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = objects(capsys, "one.txt")
    assert list(found) == ["source", "suggestions"]
    assert found["source"] == "one.txt"
    assert [list(one) for one in found["suggestions"]] == [["start", "end", "label", "score", "why"]] * 2
    with Session.open(["one.txt"]) as session:
        text = session.read(session.documents[0]).article.text
    assert [(text[one["start"] : one["end"]], one["label"]) for one in found["suggestions"]] == [
        (FACT, "evidence"), (WISH, "opinion"),
    ]  # fmt: skip
    out, said = run(capsys, "one.txt")
    assert said == ""
    first, second, third, *_ = out.splitlines()
    assert first == "one.txt"
    assert second.startswith("evidence   0.9")
    assert second.endswith("(number + source)")
    assert third.startswith("opinion    0.")
    assert "(should + " in third
    assert not Path("annotations").exists()


def test_min_says_how_likely_a_passage_must_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(objects(capsys, "one.txt", "--min", "0")[0]["suggestions"]) == 3
    assert objects(capsys, "one.txt", "--min", "1")[0]["suggestions"] == []


def test_own_tags_teach_and_are_left_out(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    names = [f"{number}.txt" for number in range(8)]
    for number, name in enumerate(names):
        text = f"The ferry company number {number} owns boats. {FACT}\n\nThe council met.\n"
        (folder / name).write_text(text, encoding="utf-8")
        tagged(name, ("opinion", f"The ferry company number {number} owns boats."), finish=False)
    dull = objects(capsys, "one.txt", "--min", "0")[0]["suggestions"][1]
    assert dull["label"] == "opinion"
    assert dull["why"].startswith("like ")
    with Session.open(["one.txt"]) as session:
        place = session.read(session.documents[0]).article.text.index(DULL)
    assert dull["start"] == place
    tagged("one.txt", ("opinion", DULL), finish=False)
    assert place not in [one["start"] for one in objects(capsys, "one.txt", "--min", "0")[0]["suggestions"]]
    assert list(Path("annotations/.nrc-reader/cache/suggestions").glob("ann.*.json"))


def test_the_project_can_lock_suggestions_off(capsys: pytest.CaptureFixture[str]) -> None:
    tagged("one.txt", ("opinion", WISH))
    Path("annotations/project.toml").write_text("suggestions = false\n")
    for words in (["one.txt"], ["--evaluate"]):
        out, said = run(capsys, *words, code=1)
        assert out == ""
        assert "works without suggestions (project.toml says suggestions = false)" in said
    Path("annotations/project.toml").write_text("suggestions = true\n")
    run(capsys, "one.txt")
    Path("annotations/project.toml").write_text("suggestions = 1\n")
    assert "suggestions must be true or false" in run(capsys, "one.txt", code=1)[1]


def test_evaluate_replays_the_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--evaluate")[0] == "ann: 0 tagged sentences in 0 documents; suggested from 0.7 on\n"
    tagged("one.txt", ("evidence", FACT), ("opinion", DULL))
    out, said = run(capsys, "--evaluate")
    assert said == ""
    head, columns, *rows = out.splitlines()
    assert head == "ann: 2 tagged sentences in 1 document; suggested from 0.7 on"
    assert columns.split()[:6] == ["tags", "label", "given", "suggested", "precision", "recall"]
    cells = [row.split()[:7] for row in rows]
    assert ["0", "evidence", "1", "1", "1.00", "1.00", "1.00"] in cells
    assert ["0", "opinion", "1", "1", "0.00", "0.00", "0.00"] in cells
    assert ["0", "together", "2", "2", "0.50", "0.50", "0.50"] in cells
    assert ["all", "together", "2", "2", "0.50", "0.50", "0.50"] in cells
    (found,) = objects(capsys, "--evaluate")
    assert found["labels"]["evidence"]["precision"] == 1
    assert found["by_tags"][0]["tags"] == "0"
    assert sum(one["count"] for one in found["all"]["calibration"]) == 3


@pytest.mark.parametrize("words", [[], ["--evaluate", "one.txt"]])
def test_a_path_or_evaluate_is_needed(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    out, said = run(capsys, *words, code=2)
    assert out == ""
    assert "PATH" in said


@pytest.mark.parametrize("value", ["2", "-1", "much", "nan"])
def test_a_probability_is_a_number_from_0_to_1(capsys: pytest.CaptureFixture[str], value: str) -> None:
    with pytest.raises(SystemExit) as error:
        main(["suggest", f"--min={value}", "one.txt"])
    assert error.value.code == 2
    assert "is no number from 0 to 1" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    out, said = run(capsys, "gone.txt", "one.txt", code=1)
    assert out.startswith("one.txt\n")
    assert "gone.txt" in said
    assert "gone" in run(capsys, "--suggester", "gone", "one.txt", code=1)[1]
