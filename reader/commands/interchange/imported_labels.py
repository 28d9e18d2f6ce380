"""Labels that an import brings and nobody here has: they are added to the store, each with a key that is free."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.exchange.format_protocol import ImportedLabel
    from reader.store.store_protocol import Store

#: What a label may have for a key, after the letters of its own name.
_KEYS = f"{string.ascii_letters}{string.punctuation}"


def unknown_labels(store: Store, settings: Settings, names: Iterable[str]) -> list[str]:
    """Those that neither the store nor the settings know, in order."""
    from reader.store.labels.codebook import labels_in_force

    return sorted(set(names) - {label.name for label in labels_in_force(store, settings.labels)})


def add_unknown_labels(
    store: Store, settings: Settings, names: Iterable[str], described: Mapping[str, ImportedLabel]
) -> tuple[list[str], list[str]]:
    """Add those labels to the store that neither it nor the settings know.

    Args:
        store: to add them to.
        settings: in force.
        names: of the labels.
        described: colours and guidelines of some, by name.

    Returns:
        The names of those that were added, and of those that cannot be a label's: passages keep them all the same.

    Raises:
        StoreError: the store cannot be written.
    """
    from reader.config.settings_file import label_from
    from reader.system.os_errors import reason

    added: list[str] = []
    refused: list[str] = []
    taken = taken_keys(store, settings)
    for name in unknown_labels(store, settings, names):
        key = free_key(name, taken)
        about = described.get(name)
        more = {} if about is None else {"colour": about.colour, "guideline": about.guideline}
        try:
            store.add_label(label_from({"name": name, "key": key, **{one: more[one] for one in more if more[one]}}))
        except (ValueError, OSError) as error:
            refused.append(name if isinstance(error, ValueError) else f"{name} ({reason(error)})")
            continue
        taken.add(key)
        added.append(name)
    return added, refused


def taken_keys(store: Store, settings: Settings) -> set[str]:
    """The keys that something begins with already, in the article."""
    from reader.ui.keymap.action_table import KeyTableError, resolved

    taken = {label.key for label in store.labels()}
    with suppress(KeyTableError):  # then the reader says it, and a key may be taken twice
        taken |= {key for one in resolved(settings) if not one.where for key in one.keys}
    return taken


def free_key(name: str, taken: Collection[str]) -> str:
    """A key for a label of that name, of its own letters if one is free; empty where none is."""
    return next((key for key in f"{name.lower()}{name.upper()}{_KEYS}" if key not in taken and key in _KEYS), "")
