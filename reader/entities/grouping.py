"""Groups mentions into entities: which names in one text mean the same person, organisation or place.

It works on the distinct forms of names; each rule joins forms that mean one thing. Forms that need knowledge beyond the
tables (nicknames, translations) stay separate, because a wrong merge costs more than a missed one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.entities.aliases import RULES
from reader.entities.name_forms import Form, key, without_titles
from reader.entities.people import resolve_surnames
from reader.entities.tables import capitals, known_kind, synonyms
from reader.model.entity import KINDS, VALUE_KINDS, Entity, Mention

#: Labels of other tools, so that their mentions can be grouped too.
_LABELS = {
    "per": "person",
    "org": "organisation",
    "organization": "organisation",
    "loc": "place",
    "location": "place",
    "gpe": "place",
    "fac": "place",
    "norp": "group",
    "misc": "group",
    "work_of_art": "work",
    "language": "group",
    "time": "date",
    "percent": "quantity",
    "cardinal": "number",
    "ordinal": "number",
}

#: Forms of one spelling in two families are two entities: the team Brazil and the country.
_FAMILIES = {"person": "person", "organisation": "organisation", "place": "place", "country": "place"}


def group_mentions(mentions: Iterable[Any], text: str = "") -> list[Entity]:
    """The entities, most frequent first, then by first mention.

    Args:
        mentions: ``Mention`` objects, other objects or mappings with ``start``, ``end``, ``text`` and ``kind`` (or
            ``label``), or tuples of these four. Offsets in code points, zero-based, half-open; any order.
        text: the text that they come from; with it, acronyms that the text defines are joined to their long forms.

    Returns:
        Each mention in exactly one entity; the mentions of an entity are ordered by start.

    Raises:
        TypeError: an item has none of these forms.
    """
    listed = sorted(as_mention(mention, text) for mention in mentions)
    forms = _forms(listed)
    groups = _Groups(forms)
    for rule in RULES:
        for left, right in rule(groups.names(), text):
            groups.join(left, right)
    clusters = resolve_surnames(groups.clusters())
    entities = [_entity(cluster) for cluster in clusters]
    entities.sort(key=lambda entity: (-len(entity.mentions), entity.mentions[0].start, entity.name))
    return with_related(entities)


def as_mention(item: Any, text: str) -> Mention:
    """An item of ``group_mentions`` as a mention; raises ``TypeError`` if it has none of the listed forms."""
    if isinstance(item, Mention):
        return item
    if isinstance(item, Mapping):
        values = (item["start"], item["end"], item.get("text"), item.get("kind") or item.get("label"))
    elif isinstance(item, Sequence) and not isinstance(item, str) and len(item) == 4:
        values = (item[0], item[1], item[2], item[3])
    elif hasattr(item, "start") and hasattr(item, "end"):
        kind = getattr(item, "kind", None) or getattr(item, "label", None)
        values = (item.start, item.end, getattr(item, "text", None), kind)
    else:
        raise TypeError(f"not a mention: {item!r}; give start, end, text and kind")
    start, end, surface, kind = values
    surface = text[start:end] if surface is None else str(surface)
    kind = str(kind or "").lower()
    return Mention(int(start), int(end), surface, kind if kind in KINDS else _LABELS.get(kind, "work"))


def _forms(mentions: list[Mention]) -> list[Form]:
    """The distinct forms, ordered by first mention: people separate from others, values from names."""
    grouped: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        grouped[_class(mention.kind), key(mention.text)].append(mention)
    return [Form(name, family, tuple(listed)) for (family, name), listed in grouped.items()]


def _class(kind: str) -> str:
    if kind in VALUE_KINDS:
        return kind
    return _FAMILIES.get(kind, "name")


class _Groups:
    """Forms joined into clusters; a merge keeps the earlier form's cluster."""

    def __init__(self, forms: list[Form]) -> None:
        self._forms = forms
        self._parent = {form: form for form in forms}

    def names(self) -> list[Form]:
        return [form for form in self._forms if form.family not in VALUE_KINDS]

    def join(self, left: Form, right: Form) -> None:
        left, right = self._root(left), self._root(right)
        if left is not right:
            self._parent[right] = left

    def clusters(self) -> list[list[Form]]:
        grouped: dict[Form, list[Form]] = defaultdict(list)
        for form in self._forms:
            grouped[self._root(form)].append(form)
        return list(grouped.values())

    def _root(self, form: Form) -> Form:
        while self._parent[form] is not form:
            self._parent[form] = self._parent[self._parent[form]]
            form = self._parent[form]
        return form


def _entity(cluster: list[Mention]) -> Entity:
    mentions = tuple(sorted(cluster))
    kind = Counter(mention.kind for mention in mentions).most_common(1)[0][0]
    surfaces = list(dict.fromkeys(mention.text for mention in mentions))
    name = _canonical(surfaces, mentions, kind)
    return Entity(name, kind, mentions, tuple(surface for surface in surfaces if surface != name))


def _canonical(surfaces: list[str], mentions: tuple[Mention, ...], kind: str) -> str:
    """The fullest form: a table's full name if the text has it, otherwise the longest form, without titles."""
    full = synonyms()
    for surface in surfaces:
        if full.get(surface) == surface:
            return surface
    if kind == "person":
        surfaces = [without_titles(surface) or surface for surface in surfaces]
    counts = Counter(mention.text for mention in mentions)
    if kind == "country":  # "America" is no fuller than "US"
        return max(surfaces, key=lambda surface: counts[surface])

    def fullness(surface: str) -> tuple[bool, int, int, int]:
        words = surface.split()
        shouted = surface.isupper() and len(words) > 1
        return (not shouted, len(words) if kind != "place" else 0, len(surface), counts[surface])

    return max(surfaces, key=fullness)


def with_related(entities: list[Entity]) -> list[Entity]:
    """The entities, with capitals and countries marked as related if the text names both."""
    by_country = {
        synonyms().get(form, form): entity.name
        for entity in entities
        if entity.kind in {"country", "place"}
        for form in (entity.name, *entity.aliases)
        if known_kind(form) == "country"
    }
    of_capital = {
        entity.name: by_country[country]
        for entity in entities
        if entity.kind in {"place", "country"}
        and (country := capitals().get(_city(entity.name)))
        and country in by_country
        and by_country[country] != entity.name
    }
    related: dict[str, list[str]] = defaultdict(list)
    for city, country in of_capital.items():
        related[city].append(country)
        related[country].append(city)
    return [
        Entity(entity.name, entity.kind, entity.mentions, entity.aliases, tuple(related[entity.name]))
        if entity.name in related and entity.kind in {"country", "place"}
        else entity
        for entity in entities
    ]


def _city(name: str) -> str:
    return {"Washington DC": "Washington", "Washington D.C.": "Washington", "Washington, D.C.": "Washington"}.get(
        name, name
    )
