"""What others write into the store is told as it happens, by the system or, where it will not, by looking."""

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.annotations import watching
from reader.annotations.annotation import Annotation, Change, new_id
from reader.annotations.store import Document, TinyStore
from reader.annotations.watching import Watcher

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)


def change() -> Change:
    return Change(None, Annotation(new_id(), "claim", 0, 4, "text", annotator="bob"))


@pytest.fixture(params=["told", "polled"])
def seen(request: pytest.FixtureRequest, store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The keys told of a store with one document."""
    if request.param == "polled":
        monkeypatch.setitem(sys.modules, "watchfiles", None)
        monkeypatch.setattr(watching, "POLL_S", 0.02)
    found: list[str] = []
    watcher = Watcher(store.folder, store.hidden_folder / "journals", found.extend, store.keys)
    watcher.start()
    yield found
    watcher.close()


def wait_for(seen: list[str], key: str) -> None:
    end = time.monotonic() + 20
    while key not in seen and time.monotonic() < end:
        time.sleep(0.01)
    assert key in seen


def test_what_is_saved_edited_and_deleted_is_told_also_in_a_store_that_was_not_there_yet(
    store: TinyStore, seen: list[str]
) -> None:
    saved = store.save(DOCUMENT, [change()])
    key = saved.key or ""
    for _ in range(400):
        store.save(saved, [change()])
        if seen:
            break
        time.sleep(0.02)
    for act in (
        lambda: store.save(saved, [change()]),
        store.flush,
        lambda: (store.folder / f"{key}.json").write_text("{}"),
        (store.folder / f"{key}.json").unlink,
    ):
        time.sleep(0.2)
        seen.clear()
        act()
        wait_for(seen, key)


def test_it_ends_when_it_is_told_to(store: TinyStore, tmp_path: Path) -> None:
    store.save(DOCUMENT, [change()])
    watcher = Watcher(store.folder, store.hidden_folder / "journals", lambda _: None, list)
    watcher.start()
    watcher.close()
    watcher._thread.join(20)
    assert "watch" not in {one.name for one in threading.enumerate() if one is watcher._thread and one.is_alive()}
    assert tmp_path.exists()
