"""Extends a name to its longest form in the text wherever that form occurs."""

from __future__ import annotations

from reader.entities.name_patterns import Cover, is_value, mention_at, merged, occurrences
from reader.model.entity import Mention


def extend(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mark each other occurrence of a name of at least two words as one mention."""
    kinds: dict[str, str] = {}
    for mention in mentions:
        if not is_value(mention) and " " in mention.text and mention.text[0].isupper():
            kinds.setdefault(mention.text, mention.kind)
    if not kinds:
        return mentions
    cover = Cover(mentions)
    added: list[Mention] = []
    for place in occurrences(text, kinds):
        over = cover.overlapping(place.start, place.end)
        whole = any(one.start == place.start and one.end == place.end for one in over)
        inside = all(is_value(one) or (one.start >= place.start and one.end <= place.end) for one in over)
        if inside and not whole:
            added.append(mention_at(text, place.start, place.end, kinds[place.text]))
    return merged(mentions, added)
