"""Labels that an import brings and nobody here has: they are added to the store, each with a key that is free."""

from __future__ import annotations

import string
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.store.store_protocol import Store

#: What a label may have for a key, after the letters of its own name.
_KEYS = f"{string.ascii_letters}{string.punctuation}"


def add_unknown_labels(store: Store, settings: Settings, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Add those labels to the store that neither it nor the settings know.

    Returns:
        The names of those that were added, and of those that cannot be a label's: passages keep them all the same.

    Raises:
        StoreError: the store cannot be written.
    """
    from reader.config.settings_file import label_from
    from reader.system.os_errors import reason
    from reader.ui.keymap.action_table import KeyTableError, resolved

    known = {label.name for label in (*settings.labels, *store.labels())}
    added: list[str] = []
    refused: list[str] = []
    taken: set[str] = {label.key for label in store.labels()}
    with suppress(KeyTableError):  # then the reader says it, and a key may be taken twice
        taken |= {key for one in resolved(settings) if not one.where for key in one.keys}
    for name in sorted(set(names) - known):
        key = next((key for key in f"{name.lower()}{name.upper()}{_KEYS}" if key not in taken and key in _KEYS), "")
        try:
            store.add_label(label_from({"name": name, "key": key}))
        except (ValueError, OSError) as error:
            refused.append(name if isinstance(error, ValueError) else f"{name} ({reason(error)})")
            continue
        taken.add(key)
        added.append(name)
    return added, refused
