"""The storage thread: in order, told only when it is on disk, and what cannot be saved stays until it can."""

import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store import save_queue
from reader.store.folder_store import FolderStore
from reader.store.save_queue import Saved, SaveQueue
from reader.store.store_protocol import StoreError
from tests.conftest import forget_history

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)


def change() -> Change:
    return Change(None, Annotation(new_id(), "claim", 0, 4, "text"))


def test_told_in_order_and_only_when_it_is_on_disk(store: FolderStore) -> None:
    seen: list[int] = []

    def tell(saved: Saved) -> None:
        assert saved.error == ""
        seen.append(len(FolderStore(store.folder).load(saved.document.key or "").annotations))

    saver = SaveQueue(store, tell)
    for _ in range(5):
        saver.submit("d", DOCUMENT, (change(),))
    assert saver.close(10)
    assert seen == [1, 2, 3, 4, 5]


class Stubborn(FolderStore):
    """Fails until it is told not to."""

    failing = True

    def save(self, document: Document, changes: Sequence[Change], **rest: Any) -> Document:
        if self.failing:
            raise StoreError("disk full")
        return super().save(document, changes, **rest)


def test_what_cannot_be_saved_stays_is_retried_and_is_saved_in_the_end(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save_queue, "RETRY_S", 0.01)
    stubborn = Stubborn(store.folder)
    failed, done = threading.Event(), threading.Event()
    saver = SaveQueue(stubborn, lambda saved: (failed if saved.error else done).set())
    saver.submit("d", DOCUMENT, (change(), change()))
    assert failed.wait(100)
    assert saver.unsaved == 2
    assert not saver.flush(0.5)
    stubborn.failing = False
    assert done.wait(100)
    assert saver.unsaved == 0
    assert saver.close(10)
    assert len(store.load(store.keys()[0]).annotations) == 2


def test_a_listener_that_fails_does_not_end_the_saving(store: FolderStore) -> None:
    def tell(saved: Saved) -> None:
        raise RuntimeError(saved.name)

    saver = SaveQueue(store, tell)
    saver.submit("d", DOCUMENT, (change(),))
    assert saver.flush(100)
    saver.submit("d", DOCUMENT, (change(),))
    assert saver.close(10)
    assert len(store.load(store.keys()[0]).annotations) == 2


def test_the_step_comes_back_with_what_became_of_it(store: FolderStore) -> None:
    steps: list[int] = []
    saver = SaveQueue(store, lambda saved: steps.append(saved.step))
    for step in (3, 4):
        saver.submit("d", DOCUMENT, (change(),), step)
    saver.submit("d", DOCUMENT, (change(),))
    assert saver.close(10)
    assert steps == [3, 4, 0]


def test_a_document_that_cannot_be_saved_does_not_hold_up_another(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save_queue, "RETRY_S", 3600.0)
    bad = store.save(DOCUMENT, [change()]).document
    refused = store.folder / f"{bad.key}.json"
    forget_history(store)
    away = refused.rename(store.folder / "away")
    refused.mkdir()
    told: list[Saved] = []
    saver = SaveQueue(FolderStore(store.folder), told.append)  # one that does not remember how the file was
    other = Document(None, "other.txt", "cd" * 32)
    saver.submit("bad", bad, (change(), change()))
    for _ in range(2):
        saver.submit("other", other, (change(),))
    assert not saver.flush(10)
    assert saver.unsaved == 2
    assert [(saved.name, bool(saved.error), saved.unsaved) for saved in told] == [
        ("bad", True, 4), ("other", False, 3), ("other", False, 2)
    ]  # fmt: skip
    refused.rmdir()
    away.rename(refused)
    saver.retry()
    assert saver.close(10)
    assert len(store.load(bad.key or "").annotations) == 3


class Kept:
    """Remembers what it was given to keep."""

    def __init__(self) -> None:
        self.now: dict[int, tuple[Change, ...]] = {}
        self.ever: set[int] = set()
        self.grew = threading.Event()
        self.is_full = False

    def keep(self, number: int, document: Document, changes: tuple[Change, ...]) -> None:
        assert document == DOCUMENT
        if self.is_full:
            raise OSError(28, "No space left on device")
        self.now[number] = changes
        self.ever.add(number)
        if len(self.now) == 3:
            self.grew.set()

    def release(self, number: int) -> None:
        self.now.pop(number, None)


