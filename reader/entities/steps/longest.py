"""The longest form of a name seen in the text wins: where it stands again, it is one mention."""

from __future__ import annotations

from reader.entities.entity import Mention
from reader.entities.names import Cover, is_value, mention_at, merged, occurrences


def extend(text: str, mentions: list[Mention]) -> list[Mention]:
    """Every other place where a name of two or more words stands becomes one mention of it."""
    kinds: dict[str, str] = {}
    for mention in mentions:
        if not is_value(mention) and " " in mention.text and mention.text[0].isupper():
            kinds.setdefault(mention.text, mention.kind)
    if not kinds:
        return mentions
    cover = Cover(mentions)
    added: list[Mention] = []
    for match in occurrences(text, kinds):
        over = cover.overlapping(match.start(), match.end())
        whole = any(one.start == match.start() and one.end == match.end() for one in over)
        inside = all(is_value(one) or (one.start >= match.start() and one.end <= match.end()) for one in over)
        if inside and not whole:
            added.append(mention_at(text, match.start(), match.end(), kinds[match.group()]))
    return merged(mentions, added)
