"""A file in a store that is larger than any can be is named and left alone; everything else works."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.cli import main
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.files import git_objects, journal
from reader.store.folder_store import FolderStore
from reader.store.left_alone import left_alone
from reader.store.reading_positions import ReadingPositions, load_positions, save_positions
from reader.store.store_protocol import StoreError
from reader.system.file_bounds import LARGEST, in_words, most_bytes
from reader.system.guarded_path import StorePath
from reader.system.plain_files import TooLargeError
from reader.workspace.jobs.duplicate_search_worker import FILE, SketchFile

HUGE = 30 << 30


@pytest.fixture
def saved(store: FolderStore) -> list[str]:
    """The keys of two documents in a store that is closed."""
    documents = [Document(None, name, name.encode().hex().zfill(64)) for name in ("a", "b")]
    keys = [store.save(document, [tagged()]).document.key or "" for document in documents]
    store.backups.make(store.keys(), datetime(2026, 4, 11, tzinfo=UTC), pause_s=0)
    store.close()
    return keys


def tagged() -> Change:
    return Change(None, Annotation(new_id(), "claim", 0, 4, "text", annotator="ann"))


def inflate(path: Path) -> Path:
    """Have a file claim more than there is memory; it takes no room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.truncate(path, HUGE)
    return path


def run(store: FolderStore, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main([*words, "--store", str(store.folder)])
    return code, *capsys.readouterr()


def test_a_document_that_is_too_large_is_named_and_the_others_work(
    saved: list[str], store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    path = inflate(store.folder / f"{saved[0]}.json")
    code, out, err = run(store, capsys, "export")
    assert code == 1
    assert [json.loads(line)["document"] for line in out.splitlines()] == ["b"]
    assert f"{path}: cannot be read: is too large (30 GiB, at most 512 MiB are read), and left alone" in err
    assert len(err.splitlines()) == 1
    for words in (["stats"], ["check"], ["check", "--repair"]):
        code, out, err = run(store, capsys, *words)
        assert code == 1
        assert err.count("is too large") == 1
        assert str(path) in err
        assert "memory" not in out + err
    assert path.stat().st_size == HUGE
    again = FolderStore(store.folder)
    with pytest.raises(StoreError, match="is too large"):
        again.save(Document(saved[0], "a", ""), [tagged()])
    assert again.save(Document(saved[1], "b", ""), [tagged()]).document.key == saved[1]
    assert path.stat().st_size == HUGE


@pytest.mark.parametrize(
    "name",
    [
        "places.json", "sequence", "history/{}.jsonl", "journals/{}.jsonl", "journals/gone.jsonl", "history/gone.jsonl",
        "backups/20260411T000000Z.json.gz", "backups/objects/no hash", "cache/index.json", "cache/index.jsonl",
        "cache/sketches.jsonl", "texts/aa/bb.zz", "locks/{}.lock", "quarantine/{}.json",
    ],
)  # fmt: skip
def test_each_file_of_the_hidden_folder_may_be_too_large(
    name: str, saved: list[str], store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    path = inflate(store.hidden_folder / name.format(saved[0]))
    for words in (["export"], ["stats"], ["log"]):
        _, out, err = run(store, capsys, *words)
        assert "memory" not in out + err
    assert run(store, capsys, "export")[1].count('"document": "b"') == 1
    for words in (["check"], ["check", "--repair"]):
        code, out, err = run(store, capsys, *words)
        assert code == 1
        assert f"{path}: is too large (30 GiB" in err
    assert path.stat().st_size == HUGE


def test_a_document_is_read_without_a_history_that_is_too_large_and_not_saved(
    saved: list[str], store: FolderStore
) -> None:
    path = inflate(store.hidden_folder / "history" / f"{saved[0]}.jsonl")
    again = FolderStore(store.folder)
    assert len(again.load(saved[0]).annotations) == 1
    with pytest.raises(StoreError, match=r"jsonl: not saved: is too large"):
        again.save(Document(saved[0], "a", ""), [tagged()])
    again.close()
    assert path.stat().st_size == HUGE
    path.unlink()
    assert len(FolderStore(store.folder).load(saved[0]).annotations) == 1


def test_what_may_be_missing_is_left_where_it_is_too_large(saved: list[str], store: FolderStore) -> None:
    hidden = store.hidden_folder
    places, sequence = inflate(hidden / "places.json"), inflate(hidden / "sequence")
    assert load_positions(hidden) == ReadingPositions()
    with pytest.raises(TooLargeError):
        save_positions(hidden, ReadingPositions({"a": 1}))
    again = FolderStore(store.folder)
    before = again.last_number()
    assert before > 0
    assert again.save(Document(saved[0], "a", ""), [tagged()]).document.key == saved[0]
    assert again.last_number() > before
    inflate(Path(str(StorePath(store.folder, ".nrc-reader", "cache") / FILE)))
    assert SketchFile(StorePath(store.folder, ".nrc-reader", "cache", FILE)) is not None
    assert again.earlier_texts(saved[0]) == []
    assert {places, sequence} <= {Path(str(one.filename)) for one in left_alone(store.folder, is_quick=True)}
    assert places.stat().st_size == sequence.stat().st_size == HUGE


def test_nothing_is_written_that_would_not_be_read_again(tmp_path: Path) -> None:
    path = StorePath(tmp_path, ".nrc-reader", "sequence")
    path.write(b"1" * 4096)
    with pytest.raises(TooLargeError):
        path.write(b"1" * 4097)
    with pytest.raises(TooLargeError):
        journal.append(path, b"1", 4096)
    assert path.content() == b"1" * 4096
    assert path.content(4095) == b"1"
    os.truncate(path.path, HUGE)
    for refused in (path.exists, path.content, path.remove, path.mark_used, lambda: path.write(b"")):
        with pytest.raises(TooLargeError):
            refused()


def test_an_index_of_git_that_is_too_large_says_nothing(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inflate(tmp_path / ".git" / "index")
    (tmp_path / "a.json").write_bytes(b"{}")
    assert not git_objects.has_put(tmp_path / "a.json", b"{}")


def test_bounds_are_by_the_name_and_said_in_words() -> None:
    assert most_bytes(("places.json",)) == most_bytes((".nrc-reader", "history", "a.jsonl")) == LARGEST
    assert most_bytes(("export.jsonl",)) is None
    assert [in_words(size) for size in (12, 4096, 5 << 20, HUGE, 3 << 40)] == [
        "12 bytes", "4 KiB", "5 MiB", "30 GiB", "3 TiB"
    ]  # fmt: skip
