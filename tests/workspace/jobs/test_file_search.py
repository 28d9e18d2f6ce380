"""Every file of the paths once, in order, whichever process looks for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from reader.workspace.jobs import file_search
from reader.workspace.jobs.file_search import FEW, FileSearch, FoundFile, batches, found_files, packed, unpacked
from reader.workspace.jobs.file_search import MOST as MOST_FILES
from reader.workspace.library_entries import LibraryEntry

MOST = 1 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """More files than are looked at in one process; one is too large, one is empty of text, one has an odd name."""
    for number in range(FEW + 200):
        (tmp_path / f"article-{number}.txt").write_text(f"A headline of number {number}\n\nSome words of it.\n")
    (tmp_path / f"article-{FEW + 50}.txt").write_bytes(b"x" * (MOST + 1))
    (tmp_path / f"article-{FEW + 60}.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / os.fsdecode(b"article-650-\xff.txt")).write_text("A name that is no text.\n")
    return tmp_path


def never() -> bool:
    return False


def everything(search: FileSearch, first: int = 64, is_over: Callable[[], bool] = never) -> list[FoundFile]:
    found = list(search.here(first))
    return found_in([*found, *(entry for batch in search.rest(is_over) for entry in batch)])


def found_in(entries: Iterable[LibraryEntry]) -> list[FoundFile]:
    return [FoundFile(one.path, one.problem, one.location) for one in entries]


def expected(folder: Path) -> list[FoundFile]:
    return list(found_files([str(folder)], MOST, ""))


def test_a_large_folder_is_found_once_and_in_order(folder: Path) -> None:
    found = everything(FileSearch([str(folder)], MOST, ""))
    assert found == expected(folder)
    assert len(found) == FEW + 201
    assert [Path(file.path).name for file in found if file.problem] == [
        f"article-{FEW + 50}.txt", f"article-{FEW + 60}.txt",
    ]  # fmt: skip


def test_most_of_it_is_looked_at_in_another_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search = FileSearch([str(folder)], MOST, "")
    wanted = expected(folder)
    found = list(search.here(64))
    rest = search.rest(never)
    found += next(rest)
    monkeypatch.setattr(file_search, "probe", None)  # nobody looks at a file in this one
    found += [entry for batch in rest for entry in batch]
    assert found_in(found) == wanted


def test_a_batch_is_a_short_message_that_comes_apart_again(folder: Path) -> None:
    files = expected(folder)
    message = packed(files)
    assert unpacked(message) == files
    plain = sum(len(file.path) + 3 for file in files)  # quotation marks and a comma
    assert len(message) < plain + 1_000  # three of them have more to tell than their path


def test_many_files_come_in_few_batches_that_are_not_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_search, "BATCH_S", 3600)
    found = list(batches(range(100_000)))
    assert [one for batch in found for one in batch] == list(range(100_000))
    assert {len(batch) for batch in found} == {MOST_FILES}
    assert MOST_FILES <= 2_000  # the event loop takes one in at once


def test_few_files_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_search, "BATCH_S", 0)
    assert list(batches(range(3))) == [[0], [1], [2]]


def test_a_small_folder_needs_no_other_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_search, "ChildProcess", None)
    for number in range(90):
        (tmp_path / f"{number}.txt").write_text("A headline\n")
    assert len(everything(FileSearch([str(tmp_path)], MOST, ""))) == 90


def test_where_no_process_can_be_started_all_is_found_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError(11, os.strerror(11))

    monkeypatch.setattr(file_search, "ChildProcess", refused)
    assert everything(FileSearch([str(folder)], MOST, "")) == expected(folder)


@pytest.mark.parametrize("received", [0, 10, FEW + 64, FEW + 100])
def test_where_the_process_ends_the_rest_is_found_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch, received: int
) -> None:
    def ending(*_: object) -> Iterator[list[FoundFile]]:
        yield expected(folder)[:received]
        raise OSError("it ended")

    monkeypatch.setattr(FileSearch, "_apart", ending)
    assert everything(FileSearch([str(folder)], MOST, "")) == expected(folder)


def test_nothing_more_comes_once_nobody_waits(folder: Path) -> None:
    found = everything(FileSearch([str(folder)], MOST, ""), is_over=lambda: True)
    assert len(found) == FEW + 64


def test_a_file_that_comes_meanwhile_is_found_and_none_is_found_twice(folder: Path) -> None:
    search = FileSearch([str(folder)], MOST, "")
    found = list(search.here(64))
    (folder / "article-0-late.txt").write_text("A late one\n")
    found += [entry for batch in search.rest(never) for entry in batch]
    names = [Path(entry.path).name for entry in found]
    assert len(names) == len(set(names)) == FEW + 202


def test_a_file_whose_problem_is_over_by_then_is_found_once(folder: Path) -> None:
    (folder / "article-0-half.txt").write_bytes(b"x" * (MOST + 1))
    search = FileSearch([str(folder)], MOST, "")
    found = list(search.here(64))
    (folder / "article-0-half.txt").write_text("A whole one\n")
    found += [entry for batch in search.rest(never) for entry in batch]
    assert sum(entry.path.endswith("half.txt") for entry in found) == 1
