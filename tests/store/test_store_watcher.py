"""What others write into the store is told as it happens, by the system or, where it will not, by looking."""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store import store_watcher
from reader.store.document_keys import usual_key
from reader.store.folder_store import FolderStore
from reader.store.store_watcher import Watcher
from tests.waiting import LONGEST_S
from tests.written_files import write_files

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)


def change() -> Change:
    return Change(None, Annotation(new_id(), "claim", 0, 4, "text", annotator="bob"))


class Watched:
    """A watcher of a store, and what it told."""

    def __init__(self, store: FolderStore) -> None:
        self.store = store
        self.told: list[str] = []
        self._markers: list[str] = []
        #: It looks at files, because the store is not there or the system does not tell.
        self.looked = threading.Event()
        self.watcher = Watcher(store.folder, store.hidden_folder / "journals", self.told.extend, self._keys)
        look = self.watcher._look

        def noted(pause_s: float) -> None:
            self.looked.set()
            look(pause_s)

        self.watcher._look = noted  # type: ignore[method-assign]
        self.watcher.start()

    def wait_for(self, key: str) -> None:
        """Wait until it is told."""
        until(lambda: key in self.told)

    def settle(self) -> None:
        """Wait until all is told that has happened: files are told in the order in which they were written.

        Two are written: the first may be told because it was there when the system began to tell.
        """
        self._mark()
        self._mark()
        self.told.clear()

    def _mark(self) -> None:
        """Write a file until it is told: where the system does not tell, its first sight is no change."""
        marker = f"marker-{len(self._markers)}"
        self._markers.insert(0, marker)  # looked at before the others: what is new in those is seen with it
        file = self.store.folder / f"{marker}.json"

        def is_told() -> bool:
            file.write_text(" " * (file.stat().st_size + 1 if file.exists() else 1))
            return marker in self.told

        until(is_told)

    def _keys(self) -> list[str]:
        return [*self._markers, *self.store.keys()]


@pytest.fixture
def watched(store: FolderStore) -> Iterator[Watched]:
    """A store that is not there yet."""
    found = Watched(store)
    yield found
    found.watcher.close()


@pytest.fixture(params=["told", "polled"])
def either(request: pytest.FixtureRequest, store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """The same, also where the system does not tell."""
    if request.param == "polled":
        monkeypatch.setitem(sys.modules, "watchfiles._rust_notify", None)
        monkeypatch.setattr(store_watcher, "POLL_S", 0.02)
    found = Watched(store)
    yield found
    found.watcher.close()


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + LONGEST_S
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def test_what_is_saved_edited_and_deleted_is_told_also_in_a_store_that_was_not_there_yet(
    store: FolderStore, either: Watched
) -> None:
    saved = store.save(DOCUMENT, [change()]).document
    key = saved.key or ""
    for act in (
        lambda: store.save(saved, [change()]),
        lambda: write_files(store),
        lambda: (store.folder / f"{key}.json").write_text("{}"),
        (store.folder / f"{key}.json").unlink,
    ):
        either.settle()
        act()
        either.wait_for(key)


def test_the_first_tag_in_a_store_that_was_not_there_is_not_left_to_the_slow_look(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_watcher, "POLL_S", 3600)
    found: list[str] = []
    key = usual_key(DOCUMENT.path, DOCUMENT.sha256)
    waits = threading.Event()
    look = Watcher._look
    monkeypatch.setattr(Watcher, "_look", lambda self, pause_s: (waits.set(), look(self, pause_s)))
    watcher = Watcher(store.folder, store.hidden_folder / "journals", found.extend, lambda: [key])
    watcher.start()
    assert waits.wait(LONGEST_S)
    store.save(DOCUMENT, [change()])
    until(lambda: key in found)
    watcher.close()


def test_a_store_that_was_moved_away_and_back_or_made_anew_is_watched_again(
    store: FolderStore, watched: Watched, tmp_path: Path
) -> None:
    saved = store.save(DOCUMENT, [change()]).document
    key = saved.key or ""
    watched.wait_for(key)
    away = tmp_path / "away"
    shutil.copytree(store.folder, away)
    for _ in range(2):
        watched.looked.clear()
        shutil.rmtree(store.folder)
        assert watched.looked.wait(LONGEST_S), "it does not see that the store is gone"
        watched.told.clear()
        shutil.copytree(away, store.folder)
        watched.wait_for(key)  # what is there now is told
        watched.settle()
        FolderStore(store.folder).save(saved, [change()])
        watched.wait_for(key)


def test_what_is_written_while_it_tells_of_something_else_is_told_too(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles._rust_notify", None)
    monkeypatch.setattr(store_watcher, "POLL_S", 0.02)
    (store.folder / ".nrc-reader" / "journals").mkdir(parents=True)
    found: list[str] = []

    def tell(keys: set[str]) -> None:
        found.extend(keys)
        if keys == {"first"}:
            (store.folder / "second.json").write_text("{}")

    watcher = Watcher(store.folder, store.hidden_folder / "journals", tell, lambda: ["first", "second"])
    looked = threading.Event()
    stamps = watcher._stamps
    watcher._stamps = lambda: (stamps(), looked.set())[0]  # type: ignore[method-assign]
    watcher.start()
    assert looked.wait(LONGEST_S)
    (store.folder / "first.json").write_text("{}")
    until(lambda: "second" in found)
    watcher.close()


def test_it_ends_when_it_is_told_to(store: FolderStore, tmp_path: Path) -> None:
    store.save(DOCUMENT, [change()])
    watcher = Watcher(store.folder, store.hidden_folder / "journals", lambda _: None, list)
    watcher.start()
    watcher.close()
    watcher._thread.join(100)
    assert "watch" not in {one.name for one in threading.enumerate() if one is watcher._thread and one.is_alive()}
    assert tmp_path.exists()
