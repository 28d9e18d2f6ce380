"""What is learnt from a store, and the file that keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.store.allowed_files import AllowedFiles
from reader.store.folder_store import FolderStore
from reader.suggestions.kept_answers import file_of, learnt_from
from reader.suggestions.suggester import NONE, Answer
from reader.suggestions.tag_answers import DocumentAnswers, TagReader
from reader.workspace.session import Session

FIRST = "The port is full. Ships wait for days, the harbour master said on Monday.\n\nNobody should have to wait."
OTHER = "The bridge is old. It opened in 1931 and has been closed twice since then.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "one.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "two.txt").write_text(OTHER, encoding="utf-8")
    return tmp_path


def tagged(name: str, *tags: tuple[str, str], finish: bool = False, by: str = "ann") -> None:
    with Session.open([name], store="annotations", annotator=by) as session:
        article = session.read(session.documents[0])
        for label, quote in tags:
            session.tag(article, label, quote=quote)
        if finish:
            session.finish(article)


def learnt(reader: type[TagReader] = TagReader) -> list[DocumentAnswers]:
    store = FolderStore(Path("annotations"))
    return learnt_from(store, "ann", reader(store, "ann", AllowedFiles(None), 1 << 20))


def kept() -> Path:
    return Path(str(file_of(FolderStore(Path("annotations")).cache_folder(), "ann")))


class NoReader(TagReader):
    """Opens no document."""

    def read(self, key: str) -> DocumentAnswers | None:
        raise AssertionError(key)


def test_untagged_sentences_count_in_finished_documents_alone() -> None:
    tagged("two.txt", ("evidence", "It opened in 1931 and has been closed twice since then."))
    tagged("one.txt", ("claim", "The port is full."), finish=True)
    two, one = learnt()
    assert (two.path, two.language) == ("two.txt", "en")
    assert two.answers == [
        Answer("It opened in 1931 and has been closed twice since then.", "evidence", is_whole=False)
    ]
    assert [(each.label, each.is_whole) for each in one.answers] == [("claim", True), (NONE, True), (NONE, True)]


def test_nobody_elses_tags_are_learnt_from() -> None:
    tagged("one.txt", ("claim", "The port is full."), by="bo", finish=True)
    assert learnt() == []
    assert "The port" not in (kept().read_text() if kept().exists() else "")


def test_the_file_spares_reading_and_can_be_looked_at_and_deleted() -> None:
    tagged("one.txt", ("claim", "The port is full."), finish=True)
    found = learnt()
    seen = json.loads(kept().read_text(encoding="utf-8"))
    (document,) = seen["documents"].values()
    assert {"label": "claim", "sentence": "The port is full.", "whole": True} in document["answers"]
    assert learnt(NoReader) == found
    kept().unlink()
    assert learnt() == found
    assert kept().exists()


def test_a_document_that_was_tagged_since_is_read_again() -> None:
    tagged("one.txt", ("claim", "The port is full."))
    assert len(learnt()[0].answers) == 1
    tagged("one.txt", ("opinion", "Nobody should have to wait."))
    assert [each.label for each in learnt()[0].answers] == ["claim", "opinion"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 1}', "null", "\ud7ff"])
def test_a_damaged_file_is_made_anew(damage: str) -> None:
    tagged("one.txt", ("claim", "The port is full."))
    found = learnt()
    whole = kept().read_text()
    kept().write_text(damage)
    assert learnt() == found
    assert kept().read_text() == whole


def test_a_store_that_is_not_there_is_not_made() -> None:
    assert learnt() == []
    assert not Path("annotations").exists()
