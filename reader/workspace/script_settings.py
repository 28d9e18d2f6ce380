"""The settings and the store of a session that a script opens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config.settings import annotator_name
from reader.config.settings_sources import load
from reader.store import open_store, settled_store

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.store.store_protocol import Store


def settings_and_store(settings: Settings | None, store: str | Path | None, annotator: str) -> tuple[Settings, Store]:
    """The settings with the labels of the store, and the store; what is None or empty is as in the reader.

    Raises:
        SettingsError: the settings cannot be used.
        StoreError: ``store`` is the address of a kind of store that is not known.
    """
    chosen = settings or load()
    chosen = replace(chosen, annotator=annotator or chosen.annotator)
    kept = settled_store(chosen) if store is None else open_store(store, annotator_name(chosen))
    added = [label for label in kept.labels() if label.name not in {one.name for one in chosen.labels}]
    return replace(chosen, labels=(*chosen.labels, *added)), kept
