"""``--annotator`` on the commands that only read: it selects, and a name that nobody has is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.commands.environment import CommandError, all_stored, store_of

if TYPE_CHECKING:
    import argparse

    from reader.config.settings import Settings
    from reader.model.document import Stored
    from reader.store.store_protocol import Store

#: Names that are proposed, and code points of one that are shown.
_PROPOSED, _SHOWN = 8, 40


def selected(options: argparse.Namespace) -> str:
    """Whose work is asked for, empty for everybody's; raises ``CommandError`` for a name that is blank."""
    name: str | None = options.annotator
    if name is not None and not name.strip():
        raise CommandError("--annotator: a name is needed (leave the option out for everybody's)")
    return (name or "").strip()


def work_of(stored: Stored, name: str) -> Stored:
    """A document with one person's work alone: annotations, the links he made, decisions; all of it for no name."""
    if not name:
        return stored
    annotations = tuple(one for one in stored.annotations if one.annotator == name)
    known = {one.id for one in annotations}
    return replace(
        stored,
        annotations=annotations,
        links=tuple(one for one in stored.links if (one.annotator or name) == name and one.source in known),
        decisions=tuple(one for one in stored.decisions if one.annotator == name),
    )


def has_work(stored: Stored) -> bool:
    """Whether anything is left of a document."""
    return bool(stored.annotations or stored.links or stored.decisions)


def names_in(documents: Iterable[Stored]) -> set[str]:
    """Everybody who did something in the documents."""
    return {
        one.annotator
        for stored in documents
        for records in (stored.annotations, stored.links, stored.decisions)
        for one in records
        if one.annotator
    }


def refuse_stranger(store: Store, name: str, known: Iterable[str]) -> None:
    """Raise ``CommandError`` where a name is none of those that are known; an empty store says enough by itself."""
    if name and (names := sorted(set(known))) and name not in names:
        from reader.system.safe_text import short_text

        shown = [short_text(one, _SHOWN) for one in names[:_PROPOSED]]
        shown += [f"{len(names) - _PROPOSED} more"] if names[_PROPOSED:] else []
        who = short_text(name, _SHOWN)
        raise CommandError(f"{who}: nobody of that name has tagged in {store.name} (there are {', '.join(shown)})")


def store_as_read(options: argparse.Namespace, settings: Settings) -> str:
    """The store's address, for articles as they were read; raises ``CommandError`` where nobody of the name has."""
    store, name = store_of(settings), selected(options)
    if name:
        refuse_stranger(store, name, names_in(all_stored(store, [], quiet=True)))
    return store.address