def test_what_fails_and_what_waits_behind_it_is_kept_until_it_is_saved(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save_queue, "RETRY_S", 3600.0)
    stubborn, kept, told = Stubborn(store.folder), Kept(), threading.Event()
    saver = SaveQueue(stubborn, lambda _: told.set(), kept)
    changes = [(change(),) for _ in range(3)]
    saver.submit("d", DOCUMENT, changes[0])
    assert told.wait(100)
    saver.submit("d", DOCUMENT, changes[1])
    saver.submit("d", DOCUMENT, changes[2])
    assert kept.grew.wait(100)
    assert list(kept.now.values()) == changes
    assert [(one.changes, one.error) for one in saver.waiting] == [(one, "disk full") for one in changes]
    stubborn.failing = False
    saver.retry()
    assert saver.close(10)
    assert kept.now == {}
    assert saver.waiting == []


def test_what_is_saved_at_once_is_kept_nowhere(store: FolderStore) -> None:
    kept = Kept()
    saver = SaveQueue(store, lambda _: None, kept)
    for _ in range(5):
        saver.submit("d", DOCUMENT, (change(),))
    assert saver.close(10)
    assert kept.ever == set()


def test_what_is_still_being_saved_when_the_reader_must_end_is_kept(store: FolderStore) -> None:
    started, go_on = threading.Event(), threading.Event()

    class Slow(FolderStore):
        def save(self, document: Document, changes: Sequence[Change], **rest: Any) -> Document:
            started.set()
            go_on.wait(100)
            return super().save(document, changes, **rest)

    kept = Kept()
    saver = SaveQueue(Slow(store.folder), lambda _: None, kept)
    saver.submit("d", DOCUMENT, (change(),))
    saver.submit("d", DOCUMENT, (change(),))
    assert started.wait(100)
    assert not saver.rescue(0.01)
    assert len(kept.now) == 2
    go_on.set()
    assert saver.close(10)
    assert kept.now == {}


def test_an_emergency_file_that_cannot_be_written_is_tried_again(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save_queue, "RETRY_S", 0.01)
    kept, told = Kept(), threading.Semaphore(0)
    kept.is_full = True
    saver = SaveQueue(Stubborn(store.folder), lambda _: told.release(), kept)
    saver.submit("d", DOCUMENT, (change(),))
    assert told.acquire(timeout=150)
    kept.is_full = False
    assert told.acquire(timeout=150)
    assert told.acquire(timeout=150)
    assert len(kept.now) == 1
    saver.close(0.01)


def test_who_has_waited_for_the_disk_was_told_what_became_of_it(store: FolderStore) -> None:
    told: list[Saved] = []

    def tell(saved: Saved) -> None:
        time.sleep(0.2)  # as a busy machine may take
        told.append(saved)

    saver = SaveQueue(store, tell)
    saver.submit("d", DOCUMENT, (change(),))
    assert saver.flush(100)
    assert len(told) == 1
    assert saver.close(10)


def test_no_fault_of_store_or_emergency_file_ends_the_saving(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Faulty(Kept):
        def keep(self, *_: object) -> None:
            raise TypeError("is no plain data")

    def notices(key: str) -> tuple[str, ...]:
        raise StoreError(f"{key}: cannot be read")

    monkeypatch.setattr(save_queue, "RETRY_S", 3600.0)
    monkeypatch.setattr(store, "take_notices", notices)
    told: list[Saved] = []
    saver = SaveQueue(store, told.append, Faulty())
    broken = Change(None, Annotation(new_id(), "claim", 0, 4, "text", extra={"seen": {1}}))
    saver.submit("other", Document(None, "other.txt", "cd" * 32), (broken,))
    saver.submit("d", DOCUMENT, (change(),))
    assert not saver.flush(100)
    assert [("holds a set" in saved.error, saved.changes) for saved in told] == [(True, 1), (False, 1)]
    assert len(store.keys()) == 1
    assert not saver.close(10)
