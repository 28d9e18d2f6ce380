"""What was written into all documents, newest first, read as far as it is asked for and no further.

Ten thousand histories are not opened to find the last step: a file that was last changed before a transaction that is
known cannot hold a newer one.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from reader.annotations import journal
from reader.annotations.folder import hidden_path
from reader.annotations.journal import Transaction
from reader.annotations.merging import moment
from reader.store_path import StorePath

#: How far a file system's clock may lag behind the program's, in seconds.
_LAG_S = 1.0


def newest_first(hidden: Path) -> Iterator[tuple[str, Transaction]]:
    """Every transaction with the key of its document, newest first; those of one document in reverse order."""
    changed = sorted(_changed(hidden).items(), key=lambda one: one[1], reverse=True)
    heap: list[tuple[float, int, str, Transaction, Iterator[Transaction]]] = []
    number, at = count(), 0

    def push(key: str, rest: Iterator[Transaction]) -> None:
        if (one := next(rest, None)) is not None:
            heapq.heappush(heap, (-moment(one.at).timestamp(), next(number), key, one, rest))

    while True:
        while at < len(changed) and (not heap or changed[at][1] + _LAG_S >= -heap[0][0]):
            push(changed[at][0], backwards(hidden, changed[at][0]))
            at += 1
        if not heap and at >= len(changed):
            return
        if heap:
            _, _, key, one, rest = heapq.heappop(heap)
            yield key, one
            push(key, rest)


def backwards(hidden: Path, key: str) -> Iterator[Transaction]:
    """One document's transactions, the last one first, each once."""
    old, new = (_lines(hidden_path(hidden, name, f"{key}.jsonl")) for name in ("history", "journals"))
    known = set(old[-len(new) - 1 :])
    for line in (*reversed([one for one in new if one not in known]), *reversed(old)):
        item = journal.item_in(line)
        if isinstance(item, Transaction):
            yield item


def _lines(path: StorePath) -> list[bytes]:
    try:
        data = journal.read_bytes(path) or b""
    except OSError:
        return []
    return data[: data.rfind(b"\n") + 1].split(b"\n")[:-1]


def _changed(hidden: Path) -> dict[str, float]:
    """When the history or the journal of each document was last changed, in seconds."""
    found: dict[str, float] = {}
    for name in ("history", "journals"):
        with suppress(OSError), hidden_path(hidden, name).entries() as files:
            for file in files:
                if file.name.endswith(".jsonl"):
                    with suppress(OSError):
                        key = file.name.removesuffix(".jsonl")
                        found[key] = max(found.get(key, 0.0), file.stat(follow_symlinks=False).st_mtime)
    return found
