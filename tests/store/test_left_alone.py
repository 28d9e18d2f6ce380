"""What in a store is left alone is named: all of it by ``check``, the first of it by other commands and the reader."""

import os
import shutil
from pathlib import Path

import pytest

from reader.cli import main
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.left_alone import left_alone, said


@pytest.fixture
def saved(store: FolderStore) -> list[str]:
    """The keys of two documents in a store that is closed."""
    one = Annotation(new_id(), "claim", 0, 4, "text", annotator="ann")
    documents = [Document(None, name, name.encode().hex().zfill(64)) for name in ("a", "b")]
    keys = [store.save(document, [Change(None, one)]).document.key or "" for document in documents]
    store.close()
    return keys


def named(store: FolderStore, *, is_quick: bool = False) -> list[str]:
    return [os.path.relpath(str(one.filename), store.folder) for one in left_alone(store.folder, is_quick=is_quick)]


def linked(path: Path, target: Path) -> None:
    """A link in the place of whatever was there."""
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.symlink_to(target)


def test_a_plain_store_and_one_that_is_not_there_have_nothing_of_it(saved: list[str], store: FolderStore) -> None:
    assert len(saved) == 2
    assert named(store) == []
    assert list(left_alone(store.folder / "nowhere")) == []


def test_each_thing_is_named_once_with_what_to_do(saved: list[str], store: FolderStore, tmp_path: Path) -> None:
    hidden = store.hidden_folder
    linked(store.folder / f"{saved[0]}.json", tmp_path)
    os.link(store.folder / f"{saved[1]}.json", tmp_path / "other name")
    os.mkfifo(hidden / "places.json")
    linked(hidden / "history", tmp_path)
    (hidden / "texts").write_text("no folder")
    (hidden / "backups" / "objects").mkdir(parents=True)
    linked(hidden / "backups" / "objects" / "zz", tmp_path)
    linked(store.folder / "mine.txt", tmp_path)  # none of ours
    expected = [f"{key}.json" for key in sorted(saved)]
    inside = [f".nrc-reader/{one}" for one in ("backups/objects/zz", "history", "places.json", "texts")]
    assert named(store) == [*expected, *inside]
    assert named(store, is_quick=True) == [f"{saved[0]}.json", *inside]
    lines = [said(one) for one in left_alone(store.folder)]
    assert all("\n" not in line and line.endswith(")") for line in lines)
    assert "cp -p FILE COPY && mv COPY FILE" in " ".join(lines)


def test_check_says_what_keeps_every_document_from_being_read_once(
    saved: list[str], store: FolderStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert saved
    (tmp_path / "outside").mkdir()
    linked(store.hidden_folder, tmp_path / "outside")
    for words in (["check"], ["check", "--repair"], ["stats"], ["export"]):
        assert main([*words, "--store", str(store.folder)]) == 1
        complaints = capsys.readouterr().err.splitlines()
        assert len(complaints) == 1
        assert f"{store.hidden_folder}: is a link, and not followed" in complaints[0]
    assert list((tmp_path / "outside").iterdir()) == []


def test_an_export_into_the_store_goes_through_no_link(
    saved: list[str],
    store: FolderStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert saved
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "outside").mkdir()
    linked(store.folder / "out.jsonl", tmp_path / "precious")
    linked(store.folder / "sub", tmp_path / "outside")
    (tmp_path / "alias").symlink_to(store.folder)
    monkeypatch.chdir(store.folder)
    for name in (
        "out.jsonl",
        "sub/out.jsonl",
        str(tmp_path / "alias" / "out.jsonl"),
        f"../{store.folder.name}/out.jsonl",
    ):
        assert main(["export", "--store", str(store.folder), "-o", name]) == 1
        assert "is a link, and not followed" in capsys.readouterr().err
    assert (tmp_path / "precious").read_text() == "precious"
    assert list((tmp_path / "outside").iterdir()) == []
    (tmp_path / "mine").symlink_to("precious")
    assert main(["export", "--store", str(store.folder), "-o", str(tmp_path / "mine")]) == 0
    assert (tmp_path / "precious").read_text().count("\n") == 2
