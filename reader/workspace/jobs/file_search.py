"""Finds the files of the paths that a person named: the first ones at once, those of a large folder in another process.

To look at a hundred thousand files takes seconds of processor time, which in this process the keys would miss.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from reader.sources import SourceError, probe, walk
from reader.sources.encodings import reading_as
from reader.system.child_process import ChildDropped, ChildProcess
from reader.system.safe_text import safe_text
from reader.workspace.library_entries import LibraryEntry, location_of

MODULE = "reader.workspace.jobs.file_search_worker"
#: Files that are looked at in this process before another one is started for the rest.
FEW = 500
#: Files of a batch at most, and seconds that one is waited for: the event loop takes in a whole batch at once, and the
#: counts are painted anew with each.
MOST = 2_000
BATCH_S = 0.25
#: Seconds to wait for the next batch: one network folder may take long. Bytes of the longest.
_WAIT_S = 600.0
_MAX_ANSWER = 64 << 20
_Found = TypeVar("_Found")


class NamedFiles(NamedTuple):
    """Files as a person named them.

    Attributes:
        paths: files and folders; see ``walk``.
        max_bytes: larger files cannot be read.
        encoding: the codec with which every file is read; empty to find it for each.
    """

    paths: Sequence[str]
    max_bytes: int
    encoding: str = ""


class FoundFile(NamedTuple):
    """A file, or a document of a file of many.

    Attributes:
        path: as it is to be opened.
        problem: why it cannot be, one line; empty where it can.
        location: see ``location_of``.
    """

    path: str
    problem: str
    location: str


def found_files(paths: Sequence[str], max_bytes: int, encoding: str) -> Iterator[FoundFile]:
    """The files that some paths name, in order, each looked at; also what cannot be listed, with its problem.

    Args:
        paths: as for ``walk``.
        max_bytes: larger files cannot be read.
        encoding: the codec with which every file is read; empty to find it for each.
    """
    problems: list[SourceError] = []
    for path in walk(paths, on_error=problems.append):
        yield from map(_with_problem, problems)
        problems.clear()
        with reading_as(encoding):
            problem = probe(path, max_bytes=max_bytes)
        yield FoundFile(path, in_short(problem) if problem else "", location_of(path))
    yield from map(_with_problem, problems)


def in_short(error: SourceError) -> str:
    """What is wrong, and what to do, in one line."""
    return safe_text(error.what + (f" ({error.advice})" if error.advice else ""))


def _with_problem(problem: SourceError) -> FoundFile:
    return FoundFile(problem.path, in_short(problem), location_of(problem.path))


def batches(found: Iterable[_Found]) -> Iterator[list[_Found]]:
    """What is found, in lists that are neither long nor long waited for."""
    batch: list[_Found] = []
    due = time.monotonic() + BATCH_S
    for one in found:
        batch.append(one)
        if len(batch) == MOST or time.monotonic() >= due:
            yield batch
            batch, due = [], time.monotonic() + BATCH_S
    if batch:
        yield batch


def packed(batch: Sequence[FoundFile]) -> bytes:
    """A batch as a message: of a file that can be read and lies where its path says, no more than that."""
    rows = [one.path if (one.problem, one.location) == ("", one.path) else one for one in batch]
    return json.dumps(rows, separators=(",", ":")).encode("ascii")


def unpacked(message: bytes) -> list[FoundFile]:
    """The batch of a message."""
    rows = json.loads(message)
    return [FoundFile(one, "", one) if isinstance(one, str) else FoundFile(*map(str, one)) for one in rows]


class FileSearch:
    """The files of some paths, each once, in order.

    Args:
        paths, max_bytes, encoding: as for ``found_files``.

    Attributes:
        wanted: the arguments.
        later: files that somebody else found since, beside the paths.
    """

    def __init__(self, paths: Sequence[str], max_bytes: int, encoding: str) -> None:
        self.wanted = NamedFiles(list(paths), max_bytes, encoding)
        self.later: list[str] = []
        self._files = found_files(paths, max_bytes, encoding)
        self._known: set[str] = set()  # the paths of the first ones: the other process finds them again

    def here(self, most: int | None = None) -> Iterator[LibraryEntry]:
        """The next ones, found in this process; all, if no number is given."""
        return map(_entry, self._here(most))

    def _here(self, most: int | None = None) -> Iterator[FoundFile]:
        for file in islice(self._files, most):
            if most is not None:
                self._known.add(file.path)
            yield file

    def rest(self, is_over: Callable[[], bool]) -> Iterator[list[LibraryEntry]]:
        """All others, in batches; those of a large folder come from another process, if one can be started.

        Args:
            is_over: asked now and then, whether nobody waits for them any more.
        """
        for batch in self._rest(is_over):
            yield [_entry(file) for file in batch]

    def _rest(self, is_over: Callable[[], bool]) -> Iterator[list[FoundFile]]:
        few = list(self._here(FEW))
        if few:
            yield few
        if len(few) == FEW:
            before, received = len(self._known), 0
            try:
                for batch in self._apart(is_over):
                    received += len(batch)
                    if new := [file for file in batch if file.path not in self._known]:
                        yield new
            except ChildDropped:
                return
            except (OSError, ValueError, TypeError):  # it ended, or there was none: the rest is found here
                yield from batches(islice(self._here(), max(0, received - before), None))

    def _apart(self, is_over: Callable[[], bool]) -> Iterator[list[FoundFile]]:
        with ChildProcess(MODULE) as child:
            child.send(json.dumps(self.wanted._asdict()).encode("ascii"))
            while batch := unpacked(bytes(child.receive(_WAIT_S, _MAX_ANSWER, is_over))):
                yield batch


def _entry(file: FoundFile) -> LibraryEntry:
    return LibraryEntry(file.path, file.problem, _location=file.location)
