"""The index follows the files and the store, and only what has changed is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.config.settings import Settings
from reader.store import open_store
from reader.store.folder_store import FolderStore
from reader.workspace.fulltext import index_upkeep
from reader.workspace.fulltext.index_file import FILE, IndexUnusableError, remove
from reader.workspace.fulltext.index_upkeep import IndexUpkeep, PassProgress
from reader.workspace.jobs.file_search import NamedFiles
from reader.workspace.library import Library
from reader.workspace.session import Session

MOST = 1 << 20


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
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that are read, in order."""
    names: list[str] = []
    real = index_upkeep.read_document

    def counting(path: str, *rest: object) -> object:
        names.append(Path(path).name)
        return real(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(index_upkeep, "read_document", counting)
    return names


@pytest.fixture
def upkeep(folder: Path, store: FolderStore) -> Iterator[IndexUpkeep]:
    cache = store.cache_folder()
    assert cache is not None
    with closing(IndexUpkeep(cache / FILE, store, NamedFiles([str(folder)], MOST))) as made:
        yield made


def passed(upkeep: IndexUpkeep, *, with_unreadable: bool = False) -> list[PassProgress]:
    told: list[PassProgress] = []
    upkeep.bring_in_step(told.append, with_unreadable=with_unreadable)
    return told


def names(upkeep: IndexUpkeep, *needles: str) -> list[str]:
    return sorted(Path(one.place).name for one in upkeep.index().documents(upkeep.index().candidates(needles)))


def test_everything_is_read_once_and_then_only_what_has_changed(
    upkeep: IndexUpkeep, folder: Path, read: list[str]
) -> None:
    told = passed(upkeep)
    assert told[0] == PassProgress(3, 3)
    assert told[-1] == PassProgress(3, 0, is_over=True)
    assert read == ["1-ferry.txt", "2-bridge.txt", "3-tunnel.txt"]
    assert names(upkeep, "bridge") == ["2-bridge.txt"]
    read.clear()
    assert passed(upkeep) == [PassProgress(3, 0), PassProgress(3, 0, is_over=True)]
    assert read == []
    (folder / "2-bridge.txt").write_text("About it\n\nThe viaduct was opened again on Tuesday, they said.\n")
    (folder / "1-ferry.txt").unlink()
    (folder / "4-new.txt").write_text("About it\n\nA new one was built, and opened on Tuesday.\n")
    passed(upkeep)
    assert read == ["2-bridge.txt", "4-new.txt"]
    assert names(upkeep, "bridge") == names(upkeep, "ferry") == []
    assert names(upkeep, "tuesday") == ["2-bridge.txt", "4-new.txt"]


def test_what_is_not_as_it_was_is_given_by_no_question_before_it_is_read_again(
    upkeep: IndexUpkeep, folder: Path
) -> None:
    passed(upkeep)
    (folder / "2-bridge.txt").write_text("About it\n\nAnother text of another length.\n")
    assert upkeep.find_stale().paths == [str(folder / "2-bridge.txt")]
    assert names(upkeep, "bridge") == []


def test_a_file_that_was_only_touched_is_read_again_and_found_as_before(
    upkeep: IndexUpkeep, folder: Path, read: list[str]
) -> None:
    passed(upkeep)
    read.clear()
    os.utime(folder / "2-bridge.txt", ns=(1, 1))
    passed(upkeep)
    assert read == ["2-bridge.txt"]
    assert names(upkeep, "bridge") == ["2-bridge.txt"]


def test_what_was_written_about_a_document_is_found_and_only_that_document_is_read(
    upkeep: IndexUpkeep, folder: Path, store: FolderStore, read: list[str]
) -> None:
    passed(upkeep)
    read.clear()
    with Session.open([folder], store=store.folder, annotator="ann", settings=Settings(detector="rules")) as session:
        bridge = session.read(session.documents[1])
        tag = session.tag(bridge, "claim", quote="was closed")
        session.annotate(bridge, tag, "ask the harbour master")
    passed(upkeep)
    assert read == ["2-bridge.txt"]
    assert names(upkeep, "harbour") == ["2-bridge.txt"]
    read.clear()
    passed(upkeep)
    assert read == []
    with Session.open([folder], store=store.folder, annotator="ann", settings=Settings(detector="rules")) as session:
        bridge = session.read(session.documents[1])
        session.delete(bridge, bridge.records.annotations[0])
    passed(upkeep)
    assert read == ["2-bridge.txt"]
    assert names(upkeep, "harbour") == []


def test_what_was_written_about_a_document_is_heeded_also_if_another_one_saw_it_first(
    upkeep: IndexUpkeep, folder: Path, store: FolderStore, tmp_path: Path
) -> None:
    passed(upkeep)
    (tmp_path / "others").mkdir()
    cache = store.cache_folder()
    assert cache is not None
    other = IndexUpkeep(cache / FILE, FolderStore(store.folder), NamedFiles([str(tmp_path / "others")], MOST, "koi8-r"))
    with Session.open([folder], store=store.folder, annotator="ann", settings=Settings(detector="rules")) as session:
        bridge = session.read(session.documents[1])
        session.annotate(bridge, session.tag(bridge, "claim", quote="was closed"), "ask the harbour master")
    passed(other)  # of other files, in another encoding
    other.close()
    passed(upkeep)
    assert names(upkeep, "harbour") == ["2-bridge.txt"]


def test_a_line_that_a_person_dropped_is_not_found(upkeep: IndexUpkeep, folder: Path, store: FolderStore) -> None:
    passed(upkeep)
    with Session.open([folder], store=store.folder, annotator="ann", settings=Settings(detector="rules")) as session:
        bridge = session.read(session.documents[1])
        start = bridge.article.page.text.index("The bridge")
        session.toggle_lines(bridge, start, start + 4)
    passed(upkeep)
    assert names(upkeep, "bridge was closed") == []


def test_a_document_whose_record_is_taken_out_of_the_store_is_read_again(
    upkeep: IndexUpkeep, folder: Path, store: FolderStore, read: list[str]
) -> None:
    with Session.open([folder], store=store.folder, annotator="ann", settings=Settings(detector="rules")) as session:
        bridge = session.read(session.documents[1])
        session.annotate(bridge, session.tag(bridge, "claim", quote="was closed"), "ask the harbour master")
    passed(upkeep)
    assert names(upkeep, "harbour") == ["2-bridge.txt"]
    (key,) = store.keys()
    read.clear()
    for place in (store.folder, *(store.hidden_folder / one for one in ("journals", "history", "cache"))):
        for path in place.glob(f"{key}*"):
            path.unlink()
    passed(upkeep)
    assert read == ["2-bridge.txt"]


def test_what_cannot_be_read_is_tried_again_only_when_it_is_asked_for(
    upkeep: IndexUpkeep, folder: Path, read: list[str]
) -> None:
    (folder / "5-large.txt").write_bytes(b"x" * (MOST + 1))
    assert passed(upkeep)[-1] == PassProgress(4, 0, is_over=True)
    read.clear()
    assert passed(upkeep)[-1] == PassProgress(4, 0, is_over=True)
    assert read == []
    passed(upkeep, with_unreadable=True)
    assert read == ["5-large.txt"]


def test_each_document_of_a_file_of_many_is_one(upkeep: IndexUpkeep, folder: Path, read: list[str]) -> None:
    (folder / "6.jsonl").write_text(
        '{"title": "One", "text": "A first lighthouse was built here."}\n'
        '{"title": "Two", "text": "A second lighthouse was built there."}\n'
    )
    passed(upkeep)
    assert names(upkeep, "lighthouse") == ["6.jsonl#1", "6.jsonl#2"]
    read.clear()
    passed(upkeep)
    assert read == []


def test_an_index_that_is_deleted_in_the_middle_of_a_pass_is_whole_at_its_end(
    upkeep: IndexUpkeep, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_upkeep, "_MOST_UNWRITTEN", 1)
    deleted: list[PassProgress] = []

    def deleting(progress: PassProgress) -> None:
        if progress.behind == 1 and not deleted:
            deleted.append(progress)
            cache = store.cache_folder()
            assert cache is not None
            remove(cache / FILE)

    upkeep.bring_in_step(deleting)
    assert deleted
    assert names(upkeep, "closed") == ["1-ferry.txt", "2-bridge.txt", "3-tunnel.txt"]


def test_an_index_that_is_damaged_in_the_middle_of_a_pass_is_made_anew(
    upkeep: IndexUpkeep, store: FolderStore, folder: Path
) -> None:
    passed(upkeep)
    (folder / "4-new.txt").write_text("About it\n\nA new one was built, and opened on Tuesday.\n")
    path = store.hidden_folder / "cache" / FILE
    damaged: list[bool] = []

    def damaging(_: PassProgress) -> None:
        if not damaged:
            damaged.append(True)
            with path.open("r+b") as file:
                file.seek(100)
                file.write(b"\xff" * (path.stat().st_size - 100))

    upkeep.bring_in_step(damaging)
    assert names(upkeep, "closed") == ["1-ferry.txt", "2-bridge.txt", "3-tunnel.txt"]
    assert names(upkeep, "new one") == ["4-new.txt"]


def test_two_that_keep_the_same_index_do_not_read_a_document_twice(
    upkeep: IndexUpkeep, folder: Path, store: FolderStore, read: list[str]
) -> None:
    cache = store.cache_folder()
    assert cache is not None
    other = IndexUpkeep(cache / FILE, open_store(store.folder), NamedFiles([str(folder)], MOST))

    def letting_the_other_go_first(_: PassProgress) -> None:
        if not read:
            passed(other)

    upkeep.bring_in_step(letting_the_other_go_first)
    assert read == ["1-ferry.txt", "2-bridge.txt", "3-tunnel.txt"]
    assert names(upkeep, "closed") == names(other, "closed") == read
    other.close()


def test_the_index_of_other_files_on_the_same_store_stays(
    upkeep: IndexUpkeep, store: FolderStore, tmp_path: Path
) -> None:
    passed(upkeep)
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "9-canal.txt").write_text("About it\n\nThe canal was closed on Friday.\n")
    cache = store.cache_folder()
    assert cache is not None
    with closing(IndexUpkeep(cache / FILE, store, NamedFiles([str(tmp_path / "others")], MOST))) as other:
        passed(other)
    assert names(upkeep, "closed") == ["1-ferry.txt", "2-bridge.txt", "3-tunnel.txt", "9-canal.txt"]


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, folder: Path, store: FolderStore) -> None:
    (tmp_path / "annotations").write_text("this is no folder")
    cache = store.cache_folder()
    assert cache is not None
    with pytest.raises(IndexUnusableError):
        passed(IndexUpkeep(cache / FILE, store, NamedFiles([str(folder)], MOST)))


def test_it_reads_as_the_library_does(upkeep: IndexUpkeep, folder: Path, store: FolderStore) -> None:
    passed(upkeep)
    library = Library([str(folder)], Settings(max_file_bytes=MOST), store)
    library.find_all()
    shown = [opened.article.text for entry in library.readable if (opened := library.look_into(entry)) is not None]
    texts = [upkeep.index().text(one) for one in upkeep.index().candidates([])]
    assert [one.text for one in texts if one is not None] == shown
