"""Documents whose annotations are read as texts, for a pass over a whole store (see ``records/annotation_texts.py``).

What is scanned is what ``DocumentReader`` would read: a file that stands as the program wrote it, with nothing beside
it that says more. To whatever is not certainly so the answer is None, and the document is read in full. The way to the
folders is walked once for all files.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from reader.model.annotation import Decision, Link, Record
from reader.model.document import Document, Stored
from reader.store.files import journal
from reader.store.files.document_state import Stamp, stamp_in
from reader.store.files.file_format import are_tables, take_revision
from reader.store.files.journal import Marker
from reader.store.files.json_repair import without_duplicates
from reader.store.records.annotation_texts import AnnotationTexts, texts_in
from reader.store.records.link_rows import links_in
from reader.store.records.record_rows import TRASH, RowError, Tables, meta_of, record_of, row_id_of
from reader.store.records.schema_versions import SCHEMA_VERSION, version_of
from reader.store.store_folder import hidden_path
from reader.store.store_protocol import StoredTexts
from reader.system.file_bounds import read_up_to
from reader.system.guarded_path import Entered, StorePath
from reader.system.hashes import sha256

_HEADING, _END = b'\n,"annotations": {\n', b"\n}\n"
_LINKS = re.compile(r'(?<=\n,"links": \{\n)(?:,?"[^\n]+\n)+(?=\}\n)')
#: The end of a history that holds its last line.
_TAIL = 4096
#: File systems tell times in ticks: a file changed this short a time ago may change again without a new time.
_TICK_NS = 2_000_000_000


class ScannedTables(NamedTuple):
    """A document as scanned, each table ordered by id.

    Attributes:
        tables: those that are neither of the two below.
        annotations: as texts.
        links: all; None where they are among the ``tables``.
    """

    tables: Tables
    annotations: list[AnnotationTexts]
    links: tuple[Link, ...] | None


class FolderScan:
    """See ``DocumentScan``.

    Args:
        folders: with the documents' files, their journals and their histories, open; None where there is none.
        copies: the documents that have conflict copies, which are read in full.
        described: the document that a row of ``_meta`` describes.
    """

    def __init__(
        self,
        folders: Sequence[Entered | None],
        copies: Container[str],
        described: Callable[[str, Mapping[str, Any]], Document],
    ) -> None:
        self._files, self._journals, self._histories = folders
        self._copies, self._described = copies, described

    def texts(self, key: str) -> StoredTexts | None:
        """See ``DocumentScan``."""
        found = None if key in self._copies else self._document(key)
        if found is None:
            return None
        try:
            links = _records(found.tables, "links") if found.links is None else found.links
            decisions = _records(found.tables, "decisions")
        except RowError:
            return None
        stored = Stored(
            self._described(key, meta_of(found.tables)),
            (),
            tuple(one for one in links if isinstance(one, Link)),
            tuple(one for one in decisions if isinstance(one, Decision)),
        )
        return StoredTexts(stored, found.annotations)

    def stamps(self, key: str) -> object:
        """See ``DocumentScan``: when the document's files were changed, their sizes and inodes."""
        try:
            stamps = None if key in self._copies or self._files is None else self._stamps(key)
        except OSError:
            return None
        now = time.time_ns()
        if stamps is None or any(one is not None and now - one[0] < _TICK_NS for one in stamps):
            return None
        return [None if one is None else [*one] for one in stamps]

    def _stamps(self, key: str) -> tuple[Stamp, Stamp, Stamp]:
        names = f"{key}.json", f"{key}.jsonl"
        return (
            _stamp(self._files, names[0]),
            _stamp(self._journals, names[1]),
            _stamp(self._histories, names[1]),
        )

    def _document(self, key: str) -> ScannedTables | None:
        try:
            stamps = self._stamps(key)
            raw = b"" if stamps[1] is None else _content(self._journals, f"{key}.jsonl")
            data = b"" if stamps[0] is None else _content(self._files, f"{key}.json")
            if not self._is_all(key, raw, data, stamps[2]) or self._stamps(key) != stamps:
                return None
        except OSError:
            return None
        return scanned(data)

    def _is_all(self, key: str, raw: bytes, data: bytes, history: Stamp) -> bool:
        """Whether the file is all there is: its journal, or else the end of its history, names its hash."""
        if raw:
            lines = journal.lines_in(raw)
            named = [one.item.snapshot for one in lines.lines if isinstance(one.item, Marker)]
            return not lines.half and len(named) == len(lines.lines) and named[-1:] == [sha256(data)]
        if history is None:
            return True
        tail = _content(self._histories, f"{key}.jsonl", max(0, history[1] - _TAIL))
        last = journal.item_in(tail[: tail.rfind(b"\n") + 1].rstrip(b"\n").rpartition(b"\n")[2])
        return not isinstance(last, Marker) or last.snapshot in ("", sha256(data))


def scanned(data: bytes) -> ScannedTables | None:
    """The tables in the bytes of a store file; None where they are not as the program writes them."""
    start = data.find(_HEADING) + len(_HEADING)
    end = data.find(_END, start - 1) + 1
    if start < len(_HEADING) or end <= start:
        return None  # an emptied file is a question for the history
    try:
        rest = (data[:start] + data[end:]).decode()
        rows = _LINKS.search(rest)
        links = links_in(rows[0]) if rows else None
        if rows and links is not None:
            rest = rest[: rows.start()] + rest[rows.end() :]
        tables = json.loads(rest, object_pairs_hook=without_duplicates)
    except (ValueError, RecursionError):
        return None
    if not are_tables(tables) or "annotations" not in tables:
        return None
    take_revision(tables)
    annotations = texts_in(data[start:end])
    if annotations is None or version_of(tables) != SCHEMA_VERSION:
        return None
    graves = tables.get(TRASH)
    if graves and any(one.row_id.decode() in graves for one in annotations):
        return None  # which of the two is newer decides
    if graves and links and any(row_id_of(one.id) in graves for one in links):
        return None
    return ScannedTables(tables, annotations, links)


@contextmanager
def scanning(
    folder: Path, hidden: Path, copies: Container[str], described: Callable[[str, Mapping[str, Any]], Document]
) -> Iterator[FolderScan]:
    """Open the folders of a store for as long as the documents in it are scanned; as of ``FolderScan``."""
    paths = StorePath(folder), hidden_path(hidden, "journals"), hidden_path(hidden, "history")
    with ExitStack() as held:
        folders: list[Entered | None] = []
        for path in paths:
            try:
                folders.append(held.enter_context(path.entered()))
            except FileNotFoundError:
                folders.append(None)
            except OSError:  # a link, say: ``load`` says what is wrong with it
                folders = [None] * len(paths)
                break
        yield FolderScan(folders, copies, described)


def _records(tables: Tables, name: str) -> list[Record]:
    """The records of a table that were not deleted, ordered by id; raises ``RowError``."""
    found = (record_of(tables, name, row_id) for row_id in tables.get(name, ()))
    return sorted((one for one in found if one is not None), key=lambda one: one.id)


def _stamp(folder: Entered | None, name: str) -> Stamp:
    if folder is None:
        return None
    try:
        return stamp_in(os.stat(name, dir_fd=folder.folder, follow_symlinks=False))
    except FileNotFoundError:
        return None


def _content(folder: Entered | None, name: str, start: int = 0) -> bytes:
    if folder is None:
        return b""
    handle = folder.handle(name, os.O_RDONLY)
    try:
        return read_up_to(handle, start, (folder.path / name).most)
    finally:
        os.close(handle)
