"""Sends batches of pages to a Dask cluster, a bounded number at a time, and takes their results in order.

A worker that is lost costs time only: the scheduler gives its batches to others. A batch that was with several lost
workers is suspected. Its pages are then cleaned alone, one after the other, so that one which ends each worker is told
from those that happened to be beside it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from reader.commands.corpus.page_batch import CleanedPage, CleaningWork, UnfitWorkerError, clean_batch
from reader.commands.corpus.page_shards import PageShard
from reader.commands.environment import CommandError, first_line
from reader.sources import SourceError

#: Batches for each thread of the cluster that may be waiting for it, or for a slow batch before them.
WINDOW = 4
#: Seconds between two calls of ``tick`` at most, and between two looks at the size of the cluster.
_TICK_S, _LOOK_S = 0.1, 2.0


class Batch(NamedTuple):
    """Pages of one shard for one task."""

    shard: PageShard
    pages: tuple[str, ...]


class BatchQueue:
    """The batches that one run has on a cluster.

    Args:
        client: of Dask.
        address: of the cluster, for messages.
        work: what is the same for all pages.
        tell: called with a line for the user.
    """

    def __init__(self, client: Any, address: str, work: CleaningWork, tell: Callable[[str], object]) -> None:
        self._client = client
        self._address = address
        self._work = work
        self._tell = tell
        self._run = os.urandom(8).hex()  # two runs must not share results
        self._sent = 0
        self._ended: SimpleQueue[Any] = SimpleQueue()
        self._threads = 1
        self._next_look = 0.0
        self._is_waiting = False

    def results(
        self, batches: Iterator[Batch], tick: Callable[[int], object]
    ) -> Iterator[tuple[Batch, list[CleanedPage]]]:
        """Each batch with the results of its pages, in order.

        Args:
            batches: taken one by one, as there is room for them.
            tick: called now and then with the number of pages whose results wait for those before them.

        Raises:
            CommandError: the cluster is gone, or cannot do this work.
        """
        flying: dict[str, tuple[int, Any]] = {}  # Dask forgets a task whose future nobody holds
        known: dict[int, Batch] = {}
        done: dict[int, list[CleanedPage]] = {}
        suspects: list[int] = []
        given = shown = 0
        has_more = True
        while has_more or known:
            while has_more and not suspects and given - shown < WINDOW * max(self._threads, 2):
                batch = next(batches, None)
                if batch is None:
                    has_more = False
                    break
                future = self._submit(batch)
                flying[future.key] = given, future
                known[given] = batch
                given += 1
            if suspects and not flying:
                number = suspects.pop()
                done[number] = self._one_by_one(known[number], tick)
            while shown in done:
                yield known.pop(shown), done.pop(shown)
                shown += 1
            ended = self._next_ended(tick, sum(map(len, done.values()))) if flying else None
            if ended is not None:
                number, future = flying.pop(ended.key)
                results = self._taken(future)
                if results is None:
                    suspects.append(number)
                else:
                    done[number] = results

    def _one_by_one(self, batch: Batch, tick: Callable[[int], object]) -> list[CleanedPage]:
        """The results of pages that are cleaned while the cluster does nothing else of this run."""
        results = []
        for page in batch.pages:
            future = self._submit(Batch(batch.shard, (page,)))
            while self._next_ended(tick, 0) is None:
                pass
            results += self._taken(future) or [_killing(page)]
        return results

    def _submit(self, batch: Batch) -> Any:
        self._sent += 1
        key = f"nrc-reader-{self._run}-{self._sent}"
        sizes = batch.shard.sizes(batch.pages)
        with _named(self._address):
            future = self._client.submit(clean_batch, self._work, batch.pages, sizes, key=key, pure=False)
        future.add_done_callback(self._ended.put)
        return future

    def _next_ended(self, tick: Callable[[int], object], waiting: int) -> Any:
        """A task that has ended, in whatever way; None if none has for a moment."""
        tick(waiting)
        self._look()
        try:
            return self._ended.get(timeout=_TICK_S)
        except Empty:
            return None

    def _look(self) -> None:
        """See how large the cluster is now, and tell the user once if it has no worker."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + _LOOK_S
        with _named(self._address):
            self._threads = sum(self._client.nthreads().values())
        if not self._threads and not self._is_waiting:
            self._tell(f"{self._address}: the Dask cluster has no worker, waiting for one (ctrl+c stops)")
        self._is_waiting = not self._threads

    def _taken(self, future: Any) -> list[CleanedPage] | None:
        """The results of a task; None if it was lost with several workers."""
        from distributed import KilledWorker

        try:
            with _named(self._address):
                return list(future.result())
        except KilledWorker:
            return None
        finally:
            future.release()


def _killing(page: str) -> CleanedPage:
    return CleanedPage(None, str(SourceError(page, "cannot be read", "each Dask worker that tried was ended")))


@contextmanager
def _named(address: str) -> Iterator[None]:
    """Faults of a cluster as one line with its address."""
    import asyncio
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        yield
    except KilledWorker:
        raise
    except UnfitWorkerError as error:
        raise CommandError(error) from error
    except (CancelledError, asyncio.CancelledError, OSError) as error:  # the connection is lost, or a limit of time
        raise CommandError(
            f"{address}: the Dask cluster does not answer any more (run the same command again to go on from there)"
        ) from error
    except ImportError as error:
        raise CommandError(
            f"{address}: the Dask cluster cannot load nrc-reader: {first_line(error)} (install the same version there)"
        ) from error
    except Exception as error:  # whatever else Dask says of a task; a fault of a page is no exception
        raise CommandError(f"{address}: the Dask cluster cannot do this: {first_line(error)}") from error
