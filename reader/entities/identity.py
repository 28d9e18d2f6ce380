"""When two entities are taken for one: in another document, and in the same one after its names were found anew.

Names decide across documents; within one text the mentions that they share do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from reader.entities.name_forms import key, without_titles
from reader.entities.tables import synonyms
from reader.model.entity import Entity

#: Kinds that detectors mix up: a name has one of them here and another there.
_FAMILIES = {"country": "place"}


@lru_cache(maxsize=16384)
def telling_keys(entity: Entity) -> frozenset[str]:
    """What names an entity beyond doubt, with its kind: its full names; of a person no lone first name or surname."""
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
    """The kind, or the one that it is taken for where names are compared."""
    return _FAMILIES.get(kind, kind)


def is_same(one: Entity, other: Entity) -> bool:
    """Whether two entities of two texts are taken for one.

    A person who is only named by surname in one text is taken for the one of that surname in the other; two people
    with one surname are two.
    """
    left, right = telling_keys(one), telling_keys(other)
    return not left.isdisjoint(right) or surname_key(one) in right or surname_key(other) in left


def counterpart(entity: Entity, among: Sequence[Entity]) -> Entity | None:
    """What has become of an entity after the names of its text were found anew; None where nothing has.

    The same one; else the one of the same name; else the one that shares most mentions with it.
    """
    if entity in among:
        return entity
    named = [one for one in among if one.name == entity.name]
    if named:
        return next((one for one in named if family(one.kind) == family(entity.kind)), named[0])
    offsets = [offset for mention in entity.mentions for offset in (mention.start, mention.end - 1)]
    best = max(among, key=lambda one: _shared(one, offsets), default=None)
    return best if best is not None and _shared(best, offsets) else None


def _shared(entity: Entity, offsets: Sequence[int]) -> int:
    """How many of the offsets (ordered) lie in mentions."""
    return sum(bisect_left(offsets, one.end) - bisect_left(offsets, one.start) for one in entity.mentions)
