"""Questions to all documents: what is in memory counts at once, and the store is read where there is no index."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.system.guarded_path import StorePath
from reader.workspace import annotation_questions
from reader.workspace.annotation_questions import AnnotationQuestions, FoundBatch
from reader.workspace.fulltext.annotation_upkeep import AnnotationProgress
from reader.workspace.fulltext.index_file import FILE
from reader.workspace.fulltext.search_index import IndexState, SearchIndex
from reader.workspace.session import Session

SETTINGS = Settings(detector="rules")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for name in ("1-ferry", "2-bridge", "3-tunnel"):
        (made / f"{name}.txt").write_text(f"About it\n\nThe {name[2:]} was closed on Monday. Nobody had said so.\n")
    return made


@pytest.fixture
def session(folder: Path, tmp_path: Path) -> Iterator[Session]:
    """A session in which the ferry and the bridge were tagged in an earlier one."""
    store = FolderStore(tmp_path / "annotations")
    with Session.open([folder], store=store.folder, annotator="Bob", settings=SETTINGS) as earlier:
        for entry in earlier.documents[:2]:
            earlier.tag(earlier.read(entry), "claim", quote="was closed")
    with Session.open([folder], store=store.folder, annotator="ann", settings=SETTINGS) as opened:
        yield opened


def asked(session: Session, typed: str) -> tuple[list[str], FoundBatch, list[FoundBatch]]:
    """What is listed in the end, the last batch, and all of them."""
    questions = AnnotationQuestions(session.library, session.store, session.index(), session.settings)
    delivered: queue.SimpleQueue[FoundBatch] = queue.SimpleQueue()
    questions.ask(typed, delivered.put)
    batches, rows = [], list[str]()
    while not batches or not batches[-1].is_over:
        batches.append(batch := delivered.get(timeout=100))
        new = [f"{Path(one.document.path).stem}: {one.annotation.quote}" for one in batch.found]
        rows = [*([] if batch.is_anew else rows), *new]
    return rows, batches[-1], batches


def without_index(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.index(), "_file", None)
    monkeypatch.setattr(session.index(), "_state", IndexState(is_over=True))


@pytest.mark.parametrize("is_indexed", [True, False])
def test_what_is_in_memory_and_in_the_store_is_found_and_counted(
    session: Session, monkeypatch: pytest.MonkeyPatch, *, is_indexed: bool
) -> None:
    if not is_indexed:
        without_index(session, monkeypatch)
    tunnel = session.read(session.documents[2])
    session.tag(tunnel, "evidence", quote="Nobody had said so.")
    rows, last, _ = asked(session, "")
    assert rows == ["1-ferry: was closed", "2-bridge: was closed", "3-tunnel: Nobody had said so."]
    assert (last.total, last.behind, last.problem) == (3, 0, "")
    assert asked(session, "claim by:bob in:bridge")[0] == ["2-bridge: was closed"]
    assert asked(session, '"nobody had"')[1].total == 1  # known in the end
    assert asked(session, "claim by:nobody")[0] == []


@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_change_counts_before_it_is_saved(
    session: Session, monkeypatch: pytest.MonkeyPatch, *, is_indexed: bool
) -> None:
    if not is_indexed:
        without_index(session, monkeypatch)
    assert len(asked(session, "claim")[0]) == 2
    ferry, bridge = (session.read(entry) for entry in session.documents[:2])
    claim = ferry.records.annotations[0]
    ferry.records.apply(ferry.records.delete(claim))
    assert asked(session, "claim")[0] == ["2-bridge: was closed"]
    bridge.records.apply(bridge.records.tag("evidence", 0, 8, "ann"))
    claim, evidence = sorted(bridge.records.annotations, key=lambda one: one.label)
    assert asked(session, "claim without:evidence")[0] == ["2-bridge: was closed"]
    bridge.records.apply(bridge.records.link(evidence, claim, "supports", "ann"))
    assert asked(session, "claim without:evidence")[0] == []


def test_a_stale_index_answers_first_and_what_is_new_takes_its_place(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(asked(session, "claim")[0]) == 2
    session.index().wait(lambda state: state.is_over, 100)  # else its pass may take in what comes now
    with Session.open([folder], store=session.store.address, annotator="cyd", settings=SETTINGS) as other:
        other.tag(other.read(other.documents[2]), "claim", quote="was closed")
    monkeypatch.setattr(annotation_questions, "_FRESH_S", 0.0)
    index, states = session.index(), [IndexState(annotations=AnnotationProgress(1, 0))]
    wait = index.wait
    monkeypatch.setattr(index, "wait", lambda *how: states.pop() if states else wait(*how))
    rows, last, batches = asked(session, "claim")
    assert batches[0].behind == 1
    assert len(batches[0].found) == 2
    assert rows[-1] == "3-tunnel: was closed"
    assert last.is_anew


def test_an_index_that_is_deleted_in_the_middle_is_done_without(session: Session) -> None:
    assert len(asked(session, "claim")[0]) == 2
    cache = session.store.cache_folder()
    assert isinstance(cache, StorePath)
    (cache / FILE).remove()
    assert len(asked(session, "claim")[0]) == 2


def test_an_index_that_cannot_be_brought_in_step_is_not_believed(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(asked(session, "claim")[0]) == 2
    with Session.open([folder], store=session.store.address, annotator="cyd", settings=SETTINGS) as other:
        other.tag(other.read(other.documents[2]), "claim", quote="was closed")
    monkeypatch.setattr(SearchIndex, "look", lambda *_, **__: None)
    monkeypatch.setattr(session.index(), "_state", IndexState(is_over=True))  # the pass has failed
    assert len(asked(session, "claim")[0]) == 3


def test_so_many_are_listed_and_all_are_counted(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotation_questions, "MOST", 1)
    rows, last, _ = asked(session, "claim")
    assert (rows, last.total) == (["1-ferry: was closed"], 2)
    rows, last, _ = asked(session, '"was closed"')
    assert (len(rows), last.total) == (1, None)


def test_a_word_that_cannot_be_used_is_named_and_left_out(session: Session) -> None:
    rows, last, _ = asked(session, "claim without:nothing ")
    assert len(rows) == 2
    assert last.problem.startswith("without:nothing: no label or kind of link")
    assert asked(session, "claim since:2026-1")[1].problem == ""  # it is still being typed


def test_a_label_that_only_the_store_knows_is_one(session: Session, folder: Path) -> None:
    question = Settings(detector="rules")
    with Session.open([folder], store=session.store.address, annotator="cyd", settings=question) as other:
        tunnel = other.read(other.documents[2])
        tunnel.records.apply(changes := tunnel.records.tag("doubt", 0, 8, "cyd"))
        other.store.save(tunnel.document, changes)
    rows, last, _ = asked(session, "label:doubt ")
    assert (len(rows), last.problem) == (1, "")
