"""The document that comes up first is read in another process, while the screen is still loading."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cleaning import loading_pool
from reader.cleaning.article_bytes import packed
from reader.config.settings import Settings
from reader.store.memory_store import MemoryStore
from reader.system.child_process import ChildProcess
from reader.workspace.library import Library

TEXT = "The Ferry\n\nThe ferry came in late on Monday, and nobody had told the harbour.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles."""
    (tmp_path / "1.txt").write_text(TEXT)
    (tmp_path / "2.txt").write_text(TEXT.replace("Monday", "Friday"))
    return tmp_path


def _library(folder: Path, **settings: int) -> Library:
    return Library([str(folder)], Settings(**settings), MemoryStore())


def wait_for(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.01)


def refused(*_: object) -> None:
    raise BlockingIOError(11, os.strerror(11))


def _comes_up(library: Library, number: int = 0) -> str:
    entry = library.entries[number]
    assert library.open_at_once(entry)
    return entry.opened.article.text if entry.opened else entry.problem


def test_it_comes_up_as_it_would_if_it_were_read_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, ahead = _library(folder), _library(folder)
    here.find_first()
    ahead.begin_first([])
    expected = _comes_up(here)
    monkeypatch.setattr("reader.workspace.library.read_at_once", None)  # it was read already: nobody reads it here
    assert _comes_up(ahead) == expected
    first, second = ahead.entries[0].opened, here.entries[0].opened
    assert first is not None
    assert second is not None
    assert packed(first.article) == packed(second.article)


def test_it_is_the_one_that_was_on_the_screen_last_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = _library(folder)
    library.begin_first([str(folder / "gone.txt"), str(folder / "2.txt")])
    monkeypatch.setattr("reader.workspace.library.read_at_once", None)
    assert "Friday" in _comes_up(library, 1)


def test_a_file_that_changes_meanwhile_comes_up_as_it_is_now(folder: Path) -> None:
    library = _library(folder)
    library.begin_first([])
    (folder / "1.txt").write_text(TEXT.replace("late", "very early"))
    assert "very early" in _comes_up(library)


def test_a_file_that_is_gone_meanwhile_is_left_out(folder: Path) -> None:
    library = _library(folder)
    library.begin_first([])
    (folder / "1.txt").unlink()
    assert "is not there" in _comes_up(library)


def test_where_its_process_ends_it_is_read_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ending(ChildProcess):
        def send(self, _: bytes) -> None:
            self.kill()

    monkeypatch.setattr(loading_pool, "ChildProcess", Ending)
    library = _library(folder)
    library.begin_first([])
    assert "Monday" in _comes_up(library)


def test_where_no_process_can_be_started_it_is_read_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading_pool, "ChildProcess", refused)
    library = _library(folder)
    library.begin_first([])
    assert "Monday" in _comes_up(library)


def test_a_long_one_is_waited_for_by_no_key(folder: Path) -> None:
    (folder / "1.txt").write_text(TEXT + "".join(f"The harbour was told of letter {n}.\n\n" for n in range(2_000)))
    library = _library(folder)
    library.begin_first([])
    assert not library.open_at_once(library.entries[0])
    opened = library.open(library.entries[0])
    assert opened is not None
    assert "told of letter 1999." in opened.article.text


def test_an_empty_folder_has_nothing_to_begin_with(tmp_path: Path) -> None:
    library = _library(tmp_path)
    library.begin_first(["nothing.txt"])
    assert library.entries == []


def test_what_is_read_ahead_of_a_key_is_read_in_another_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cleaning.article_loading.read_here", None)  # nobody reads in this one
    library = _library(folder)
    library.find_first()
    library.prefetch(library.entries)
    wait_for(lambda: all(entry.opened for entry in library.entries))
    second = library.entries[1].opened
    assert second is not None
    assert "Friday" in second.article.text


def test_where_no_process_can_be_started_what_is_read_ahead_is_read_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.cleaning.loading_pool._processes._idle", {})
    monkeypatch.setattr(loading_pool, "ChildProcess", refused)
    library = _library(folder)
    library.find_first()
    library.prefetch(library.entries)
    wait_for(lambda: all(entry.opened for entry in library.entries))
    assert not library.left_out
