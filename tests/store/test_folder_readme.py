"""What may be deleted in the hidden folder: said in one place, and true after a kill."""

import os
import shutil
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.model.annotation import Annotation, Change, new_id, now
from reader.model.document import Document
from reader.store.files.folder_readme import ABOUT, ABOUT_JOURNALS, MUST_STAY, PROMISE, about
from reader.store.folder_store import FolderStore
from reader.store.reading_positions import ReadingPositions, save_positions
from tests.written_files import write_files

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = Document(None, "meeting.txt", "ab" * 32)


def annotation(start: int) -> Annotation:
    return Annotation(new_id(), "claim", start, start + 4, "text", "", "", 0, 0, "", "ann", now(), now())


def saved_and_killed(folder: Path) -> list[str]:
    """Two documents and everything that a session leaves, then two saves and kill -9; gives the ids of the tags."""
    ones = [annotation(start) for start in range(4)]
    child = os.fork()
    if not child:
        try:
            store = FolderStore(folder)
            for one in ones[:2]:
                saved = store.save(DOCUMENT, [Change(None, one)], text="text").document
                write_files(store)
            store.save(Document(None, "other.txt", "cd" * 32), [Change(None, annotation(0))])
            store.idle()
            save_positions(store.hidden_folder, ReadingPositions())
            store.backups.make(store.keys(), datetime.now(UTC), pause_s=0)
            store.find("nowhere", "ef" * 32)
            store._index.keep()
            for one in ones[2:]:
                store.save(saved, [Change(None, one)])
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return [one.id for one in ones]


def found(folder: Path) -> list[str]:
    store = FolderStore(folder)
    key = store.find(DOCUMENT.path, DOCUMENT.sha256)
    return [one.id for one in store.load(key).annotations] if key else []


def test_after_a_kill_whatever_may_be_deleted_takes_nothing_along(tmp_path: Path) -> None:
    ids = saved_and_killed(tmp_path / "annotations")
    hidden = tmp_path / "annotations" / ".nrc-reader"
    others = sorted(one.name for one in hidden.iterdir() if one.name != MUST_STAY)
    assert {"history", "backups", "locks", "texts", "index.jsonl", "places.json", "reserve", ABOUT} <= set(others)
    for gone in ([], *([one] for one in others), others):
        copy = tmp_path / f"without {'-'.join(gone)}"[:80]
        shutil.copytree(tmp_path / "annotations", copy)
        for name in gone:
            path = copy / ".nrc-reader" / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        assert found(copy) == ids, gone
        store = FolderStore(copy)
        store.save(DOCUMENT, [Change(None, late := annotation(9))])
        store.close()
        assert found(copy) == [*ids, late.id], gone


@pytest.mark.parametrize("path", ["README.md", "reader/manual/store.md", "annotations/README.md"])
def test_who_reads_the_manual_is_told_the_same(path: str) -> None:
    said = " ".join((ROOT / path).read_text(encoding="utf-8").replace("`", "").split())
    assert PROMISE in said


def test_who_looks_into_the_folder_is_told_what_must_stay_and_what_each_part_is(tmp_path: Path) -> None:
    saved_and_killed(tmp_path / "annotations")
    hidden = tmp_path / "annotations" / ".nrc-reader"
    assert PROMISE in (hidden / ABOUT).read_text()
    assert "Do not delete" in (hidden / MUST_STAY / ABOUT_JOURNALS).read_text()
    for one in hidden.iterdir():
        assert one.name == ABOUT or one.name in about(), one.name


def test_what_explains_is_no_document_and_comes_back(store: FolderStore) -> None:
    saved = store.save(DOCUMENT, [Change(None, annotation(0))]).document
    assert store.keys() == [saved.key]
    store.close()
    shutil.rmtree(store.hidden_folder)
    again = FolderStore(store.folder)
    again.save(DOCUMENT, [Change(None, annotation(9))])
    assert (again.hidden_folder / ABOUT).exists()
    assert again.keys() == [saved.key]


@pytest.mark.parametrize("name", [ABOUT, f"{MUST_STAY}/{ABOUT_JOURNALS}"])
def test_where_a_link_has_its_name_nothing_is_written_and_the_save_is_made(
    store: FolderStore, tmp_path: Path, name: str
) -> None:
    path = store.hidden_folder / name
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "elsewhere")
    store.save(DOCUMENT, [Change(None, annotation(0))])
    assert not (tmp_path / "elsewhere").exists()
