"""The process that keeps the index in step: killed, without work, and when the index is deleted while it is open."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.workspace.fulltext import search_index
from reader.workspace.fulltext.annotation_upkeep import AnnotationProgress
from reader.workspace.fulltext.index_file import FILE
from reader.workspace.fulltext.search_index import IndexState, SearchIndex, index_of
from reader.workspace.library import Library
from tests.waiting import LONGEST_S

#: Ends in the middle of each pass, the first time after it has said that there is something to do.
DEADLY = """
import json, os, sys
from reader.workspace.fulltext import index_upkeep, index_worker
real, count = index_upkeep.read_document, 0
def deadly(path, *rest):
    global count
    count += 1
    if count == 2 and not os.path.exists(sys.argv[2] + "/was-killed"):
        open(sys.argv[2] + "/was-killed", "w").close()
        os.kill(os.getpid(), 9)
    return real(path, *rest)
index_upkeep.read_document = deadly
index_upkeep._MOST_UNWRITTEN = 1
sys.exit(index_worker.main(sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for number in range(5):
        (made / f"{number}.txt").write_text(f"About it\n\nThe needle of number {number} was found on Monday.\n")
    return made


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "annotations")


@pytest.fixture
def index(folder: Path, store: FolderStore) -> Iterator[SearchIndex]:
    made = index_of(Library([str(folder)], Settings(), store), store)
    yield made
    made.close()


def state_when(index: SearchIndex, holds: Callable[[IndexState], object]) -> IndexState:
    state = index.wait(holds, LONGEST_S)
    assert holds(state)
    return state


def in_step(index: SearchIndex) -> IndexState:
    index.look()
    return state_when(index, lambda state: state.is_over)


def found(index: SearchIndex, needle: str) -> list[str] | None:
    reader = index.reader()
    documents = reader.ask(lambda one: one.documents(one.candidates([needle])))
    reader.close()
    return None if documents is None else [Path(one.place).name for one in documents]


ALL = [f"{number}.txt" for number in range(5)]


def test_nothing_is_known_before_the_first_pass_and_everything_behind_it(index: SearchIndex, folder: Path) -> None:
    assert index.state == IndexState()
    assert found(index, "needle") is None
    read = AnnotationProgress(0, 0)
    assert in_step(index) == IndexState(is_checked=True, is_over=True, is_whole=True, total=5, annotations=read)
    assert found(index, "needle") == ALL
    (folder / "9.txt").write_text("About it\n\nOne more needle was found on Tuesday.\n")
    assert in_step(index).total == 6
    assert found(index, "needle") == [*ALL, "9.txt"]


def test_a_process_that_is_killed_in_the_middle_is_started_again_and_reads_on(
    index: SearchIndex, tmp_path: Path, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deadly.py").write_text(DEADLY)
    store.hidden_folder.mkdir(parents=True)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(Path(__file__).parents[3]))))
    monkeypatch.setattr(search_index, "MODULE", "deadly")
    assert in_step(index).is_whole
    assert (store.folder / "was-killed").exists()
    assert found(index, "needle") == ALL


def test_a_process_that_always_ends_is_given_up_and_what_it_did_can_be_asked(
    index: SearchIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ending.py").write_text("import sys; sys.exit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(search_index, "MODULE", "ending")
    assert in_step(index) == IndexState(is_over=True)
    assert found(index, "needle") is None


def test_an_index_that_is_deleted_between_two_passes_and_while_it_is_asked_comes_back(
    index: SearchIndex, store: FolderStore
) -> None:
    in_step(index)
    reader = index.reader()
    assert reader.ask(lambda one: len(one.candidates(["needle"]))) == 5
    (store.hidden_folder / "cache" / FILE).unlink()
    assert reader.ask(lambda one: one.last()) is None
    in_step(index)
    assert reader.ask(lambda one: len(one.candidates(["needle"]))) == 5
    reader.close()


def test_where_it_cannot_be_written_that_is_known_and_nothing_is_said(index: SearchIndex, tmp_path: Path) -> None:
    (tmp_path / "annotations").write_text("this is no folder")
    assert in_step(index) == IndexState(is_over=True)


def test_without_a_place_for_it_no_process_is_started() -> None:
    index = SearchIndex(None, "memory:", "", lambda: Library([], Settings(), FolderStore(Path("none"))).files.wanted)
    index.look()
    assert index.state == IndexState(is_over=True)
    assert index._thread is None
    index.close()


def test_what_was_just_looked_at_is_not_looked_at_again(index: SearchIndex) -> None:
    before = in_step(index)
    index.look(unless_within=1000)
    assert index.state is before


def test_a_process_without_work_gives_its_memory_back(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_REST_S", 0.01)
    in_step(index)
    deadline = time.monotonic() + LONGEST_S
    while index._process is not None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert in_step(index).is_whole


def test_closing_ends_the_process_in_the_middle_of_a_pass(index: SearchIndex, folder: Path) -> None:
    os.mkfifo(folder / "pipe")  # is passed over
    for number in range(200):
        (folder / f"more-{number}.txt").write_text(f"About it\n\nThe needle of number {number} was found.\n" * 50)
    index.look()
    state_when(index, lambda state: state.is_checked)
    process = index._process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)  # it is in the middle
    index.close()
    assert process.has_ended
    assert index._thread is not None
    assert not index._thread.is_alive()
