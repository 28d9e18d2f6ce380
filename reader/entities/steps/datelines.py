"""Marks the place at the start of a report: "OSLO, Norway (AP) —", "OSLO —"."""

from __future__ import annotations

import re

from reader.entities.name_patterns import mention_at, merged
from reader.entities.tables import known_kind
from reader.model.entity import Mention

_DATELINE = re.compile(
    r"^([A-Z][A-Z'’-]+(?:[ .]{1,2}[A-Z][A-Z'’-]+){0,2})"
    r"(?:, [A-Z][\w.]+(?: [A-Z][a-z]+)?)?,?"
    r"(?: \([A-Za-z/ -]{2,20}\)(?: ?[-–—:]| [A-Z])| ?[–—]| -{1,2} | (?:\w{3,9}\.? \d{1,2}|\d{4}-\d\d-\d\d)\b)",
    re.MULTILINE,
)


def place(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mark the first words of datelines as places, unless the gazetteer knows another kind."""
    added = []
    for match in _DATELINE.finditer(text):
        name = match.group(1)
        if len(name) < 4 or known_kind(name) in {"organisation", "group"}:
            continue
        added.append(mention_at(text, match.start(1), match.end(1), known_kind(name) or "place"))
    return merged(mentions, added)
