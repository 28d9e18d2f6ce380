"""What is wrong with annotations and links as they are stored, in plain words; a person has to repair it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO, Self

from reader.annotations.handing_in import BROKEN, finished_by, seal_state
from reader.annotations.metadata_corrections import FIELDS, METADATA, correction_from
from reader.model.annotation import DETACHED
from reader.model.article import Article
from reader.model.document import Stored
from reader.store.records.record_rows import row_id_of
from reader.store.store_protocol import StoredTexts
from reader.system.safe_text import safe_text

#: Bytes of an id, and how many heaps they are put into by their last one: a heap alone is small.
_BYTES, _BUCKETS = 16, 256
#: Bytes of ids that stay in memory.
_IN_MEMORY = 1 << 22


def record_faults(
    stored: Stored, article: Article | None, former: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> Iterator[str]:
    """What is wrong with a document's records, one line each: where, what, and what to do.

    Args:
        stored: as the store has it.
        article: its text as the reader shows it; None where the file is gone or has changed.
        former: names that labels had before (see ``seal_state``).
    """
    where, known = stored.document.path, {one.id for one in stored.annotations}
    if not stored.document.sha256 and stored.is_whole:
        yield f"{where}: no hash of the document (open it in the reader and save once)"
    for one in stored.annotations:
        length = one.end - one.start
        if len(one.quote) != length:
            yield f"{where}: {one.id}: its quote has {len(one.quote)} code points, its offsets {length}"
        if not one.created_at or not one.updated_at:
            yield f"{where}: {one.id}: no date"
    for decision in stored.decisions:
        if decision.kind == METADATA and decision.data.get("field") in tuple(FIELDS):
            try:
                correction_from(decision.data)
            except ValueError as error:
                yield f"{where}: {decision.id}: corrects nothing: {error} (T in the reader corrects it anew)"
    for name in sorted(finished_by(stored.decisions)):
        records = stored.decisions, stored.annotations, stored.links
        if seal_state(*records, name, stored.document.sha256, former) == BROKEN:
            who = safe_text(name)
            yield f"{where}: {who} had finished it, and what {who} handed in was changed since ({who} seals it with d)"
    for link in stored.links:
        if link.source not in known:
            yield f"{where}: link {link.id}: starts from an annotation that is gone"
    for one in stored.annotations if article is not None else ():
        if one.anchor != DETACHED and article is not None and article.text[one.start : one.end] != one.quote:
            place = f"{one.start}-{one.end}"
            yield f"{where}: {one.id}: its quote does not stand at {place} (open it: it is found again)"


class RepeatedIds:
    """Counts the annotations that are in two documents, in memory that hardly grows with how many there are.

    Most ids wait in a temporary file. Where it cannot be written they stay in memory: what is only said beside the
    work of a command never stops it. To be closed.
    """

    def __init__(self) -> None:
        self._ids = [bytearray() for _ in range(_BUCKETS)]
        self._size = 0
        self._file: BinaryIO | None = None
        self._is_file_usable = True
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in range(_BUCKETS)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, document: Stored | StoredTexts) -> None:
        """Take a document in, in which no id is twice."""
        self.add_numbers(numbers_of(document))

    def add_numbers(self, ids: bytes) -> None:
        """Take a document in, of which the ids are known as ``numbers_of`` gives them."""
        buckets = self._ids
        for at in range(0, len(ids), _BYTES):
            buckets[ids[at + _BYTES - 1]] += ids[at : at + _BYTES]
        self._size += len(ids)
        if self._size > _IN_MEMORY and self._is_file_usable:
            self._is_file_usable = self._move_to_file()

    def count(self) -> int:
        """How many ids are in more documents than one."""
        return sum(_repeated([ids[at : at + _BYTES] for at in range(0, len(ids), _BYTES)]) for ids in self._heaps())

    def _heaps(self) -> Iterator[bytes]:
        for pieces, ids in zip(self._pieces, self._ids, strict=True):
            yield b"".join([*(self._read(start, size) for start, size in pieces), ids])

    def _read(self, start: int, size: int) -> bytes:
        if self._file is None:
            raise ValueError("nothing was written")
        self._file.seek(start)
        return self._file.read(size)

    def _move_to_file(self) -> bool:
        """Write what is in memory behind what is in the file; whether that could be done."""
        from tempfile import TemporaryFile

        data = b"".join(self._ids)
        try:
            if self._file is None:
                self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed by ``__exit__``
            begin = self._file.seek(0, os.SEEK_END)
            if self._file.write(data) != len(data):
                return False
        except OSError:
            return False
        for pieces, ids in zip(self._pieces, self._ids, strict=True):
            pieces.append((begin, len(ids)))
            begin += len(ids)
            ids.clear()
        self._size = 0
        return True


def numbers_of(document: Stored | StoredTexts) -> bytes:
    """The ids of a document's annotations as numbers, each in 16 bytes, the high ones first."""
    if isinstance(document, Stored):
        numbers = [row_id_of(one.id) for one in document.annotations]
        return b"".join([int(number).to_bytes(_BYTES, "big") for number in numbers])
    return b"".join([int(one.row_id).to_bytes(_BYTES, "big") for one in document.annotations])


def _repeated(ids: list[bytes]) -> int:
    counts = Counter(ids)
    return sum(1 for count in counts.values() if count > 1) if len(counts) < len(ids) else 0


class LinkCheck:
    """Collects what leads where over all documents, to say in the end which links lead nowhere."""

    def __init__(self) -> None:
        self._ids: Counter[str] = Counter()
        self._targets: list[tuple[str, str, str]] = []

    def add(self, stored: Stored) -> None:
        """Take a document in."""
        self._ids.update(one.id for one in stored.annotations)
        self._targets += [(stored.document.path, link.id, link.target) for link in stored.links]

    def faults(self) -> Iterator[str]:
        """Links to annotations that are nowhere, and annotations that are in two documents."""
        for where, link, target in self._targets:
            if target not in self._ids:
                yield f"{where}: link {link}: leads to an annotation that is gone"
        for one, count in sorted(self._ids.items()):
            if count > 1:
                yield f"{one}: is in {count} documents (was a store file copied? move the copy out)"
