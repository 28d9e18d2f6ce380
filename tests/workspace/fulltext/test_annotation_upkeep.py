"""The annotations in the index follow the store, and only documents that changed are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.annotations.annotation_query import Vocabulary, annotation_query
from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.workspace.fulltext import annotation_upkeep
from reader.workspace.fulltext.annotation_answers import Answer, HeldDocument
from reader.workspace.fulltext.annotation_upkeep import AnnotationProgress
from reader.workspace.fulltext.index_file import FILE, remove
from reader.workspace.fulltext.index_upkeep import IndexUpkeep
from reader.workspace.jobs.file_search import NamedFiles
from reader.workspace.session import Session

KNOWN = Vocabulary(("claim", "evidence", "opinion"), ("supports", "attacks"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for name in ("1-ferry", "2-bridge", "3-tunnel"):
        (made / f"{name}.txt").write_text(f"About it\n\nThe {name[2:]} was closed on Monday. Nobody had said so.\n")
    return made


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "annotations")


@pytest.fixture
def upkeep(folder: Path, store: FolderStore) -> Iterator[IndexUpkeep]:
    cache = store.cache_folder()
    assert cache is not None
    with closing(IndexUpkeep(cache / FILE, store, NamedFiles([str(folder)], 1 << 20))) as made:
        yield made


@pytest.fixture
def session(folder: Path, store: FolderStore) -> Iterator[Session]:
    with Session.open([folder], store=store.folder, annotator="ann", settings=Settings(detector="rules")) as opened:
        yield opened


def read_in(upkeep: IndexUpkeep) -> int:
    """How many documents were read to be in step."""
    told: list[AnnotationProgress] = []
    upkeep.bring_annotations_in_step(told.append, pytest.fail)
    assert told[-1].is_over
    return told[-1].total


def quotes(upkeep: IndexUpkeep, typed: str) -> list[str]:
    answer = Answer(annotation_query(typed, KNOWN), upkeep.index().annotations, ())
    return [f"{one.document.path.rpartition('/')[2]}: {one.annotation.quote}" for one in answer]


def test_it_follows_what_is_tagged_linked_undone_and_deleted(upkeep: IndexUpkeep, session: Session) -> None:
    assert read_in(upkeep) == 0
    ferry, bridge = (session.read(session.documents[number]) for number in (0, 1))
    claim = session.tag(ferry, "claim", quote="was closed")
    evidence = session.tag(bridge, "evidence", quote="Nobody had said so.")
    assert session.flush()
    assert read_in(upkeep) == 2
    assert read_in(upkeep) == 0
    assert quotes(upkeep, "claim without:evidence") == ["1-ferry.txt: was closed"]
    session.link(evidence, claim)
    assert session.flush()
    assert read_in(upkeep) == 1  # only the one in which the link starts
    assert quotes(upkeep, "claim without:evidence") == []
    assert quotes(upkeep, "with:claim by:ann since:1h") == ["2-bridge.txt: Nobody had said so."]
    session.undo()
    assert session.flush()
    assert read_in(upkeep) == 1
    assert quotes(upkeep, "claim without:evidence") == ["1-ferry.txt: was closed"]
    session.delete(ferry, claim)
    assert session.flush()
    assert read_in(upkeep) == 1
    assert quotes(upkeep, "") == ["2-bridge.txt: Nobody had said so."]


def test_a_detached_annotation_is_found(upkeep: IndexUpkeep, session: Session, folder: Path) -> None:
    ferry = session.read(session.documents[0])
    session.tag(ferry, "claim", quote="Nobody had said so.")
    session.tag(ferry, "claim", quote="The ferry was closed on Monday.")
    session.close()
    path = folder / "1-ferry.txt"
    path.write_text(path.read_text().replace("Nobody had said so.", ""))
    with Session.open(
        [folder], store=session.store.folder, annotator="ann", settings=Settings(detector="rules")
    ) as again:
        opened = again.read(again.documents[0])
        again.tag(opened, "opinion", quote="ferry")  # what anchoring found is saved with it
    read_in(upkeep)
    assert quotes(upkeep, "detached") == ["1-ferry.txt: Nobody had said so."]
    assert quotes(upkeep, "claim -detached") == ["1-ferry.txt: The ferry was closed on Monday."]


def test_a_document_that_is_taken_out_of_the_store_is_forgotten(
    upkeep: IndexUpkeep, session: Session, store: FolderStore
) -> None:
    session.tag(session.read(session.documents[0]), "claim", quote="was closed")
    session.tag(session.read(session.documents[1]), "claim", quote="was closed")
    session.close()
    read_in(upkeep)
    key = store.keys()[0]
    for place in (store.folder, *(store.hidden_folder / one for one in ("journals", "history", "cache"))):
        for path in place.glob(f"{key}*"):
            path.unlink()
    assert read_in(upkeep) == 0
    assert quotes(upkeep, "claim") == ["2-bridge.txt: was closed"]


def test_an_index_that_is_deleted_in_the_middle_is_whole_at_the_end(
    upkeep: IndexUpkeep, session: Session, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for entry in session.documents:
        session.tag(session.read(entry), "claim", quote="was closed")
    session.close()
    monkeypatch.setattr(annotation_upkeep, "_MOST_DOCUMENTS", 1)
    deleted: list[AnnotationProgress] = []

    def deleting(progress: AnnotationProgress) -> None:
        cache = store.cache_folder()
        if progress.done == 2 and not deleted and cache is not None:
            deleted.append(progress)
            remove(cache / FILE)

    upkeep.bring_annotations_in_step(deleting, pytest.fail)
    assert deleted
    assert len(quotes(upkeep, "claim")) == 3


def test_what_cannot_be_read_is_told_and_not_given_as_it_was(
    upkeep: IndexUpkeep, session: Session, store: FolderStore
) -> None:
    session.tag(session.read(session.documents[0]), "claim", quote="was closed")
    session.tag(session.read(session.documents[1]), "claim", quote="was closed")
    session.close()
    read_in(upkeep)
    path = store.folder / f"{store.keys()[0]}.json"
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 99'))
    failed: list[str] = []
    for _ in range(2):
        upkeep.bring_annotations_in_step(lambda _: None, lambda error: failed.append(str(error)))
    assert [path.name in one for one in failed] == [True, True]
    assert quotes(upkeep, "claim") == ["2-bridge.txt: was closed"]


def test_without_an_index_the_same_is_read(session: Session, store: FolderStore) -> None:
    claim = session.tag(session.read(session.documents[0]), "claim", quote="was closed")
    session.link(session.tag(session.read(session.documents[1]), "evidence", quote="Nobody had said so."), claim)
    session.close()
    held = [
        HeldDocument(one.document, one.annotations, one.links)
        for one in annotation_upkeep.annotations_in(store, pytest.fail)
    ]
    answer = Answer(annotation_query("claim with:evidence", KNOWN), None, held)
    assert [one.annotation.quote for one in answer] == ["was closed"]
