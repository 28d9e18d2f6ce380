"""Writes what two sides come to into a new store: the same files for the same sides and the same place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from reader.exchange.comparison.side_merge import MergedDocument, MergedSides
from reader.exchange.comparison.side_reading import DatabaseStore
from reader.model.act import Act
from reader.model.annotation import Record, table_name, to_fields
from reader.model.document import Document
from reader.model.untrusted_data import one_line
from reader.store.document_keys import ends_of_key, usual_key
from reader.store.records.place_encoding import encoded_place
from reader.store.records.record_rows import META, TRASH, RowChange, Tables, row_id_of
from reader.store.records.schema_versions import SCHEMA_VERSION
from reader.system.hashes import sha256


def write_merged(
    store: DatabaseStore,
    merged: MergedSides,
    act: Act,
    place_of: Callable[[str], str],
    tick: Callable[[int, int], object] = lambda *_: None,
) -> list[str]:
    """Write all documents and labels into an empty store.

    Args:
        store: to be written.
        merged: what is to be in it.
        act: why, for the history; there is what gave way, too.
        place_of: says an absolute path as ``_meta`` of the store is to have it.
        tick: called with how many documents are done, and of how many.

    Returns:
        A line for each label that the store cannot have.

    Raises:
        StoreError: it cannot be written.
    """
    keys: set[str] = set()
    for done, one in enumerate(merged.documents):
        tick(done, len(merged.documents))
        key = _key(one, keys)
        keys.add(key)
        leader = one.leader.document
        location = leader.location or os.path.abspath(leader.path)  # noqa: PTH100 - links stay
        tables = _tables(one, place_of(location))
        with store.database(key).storage.transaction(act, is_exact=True) as edits:
            edits.lost = tuple(_rows(one.lost))
            edits.make(tables)
        if texts := one.texts():
            path = tables[META]["1"]["path"]
            title = tables[META]["1"]["title"]
            store.save(Document(key, path, leader.sha256, title or None, location), (), text=texts[0])
    refused = []
    for label in merged.labels:
        try:
            store.add_label(label._replace(is_retired=False))
        except ValueError as error:
            refused.append(f"label {label.name}: {error}: left out")
    store.change_labels(merged.label_changes)
    return refused


def relative_to(folder: Path) -> Callable[[str], str]:
    """Says where a file lies as a store in that folder has it."""
    return lambda location: encoded_place(Path(os.path.relpath(location, folder)).as_posix())


def _key(one: MergedDocument, taken: set[str]) -> str:
    """What the document is called: as in its store, else as it would be in any."""
    document = one.leader.document
    key = document.key or usual_key(document.path, document.sha256)
    if key in taken:
        start, end = ends_of_key(document.path, document.sha256)
        key = f"{start}-{sha256(document.path.encode(errors='surrogatepass'))[:6]}{end}"
    number = 1
    while key in taken:
        number += 1
        start, end = ends_of_key(document.path, document.sha256)
        key = f"{start}-{number}{end}"
    return key


def _tables(one: MergedDocument, place: str) -> Tables:
    document = one.leader.document
    path = one_line(document.path)
    meta: dict[str, Any] = {
        **one.leader.meta,
        "schema": SCHEMA_VERSION,
        "name": one_line(Path(path).name),
        "path": path,
        "place": place,
        "sha256": document.sha256,
        "title": document.title or "",
        "hashes": one.hashes,
    }
    tables: Tables = {META: {"1": meta}, TRASH: {row_id_of(name): row for name, row in one.graves.items()}}
    for table, row_id, row, _ in _rows(one.records.values()):
        tables.setdefault(table, {})[row_id] = row
    return {**one.beside, **tables}


def _rows(records: Iterable[Record]) -> list[RowChange]:
    return [RowChange(table_name(one), row_id_of(one.id), to_fields(one), None) for one in records]
