"""``nrc-reader entities``: one mention a line, and what the personal gazetteer and the reader's corrections change."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader import cli
from reader.annotations.document_records import DocumentRecords
from reader.annotations.metadata_corrections import METADATA, correction_data
from reader.annotations.name_decisions import NAME
from reader.cleaning.article_loading import read_article
from reader.entities import personal_gazetteer
from reader.entities.entity_corrections import Correction
from reader.model.document import Document
from reader.store.folder_store import FolderStore

TEXT = "Envoys meet in Geneva\n\nMaria Lenz met the Harbour Board in Geneva on Monday. Lenz paid the Board.\n"
Run = Callable[..., str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "envoys.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with rules alone, on a store and a gazetteer of its own."""
    monkeypatch.setenv("NRC_READER_DETECTOR", "rules")
    monkeypatch.setenv("NRC_READER_GAZETTEER", str(tmp_path / "names.toml"))
    monkeypatch.setenv("NRC_READER_STORE", str(tmp_path / "annotations"))

    def run(*words: str, code: int = 0) -> str:
        personal_gazetteer.known_names.cache_clear()
        assert cli.main(["entities", *words]) == code
        printed = capsys.readouterr()
        return printed.err if code else printed.out

    return run


def lines(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_each_mention_is_a_line_in_the_order_of_the_text(run: Run, path: Path) -> None:
    found = lines(run("-f", "mentions", str(path)))
    text = read_article(str(path), max_bytes=1 << 20).text
    source = path.read_text(encoding="utf-8")
    assert [one["start"] for one in found] == sorted(one["start"] for one in found)
    for one in found:
        assert text[one["start"] : one["end"]] == source[one["source_start"] : one["source_end"]] == one["text"]
    assert ("Lenz", "person", "Maria Lenz") in [(one["text"], one["kind"], one["entity"]) for one in found]
    assert list(found[0]) == [
        "source",
        "sha256",
        "start",
        "end",
        "text",
        "kind",
        "entity",
        "source_start",
        "source_end",
    ]


def test_the_personal_gazetteer_counts_and_a_mistake_in_it_is_named(run: Run, path: Path, tmp_path: Path) -> None:
    gazetteer = tmp_path / "names.toml"
    gazetteer.write_text('[[names]]\nname = "Harbour Board"\nkind = "group"\naliases = ["Board"]\n', encoding="utf-8")
    (one,) = lines(run("-f", "json", str(path)))
    board = next(entity for entity in one["entities"] if entity["name"] == "Harbour Board")
    assert (board["kind"], board["aliases"]) == ("group", ["Board"])
    gazetteer.write_text("[[names]]\nname = 1\n", encoding="utf-8")
    assert "names.toml:2: name must be" in run(str(path), code=1)


def test_the_readers_corrections_count_where_they_are_asked_for(run: Run, path: Path, tmp_path: Path) -> None:
    article = read_article(str(path), max_bytes=1 << 20)
    records = DocumentRecords(article)
    said = Correction("rename", ("Maria Lenz", "Lenz"), "person", to="Ambassador Lenz")
    store = FolderStore(tmp_path / "annotations")
    document = Document(None, str(path), article.page.sha256, article.title, location=str(path))
    store.save(document, records.decide(NAME, said.data(), "ann"))
    assert "Ambassador Lenz" not in run(str(path))
    assert "Ambassador Lenz" in run("--as-read", str(path))


def test_title_authors_and_date_count_where_they_are_asked_for(
    run: Run, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = read_article(str(path), max_bytes=1 << 20)
    records = DocumentRecords(article)
    word = "met the"  # no name, but for who says so
    stated = {"title": "The real title", "authors": (word, "Ida Ro"), "published": "2019-05-12T08:00"}
    store = FolderStore(tmp_path / "annotations")
    document = Document(None, str(path), article.page.sha256, article.title, location=str(path))
    for field, value in stated.items():
        data = correction_data(field, value, None)
        store.save(document, records.decide(METADATA, data, "ann"))
    store.close()

    def cleaned(*words: str) -> dict[str, Any]:
        assert cli.main(["clean", "-f", "json", *words, str(path)]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    page, seen = cleaned(), cleaned("--as-read")
    assert (page["title"], page["authors"], page["published"]) == (
        article.title, list(article.authors), article.published,
    )  # fmt: skip
    assert (seen["title"], seen["authors"], seen["published"]) == (
        "The real title",
        [word, "Ida Ro"],
        "2019-05-12T08:00",
    )
    same = {"text", "blocks", "dropped", "byline", "language"}
    assert {name: page[name] for name in same} == {name: seen[name] for name in same}
    (one,) = lines(run("--as-read", "-f", "json", str(path)))
    assert [each["kind"] for each in one["entities"] if each["name"] == word] == ["person"]
    assert "Ida Ro" not in {each["name"] for each in one["entities"]}


@pytest.mark.usefixtures("run")
def test_a_missing_model_of_the_language_is_named_with_its_install_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("spacy")
    monkeypatch.setenv("NRC_READER_DETECTOR", "auto")
    german = tmp_path / "hafen.txt"
    german.write_text(
        "Der Hafen bleibt zu\n\n"
        + "Die Behörde hat den Hafen geschlossen, und es ist nicht klar, wann er wieder geöffnet wird. " * 9,
        encoding="utf-8",
    )
    assert cli.main(["entities", str(german)]) == 0
    said = capsys.readouterr().err
    if "German" in said:
        assert said.count("spacy download de_core_news_sm") == 1
    else:
        pytest.skip("a German model is installed")


def test_a_gazetteer_that_was_named_and_is_not_there_is_said(
    run: Run, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(str(path))
    (tmp_path / "names.toml").write_text("")
    assert cli.main(["entities", str(path)]) == 0
    assert "gazetteer" not in capsys.readouterr().err
    (tmp_path / "names.toml").unlink()
    assert cli.main(["entities", str(path)]) == 0
    assert "names.toml: no such gazetteer" in capsys.readouterr().err
