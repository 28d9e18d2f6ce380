"""The emergency file: changes that could not be saved in the store, kept in the user's state folder until they are.

There is one file for each session, readable by its owner alone, and one line for each change. A tagged passage has the
line of an export; the key ``unsaved`` holds what is needed to recover the change.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.jsonl import TextOf, parsed, rows, sha256_of
from reader.model.annotation import (
    TABLES,
    Annotation,
    Change,
    Decision,
    Record,
    now,
    record_from,
    table_name,
    to_fields,
)
from reader.model.document import Document, Stored
from reader.model.untrusted_data import one_line
from reader.store.store_protocol import Store
from reader.system import state_folder
from reader.system.json_text import json_text

#: The key that every line has in addition to those of an export.
_KEY = "unsaved"
_PREFIX, _ENDING = "unsaved-", ".jsonl"
#: A larger file is not an emergency file; 100,000 changes take 80 MiB.
_MOST_BYTES = 256 * 1024 * 1024


class EmergencyFile:
    """Keeps changes that could not be saved, and is deleted once all are saved. Any thread may call it.

    Args:
        address: of the store that the changes belong to.
        places: folders to try, in order; missing ones are made, for the owner alone.
    """

    def __init__(self, address: str, places: Sequence[Path] | None = None) -> None:
        self._store = address
        self._places = places
        self._lock = threading.Lock()
        self._files: list[tuple[Path, int]] = []  # with their descriptors; there is a second file if the first is full
        self._kept: set[int] = set()

    @property
    def path(self) -> Path | None:
        """The present file; the last one if the first could not be written any more. None if there is none."""
        return self._files[-1][0] if self._files else None

    def keep(self, number: int, document: Document, changes: Iterable[Change]) -> None:
        """Write the changes of one save, flushed to disk.

        Args:
            number: identifies the save in ``release``; the same number is written only once.
            document: the document of the changes.
            changes: in order.

        Raises:
            OSError: no folder could be written.
        """
        with self._lock:
            if number not in self._kept:
                lines = [_line(number, self._store, document, change) for change in changes]
                self._write("".join(lines).encode())
                self._kept.add(number)

    def release(self, number: int) -> None:
        """The save with this number is in the store now; the file is deleted after the last one."""
        with self._lock:
            if number not in self._kept:
                return
            self._kept.discard(number)
            if self._kept:
                with suppress(OSError):  # it would be recovered again, and found in the store
                    state_folder.append(self._files[-1][1], f"{json_text({_KEY: {'saved': number}})}\n".encode())
                return
            for path, handle in self._files:
                with suppress(OSError):
                    path.unlink()
                os.close(handle)
            self._files = []

    def _write(self, data: bytes) -> None:
        """Append to the open file, or write a new one in the first folder that can be written."""
        if self._files:
            try:
                state_folder.append(self._files[-1][1], data)
            except OSError:
                pass  # perhaps full; another folder may not be
            else:
                return
        path, handle = state_folder.new_file(_PREFIX, _ENDING, data, self._places)
        _lock(handle)
        self._files.append((path, handle))


@dataclass(frozen=True, slots=True)
class Waiting:
    """An emergency file that a session left behind: the number of its changes, and the store they are for."""

    path: Path
    changes: int
    store: str


def waiting(places: Sequence[Path] | None = None) -> list[Waiting]:
    """The files of ended sessions, oldest first; unreadable ones are left out."""
    files = []
    for folder in state_folder.folders() if places is None else places:
        with suppress(OSError):
            state_folder.refuse_foreign(folder)
            for path in sorted(folder.glob(f"{_PREFIX}*{_ENDING}")):
                with suppress(OSError), _opened(path) as file:
                    if _lock(file.fileno()):
                        jobs, _ = _read(file, str(path))
                        changes = sum(len(job.changes) for job in jobs)
                        if changes:
                            files.append(Waiting(path, changes, one_line(jobs[0].store)))
    return files


def is_emergency(path: Path) -> bool:
    """Whether a file is an emergency file, by its first line."""
    try:
        with _opened(path) as file:
            row = parsed(file.readline(_MOST_BYTES))
    except (OSError, ValueError):
        return False
    return isinstance(row, dict) and isinstance(row.get(_KEY), dict)


@dataclass(frozen=True, slots=True)
class Recovered:
    """The result of a recovery: the number of changes saved, the unreadable lines, and the store."""

    changes: int
    faults: tuple[ExchangeError, ...]
    store: str


def recover(store: Store, path: Path, *, into_any: bool = False, text_of: TextOf = lambda _: None) -> Recovered:
    """Save everything in an emergency file in the store; the file is deleted if all could be read.

    Records that are in the store already stay, and later changes are merged; recovering twice does no harm.

    Args:
        store: the store to save in.
        path: of the file.
        into_any: whether a store other than that of the changes is allowed.
        text_of: asked for each document that is written; the store keeps the text with the save.

    Raises:
        OSError: the file cannot be read, or another process uses it.
        ExchangeError: it is for another store.
        StoreError: a save failed; changes saved before it are in the store, and the file stays unchanged.
    """
    with _opened(path) as file:
        if not _lock(file.fileno()):
            raise OSError(errno.EBUSY, "a running reader is still writing to it", str(path))
        jobs, faults = _read(file, str(path))
        home = jobs[0].store if jobs else ""
        if not into_any and home and not store.is_at(home):
            raise ExchangeError(f"{path}: is for the store {one_line(home)}: import it with --store {one_line(home)}")
        for document, group in groupby(jobs, lambda job: (job.document, job.document.location, job.document.apart)):
            changes = [change for job in group for change in job.changes]
            text = text_of(Stored(document[0], (), (), _decisions(store, document[0], changes)))
            store.save(document[0], changes, apart=document[0].apart, text=text)
        if not faults and _is_own(path):
            path.unlink()
    return Recovered(sum(len(job.changes) for job in jobs), tuple(faults), home)


def _decisions(store: Store, document: Document, changes: Iterable[Change]) -> tuple[Decision, ...]:
    """The decisions about a document once the changes are made: its text depends on them."""
    key = store.find(document.source, document.sha256)
    found = {one.id: one for one in store.load(key).decisions} if key else {}
    for before, after in changes:
        if isinstance(before, Decision):
            found.pop(before.id, None)
        if isinstance(after, Decision):
            found[after.id] = after
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Job:
    """One save: its number, its store, its document, its changes."""

    number: int
    store: str
    document: Document
    changes: tuple[Change, ...]


def _line(number: int, store: str, document: Document, change: Change) -> str:
    if isinstance(change.after, Annotation):
        (row,) = rows([Stored(document, (change.after,), ())])
    else:  # without a passage, so that no other program takes a deleted tag for a tag
        row = {"document": document.path, "document_sha256": document.sha256, "title": document.title}
    row[_KEY] = {
        "number": number,
        "at": now(),
        "store": store,
        "location": document.location,
        "apart": document.apart,
        "table": table_name(change.record),
        "id": change.record.id,
        "before": None if change.before is None else to_fields(change.before),
        "after": None if change.after is None else to_fields(change.after),
    }
    return json_text(row) + "\n"


def _read(lines: Iterable[bytes], name: str) -> tuple[list[_Job], list[ExchangeError]]:
    """The saves in the file that were not made since, in order, and the errors of unreadable lines."""
    jobs: dict[int, _Job] = {}
    faults: list[ExchangeError] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = parsed(line)
            extra = row.get(_KEY) if isinstance(row, dict) else None
            if not isinstance(extra, dict):
                raise ValueError("is not a line of an emergency file")
            if "saved" in extra:
                jobs.pop(extra["saved"] if isinstance(extra["saved"], int) else -1, None)
                continue
            job = _job(row, extra)
            known = jobs.get(job.number, job)
            if known.document != job.document:
                raise ValueError("has the number of another save")
            before = () if known is job else known.changes
            jobs[job.number] = _Job(job.number, job.store, job.document, before + job.changes)
        except ValueError as error:
            if line.endswith(b"\n"):  # otherwise the program was stopped while it wrote the line
                faults.append(ExchangeError(f"{name}:{number}: left out: {error}"))
    return list(jobs.values()), faults


def _job(row: Mapping[str, Any], extra: Mapping[str, Any]) -> _Job:
    path, title, location, store = row.get("document"), row.get("title"), extra.get("location"), extra.get("store")
    if not isinstance(path, str) or not path.strip():
        raise ValueError("needs a document")
    if not isinstance(number := extra.get("number"), int):
        raise ValueError("needs a number")
    document = Document(
        None,
        one_line(path),
        sha256_of(row),
        one_line(title) if isinstance(title, str) else None,
        location if isinstance(location, str) and _is_possible(location) else "",
        apart=extra.get("apart") is True,
    )
    before, after = (_record(extra, name) for name in ("before", "after"))
    if before is None and after is None:
        raise ValueError("changes nothing")
    return _Job(number, store if isinstance(store, str) else "", document, (Change(before, after),))


def _is_possible(path: str) -> bool:
    """Whether a file may have this name on a supported system."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _record(extra: Mapping[str, Any], name: str) -> Record | None:
    from ulid import ULID

    table, identifier, values = extra.get("table"), extra.get("id"), extra.get(name)
    if values is None:
        return None
    if not isinstance(table, str) or table not in TABLES or not isinstance(values, dict):
        raise ValueError("is of an unknown kind")
    try:
        known = str(ULID.from_str(identifier if isinstance(identifier, str) else ""))
    except ValueError as error:
        raise ValueError("needs an id") from error
    return record_from(table, known, values)


def _is_own(path: Path) -> bool:
    """Whether this program wrote the file and may delete it; a file that the user named stays."""
    return path.name.startswith(_PREFIX) and path.absolute().parent in [
        folder.absolute() for folder in state_folder.folders()
    ]


def _opened(path: Path) -> Any:
    """A regular file, open for reading; raises ``OSError`` for a link or a file above the size limit."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    file = os.fdopen(handle, "rb")
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
        file.close()
        raise OSError(errno.EINVAL, "is not an emergency file", str(path))
    return file


def _lock(handle: int) -> bool:
    """Mark the file as in use while it is open; returns whether it was free. Without support for locks, it is."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def files_of(places: Iterable[Waiting], store: Store) -> Iterator[Waiting]:
    """The files that are for this store."""
    return (one for one in places if store.is_at(one.store))
