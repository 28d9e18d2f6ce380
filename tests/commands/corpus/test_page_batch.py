"""A batch of pages on a worker: what is wrong with a page costs that page, what is wrong with the machine is said."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import __version__
from reader.commands.corpus import page_batch
from reader.commands.corpus.page_batch import CleanedPage, CleaningWork, UnfitWorkerError, clean_batch
from reader.commands.corpus.page_worker import _next
from tests.waiting import LONGEST_S


@pytest.fixture
def work(tmp_path: Path) -> Iterator[CleaningWork]:
    yield CleaningWork(__version__, str(tmp_path), 1 << 20, module="tests.commands.corpus.killing_worker")
    while page_batch._idle:
        page_batch._idle.pop().end()


def process_of(page: CleanedPage) -> str:
    assert page.text is not None
    return page.text.split()[-1]


def test_pages_are_cleaned_one_after_the_other_in_one_other_process(work: CleaningWork) -> None:
    pages = clean_batch(work, ["a", "b", "c"], {})
    assert [page.text.split(" by ")[0] for page in pages if page.text] == ["a", "b", "c"]
    assert len({process_of(page) for page in pages} - {str(os.getpid())}) == 1
    assert {process_of(page) for page in clean_batch(work, ["d"], {})} == {process_of(pages[0])}, "it is kept"


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("bad", "bad: is bad (make it good)"),
        ("fault", "fault: cannot be read (ZeroDivisionError) (please report it with the file)"),
        ("ends", "ends: cannot be read (its process was ended by SIGKILL)"),
        ("spins", "spins: takes too long to read (the limit is 5 s; try a part of it)"),
    ],
)
def test_what_goes_wrong_with_a_page_costs_that_page_alone(work: CleaningWork, page: str, problem: str) -> None:
    before, failed, after = clean_batch(work, ["before", page, "after"], {})
    assert before.text
    assert after.text
    assert (failed.text, failed.problem) == (None, problem)


def test_a_process_that_ended_while_it_had_nothing_to_do_costs_no_page(work: CleaningWork) -> None:
    (first,) = clean_batch(work, ["first"], {})
    os.kill(int(process_of(first)), signal.SIGKILL)
    deadline = time.monotonic() + LONGEST_S
    while not page_batch._idle[0].has_ended:
        assert time.monotonic() < deadline
    (second,) = clean_batch(work, ["second"], {})
    assert process_of(second) != process_of(first)


def test_a_process_without_work_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.commands.corpus.page_worker.REST_S", 0.01)
    read, write = os.pipe()
    with os.fdopen(read, "rb", 0) as requests:
        assert _next(requests) is None
    os.close(write)


def test_a_worker_with_another_version_does_nothing(work: CleaningWork) -> None:
    with pytest.raises(UnfitWorkerError, match=rf"has nrc-reader {__version__}, this is 9\.9 \(install the same\)"):
        clean_batch(work._replace(version="9.9"), ["a"], {})


def test_a_worker_that_does_not_see_the_file_does_nothing(work: CleaningWork, tmp_path: Path) -> None:
    with pytest.raises(UnfitWorkerError, match=r"in\.jsonl: the Dask worker on .* does not see it \(workers read"):
        clean_batch(work, ["in.jsonl#1"], {"in.jsonl": 20})
    (tmp_path / "in.jsonl").write_bytes(b"{}")
    with pytest.raises(UnfitWorkerError, match="sees 2 bytes, not 20"):
        clean_batch(work, ["in.jsonl#1"], {"in.jsonl": 20})


def test_a_worker_without_the_working_folder_does_nothing(work: CleaningWork, tmp_path: Path) -> None:
    with pytest.raises(UnfitWorkerError, match=r"cannot work in this folder: .*none: No such file"):
        clean_batch(work._replace(folder=str(tmp_path / "none")), ["a"], {})


def test_a_worker_that_can_start_no_process_says_so(work: CleaningWork, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(page_batch, "ChildProcess", refused)
    with pytest.raises(UnfitWorkerError, match="can start no process: Resource temporarily unavailable"):
        clean_batch(work, ["a"], {})
