"""The task that a Dask worker gets: a batch of pages, each cleaned in a child process of the worker.

The worker's own process reads no page. So limits of time and memory hold for one page, as with ``--jobs``; many threads
of a worker clean at once; and a page that kills its process does not take the worker with it.
"""

from __future__ import annotations

import json
import os
import platform
import threading
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader import __version__
from reader.cleaning.loading_limits import process_ended, too_slow
from reader.cleaning.loading_pool import MAX_ANSWER, MAX_WAIT_S
from reader.system.child_process import ChildHung, ChildProcess, ChildStopped
from reader.system.os_errors import reason

_MODULE = "reader.commands.corpus.page_worker"


class CleaningWork(NamedTuple):
    """What is the same for all pages of a run.

    Attributes:
        version: of the program that asks.
        folder: its working folder, as an absolute path.
        max_bytes: larger files are refused.
        as_it_is: skip cleaning, and take the text unchanged.
        encoding: the codec to read in; empty to find it.
        module: what the child process runs.
    """

    version: str
    folder: str
    max_bytes: int
    as_it_is: bool = False
    encoding: str = ""
    module: str = _MODULE


class CleanedPage(NamedTuple):
    """The result of one page: the ``text`` of its row, or None and the ``problem``; ``said`` are lines for the user."""

    text: str | None
    problem: str = ""
    said: tuple[str, ...] = ()


class UnfitWorkerError(Exception):
    """A worker that can clean no page of this run. The message is one line."""


_idle: list[ChildProcess] = []
_lock = threading.Lock()


def clean_batch(work: CleaningWork, pages: Sequence[str], sizes: Mapping[str, int]) -> list[CleanedPage]:
    """The result of each page, in order.

    Args:
        work: of the run.
        pages: paths as the command was given them; relative ones are relative to ``work.folder``.
        sizes: the bytes of each file that the pages lie in, as the asking machine sees it; -1 if it is not there.

    Raises:
        UnfitWorkerError: this machine has another version, or does not see the same files.
    """
    if work.version != __version__:
        raise UnfitWorkerError(
            f"the Dask worker on {_host()} has nrc-reader {__version__}, this is {work.version} (install the same)"
        )
    for file, size in sizes.items():
        if (seen := _size(os.path.join(work.folder, file))) != size:  # noqa: PTH118 - pathlib would rewrite the path
            what = "does not see it" if seen < 0 else f"sees {seen} bytes, not {size}"
            raise UnfitWorkerError(
                f"{file}: the Dask worker on {_host()} {what} (workers read the files themselves: use a folder that "
                "all machines share, and leave it alone meanwhile)"
            )
    return [_cleaned(work, page) for page in pages]


def _cleaned(work: CleaningWork, page: str) -> CleanedPage:
    request = json.dumps({**work._asdict(), "path": page}).encode("ascii")
    try:
        if (child := _idle_child()) is not None:
            try:
                return _asked(child, request)
            except ChildStopped as fault:
                if fault.ended_by:
                    raise
        return _asked(_started(work.module), request)  # an idle one may have ended meanwhile
    except ChildHung:
        return CleanedPage(None, str(too_slow(page)))
    except ChildStopped as fault:
        return CleanedPage(None, str(process_ended(page, fault)))


def _idle_child() -> ChildProcess | None:
    while True:
        with _lock:
            child = _idle.pop() if _idle else None
        if child is None or not child.has_ended:
            return child
        child.end()


def _started(module: str) -> ChildProcess:
    try:
        return ChildProcess(module)
    except OSError as error:
        raise UnfitWorkerError(f"the Dask worker on {_host()} can start no process: {reason(error)}") from error


def _asked(child: ChildProcess, request: bytes) -> CleanedPage:
    is_well = False
    try:
        answer = json.loads(bytes(child.ask(request, MAX_WAIT_S, MAX_ANSWER)))
        is_well = True
    finally:
        if is_well:
            with _lock:
                _idle.append(child)
        else:
            child.end()
    if "unfit" in answer:
        raise UnfitWorkerError(f"the Dask worker on {_host()} cannot work in this folder: {answer['unfit']}")
    return CleanedPage(answer["text"], answer["problem"], tuple(answer["said"]))


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except (OSError, ValueError):
        return -1


def _host() -> str:
    return platform.node() or "another machine"
