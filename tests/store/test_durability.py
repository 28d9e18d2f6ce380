"""What is on the disk when a call returns: a power cut at that moment takes none of it."""

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.config import kept_choices as choices
from reader.config import trusted_files
from reader.config.label import Label
from reader.config.settings import HIDDEN_FOLDER
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.added_labels import add_label
from reader.store.clippings import add_clipping
from reader.store.files import journal
from reader.store.files.document_state import State
from reader.store.files.document_writer import DocumentWriter
from reader.store.folder_store import FolderStore
from reader.store.reading_positions import ReadingPositions, save_positions
from reader.store.records.record_rows import difference
from reader.store.text_versions import TextVersions
from reader.system import state_folder
from reader.system.durable_writes import write_atomically
from reader.system.guarded_path import StorePath
from tests.disk import Disk
from tests.written_files import write_files

MADE = "2026-04-11T09:30:00.000Z"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


def annotation(start: int) -> Annotation:
    return Annotation(new_id(), "claim", start, start + 4, "text", "", "", 0, 0, "", "ann", MADE, MADE)


def would_lose(disk: Disk) -> set[str]:
    """What a power cut would take, but for what is found again, made again or only explains."""
    spare = ("/sequence", "/README.txt", "/DO-NOT-DELETE.txt", ".lock")
    return {one for one in disk.lost() if not (f"{HIDDEN_FOLDER}/" in one and one.endswith(spare))}


# --- what the model itself says


def test_bytes_are_on_the_disk_once_the_file_was_flushed_and_its_name_once_the_folder_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(root, monkeypatch)
    handle = os.open(root / "x", os.O_WRONLY | os.O_CREAT)
    os.fsync(handle)
    folder = os.open(root, os.O_RDONLY)
    assert disk.lost() == {"x"}
    os.fsync(folder)
    assert disk.lost() == set()
    os.write(handle, b"1")
    os.pwrite(handle, b"2", 0)
    assert disk.lost() == {"x"}
    (root / "x").rename(root / "y")
    assert disk.early == [str(root / "x")]
    os.fsync(handle)
    assert disk.lost() == {"x", "y"}
    os.fsync(folder)
    (root / "y").unlink()
    assert disk.lost() == {"y"}
    os.close(handle)
    os.close(folder)


# --- documents


@pytest.fixture
def saved(root: Path) -> tuple[FolderStore, Document]:
    """A store with a document of two tags, all of it on the disk."""
    store = FolderStore(root / "store")
    document = store.save(
        Document(None, "a.txt", "ab" * 32), [Change(None, annotation(0)), Change(None, annotation(5))]
    ).document
    write_files(store)
    return store, document


def test_the_first_tag_survives_with_all_folders_of_its_store_even_where_the_journal_alone_holds_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: DocumentWriter, __: State) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(DocumentWriter, "rewrite", full)
    disk = Disk(root, monkeypatch)
    FolderStore(root / "new" / "store").save(Document(None, "a.txt", "ab" * 32), [Change(None, annotation(0))])
    assert would_lose(disk) == set()
    assert disk.early == []
    assert [one.name for one in (root / "new" / "store").glob("*.json")] == []


def test_the_next_tag_survives(
    root: Path, monkeypatch: pytest.MonkeyPatch, saved: tuple[FolderStore, Document]
) -> None:
    store, document = saved
    disk = Disk(root, monkeypatch)
    store.save(document, [Change(None, annotation(9))])
    assert would_lose(disk) == set()


def test_a_tag_survives_where_the_system_flushes_files_only_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch, saved: tuple[FolderStore, Document]
) -> None:
    store, document = saved
    monkeypatch.delattr(os, "fdatasync", raising=False)
    disk = Disk(root, monkeypatch)
    store.save(document, [Change(None, annotation(9))])
    assert would_lose(disk) == set()


