"""Decides whether two entities are the same, across documents and after a new search in one document.

Across documents the names decide; within one text the shared mentions do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from reader.entities.name_forms import key, without_titles
from reader.entities.tables import synonyms
from reader.model.entity import Entity

#: Kinds that detectors often confuse.
_FAMILIES = {"country": "place"}


@lru_cache(maxsize=16384)
def telling_keys(entity: Entity) -> frozenset[str]:
    """Keys that identify an entity with its kind: its full names; for a person no single first name or surname."""
    forms = {entity.name, *entity.aliases}
    if entity.kind == "person":
        forms = {without_titles(form) or form for form in forms}
        full = {form for form in forms if " " in form}
        forms = full or forms
    known = synonyms()
    return frozenset(f"{family(entity.kind)}:{key(known.get(form, form))}" for form in forms)


@lru_cache(maxsize=16384)
def surname_key(entity: Entity) -> str:
    """The surname of a person who is named in full, with its kind; empty for all others."""
    words = (without_titles(entity.name) or entity.name).split() if entity.kind == "person" else ()
    return f"person:{key(words[-1])}" if len(words) > 1 else ""


def family(kind: str) -> str:
    """The kind under which names are compared."""
    return _FAMILIES.get(kind, kind)


def is_same(first: Entity, second: Entity) -> bool:
    """Whether two entities of two texts are the same.

    A person with only a surname in one text matches the person with that surname in the other. Two full names with one
    surname are two people.
    """
    left, right = telling_keys(first), telling_keys(second)
    return not left.isdisjoint(right) or surname_key(first) in right or surname_key(second) in left


def counterpart(entity: Entity, among: Sequence[Entity]) -> Entity | None:
    """The same entity after the names of its text were found again; None if it is gone.

    It is the equal entity, or one of the same name, or the one that shares most mentions.
    """
    if entity in among:
        return entity
    same_name = [one for one in among if one.name == entity.name]
    if same_name:
        return next((one for one in same_name if family(one.kind) == family(entity.kind)), same_name[0])
    offsets = [offset for mention in entity.mentions for offset in (mention.start, mention.end - 1)]
    best = max(among, key=lambda one: _shared(one, offsets), default=None)
    return best if best is not None and _shared(best, offsets) else None


def _shared(entity: Entity, offsets: Sequence[int]) -> int:
    """The number of the (ordered) offsets that lie in mentions."""
    return sum(bisect_left(offsets, one.end) - bisect_left(offsets, one.start) for one in entity.mentions)
