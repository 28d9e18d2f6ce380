"""What others write into the store is told as it happens, by the system or, where it will not, by looking."""

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.annotations import watching
from reader.annotations.annotation import Annotation, Change, new_id
from reader.annotations.folder import usual_key
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
    end = time.monotonic() + 100
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


def test_the_first_tag_in_a_store_that_was_not_there_is_not_left_to_the_slow_look(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "POLL_S", 3600)
    found: list[str] = []
    key = usual_key(DOCUMENT.path, DOCUMENT.sha256)
    watcher = Watcher(store.folder, store.hidden_folder / "journals", found.extend, lambda: [key])
    watcher.start()
    time.sleep(0.3)  # it has begun to wait
    found.clear()
    store.save(DOCUMENT, [change()])
    wait_for(found, key)
    watcher.close()


def test_a_store_that_was_moved_away_and_back_or_made_anew_is_watched_again(store: TinyStore, tmp_path: Path) -> None:
    saved = store.save(DOCUMENT, [change()])
    found: list[str] = []
    watcher = Watcher(store.folder, store.hidden_folder / "journals", found.extend, store.keys)
    watcher.start()
    wait_for(found, key := saved.key or "")
    away = store.folder.rename(tmp_path / "away")
    time.sleep(0.2)
    for _ in range(2):
        shutil.copytree(away, store.folder)
        found.clear()
        wait_for(found, key)  # what is there now is told
        time.sleep(0.2)
        found.clear()
        TinyStore(store.folder).save(saved, [change()])
        wait_for(found, key)
        shutil.rmtree(store.folder)
        time.sleep(0.2)
    watcher.close()


def test_it_ends_when_it_is_told_to(store: TinyStore, tmp_path: Path) -> None:
    store.save(DOCUMENT, [change()])
    watcher = Watcher(store.folder, store.hidden_folder / "journals", lambda _: None, list)
    watcher.start()
    watcher.close()
    watcher._thread.join(100)
    assert "watch" not in {one.name for one in threading.enumerate() if one is watcher._thread and one.is_alive()}
    assert tmp_path.exists()
