"""The state of a store's folder: what waits in journals, who holds a lock, and why nothing can be written."""

import os
from pathlib import Path

import pytest

from reader.model.annotation import Annotation, Change, new_id, now
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from tests.written_files import write_files

SHA = "ab" * 32


def save(store: FolderStore) -> Document:
    moment = now()
    made = Annotation(
        id=new_id(), label="claim", start=0, end=3, quote="The", annotator="ann", created_at=moment, updated_at=moment
    )
    return store.save(Document(None, "a.txt", SHA), [Change(None, made)]).document


def test_a_store_that_nobody_made_can_be_made_and_is_not_made_by_asking(store: FolderStore) -> None:
    state = store.state()
    assert (state.refusal, state.waiting, state.held) == ("", 0, ())
    assert state.free_bytes
    assert not store.folder.exists()


def test_what_is_saved_waits_in_its_journal_until_its_file_is_written(store: FolderStore) -> None:
    document = save(store)
    write_files(store)
    assert store.state().waiting == 0
    moment = now()
    second = Annotation(
        id=new_id(), label="claim", start=4, end=7, quote="cat", annotator="ann", created_at=moment, updated_at=moment
    )
    store.save(document, [Change(None, second)])
    assert store.state().waiting == 1
    store.close()
    assert store.state().waiting == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_says_why(store: FolderStore) -> None:
    save(store)
    store.folder.chmod(0o500)
    try:
        assert store.state().refusal == f"{store.folder}: Permission denied (check its permissions)"
    finally:
        store.folder.chmod(0o700)


def test_a_folder_that_may_not_be_written_says_why(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    save(store)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert store.state().refusal == f"{store.folder}: Permission denied (check its permissions)"


def test_a_folder_that_cannot_be_made_says_why(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert store.state().refusal == f"{store.folder}: cannot be made: Permission denied (check its permissions)"


def test_a_file_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "annotations").write_text("a file")
    store = FolderStore(tmp_path / "annotations")
    try:
        said = store.state().refusal
    except StoreError as error:
        said = str(error)
    assert "a file has the name of a folder" in said
