"""``nrc-reader search``: every hit with its place, from the index where there is one, and the same without it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reader import cli
from reader.cleaning.article_loading import read_article
from reader.config.settings import Settings
from reader.workspace.fulltext import index_file, index_upkeep
from reader.workspace.fulltext.index_file import FILE
from reader.workspace.session import Session

pytestmark = pytest.mark.usefixtures("folder")
FIRST = """\
A ferry that never came

By Ada Okonjo

The ferry was late again on Monday. Nobody on the quay in Köln knew why.

“We wait,” said Maria Lenz, who lives here. A Ferry pilot shrugged: the ferry’s engine is old, he said.
"""
SECOND = "東京の天気\n\n東京都の天気は晴れ。明日も晴れるでしょう。風は弱いでしょう。\n\nThe forecast names no ferry.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles, and a store that is there."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "1-ferry.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "articles" / "2-weather.txt").write_text(SECOND, encoding="utf-8")
    (tmp_path / "annotations").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["search", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    _, out, _ = run(capsys, *words, "-f", "json")
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("is_indexed", [False, True])
def test_each_hit_has_its_document_its_place_in_the_shown_text_and_a_line_of_context(
    capsys: pytest.CaptureFixture[str], *, is_indexed: bool
) -> None:
    if is_indexed:
        run(capsys, "anything", "articles")
    code, out, err = run(capsys, "ferry", "articles")
    text = read_article("articles/1-ferry.txt", max_bytes=1 << 20).text
    starts = [at for at in range(len(text)) if text[at : at + 5].casefold() == "ferry"]
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert [line.split(": ")[0] for line in lines[:4]] == [f"articles/1-ferry.txt:{at}-{at + 5}" for at in starts]
    assert lines[3].endswith("pilot shrugged: the ferry’s engine is old, he said.")
    assert len(lines) == 5
    assert lines[4].startswith("articles/2-weather.txt:")


def test_as_json_the_passage_is_at_the_place_in_the_text_that_clean_prints(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "天気", "articles")
    assert len(found) == 2
    cli.main(["clean", "-f", "json", "articles/2-weather.txt"])
    cleaned = json.loads(capsys.readouterr().out)
    for row in found:
        assert cleaned["text"][row["start"] : row["end"]] == row["found"] == "天気"
        assert (row["source"], row["sha256"], row["in"]) == ("articles/2-weather.txt", cleaned["sha256"], "text")
    assert "annotation" not in found[0]


def test_words_phrases_beginnings_and_expressions(capsys: pytest.CaptureFixture[str]) -> None:
    for query, hits in (
        ('"ferry pilot"', ["Ferry pilot"]), ("Ferry", ["Ferry"]), ("shrug*", ["shrug"]), ("köln", ["Köln"]),
        (r"\\bq\w+", ["quay"]), ('"old" shrug*', ["shrug", "old"]), ("hrugge", ["hrugge"]),
    ):  # fmt: skip
        assert [row["found"] for row in rows(capsys, query)] == hits, query


def test_the_exit_code_says_whether_something_was_found_and_a_line_says_where_nothing_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(capsys, "ferry")[0] == 0
    assert run(capsys, "tunnel") == (1, "", "nrc-reader: tunnel: not found in 2 documents\n")
    code, out, err = run(capsys, "ferry", "articles", "nowhere.txt")
    assert (code, len(out.splitlines())) == (1, 5)
    assert "nowhere.txt: is not there" in err


@pytest.mark.parametrize(("query", "why"), [(r"\(", "missing"), ("", "nothing to search for"), ("  ", "nothing")])
def test_a_query_that_is_none_is_wrong_usage(capsys: pytest.CaptureFixture[str], query: str, why: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["search", query])
    assert ended.value.code == 2
    assert why in capsys.readouterr().err


def test_only_so_many_hits_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(run(capsys, "ferry", "-n", "2")[1].splitlines()) == 2
    assert len(run(capsys, "ferry", "-n", "5")[1].splitlines()) == 5
    assert len(run(capsys, "ferry", "-n", "0")[1].splitlines()) == 5


def test_what_was_tagged_and_noted_is_found_and_may_be_only_one_persons(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "ferry")  # the index is there before
    for name, quote in (("ann", "The ferry was late again"), ("bea", "Nobody on the quay")):
        settings = Settings(detector="rules")
        with Session.open(["articles"], store="annotations", annotator=name, settings=settings) as session:
            news = session.read(session.documents[0])
            session.annotate(news, session.tag(news, "claim", quote=quote), "ask the harbour\x1b[31m master")
    found = rows(capsys, "harbour")
    assert [(row["in"], row["label"], row["found"]) for row in found] == [("note", "claim", "harbour")] * 2
    (row,) = rows(capsys, "ferry", "--annotator", "ann")
    assert (row["in"], row["found"], row["annotation"]) == ("passage", "ferry", found[0]["annotation"])
    text = read_article("articles/1-ferry.txt", max_bytes=1 << 20).text
    assert text[row["start"] : row["end"]] == "The ferry was late again"
    out = run(capsys, "harbour")[1]
    assert "[claim note] ask the harbour" in out
    assert "\x1b" not in out
    assert run(capsys, "ferry", "--annotator", "cid")[0] == 1


def test_what_the_index_knows_is_not_read_again_and_what_has_changed_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "ferry")
    file = folder / "annotations" / ".nrc-reader" / "cache" / FILE
    before = file.read_bytes()
    assert len(run(capsys, "ferry")[1].splitlines()) == 5
    assert file.read_bytes() == before
    (folder / "articles" / "2-weather.txt").write_text("About it\n\nA tunnel is dug, they said, for no boat.\n")
    assert run(capsys, "tunnel")[0] == 0
    assert file.read_bytes() != before
    assert len(run(capsys, "ferry")[1].splitlines()) == 4


def test_without_an_index_the_hits_are_the_same(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = run(capsys, "ferry", "-f", "json")

    def broken(*_: object) -> None:
        raise index_file.IndexUnusableError("no such module: fts5")

    monkeypatch.setattr(index_upkeep, "opened_to_write", broken)
    assert run(capsys, "ferry", "-f", "json") == with_it


def test_a_store_that_is_not_there_is_not_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "ferry", "--store", "mistyped")[0] == 0
    assert not (folder / "mistyped").exists()


def test_a_pipe_is_searched_and_one_that_is_closed_is_no_fault(folder: Path) -> None:
    command = [sys.executable, "-m", "reader", "search", "ferry"]
    done = subprocess.run([*command, "-"], input=FIRST.encode(), capture_output=True, timeout=200, check=False)
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[0].startswith("-:")
    (folder / "articles" / "3-many.txt").write_text("About it\n\n" + "The ferry was late again, they said.\n\n" * 9_000)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
        assert running.wait(200) == 0
