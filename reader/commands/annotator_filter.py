"""The option ``--annotator`` of the commands that only read: selects one person's work and refuses unknown names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from reader.commands.environment import CommandError, all_stored, store_of

if TYPE_CHECKING:
    import argparse

    from reader.config.settings import Settings
    from reader.model.document import Stored
    from reader.store.store_protocol import Store, StoredTexts

#: Known names that a message lists, and code points of a name that it shows.
_PROPOSED, _SHOWN = 8, 40


def selected(options: argparse.Namespace) -> str:
    """The name that was given, empty for everybody; raises ``CommandError`` for a blank one."""
    name: str | None = options.annotator
    if name is not None and not name.strip():
        raise CommandError("--annotator: a name is needed (leave the option out for everybody's)")
    return (name or "").strip()


def names_in(documents: Iterable[Stored | StoredTexts]) -> set[str]:
    """The names of all who did something in the documents."""
    from reader.model.document import Stored

    found: set[str] = set()
    for document in documents:
        if not isinstance(document, Stored):
            found.update(json.loads(name) for name in {one.annotator for one in document.annotations})
        found |= _names_of(document if isinstance(document, Stored) else document.stored)
    return found - {""}


def _names_of(stored: Stored) -> set[str]:
    return {one.annotator for records in (stored.annotations, stored.links, stored.decisions) for one in records}


def refuse_stranger(store: Store, name: str, known: Iterable[str] | None = None) -> None:
    """Raise ``CommandError`` for a name that is not among the known ones; any name will do if there are none.

    Args:
        store: named in the message.
        name: empty for everybody.
        known: None for all who did something in the store.
    """
    if not name:
        return
    names = set(names_in(all_stored(store, [], quiet=True)) if known is None else known)
    if names:
        refuse_unknown_name(name, names, store.name)


def refuse_unknown_name(name: str, known: Iterable[str], where: str) -> None:
    """Raise ``CommandError`` for a name that is not among the known ones; ``where`` is named in the message."""
    names = sorted(known)
    if name not in names:
        from reader.system.safe_text import short_text

        shown = [short_text(one, _SHOWN) for one in names[:_PROPOSED]]
        shown += [f"{len(names) - _PROPOSED} more"] if names[_PROPOSED:] else []
        who = short_text(name, _SHOWN)
        raise CommandError(f"{who}: no annotator of that name in {where} (there are {', '.join(shown) or 'none'})")


class StoreAt(NamedTuple):
    """What ``open_store`` takes, for other processes: the store's address, and who looks."""

    address: str
    viewer: str


def store_as_read(options: argparse.Namespace, settings: Settings) -> StoreAt | None:
    """The store for ``--as-read``, None without that; raises ``CommandError`` for an unknown ``--annotator``."""
    if not options.as_read:
        return None
    store = store_of(settings)
    refuse_stranger(store, selected(options))
    return StoreAt(store.address, store.viewer)
