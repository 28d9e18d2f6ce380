"""What the store tells of every document in it, in batches; a large store is read by another process.

To read ten thousand documents takes seconds of processor time, which in this process the keys would miss.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from reader.config.settings import scheme_of
from reader.model.annotation import Annotation, Link, Record, record_from, to_fields
from reader.store.document_summaries import DocumentSummary, summaries_in
from reader.store.store_protocol import Store, StoreError
from reader.system.child_process import ChildDropped, ChildProcess

MODULE = "reader.workspace.jobs.store_summaries_worker"
#: Documents that are read in this process at most.
FEW = 100
#: Documents of a batch, and seconds between two at least: the lists are painted anew with each.
BATCH = 200
BATCH_S = 0.1
#: Seconds that this thread leaves to the keys after each document.
_BREATH_S = 0.001
#: Seconds to wait for the next batch. Bytes of the longest.
_WAIT_S = 600.0
_MAX_ANSWER = 256 << 20


def summary_batches(store: Store, is_over: Callable[[], bool]) -> Iterator[Sequence[DocumentSummary]]:
    """Every document that can be read; those that links lead to from others once more.

    Args:
        store: a store in memory is read in this process, however large it is.
        is_over: asked now and then, whether nobody waits for them any more.
    """
    try:
        is_large = len(store.keys()) > FEW
    except StoreError:
        return
    if is_large and not scheme_of(store.address):
        try:
            yield from _apart(store, is_over)
        except ChildDropped:
            return
        except (OSError, ValueError, TypeError, LookupError):  # it ended, or there was none: all is read here
            yield from _here(store)
    else:
        yield from _here(store)


def _here(store: Store) -> Iterator[Sequence[DocumentSummary]]:
    batch: list[DocumentSummary] = []
    for one in summaries_in(store):
        batch.append(one)
        time.sleep(_BREATH_S)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _apart(store: Store, is_over: Callable[[], bool]) -> Iterator[Sequence[DocumentSummary]]:
    with ChildProcess(MODULE, store.address, store.viewer) as child:
        while message := bytes(child.receive(_WAIT_S, _MAX_ANSWER, is_over)):
            yield unpacked(message)
            time.sleep(BATCH_S)


def packed(batch: Sequence[DocumentSummary]) -> bytes:
    """A batch as a message; an empty message is the last one."""
    rows = [
        [
            one.location,
            dict(one.counts),
            list(one.finished),
            [_row(link) for link in one.across],
            [_row(annotation) for annotation in one.ends.values()],
            one.title,
            one.has_note,
        ]
        for one in batch
    ]
    return json.dumps(rows, separators=(",", ":")).encode("ascii")


def unpacked(message: bytes) -> list[DocumentSummary]:
    """The batch of a message; raises ``ValueError``, ``TypeError`` or ``LookupError`` where it is none."""
    return [_summary(*row) for row in json.loads(message)]


def _row(record: Record) -> list[Any]:
    return [record.id, to_fields(record)]


def _summary(
    location: str,
    counts: dict[str, int],
    finished: list[str],
    across: list[Any],
    ends: list[Any],
    title: str,
    has_note: bool,
) -> DocumentSummary:
    links = tuple(cast("Link", record_from("links", *row)) for row in across)
    annotations = (cast("Annotation", record_from("annotations", *row)) for row in ends)
    return DocumentSummary(
        location, counts, tuple(finished), links, {one.id: one for one in annotations}, title, has_note
    )
