"""Batches on a cluster: in order, a bounded number at once, and a page that ends each worker is an error of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import KilledWorker

from reader import __version__
from reader.commands.corpus.batch_queue import WINDOW, Batch, BatchQueue
from reader.commands.corpus.dask_cluster import connected
from reader.commands.corpus.page_batch import CleanedPage, CleaningWork, UnfitWorkerError
from reader.commands.corpus.page_shards import PageShard
from reader.commands.environment import CommandError

WORK = CleaningWork(__version__, "/", 1 << 20)


class Task:
    """A future of Dask that ends when the cluster below says so."""

    def __init__(self, key: str, outcome: object) -> None:
        self.key = key
        self._outcome = outcome
        self.call: Callable[[Task], object] = print

    def add_done_callback(self, call: Callable[[Task], object]) -> None:
        self.call = call

    def result(self) -> object:
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        return self._outcome

    def release(self) -> None:
        pass


class Cluster:
    """A client whose tasks end one at a time, the newest first, each time somebody looks at it.

    Args:
        threads: of its workers.
        outcome: of a task, from its pages.
    """

    def __init__(self, threads: int, outcome: Callable[[tuple[str, ...]], object]) -> None:
        self.threads = threads
        self.outcome = outcome
        self.tasks: list[Task] = []
        self.sent: list[tuple[str, ...]] = []
        self.most = 0

    def nthreads(self) -> dict[str, int]:
        return {"tcp://a": self.threads} if self.threads else {}

    def submit(self, _: object, __: object, pages: tuple[str, ...], ___: object, *, key: str, pure: bool) -> Task:
        assert not pure
        self.sent.append(pages)
        self.tasks.append(Task(key, self.outcome(pages)))
        self.most = max(self.most, len(self.tasks))
        return self.tasks[-1]

    def end_one(self, _: int = 0) -> None:
        if self.tasks:
            task = self.tasks.pop()
            task.call(task)


def batches(count: int, size: int = 2) -> Iterator[Batch]:
    pages = tuple(str(number) for number in range(count * size))
    shard = PageShard(0, pages, dict.fromkeys(pages, (1, 1)))
    for number in range(count):
        yield Batch(shard, pages[number * size : (number + 1) * size])


def cleaned(pages: tuple[str, ...]) -> list[CleanedPage]:
    return [CleanedPage(f"row of {page}\n") for page in pages]


def run(client: Any, given: Iterator[Batch], said: list[str] | None = None) -> list[tuple[str, CleanedPage]]:
    queue = BatchQueue(client, "tcp://a", WORK, (said if said is not None else []).append)
    found = []
    for batch, pages in queue.results(given, client.end_one):
        found += list(zip(batch.pages, pages, strict=True))
    return found


@pytest.mark.parametrize("threads", [1, 2, 9])
def test_results_come_in_order_with_a_bounded_number_on_the_cluster(threads: int) -> None:
    cluster = Cluster(threads, cleaned)
    found = run(cluster, batches(100))
    assert [page for page, _ in found] == [str(number) for number in range(200)]
    assert all(result.text == f"row of {page}\n" for page, result in found)
    assert len(cluster.sent) == 100
    assert cluster.most <= WINDOW * max(threads, 2)


def test_batches_are_taken_as_there_is_room_for_them() -> None:
    cluster = Cluster(2, cleaned)
    taken = []
    results = BatchQueue(cluster, "tcp://a", WORK, print).results(
        (taken.append(batch) or batch for batch in batches(100)),  # type: ignore[func-returns-value]
        cluster.end_one,
    )
    next(results)
    assert len(taken) <= WINDOW * 2


def test_of_a_batch_that_ends_workers_the_page_that_does_it_fails_and_no_other() -> None:
    def outcome(pages: tuple[str, ...]) -> object:
        return KilledWorker("key", None, 3) if "13" in pages else cleaned(pages)

    cluster = Cluster(2, outcome)
    found = run(cluster, batches(20, 4))
    assert [page for page, _ in found] == [str(number) for number in range(80)]
    assert {page for page, result in found if result.text is None} == {"13"}
    assert dict(found)["13"].problem == "13: cannot be read (each Dask worker that tried was ended)"
    assert [pages for pages in cluster.sent if len(pages) == 1] == [("12",), ("13",), ("14",), ("15",)]


def test_batches_that_were_only_beside_it_are_cleaned_alone() -> None:
    def outcome(pages: tuple[str, ...]) -> object:
        return KilledWorker("key", None, 3) if len(pages) > 1 or pages == ("5",) else cleaned(pages)

    cluster = Cluster(1, outcome)
    found = run(cluster, batches(6))
    assert [page for page, _ in found] == [str(number) for number in range(12)]
    assert [page for page, result in found if result.text is None] == ["5"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (CancelledError("key"), "tcp://a: the Dask cluster does not answer any more (run the same command again"),
        (OSError("Timed out"), "tcp://a: the Dask cluster does not answer any more (run the same command again"),
        (UnfitWorkerError("the worker on b is old"), "the worker on b is old"),
        (
            ModuleNotFoundError("No module named 'reader'"),
            "tcp://a: the Dask cluster cannot load nrc-reader: No module",
        ),
        (ValueError("one\ntwo"), "tcp://a: the Dask cluster cannot do this: one"),
    ],
)
def test_what_is_wrong_with_the_cluster_ends_the_run_with_one_line(fault: Exception, said: str) -> None:
    with pytest.raises(CommandError) as caught:
        run(Cluster(1, lambda _: fault), batches(3))
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_a_cluster_without_workers_is_waited_for_and_that_is_said_once() -> None:
    said: list[str] = []
    assert len(run(Cluster(0, cleaned), batches(3), said)) == 6
    assert said == ["tcp://a: the Dask cluster has no worker, waiting for one (ctrl+c stops)"]


def test_a_page_that_kills_every_worker_of_a_real_cluster_is_one_error(tmp_path: Path) -> None:
    work = WORK._replace(folder=str(tmp_path), module="tests.commands.corpus.killing_worker")
    pages = ("a", "b kills its worker", "c", "d", "e", "f ends")
    shard = PageShard(0, pages, dict.fromkeys(pages, (-1, -1)))
    given = [Batch(shard, pages[:3]), Batch(shard, pages[3:])]
    # Each worker that is lost takes seconds to be replaced: here a task is suspected after its first one.
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), connected("local", 2) as client:
        queue = BatchQueue(client, "local", work, print)
        found = [page for _, results in queue.results(iter(given), lambda _: None) for page in results]
    assert [page.text is not None for page in found] == [True, False, True, True, True, False]
    assert found[1].problem == "b kills its worker: cannot be read (each Dask worker that tried was ended)"
    assert found[5].problem == "f ends: cannot be read (its process was ended by SIGKILL)"
