"""Backups: taken when something changed, each content once, read back, thinned, and enough to restore from."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.history import backup_schedule
from reader.store.history.backup_retention import kept
from tests.written_files import write_files

NOW = datetime(2026, 4, 11, 12, tzinfo=UTC)


def put(store: FolderStore, name: str) -> Document:
    one = Annotation(new_id(), "claim", 0, 4, "text", annotator="ann")
    return store.save(Document(None, name, name.encode().hex().zfill(64)), [Change(None, one)]).document


def objects(store: FolderStore) -> int:
    return len(list((store.hidden_folder / "backups" / "objects").rglob("*.gz")))


def test_a_backup_is_taken_only_when_something_changed_and_each_content_is_kept_once(store: FolderStore) -> None:
    for name in ("a", "b"):
        put(store, name)
    store.close()
    assert store.backups.make(store.keys(), NOW, pause_s=0) is not None
    assert store.backups.make(store.keys(), NOW + timedelta(hours=1), pause_s=0) is None
    put(store, "b")
    assert store.backups.make(store.keys(), NOW + timedelta(hours=2), pause_s=0) is not None
    assert len(store.backups.moments()) == 2
    assert objects(store) == 3
    assert list(store.backups.faults()) == []


def test_without_file_journal_and_history_a_document_comes_back_from_the_backup(store: FolderStore) -> None:
    document = put(store, "a")
    write_files(store)
    before = store.load(document.key or "")
    store.backups.make(store.keys(), NOW, pause_s=0)
    store.close()
    for name in ("history", "journals"):
        shutil.rmtree(store.hidden_folder / name)
    path = store.folder / f"{document.key}.json"
    path.write_text("{")
    stored = FolderStore(store.folder).load(document.key or "")
    assert stored.annotations == before.annotations
    assert "brought back from its backup" in stored.notices[0]


def test_a_damaged_content_is_named_and_the_next_backup_makes_it_anew(store: FolderStore) -> None:
    put(store, "a")
    write_files(store)
    store.backups.make(store.keys(), NOW, pause_s=0)
    (path,) = (store.hidden_folder / "backups" / "objects").rglob("*.gz")
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    (fault,) = store.backups.faults()
    assert "1 of its 1 documents" in fault
    assert store.backups.tables_of(store.keys()[0]) is None
    assert store.backups.drop_damaged() == 1
    put(store, "b")
    store.backups.make(store.keys(), NOW + timedelta(hours=1), pause_s=0)
    assert list(store.backups.faults()) == []


def test_a_list_that_cannot_be_read_costs_no_content(store: FolderStore) -> None:
    for hour in range(3):
        put(store, "a")
        write_files(store)
        store.backups.make(store.keys(), NOW + timedelta(days=hour), pause_s=0)
    first = next(iter(sorted((store.hidden_folder / "backups").glob("*.json.gz"))))
    first.write_bytes(b"\x1f\x8b")
    put(store, "a")
    store.backups.make(store.keys(), NOW + timedelta(days=9), pause_s=0)
    assert objects(store) == 4


def test_backups_come_by_themselves_once_there_is_time(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_schedule, "START_S", 0.0)
    put(store, "a")
    due = store.idle()
    thread = store._backup_schedule._thread
    assert thread is not None
    thread.join(100)
    assert len(store.backups.moments()) == 1
    assert due is not None
    assert due <= backup_schedule.EVERY_S


def test_thinning_keeps_what_anki_keeps() -> None:
    hours = [NOW - timedelta(hours=number) for number in range(24 * 500)]
    keep = sorted(kept(hours, NOW), reverse=True)
    assert keep[:49] == hours[:49]
    ages = [(NOW - at).days for at in keep[49:]]
    assert len(ages) == 12 + 10 + 9
    assert max(ages[:12]) <= 15
    assert 75 <= max(ages[12:22]) <= 92
    assert max(ages) > 300


@given(st.lists(st.integers(0, 60 * 24 * 700), max_size=60, unique=True), st.integers(1, 60 * 24 * 40))
def test_the_newest_is_always_kept_and_thinning_twice_is_thinning_once(minutes: list[int], later: int) -> None:
    moments = [NOW - timedelta(minutes=number) for number in minutes]
    keep = kept(moments, NOW)
    assert keep <= set(moments)
    assert kept(keep, NOW) == keep
    assert not moments or max(moments) in kept(keep, NOW + timedelta(minutes=later))


def test_an_older_schema_is_brought_up_with_the_first_write_and_the_file_of_before_is_kept(store: FolderStore) -> None:
    document = put(store, "a")
    write_files(store)
    path = store.folder / f"{document.key}.json"
    store.close()
    shutil.rmtree(store.hidden_folder)
    old = path.read_text().replace('"schema": 1, ', "").replace('"label": "claim"', '"label": "claim", "mood": "wry"')
    path.write_text(old)
    again = FolderStore(store.folder)
    assert again.load(document.key or "").annotations[0].extra == {"mood": "wry"}
    assert path.read_text() == old
    put(again, "a")
    write_files(again)
    assert '"schema": 1' in path.read_text()
    assert '"mood": "wry"' in path.read_text()
    assert old.encode() in [one.read_bytes() for one in (again.hidden_folder / "quarantine").iterdir()]
