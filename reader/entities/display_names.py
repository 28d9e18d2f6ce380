"""Short forms of entity names for narrow places: an acronym, or a person's surname."""

from __future__ import annotations

from collections import Counter

from reader.entities.name_forms import without_titles
from reader.model.entity import VALUE_KINDS, Entity

#: Letters of the longest acronym that is shown in brackets.
_LONGEST_ACRONYM = 8


def acronym_of(entity: Entity) -> str:
    """The most frequent acronym of a name of several words; empty if there is none."""
    if entity.kind == "person" or entity.kind in VALUE_KINDS or " " not in entity.name:
        return ""
    counts = Counter(mention.text for mention in entity.mentions)
    short = [alias for alias in entity.aliases if _is_acronym(alias) and alias not in entity.name.split()]
    return max(short, key=lambda alias: counts[alias], default="")


def _is_acronym(alias: str) -> bool:
    letters = alias.replace(".", "")
    return (
        2 <= len(letters) <= _LONGEST_ACRONYM
        and letters.isalnum()
        and 2 * sum(map(str.isupper, letters)) > len(letters)
    )


def short_name(entity: Entity) -> str:
    """The acronym, a person's surname, or else the name."""
    if entity.kind == "person":
        words = (without_titles(entity.name) or entity.name).split()
        surname = words[-1]
        return surname if surname in entity.aliases or len(words) > 1 else entity.name
    return acronym_of(entity) or entity.name
