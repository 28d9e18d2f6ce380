"""Entities in a text: mentions (spans with a kind), and entities (mentions grouped under one name)."""

from __future__ import annotations

from dataclasses import dataclass

#: In the order of the sidebar.
KINDS = (
    "person",
    "organisation",
    "country",
    "place",
    "group",
    "event",
    "law",
    "product",
    "work",
    "date",
    "money",
    "quantity",
    "number",
)
#: The key that says which kind a name is of.
KIND_KEYS = {
    "p": "person", "o": "organisation", "c": "country", "l": "place", "g": "group", "e": "event", "a": "law",
    "r": "product", "w": "work",
}  # fmt: skip
#: Kinds that the sidebar folds away as "values".
VALUE_KINDS = frozenset({"date", "money", "quantity", "number"})


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One name in the text: ``text == source_text[start:end]``, code points, zero-based, half-open."""

    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, place and so on, with all its mentions.

    Attributes:
        name: the canonical name, which is the fullest form in the text.
        kind: one of ``KINDS``.
        mentions: ordered by start, at least one.
        aliases: the other surface forms, ordered by first mention.
        related: names of related entities that are kept apart (Moscow and Russia).
    """

    name: str
    kind: str
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
