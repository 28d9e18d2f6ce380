"""Reads a side from what a user named: a store's folder, a revision of a store, or an export in any format."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reader.config.settings import HIDDEN_FOLDER
from reader.exchange.comparison.side import Side, SideDocument, Writer
from reader.exchange.comparison.store_revisions import content_in, present_revision, revision_of, store_in, team_in
from reader.exchange.exchange_error import ExchangeError
from reader.model.annotation import TABLES, Record
from reader.store.conflict_copies import copies_in
from reader.store.document_keys import Identity
from reader.store.records.place_encoding import decoded_place
from reader.store.records.record_rows import KNOWN_TABLES, TRASH, hashes_of, identifier, meta_of, row_id_of
from reader.store.store_folder import PROJECT_FILE
from reader.store.store_protocol import COPIES, LEFT_ALONE, MISSING, Store, StoreError
from reader.store.team.blind_view import blind_view_of, uncounted
from reader.store.team.project_file import project_text
from reader.store.team.team_files import team_of
from reader.system.git_command import GitError

if TYPE_CHECKING:
    from reader.exchange.comparison.store_revisions import Revision
    from reader.store.records.document_database import DocumentDatabase
    from reader.store.records.transaction import Transaction

#: Bytes at the start of a file that its format is recognised by.
_HEAD = 1 << 16
#: What a person is told of a store that is compared.
_TOLD = (COPIES, LEFT_ALONE, MISSING)


class DatabaseStore(Store, Protocol):
    """A store whose documents are TinyDB databases."""

    def database(self, key: str) -> DocumentDatabase:
        """See ``TableStore``."""


class SideError(Exception):
    """Nothing that can be compared is there; one line."""


def read_side(name: str, store: str, viewer: str) -> Side:
    """What is named, all of it.

    Args:
        name: a file or a folder that is there, else ``REV:STORE``, or ``REV:`` for the store in force.
        store: the address of the store in force.
        viewer: who looks: ``Side.view`` says what they may see.

    Raises:
        SideError: nothing is there, or it cannot be read.
        StoreError: a store cannot be read.
    """
    path = Path(name)
    if os.path.isdir(name):  # noqa: PTH112 - never raises
        return _of_folder(name, path, viewer)
    if os.path.lexists(name):
        return _of_export(name, path)
    revision, colon, folder = name.partition(":")
    if not colon:
        raise SideError(f"{name}: is not there (a file, a store's folder, or REV:STORE for a revision in git)")
    try:
        return side_of_revision(name, revision_of(revision, Path(folder or store)), viewer)
    except GitError as error:
        raise SideError(f"{name}: {error}") from error


def _of_folder(name: str, path: Path, viewer: str) -> Side:
    """A store, unless a format takes the folder for its own; raises ``SideError``, ``StoreError``."""
    from reader.exchange.formats import USUAL, recognised
    from reader.store.folder_store import FolderStore

    if (path_format := recognised(path, b"")) != USUAL:
        return _read_export(name, path, path_format)
    store = FolderStore(path)
    if not store.keys() and not (path / HIDDEN_FOLDER).is_dir() and next(path.iterdir(), None) is not None:
        raise SideError(f"{name}: is no store and no export (name the store's own folder)")
    side = side_of_store(name, store, os.path.abspath(name))  # noqa: PTH100 - links stay
    side.revision, side.project_file = present_revision(path), project_text(store.folder)
    side.team = store.team()
    side.view = blind_view_of(side.team, viewer)
    if side.view is not None:
        side.notices = [uncounted(one).line for one in store.warnings() if one.kind in _TOLD]
    return side


def side_of_store(name: str, store: DatabaseStore, folder: str) -> Side:
    """A store, every document of it; one that cannot be read is named.

    Args:
        name: of the side.
        store: any that is open.
        folder: that the places of its documents are seen from.
    """
    project = store.project_folder()
    side = Side(
        name,
        labels=store.labels(),
        label_changes=store.label_changes().all,
        notices=[one.line for one in store.warnings() if one.kind in _TOLD],
        writers=partial(_writers, store),
        project="" if project is None else str(project),
    )
    for key in store.keys():
        try:
            side.documents.append(_document(side, store, key, folder))
        except StoreError as error:
            side.faults.append(str(error))
    side.documents.sort(key=lambda one: (one.document.path, one.document.sha256, str(one.document.key)))
    return side


def side_of_revision(name: str, revision: Revision, viewer: str) -> Side:
    """A store as it is in a commit; raises ``GitError``. Who works on it is what its work tree says now, if it does."""
    store, faults = store_in(revision)
    known = {key: meta_of(one.tables) for key, one in store.memory.documents.items()}
    identities = {
        key: Identity(str(meta.get("sha256", "")), hashes_of(meta), str(meta.get("place", "")))
        for key, meta in known.items()
    }
    for key, copies in copies_in(known, identities.get).items():
        for copy in copies:
            faults.append(f"{copy}.json: a conflict copy of {key}.json: left out (merge it first)")
            del store.memory.documents[copy]
    folder = revision.root / revision.inner
    side = side_of_store(name, store, str(folder))
    side.faults = [*(f"{name}: {one}" for one in faults), *side.faults]
    side.revision, side.project = revision, str(folder.parent)
    is_here = bool(project_text(folder))
    side.project_file = project_text(folder) if is_here else content_in(revision, PROJECT_FILE)
    side.team = team_of(folder) if is_here else team_in(revision)
    side.view = blind_view_of(side.team, viewer)
    return side


def _of_export(name: str, path: Path) -> Side:
    from reader.exchange.formats import recognised
    from reader.system.os_errors import reason

    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise SideError(f"{name}: cannot be read: {reason(error)}") from error
    return _read_export(name, path, recognised(path, head))


def _read_export(name: str, path: Path, format_name: str) -> Side:
    from reader.exchange.comparison.export_reading import side_of_export
    from reader.system.os_errors import reason

    try:
        return side_of_export(name, path, format_name)
    except OSError as error:
        raise SideError(f"{name}: cannot be read: {reason(error)}") from error
    except ExchangeError as error:
        raise SideError(f"{name}: {error}") from error


def _document(side: Side, store: DatabaseStore, key: str, folder: str) -> SideDocument:
    stored = store.load(key, with_copies=True)
    told = side.notices if stored.is_whole else side.faults
    told += stored.notices
    tables = store.database(key).storage.tables()
    meta = meta_of(tables)
    listed: tuple[Record, ...] = (*stored.annotations, *stored.links, *stored.decisions)
    rows = tables.get(TRASH, {})
    graves = {
        gone: rows.get(row_id_of(gone)) or {"deleted_at": at, "table": "annotations"}
        for gone, at in stored.deleted.items()
    }
    place = decoded_place(value) if isinstance(value := meta.get("place"), str) else ""
    location = os.path.normpath(Path(folder) / place) if place else ""
    return SideDocument(
        replace(stored.document, location=location),
        {one.id: one for one in listed},
        graves,
        meta,
        {name: table for name, table in tables.items() if name not in KNOWN_TABLES and table},
        partial(store.earlier_texts, key),
        partial(_history, store, key),
        stored.is_whole,
    )


def _history(store: DatabaseStore, key: str) -> Sequence[Transaction]:
    """What was written into a document; nothing where that cannot be read."""
    try:
        return list(store.history(key))
    except StoreError:
        return ()


def _writers(store: DatabaseStore, key: str) -> Mapping[str, Writer]:
    """Who wrote each record of a document last, by id."""
    found: dict[str, Writer] = {}
    for written in _history(store, key):
        who = Writer(written.act.by, written.at)
        for row in written.rows:
            if row.table in TABLES:
                found[row.row_id] = who
    return {identifier(row_id): who for row_id, who in found.items()}
