"""The lines of an export in their order, in memory that does not grow with the store.

The order is that of the documents' paths, which are known only once every document was read. So each document's lines
are written to a temporary file as it is read, and copied from there in order. The lines are those of ``jsonl.line``:
where a store gives its annotations as texts, they are put together without reading them as JSON, to the same bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Self

from reader.annotations.metadata_corrections import title_in
from reader.exchange.export_target import write_export
from reader.exchange.jsonl import line, rows
from reader.model.annotation import Link
from reader.model.document import Stored
from reader.store.records.record_rows import identifier
from reader.store.store_protocol import Store, StoredTexts, StoreError
from reader.system.json_text import json_text
from reader.system.stdio import counted

#: Bytes of lines that are kept in memory before the temporary file is made, and that are read at once from it.
_IN_MEMORY, _PIECE = 8 << 20, 1 << 18
#: What orders two lines of one path: start, end and id.
_Order = tuple[int, int, str]
#: Called with how many documents are done, and of how many.
Tick = Callable[[int, int], object]


class ExportLines:
    """Takes in documents in any order, and gives the lines of all of them in that of an export.

    Attributes:
        count: of annotations so far.
    """

    def __init__(self) -> None:
        from tempfile import SpooledTemporaryFile  # slow to import, and only a whole export needs it

        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by ``__exit__``
        self._blocks: list[tuple[str, int, int]] = []
        self._end = 0
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # its buffer may not fit on the disk any more, and nobody wants it
            self._file.close()

    def add(self, document: Stored | StoredTexts) -> None:
        """Take a document in; raises ``OSError`` where there is no room for its lines."""
        if isinstance(document, Stored):
            found: Iterator[bytes] = (line(row).encode() for row in rows([document]))
            path = document.document.path
        else:
            found, path = _lines_of(document), document.stored.document.path
        start = self._end
        for data in found:
            self._file.write(data)
            self._end += len(data)
            self.count += 1
        if self._end > start:
            self._blocks.append((path, start, self._end - start))

    def chunks(self) -> Iterator[bytes]:
        """All lines, in pieces that may end anywhere; once, after the last document."""
        for _, group in groupby(sorted(self._blocks), lambda block: block[0]):
            blocks = list(group)
            if len(blocks) == 1:
                yield from self._pieces(*blocks[0][1:])
            else:  # two documents that were opened under one path
                yield from (data for _, data in merge(*(self._ordered(start, size) for _, start, size in blocks)))

    def _pieces(self, start: int, size: int) -> Iterator[bytes]:
        self._file.seek(start)
        while size:
            data = self._file.read(min(size, _PIECE))
            size -= len(data)
            yield data

    def _ordered(self, start: int, size: int) -> Iterator[tuple[_Order, bytes]]:
        end = start + size
        while start < end:
            self._file.seek(start)  # others are read in between
            data = self._file.readline()
            start += len(data)
            row = json.loads(data)
            yield (row["start"], row["end"], row["id"]), data


@dataclass(frozen=True, slots=True)
class Exported:
    """The result of an export; as a string, one line for a person.

    Attributes:
        count: the number of annotations written.
        place: the file or folder, as the store or the system names it.
        left_out: why documents, or parts of them, could not be read; one line each.
        loss: what the format cannot hold, with its name; empty where it holds everything.
    """

    count: int
    place: str
    left_out: tuple[str, ...]
    loss: str = ""

    def __str__(self) -> str:
        more = f" and {len(self.left_out) - 1} more" if self.left_out[1:] else ""
        missing = f"; LEFT OUT: {self.left_out[0]}{more}" if self.left_out else ""
        loss = f"; {self.loss}" if self.loss else ""
        return f"{counted(self.count, 'annotation')} written to {self.place}{loss}{missing}"


def readable_documents(store: Store, left_out: list[str], tick: Tick) -> Iterator[Stored | StoredTexts]:
    """Every document of a store as far as it can be read; ``left_out`` gets a line for what cannot.

    Raises:
        StoreError: the store cannot be read.
    """
    with store.scanning() as scan:
        keys = store.keys()
        for done, key in enumerate(keys):
            tick(done, len(keys))
            try:
                found = scan.texts(key) or store.load(key, with_copies=True)
            except StoreError as error:
                left_out.append(str(error))
                continue
            if isinstance(found, Stored) and not found.is_whole:
                left_out += found.notices
            yield found


def export_file(store: Store, path: Path | None = None, tick: Tick = lambda *_: None) -> Exported:
    """Export every annotation of the store; what cannot be read is left out, and named in the result.

    Args:
        store: whose annotations.
        path: where to; None for ``export.jsonl`` beside the documents.
        tick: called with how many documents are read, and of how many.

    Raises:
        StoreError: the store cannot be read, or the file in it not written.
        OSError: the file cannot be written.
    """
    left_out: list[str] = []
    with ExportLines() as lines:
        for found in readable_documents(store, left_out, tick):
            lines.add(found)
        chunks = lines.chunks()
        place = write_export(store, path, chunks) if path else store.write_beside("export.jsonl", chunks)
        return Exported(lines.count, place, tuple(left_out))


def _lines_of(document: StoredTexts) -> Iterator[bytes]:
    """The lines of a document whose annotations are texts, ordered by start, end, id."""
    stored = document.stored
    about = {
        "document": stored.document.path,
        "document_sha256": stored.document.sha256,
        "title": title_in(stored.decisions, stored.document.title),
    }
    head = b'", ' + json_text(about).encode()[1:-1] + b', "label": '
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link in stored.links:
        links[link.source].append(link)
    ordered = sorted(document.annotations, key=lambda one: (int(one.start), int(one.end), int(one.row_id)))
    for one in ordered:
        name = identifier(one.row_id)
        whole = (
            b'{"id": "', name.encode(), head, one.label,
            b', "start": ', one.start, b', "end": ', one.end,
            b', "quote": ', one.quote, b', "prefix": ', one.prefix, b', "suffix": ', one.suffix,
            b', "source_start": ', one.source_start, b', "source_end": ', one.source_end,
            b', "note": ', one.note, b', "annotator": ', one.annotator,
            b', "created_at": ', one.created_at, b', "updated_at": ', one.updated_at, b', "anchor": ', one.anchor,
            b', "attributed_to": ' if one.attributed_to else b"", one.attributed_to,
            _links_of(links[name]) if name in links else b', "links": []}\n',
        )  # fmt: skip
        yield b"".join(whole)


def _links_of(links: Iterable[Link]) -> bytes:
    listed = [{"id": link.id, "kind": link.kind, "target": link.target} for link in links]
    return f', "links": {json_text(listed)}}}\n'.encode()
