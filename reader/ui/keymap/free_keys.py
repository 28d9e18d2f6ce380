"""Keys for labels that come in or are made: one of the label's own letters, if nothing begins with it yet."""

from __future__ import annotations

import string
from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.ui.keymap.action_table import KeyTableError, resolved

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.store.store_protocol import Store

#: What a label may have for a key, after the letters of its own name.
_KEYS = f"{string.ascii_letters}{string.punctuation}"


def taken_keys(store: Store, settings: Settings) -> set[str]:
    """The keys that something begins with already, in the article."""
    taken = {label.key for label in store.labels()}
    with suppress(KeyTableError):  # then the reader says it, and a key may be taken twice
        taken |= {key for one in resolved(settings) if not one.where for key in one.keys}
    return taken


def free_key(name: str, taken: Collection[str]) -> str:
    """A key for a label of that name, of its own letters if one is free; empty where none is."""
    return next((key for key in f"{name.lower()}{name.upper()}{_KEYS}" if key not in taken and key in _KEYS), "")
