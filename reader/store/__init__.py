"""Keeps what a person did: the store as a protocol, in a folder of TinyDB files with a journal, and in memory.

``open_store`` is the one place that says which kind of store an address means. ``open_database`` is for scripts that
speak TinyDB; it opens documents of a folder store.
"""

from __future__ import annotations

import os
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.store.folder_store import FolderStore
    from reader.store.records.document_database import DocumentDatabase
    from reader.store.store_protocol import Store

#: What is loaded when something is saved first: ids and locks, the files of a document, and what a save does besides.
_FOR_SAVES = (
    "ulid",
    "filelock",
    "reader.store.save_queue",
    "reader.store.files.journal_storage",
    "reader.store.files.write_back",
    "reader.store.history.backup_schedule",
    "reader.store.history.backups",
    "reader.store.history.undo",
    "reader.store.records.document_database",
    "reader.store.records.save_outcome",
    "reader.store.records.step_reversal",
)


def open_store(address: str | os.PathLike[str], viewer: str | None = None) -> Store:
    """The store at an address; nothing is made before the first save.

    Args:
        address: a folder, or that of a ``MemoryStore``; ``memory:`` alone is a new one.
        viewer: who looks, which counts where the project is blind: they see their own work and what all have finished.
            None for the annotator of the settings in force.

    Raises:
        StoreError: it is an address of a kind that is not known here, or who works on the store cannot be read.
    """
    from pathlib import Path

    from reader.config.settings import MEMORY, scheme_of

    scheme = scheme_of(address) if isinstance(address, str) else ""
    if scheme == MEMORY:
        from reader.store.memory_storage import Memory
        from reader.store.memory_store import MemoryStore

        return MemoryStore(Memory.known.get(str(address)))
    if scheme:
        return _on_server(str(address), scheme, viewer)
    from reader.store.folder_store import FolderStore

    return _as_seen(FolderStore(Path(address)), viewer)


def _as_seen(store: FolderStore, viewer: str | None) -> Store:
    """A store in a folder as an annotator may see it; raises ``StoreError`` where who works on it cannot be read."""
    from reader.store.store_folder import ASSIGNMENTS_FILE, PROJECT_FILE

    if not any(os.path.lexists(store.folder / name) for name in (PROJECT_FILE, ASSIGNMENTS_FILE)):  # as in most
        return store
    from reader.config.settings import annotator_name
    from reader.config.settings_sources import load
    from reader.store.team.blind_store import BlindStore
    from reader.store.team.blind_view import blind_view

    if viewer is None:
        viewer = annotator_name(load())
    view = blind_view(store.folder, viewer)
    if view is not None:
        return BlindStore(store, view)
    store.viewer = viewer
    return store


def _on_server(address: str, scheme: str, viewer: str | None) -> Store:
    """The store at an address that is no path; raises ``StoreError``."""
    from reader.config.server_address import SCHEMES, server_address
    from reader.config.settings import not_a_path
    from reader.store.store_protocol import StoreError

    if scheme.lower() not in SCHEMES:
        raise StoreError(not_a_path(scheme))
    from reader.store.postgres.copied_store import CopiedStore

    try:
        store = CopiedStore(server_address(address))
    except ValueError as error:
        raise StoreError(str(error)) from error
    store.make_ready()
    return _as_seen(store, viewer)


def settled_store(settings: Settings) -> Store:
    """The store that the settings name, else the one that is found from the working folder.

    Raises:
        SettingsError: it is of a kind that is not known here, where the message begins with what names it; or who works
            on it cannot be read.
    """
    from reader.config.settings import SettingsError, annotator_name
    from reader.config.settings_sources import named_by, store_address
    from reader.store.store_protocol import ProjectError, StoreError

    try:
        return open_store(store_address(settings), annotator_name(settings))
    except ProjectError as error:
        raise SettingsError(error) from error
    except StoreError as error:
        raise SettingsError(f"{named_by(settings.places, 'store')} {error}") from error


def settings_and_store(
    settings: Settings | None, address: str | os.PathLike[str] | None, annotator: str
) -> tuple[Settings, Store]:
    """The settings with the labels of the store, and the store; what is None or empty is as in the reader.

    Raises:
        SettingsError: the settings cannot be used.
        StoreError: it is the address of a kind of store that is not known.
    """
    from dataclasses import replace

    from reader.config.settings import annotator_name
    from reader.config.settings_sources import load
    from reader.store.labels.codebook import labels_in_force

    chosen = settings or load()
    chosen = replace(chosen, annotator=annotator or chosen.annotator)
    store = settled_store(chosen) if address is None else open_store(address, annotator_name(chosen))
    return replace(chosen, labels=labels_in_force(store, chosen.labels)), store


def open_database(path: str | os.PathLike[str]) -> DocumentDatabase:
    """A document of a store as a TinyDB database, for scripts. ``annotations`` is its default table.

        with open_database("annotations/meeting.txt.5f2b0c9d1e7a.json") as database:
            database.update({"note": "look at this"}, where("label") == "claim")

    See ``FolderStore.database`` for what becomes of what is written through it.

    Args:
        path: of the document's file in the store's folder.

    Raises:
        StoreError: no store has a document there.
    """
    from pathlib import Path

    from reader.store.folder_store import FolderStore
    from reader.store.store_protocol import StoreError

    file = Path(path)
    store, key = FolderStore(file.parent), file.name.removesuffix(".json")
    if key not in store.keys():
        raise StoreError(f"{file}: is no document of a store (open it in the reader, and tag something in it)")
    return store.database(key)


def load_for_saves() -> None:
    """Load what a save needs, for whoever has a thread to spare before there is one; it does nothing else."""
    for name in _FOR_SAVES:
        with suppress(ImportError):  # the save itself says what is missing
            import_module(name)
