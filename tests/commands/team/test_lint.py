"""``nrc-reader lint``: what a person and a git hook get, and what is waived."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Link, new_id, now
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.workspace.session import Session

TEXT = "The dam is unsafe (and old). It leaks in ten places, the county said.\n\nNobody should have to live below it.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a claim that cuts a bracket, and evidence for it without its speaker."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("ANNOTATOR", "CONFIG"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    with Session.open(["one.txt"], store="annotations", annotator="ann") as session:
        article = session.read(session.documents[0])
        claim = session.tag(article, "claim", quote="The dam is unsafe (and")
        fact = session.tag(article, "evidence", quote="It leaks in ten places")
        session.link(fact, claim, "supports")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["lint", *words]) == code
    found = capsys.readouterr()
    return found.out, found.err


def objects(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(capsys, "-f", "json", *words, code=code)[0].splitlines()]


def test_a_finding_names_place_rule_fault_passage_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    out, said = run(capsys, code=1)
    first, second, last = out.splitlines()
    assert said == ""
    assert re.fullmatch(
        r"one\.txt#[0-9A-Z]{26}: error: cut-bracket \[[0-9a-f]{10}\]: holds one bracket without the other: .*; "
        r"take in the whole bracket, or leave it out: “The dam is unsafe \(and”",
        first,
    )
    assert ": warning: no-speaker [" in second
    assert last == "2 findings (1 error, 1 warning); 2 annotations in 1 document"
    assert run(capsys, code=1)[0] == out


def test_the_exit_code_is_that_of_errors_and_with_strict_of_anything(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, code=1)
    run(capsys, "--label", "evidence")
    run(capsys, "--label", "evidence", "--strict", code=1)
    Path("annotations/lint.toml").write_text(
        '[rules.cut-bracket]\nseverity = "off"\n[rules.no-speaker]\nseverity = "off"\n'
    )
    assert run(capsys, "--strict")[0] == "0 findings; 2 annotations in 1 document\n"


def test_json_has_an_object_a_finding_with_the_annotation_to_open(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = objects(capsys, code=1)
    assert (first["document"], first["rule"], first["severity"]) == ("one.txt", "cut-bracket", "error")
    assert (first["quote"], first["label"], first["annotator"]) == ("The dam is unsafe (and", "claim", "ann")
    assert TEXT[second["start"] : second["end"]] == second["quote"]
    assert len(second["annotation"]) == 26
    assert second["others"] == []


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        (["--label", "claim"], ["cut-bracket"]),
        (["--where", "leaks"], ["no-speaker"]),
        (["--annotator", "ann"], ["cut-bracket", "no-speaker"]),
        (["--document", "one.txt"], ["cut-bracket", "no-speaker"]),
        (["--since", "2020-01-01"], ["cut-bracket", "no-speaker"]),
    ],
)
def test_findings_are_chosen_as_in_an_export(
    capsys: pytest.CaptureFixture[str], words: list[str], rules: list[str]
) -> None:
    assert [one["rule"] for one in objects(capsys, *words, code=int("cut-bracket" in rules))] == rules


def test_what_is_not_chosen_still_supports_what_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert "claim-without-evidence" not in run(capsys, "--label", "claim", code=1)[0]


def test_an_unknown_annotator_or_label_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--annotator", "nobody"], ["--label", "nothing"]):
        out, said = run(capsys, *words, code=1)
        assert (out, said.count("\n")) == ("", 1)


def test_a_waived_finding_no_longer_counts_and_is_listed_with_who_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = objects(capsys, code=1)
    out, _ = run(capsys, "--waive", first["id"], "--reason", "quoted as\n printed", "--annotator", "bo")
    assert out.startswith("waived: one.txt#")
    run(capsys, "--waive", f"[{second['id'][:6]}]", "--reason", "a chorus")
    out, _ = run(capsys, "--strict")
    assert out == "0 findings, 2 waived; 2 annotations in 1 document\n"
    out, _ = run(capsys, "--waived")
    assert "(waived by bo, " in out
    assert ": quoted as printed)" in out
    assert out.endswith("2 findings waived; 2 annotations in 1 document\n")
    assert [one["waived"]["reason"] for one in objects(capsys, "--waived")] == ["quoted as printed", "a chorus"]
    assert run(capsys, "--unwaive", first["id"])[0].startswith("counts again (waived by bo before): one.txt#")
    assert [one["rule"] for one in objects(capsys, code=1)] == ["cut-bracket"]
    assert "is not waived" in run(capsys, "--unwaive", first["id"], code=1)[1]


def test_a_waiver_of_what_is_not_found_any_more_is_listed_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "--waive", objects(capsys, code=1)[0]["id"], "--reason", "so")
    Path("annotations/lint.toml").write_text('[rules.cut-bracket]\nseverity = "off"\n')
    assert "not found any more" in run(capsys, "--waived")[0]


@pytest.mark.parametrize(
    "words",
    [
        ["--waive", "abcd"],
        ["--reason", "so"],
        ["--waive", "abcd", "--reason", " "],
        ["--waive", "abcd", "--reason", ""],
        ["--waive", "abcd", "--reason", "\u200b -"],
        ["--waive", "abcd", "--reason", "x" * 2001],
        ["--waive", "abcd", "--reason", "x", "--waived"],
        ["--unwaive", "abcd", "--waived"],
        ["-f", "xml"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(main(["lint", *words]))
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("name", ["zzzz", "a", "", "0123456789abcdef"])
def test_an_id_that_is_no_findings_is_one_line(capsys: pytest.CaptureFixture[str], name: str) -> None:
    out, said = run(capsys, "--waive", name, "--reason", "so", code=1)
    assert (out, said.count("\n")) == ("", 1)
    assert "is no finding here" in said


def test_rules_that_cannot_be_used_are_one_line_with_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("annotations/lint.toml").write_text('\n[rules.mine]\ncheck = "sorcery"\n')
    out, said = run(capsys, code=1)
    assert (out, said.count("\n")) == ("", 1)
    assert "annotations/lint.toml:3: mine: check must be one of" in said
    Path("mine.toml").write_text("[rules.x\n")
    assert said.startswith("nrc-reader: ")
    assert "mine.toml:1: not valid TOML" in run(capsys, "--rules", "mine.toml", code=1)[1]
    assert "there is no such file" in run(capsys, "--rules", "none.toml", code=1)[1]


def test_a_store_that_is_not_there_has_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    out, said = run(capsys, "--store", "nowhere")
    assert out == "0 findings; 0 annotations in 0 documents\n"
    assert "no store there yet" in said


def test_two_annotators_of_one_sentence_in_two_documents(capsys: pytest.CaptureFixture[str]) -> None:
    Path("two.txt").write_text(TEXT + "It rained.\n", encoding="utf-8")
    with Session.open(["two.txt"], store="annotations", annotator="bo") as session:
        article = session.read(session.documents[0])
        session.tag(article, "opinion", quote="It leaks in ten places")
    (one,) = (one for one in objects(capsys, "--annotator", "bo") if one["rule"] == "annotators-differ")
    assert (one["document"], one["others"][0]["document"]) == ("two.txt", "one.txt")
    assert one["others"][0]["quote"] == "It leaks in ten places"


def test_the_last_line_counts_what_is_in_the_adjudicated_layer(capsys: pytest.CaptureFixture[str]) -> None:
    with Session.open(["one.txt"], store="annotations", annotator="adjudicated") as session:
        session.tag(session.read(session.documents[0]), "opinion", quote="It leaks in ten places")
    out, _ = run(capsys, code=1)
    assert out.splitlines()[-1] == (
        "3 findings (1 error, 2 warnings), 1 in what was adjudicated; 3 annotations in 1 document"
    )


def test_a_hostile_store_does_no_harm(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b]0;PWNED\x07\x1b[2J\u202e\r\n'\"“(«" * 5
    store = FolderStore(Path("H"))
    labels = ["claim", "evidence", "opinion", f"claim/{hostile}"[:100], "claim/" * 20]
    made = [
        Annotation(
            new_id(),
            label,
            at,
            at + 5000,
            hostile * 60,
            hostile,
            hostile,
            note="n" * 300_000,
            annotator=hostile,
            created_at=["", "yesterday", now()][at % 3],
            attributed_to=hostile * (at % 2),
        )
        for at, label in enumerate(labels * 3)
    ]
    links = [Link(new_id(), made[at].id, made[at + 1].id, hostile) for at in range(10)]
    store.save(
        Document(None, f"{hostile}.txt", "ab" * 32), [Change(None, one) for one in (*made, *links)], act=Act("x")
    )
    store.close()
    out, said = run(capsys, "--store", "H", code=1)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", out + said)
    found = objects(capsys, "--store", "H", code=1)
    assert len(out.splitlines()) == len(found) + 1
    run(capsys, "--store", "H", "--waive", found[0]["id"], "--reason", hostile, "--annotator", "bo")
    out, _ = run(capsys, "--store", "H", "--waived")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", out)
    assert max(map(len, out.splitlines())) < 3000


def test_the_guideline_that_the_settings_name_is_cited_and_what_is_wrong_with_it_said(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "annotations" / "lint.toml").write_text('[rules.cut-bracket]\nguideline = "whole"\n')
    config = ["--config", str(folder / "own.toml")]
    (folder / "own.toml").write_text('\nguideline = "team.md"\n')
    (folder / "team.md").write_text("# Team\n\n## Whole brackets {#whole}\n\nNever cut one.\n")
    out, said = run(capsys, *config, code=1)
    assert "(guideline: whole, Whole brackets)" in out
    assert said == ""
    (folder / "team.md").unlink()
    out, said = run(capsys, *config, code=1)
    assert "(guideline: whole)" in out
    assert said == f"nrc-reader: {folder / 'team.md'}: no such guideline ({folder / 'own.toml'}:2: guideline)\n"
    assert main(["config", "--check", *config]) == 1
    assert "no such guideline" in capsys.readouterr().err
