"""A document is found again by its bytes and by its place, whatever became of names, and never gets two files."""

import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.files import document_index
from reader.store.folder_store import FolderStore
from tests.conftest import forget_history
from tests.written_files import write_files

OLD, NEW, NEWER = "ab" * 32, "cd" * 32, "ef" * 32


def change() -> Change:
    return Change(None, Annotation(new_id(), "claim", 0, 4, "text"))


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "articles" / "meeting.txt")


def test_tagged_changed_tagged_and_renamed_it_is_found_by_what_it_holds_now(store: FolderStore, place: str) -> None:
    saved = store.save(Document(None, place, OLD), [change()]).document
    store.save(replace(saved, sha256=NEW), [change()])
    assert store.find("elsewhere/renamed.txt", NEW) == saved.key
    assert FolderStore(store.folder).find("elsewhere/renamed.txt", NEW) == saved.key


def test_a_changed_document_is_found_by_its_place_whatever_the_store_file_is_called(
    store: FolderStore, place: str
) -> None:
    saved = store.save(Document(None, place, OLD), [change()]).document
    (store.folder / f"{saved.key}.json").rename(store.folder / "called-by-hand.json")
    assert store.find(place, NEW) == "called-by-hand"
    assert store.find(place + "x", OLD) == "called-by-hand"


def test_a_document_kept_apart_leaves_the_other_one_to_its_bytes(store: FolderStore, place: str) -> None:
    first = store.save(Document(None, place, OLD), [change()]).document
    second = store.save(Document(None, place, NEW, apart=True), [change()]).document
    assert first.key != second.key
    assert not second.apart
    assert store.find("archive/monday.txt", OLD) == first.key
    assert store.find(place, NEW) == second.key
    assert store.save(Document(None, place, NEW, apart=True), [change()]).document.key == second.key
    later = store.save(replace(second, sha256=NEWER), []).document
    assert store.find("archive/tuesday.txt", NEW) == later.key == second.key


def test_of_two_at_one_place_the_one_last_written_is_meant(store: FolderStore, place: str) -> None:
    keys = [store.save(Document(None, place, sha256, apart=True), []).document.key or "" for sha256 in (OLD, NEW)]
    for key, second in zip(keys, (2, 1), strict=True):
        os.utime(store.folder / f"{key}.json", (second, second))
    assert FolderStore(store.folder).find(place, NEWER) == keys[0]


def test_names_that_differ_only_in_bytes_that_are_no_text_are_two_places(store: FolderStore, tmp_path: Path) -> None:
    paths = [os.fsdecode(os.fsencode(tmp_path) + name) for name in (b"/x\xff.txt", b"/x\xfe.txt", b"/50%41 \x07.txt")]
    keys = [
        store.save(Document(None, path, sha), [change()]).document.key
        for path, sha in zip(paths, (OLD, NEW, NEWER), strict=True)
    ]
    assert len(set(keys)) == 3
    for path, key in zip(paths, keys, strict=True):
        stored = store.load(key or "")
        assert stored.document.location == path
        assert stored.document.path.isprintable()
        assert store.find(path, "01" * 32) == key
        store.save(stored.document, [change()])
        assert store.load(key or "").document.location == path


def test_a_file_that_cannot_be_read_is_not_shadowed_by_a_second_one(store: FolderStore, place: str) -> None:
    saved = store.save(Document(None, place, OLD), [change()]).document
    path = store.folder / f"{saved.key}.json"
    whole = path.read_text()
    forget_history(store)
    path.write_text("{")
    store = FolderStore(store.folder)
    assert store.find(place, OLD) == saved.key
    path.write_text(whole)
    assert store.find(place, OLD) == saved.key
    path.write_text("{")
    assert store.save(Document(None, place, OLD), [change()]).document.key == saved.key
    assert store.keys() == [saved.key]


def test_readers_that_open_one_document_at_once_make_one_file(store: FolderStore, place: str) -> None:
    start = threading.Barrier(4)

    def tag() -> None:
        mine = FolderStore(store.folder)
        start.wait()
        mine.save(Document(None, place, OLD), [change()])

    threads = [threading.Thread(target=tag) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (key,) = store.keys()
    assert len(store.load(key).annotations) == 4


@pytest.mark.parametrize(
    "damage",
    [
        None,
        "",
        "{",
        "[" * 100_000,
        '{"version": 2, "folder": null}\n["a", [1]]\n',
        '{"version": 2, "folder": "x"}\n',
        "stale",
    ],
)
def test_the_index_is_never_the_truth(store: FolderStore, place: str, damage: str | None) -> None:
    saved = store.save(Document(None, place, OLD), [change()]).document
    assert store.find("x", OLD) == saved.key
    store.close()
    path = store.hidden_folder / "index.jsonl"
    kept = path.read_text()
    assert OLD in kept
    if damage is None:
        path.unlink()
    elif damage == "stale":
        store.save(replace(saved, sha256=NEWER), [])
        write_files(store)
        path.write_text(kept)
    else:
        path.write_text(damage)
    again = FolderStore(store.folder)
    assert again.find("x", OLD) == saved.key
    assert again.find(place, NEW) == saved.key
    (store.folder / f"{saved.key}.json").unlink()
    assert again.find("x", OLD) is None


def test_only_files_that_changed_are_read_again(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [Document(None, str(tmp_path / f"{number}.txt"), f"{number:064x}") for number in range(5)]
    saved = [store.save(document, []).document for document in documents]
    store.close()
    read: list[str] = []
    original = document_index._read
    monkeypatch.setattr(
        document_index,
        "_read",
        lambda path, stamp: read.append(path.name.removesuffix(".json")) or original(path, stamp),
    )
    again = FolderStore(store.folder)
    assert [again.find("x", document.sha256) for document in documents] == [one.key for one in saved]
    assert read == []
    store.save(saved[3], [change()])
    write_files(store)
    read.clear()
    assert again.find("x", documents[3].sha256) == saved[3].key
    assert read == [saved[3].key]


def test_a_key_in_a_strangers_index_leads_nowhere(store: FolderStore, tmp_path: Path) -> None:
    store.save(Document(None, "a.txt", OLD), [change()])
    store.close()
    (tmp_path / f"out.{NEW[:12]}.json").write_text("{}")
    for key in (f"../out.{NEW[:12]}", f"b.txt/../../out.{NEW[:12]}", str(tmp_path / f"out.{NEW[:12]}")):
        head = json.dumps({"version": 2, "folder": store.folder.stat().st_mtime_ns})
        line = json.dumps([key, [1, 2, 3], NEW, [], "b.txt", 0])
        (store.hidden_folder / "index.jsonl").write_text(f"{head}\n{line}\n")
        again = FolderStore(store.folder)
        assert again.find("b.txt", NEW) is None
        assert len(again.keys()) == 1
