"""What was written into all documents, newest first, read as far as it is asked for and no further.

Ten thousand histories are not read to find the last step: the last line of each says how far back it may lie.
"""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from reader.store.files import journal
from reader.store.files.document_state import Stamp, stamp_in
from reader.store.files.journal import is_whole
from reader.store.files.journal_heads import JournalHead, head_of
from reader.store.records.transaction import TimelineEntry, Transaction, clock_of, in_order
from reader.store.store_folder import hidden_path
from reader.system.guarded_path import Entered, StorePath
from reader.system.plain_files import is_plain

#: Where the lines of a document are: those that its file holds, and those that came after them.
FOLDERS = ("history", "journals")
#: The end of a file that nearly always holds its last line, in bytes.
_TAIL = 4096
#: Of the files of one document in each of the folders.
_Stamps = tuple[Stamp, ...]


class LastWritten(NamedTuple):
    """The number of the last thing that was written into a document, and how its files looked then."""

    stamps: _Stamps
    number: int


def newest_first(hidden: Path, known: dict[str, LastWritten] | None = None) -> Iterator[tuple[str, Transaction]]:
    """Every transaction with the key of its document, newest first; those of one document in reverse order.

    Args:
        hidden: the store's hidden folder.
        known: what was found the last time, by key, kept up to date: files that look as they did are not read again.
    """
    order = count()  # of two with one number, as earlier versions wrote them, whichever comes first
    heap: list[tuple[int, int, str, Transaction | None, Iterator[Transaction]]] = [
        (-number, next(order), key, None, iter(())) for key, number in _last(hidden, {} if known is None else known)
    ]
    heapq.heapify(heap)
    while heap:
        below, _, key, one, rest = heapq.heappop(heap)
        if one is None:
            rest = backwards(hidden, key)
        else:
            yield key, one
        if (after := next(rest, None)) is not None:
            heapq.heappush(heap, (max(below, -after.number), next(order), key, after, rest))


def backwards(hidden: Path, key: str) -> Iterator[Transaction]:
    """One document's transactions, the last one first, each once."""
    for line in reversed(_lines_of(hidden, key)):
        item = journal.item_in(line)
        if isinstance(item, Transaction):
            yield item


def readings(hidden: Path) -> list[TimelineEntry]:
    """Every transaction of the store, in the order in which they were written."""
    found: list[TimelineEntry] = []
    for key in _stamps(hidden):
        lines = [line for line in _lines_of(hidden, key) if is_whole(line)]
        known = [head for line in lines if (head := head_of(line)) is not None]
        numbers = in_order(head.number for head in known)
        found += [TimelineEntry(key, number, *head[1:]) for number, head in zip(numbers, known, strict=True)]
    return sorted(found, key=lambda one: one.number)


def last_number(hidden: Path, *, of_all: bool) -> tuple[int, int]:
    """The largest number, and the clock then in microseconds; zeros where there is none.

    Args:
        hidden: the store's hidden folder.
        of_all: in all documents; else in those with a journal, which every document has while a program writes it.
    """
    stamps = {key: one for key, one in _stamps(hidden).items() if of_all or one[FOLDERS.index("journals")]}
    ends = (head for _, head in _ends(hidden, stamps) if head is not None)
    return max(((head.number, clock_of(head.at)) for head in ends), default=(0, 0))


def last_head(path: StorePath) -> JournalHead | None:
    """How the last undamaged transaction of a file of lines begins; None where there is none, or it cannot be read."""
    with suppress(OSError):
        return _head_in(path.handle(os.O_RDONLY))
    return None


def _last(hidden: Path, known: dict[str, LastWritten]) -> Iterator[tuple[str, int]]:
    """The number that nothing in a document is larger than, by its key."""
    stamps = _stamps(hidden)
    for key in [key for key in known if key not in stamps]:
        del known[key]
    changed = {key: one for key, one in stamps.items() if key not in known or known[key].stamps != one}
    for key, head in _ends(hidden, changed):
        known[key] = LastWritten(stamps[key], head.number if head is not None else 0)
    return ((key, one.number) for key, one in known.items())


def _ends(hidden: Path, stamps: Mapping[str, _Stamps]) -> Iterator[tuple[str, JournalHead | None]]:
    """How the last undamaged transaction of each document begins; None where there is none, or it cannot be read."""
    with ExitStack() as stack:
        folders = [_entered(hidden_path(hidden, name), stack) for name in FOLDERS]
        for key, each in stamps.items():
            files = reversed(list(zip(folders, each, strict=True)))
            heads = (_end(folder, f"{key}.jsonl") for folder, stamp in files if stamp and folder is not None)
            yield key, next((head for head in heads if head is not None), None)


def _entered(folder: StorePath, stack: ExitStack) -> Entered | None:
    with suppress(OSError):
        return stack.enter_context(folder.entered())
    return None


def _end(folder: Entered, name: str) -> JournalHead | None:
    """The same of one file in an open folder."""
    with suppress(OSError):
        return _head_in(folder.handle(name, os.O_RDONLY))
    return None


def _head_in(handle: int) -> JournalHead | None:
    """The same of an open file, which is closed after that."""
    try:
        tail, length = _TAIL, (size := os.fstat(handle).st_size)
        while length > 0:
            start = max(0, size - tail)
            data = os.pread(handle, size - start, start)
            lines = data[: data.rfind(b"\n") + 1].split(b"\n")
            for line in reversed(lines[1:] if start else lines):
                if (head := head_of(line)) is not None and is_whole(line):
                    return head
            length, tail = start, tail * 8
    finally:
        os.close(handle)
    return None


def _lines_of(hidden: Path, key: str) -> list[bytes]:
    """The lines of the history and then of the journal, each once, in order."""
    old, new = (_lines(hidden_path(hidden, name, f"{key}.jsonl")) for name in FOLDERS)
    known = set(old[-len(new) - 1 :]) if new else set()
    return [*old, *(one for one in new if one not in known)]


def _lines(path: StorePath) -> list[bytes]:
    try:
        data = journal.read_bytes(path) or b""
    except OSError:
        return []
    return data[: data.rfind(b"\n") + 1].split(b"\n")[:-1]


def _stamps(hidden: Path) -> Mapping[str, _Stamps]:
    """How the files of each document look: those of each folder, in order."""
    found: dict[str, list[Stamp]] = {}
    for at, name in enumerate(FOLDERS):
        with suppress(OSError), hidden_path(hidden, name).entries() as files:
            for file in files:
                if file.name.endswith(".jsonl") and is_plain(file):
                    with suppress(OSError):
                        stamps = found.setdefault(file.name.removesuffix(".jsonl"), [None] * len(FOLDERS))
                        stamps[at] = stamp_in(file.stat(follow_symlinks=False))
    return {key: tuple(stamps) for key, stamps in found.items()}