def test_the_file_and_the_history_are_on_the_disk_before_the_journal_is_emptied(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = journal.begin
    lost: list[set[str]] = []

    def emptied(path: StorePath, data: bytes) -> int:
        lost.append(would_lose(disk))
        return begin(path, data)

    monkeypatch.setattr(journal, "begin", emptied)
    disk = Disk(root, monkeypatch)
    store = FolderStore(root / "store")
    document = store.save(Document(None, "a.txt", "ab" * 32), [Change(None, annotation(0))]).document
    store.save(document, [Change(None, annotation(9))])
    write_files(store)
    assert lost == [set(), set()]
    assert disk.early == []


def test_the_file_of_a_document_without_records_does_not_come_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, saved: tuple[FolderStore, Document]
) -> None:
    store, document = saved
    writer = DocumentWriter(store.folder, store.hidden_folder, document.key or "")
    state = writer.writable()
    writer.append(state, Act("emptied"), difference(state.tables, {}))
    assert writer.state is state
    disk = Disk(root, monkeypatch)
    writer.rewrite(writer.state)
    assert not writer.file.exists()
    assert f"store/{writer.file.name}" not in disk.lost()


def test_what_is_damaged_is_kept_aside_for_good_and_the_journal_without_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, saved: tuple[FolderStore, Document]
) -> None:
    store, document = saved
    store.save(document, [Change(None, annotation(start)) for start in (9, 20)])
    (path,) = (store.hidden_folder / "journals").glob("*.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"start": 9', b'"start": 8'))
    disk = Disk(root, monkeypatch)
    FolderStore(root / "store").save(document, [Change(None, annotation(30))])
    assert list((store.hidden_folder / "quarantine").iterdir())
    assert would_lose(disk) == set()
    assert disk.early == []


def test_the_last_number_is_on_the_disk_once_the_journals_that_name_it_go(
    root: Path, monkeypatch: pytest.MonkeyPatch, saved: tuple[FolderStore, Document]
) -> None:
    store, document = saved
    disk = Disk(root, monkeypatch)
    store.save(document, [Change(None, annotation(9))])
    sequence = f"store/{HIDDEN_FOLDER}/sequence"
    assert sequence in disk.lost()
    store.close()
    assert list((store.hidden_folder / "journals").glob("*.jsonl")) == []
    assert sequence not in disk.lost()


# --- whatever else is kept


def keep_text(folder: Path, number: int) -> None:
    texts = TextVersions(folder / HIDDEN_FOLDER, lambda _: ())
    texts.ask(f"key {number}", "text")
    texts.write()


#: What is kept in a store, and in a folder of one's own, by what keeps it; each is done twice.
ACTS: dict[str, Callable[[Path, int], object]] = {
    "a label": lambda folder, number: add_label(folder, Label(f"label-{number}", f"{number}", "red", "")),
    "a clipping": lambda folder, number: add_clipping(folder, f"passage {number}", "a.txt"),
    "a text": keep_text,
    "places": lambda folder, number: save_positions(folder / HIDDEN_FOLDER, ReadingPositions({"ab" * 32: number})),
    "an export": lambda folder, number: write_atomically(folder / "out" / "export.jsonl", f"{number}\n"),
    "trust": lambda folder, number: trusted_files.trust(folder / "trusted", folder / "settings.toml", f"# {number}\n"),
    "a path in a store": lambda folder, number: StorePath(folder, "a", "b", "x").write(b"%d" % number),
    "a choice": lambda folder, number: choice(folder, f"theme {number}"),
    "a crash log": lambda folder, _: os.close(state_folder.new_file("crash-", ".log", b"text", [folder / "state"])[1]),
    "an emergency file": lambda folder, number: emergency(folder / "state", number),
}


def choice(folder: Path, value: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choices, "folders", lambda: [folder / "state"])
        choices.keep_choice("theme", value)


def emergency(folder: Path, number: int) -> None:
    handle = state_folder.new_file("unsaved-", ".jsonl", b"line 1\n", [folder])[1]
    state_folder.append(handle, b"line %d\n" % number)
    os.close(handle)


@pytest.mark.parametrize("act", ACTS)
def test_what_is_kept_survives_a_power_cut(root: Path, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    disk = Disk(root, monkeypatch)
    for number in range(2):
        ACTS[act](root / "store", number)
        assert any(path.is_file() for path in (root / "store").rglob("*"))
        assert would_lose(disk) == set()
    assert disk.early == []


def test_a_backup_survives_a_power_cut(
    root: Path, monkeypatch: pytest.MonkeyPatch, saved: tuple[FolderStore, Document]
) -> None:
    store, _ = saved
    disk = Disk(root, monkeypatch)
    assert store.backups.make(store.keys(), datetime(2026, 4, 11, tzinfo=UTC), pause_s=0) is not None
    assert [one for one in disk.lost() if "/backups" in one] == []
    assert disk.early == []
