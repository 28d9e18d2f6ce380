"""Finds acronyms that the text defines, "Long Name (ABBR)": both become mentions of one kind, ABBR everywhere.

The match is that of Schwartz and Hearst (2003): the letters of the acronym, from the right, in the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.entities.name_patterns import Cover, is_value, mention_at, merged, occurrences
from reader.entities.steps.head_words import kind_by_head
from reader.entities.tables import known_kind
from reader.model.entity import Mention

_BRACKETED = re.compile(r"\s\(\s?[\"“'‘]?([^\W_][\w.&/-]{1,11})[\"”'’]?(?=[);,])")
#: The farthest start of a long form before its acronym, in code points.
_LONGEST = 500
_SMALL = frozenset(
    {"of", "the", "and", "for", "in", "on", "de", "la", "del", "to", "&", "des", "du", "y", "e", "di", "da"}
)


def definitions(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Each "Long Name (ABBR)" as ``(start, end, short_start, short_end)``, ordered."""
    for match in _BRACKETED.finditer(text):
        short = match.group(1)
        if sum(letter.isupper() for letter in short) < 2 or short.isdigit():
            continue
        start = _long_start(text, match.start(), short)
        if start is not None:
            end = start + len(text[start : match.start()].rstrip())
            yield start, end, match.start(1), match.end(1)


def define(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mark whole long forms, and acronyms with the kind of the long form."""
    cover = Cover(mentions)
    added: list[Mention] = []
    kinds: dict[str, str] = {}
    for start, end, short_start, short_end in definitions(text):
        kind = _kind(text, start, end, short_start, short_end, cover)
        long = mention_at(text, start, end, kind)
        outer = [
            one for one in cover.overlapping(start, end) if one.start < start and one.end == end and not is_value(one)
        ]
        added.append(renamed_longest(text, outer, long))
        added.append(mention_at(text, short_start, short_end, kind))
        kinds.setdefault(text[short_start:short_end], kind)
    if not kinds:
        return mentions
    taken = merged(mentions, added)
    cover = Cover(taken)
    again: list[Mention] = []
    for place in occurrences(text, kinds):
        over = cover.overlapping(place.start, place.end)
        if all(is_value(one) or (one.start >= place.start and one.end <= place.end) for one in over):
            again.append(mention_at(text, *place[:2], kinds[place.text]))
    return merged(taken, again)


def renamed_longest(text: str, outer: list[Mention], long: Mention) -> Mention:
    """The detector's longer span of the same name if it has one, with the kind of the long form."""
    start = min((one.start for one in outer), default=long.start)
    return mention_at(text, start, long.end, long.kind)


def _kind(text: str, start: int, end: int, short_start: int, short_end: int, cover: Cover) -> str:
    name, short = text[start:end], text[short_start:short_end]
    known = known_kind(name) or kind_by_head(name)
    if known:
        return known
    for one in cover.overlapping(start, end):
        if not is_value(one) and one.end == end and one.kind != "group":
            return "organisation" if one.kind in {"person", "work"} else one.kind
    return known_kind(short) or "organisation"


def _long_start(text: str, end: int, short: str) -> int | None:
    """The start of the long form of ``short`` that ends at ``end``; None if the words before do not fit."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    low = max(0, end - _LONGEST)
    line = max(text.rfind("\n", low, end), text.rfind(". ", low, end), text.rfind("(", low, end), low)
    pieces = list(re.finditer(r"[^\s]+", text[line:end]))[-min(len(letters) + 7, len(letters) * 3) :]
    if not pieces:
        return None
    low = line + pieces[0].start()
    at = end - 1
    for index in range(len(letters) - 1, -1, -1):
        while at >= low and (
            text[at].lower() != letters[index] or (index == 0 and at > low and text[at - 1].isalnum())
        ):
            at -= 1
        if at < low:
            return None
        at -= 1
    start = at + 1
    name = text[start:end]
    if len(name) <= len(short) or not name[0].isupper() or short in name.split():
        return None
    parts = [part for part in name.split() if part.lower() not in _SMALL]
    if sum(part[0].isupper() for part in parts) * 2 < len(parts) or len(parts) > len(letters) + 3:
        return None
    return start
