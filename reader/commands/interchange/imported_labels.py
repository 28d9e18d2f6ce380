"""Labels that an import brings and nobody here has: they are added to the store, each with a key that is free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.exchange.format_protocol import ImportedLabel
    from reader.store.store_protocol import Store


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
    from reader.ui.keymap.free_keys import free_key, taken_keys

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
