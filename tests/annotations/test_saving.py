"""The storage thread: in order, told only when it is on disk, and what cannot be saved stays until it can."""

import threading
from collections.abc import Sequence

import pytest

from reader.annotations import saving
from reader.annotations.annotation import Annotation, Change, new_id
from reader.annotations.saving import Saved, Saver
from reader.annotations.store import Document, StoreError, TinyStore

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)


def change() -> Change:
    return Change(None, Annotation(new_id(), "claim", 0, 4, "text"))


def test_told_in_order_and_only_when_it_is_on_disk(store: TinyStore) -> None:
    seen: list[int] = []

    def tell(saved: Saved) -> None:
        assert saved.error == ""
        seen.append(len(TinyStore(store.folder).load(saved.document.key or "").annotations))

    saver = Saver(store, tell)
    for _ in range(5):
        saver.submit("d", DOCUMENT, (change(),))
    assert saver.close(10)
    assert seen == [1, 2, 3, 4, 5]


class Stubborn(TinyStore):
    """Fails until it is told not to."""

    failing = True

    def save(self, document: Document, changes: Sequence[Change]) -> Document:
        if self.failing:
            raise StoreError("disk full")
        return super().save(document, changes)


def test_what_cannot_be_saved_stays_is_retried_and_is_saved_in_the_end(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "RETRY_S", 0.01)
    stubborn = Stubborn(store.folder)
    failed, done = threading.Event(), threading.Event()
    saver = Saver(stubborn, lambda saved: (failed if saved.error else done).set())
    saver.submit("d", DOCUMENT, (change(), change()))
    assert failed.wait(10)
    assert saver.unsaved == 2
    assert not saver.flush(0.5)
    stubborn.failing = False
    assert done.wait(10)
    assert saver.unsaved == 0
    assert saver.close(10)
    assert len(store.load(store.keys()[0]).annotations) == 2


def test_a_listener_that_fails_does_not_end_the_saving(store: TinyStore) -> None:
    def tell(saved: Saved) -> None:
        raise RuntimeError(saved.name)

    saver = Saver(store, tell)
    saver.submit("d", DOCUMENT, (change(),))
    assert saver.flush(10)
    saver.submit("d", DOCUMENT, (change(),))
    assert saver.close(10)
    assert len(store.load(store.keys()[0]).annotations) == 2


def test_the_step_comes_back_with_what_became_of_it(store: TinyStore) -> None:
    steps: list[int] = []
    saver = Saver(store, lambda saved: steps.append(saved.step))
    for step in (3, 4):
        saver.submit("d", DOCUMENT, (change(),), step)
    saver.submit("d", DOCUMENT, (change(),))
    assert saver.close(10)
    assert steps == [3, 4, 0]


def test_a_document_that_cannot_be_saved_does_not_hold_up_another(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "RETRY_S", 3600.0)
    bad = store.save(DOCUMENT, [change()])
    damaged = store.folder / f"{bad.key}.json"
    whole = damaged.read_text()
    damaged.write_text("{")
    told: list[Saved] = []
    saver = Saver(store, told.append)
    other = Document(None, "other.txt", "cd" * 32)
    saver.submit("bad", bad, (change(), change()))
    for _ in range(2):
        saver.submit("other", other, (change(),))
    assert not saver.flush(10)
    assert saver.unsaved == 2
    assert [(saved.name, bool(saved.error), saved.unsaved) for saved in told] == [
        ("bad", True, 4), ("other", False, 3), ("other", False, 2)
    ]  # fmt: skip
    damaged.write_text(whole)
    saver.retry()
    assert saver.close(10)
    assert len(store.load(bad.key or "").annotations) == 3
