"""Gives well-known names their kinds, and finds those that the detector missed."""

from __future__ import annotations

import re
from functools import cache

from reader.entities.name_patterns import (
    Cover,
    NameWord,
    is_joined,
    is_title_line,
    mention_at,
    merged,
    moved,
    renamed,
    starts_sentence,
    text_words,
)
from reader.entities.tables import AMBIGUOUS, demonyms, gazetteer, known_kind, words
from reader.model.entity import Mention

#: One word, with or without a full stop: U.S., UK, Kenya.
_COUNTRY_BEFORE = re.compile(r"(?<![\w.])([A-Z][\w.]*) $")


def apply(text: str, mentions: list[Mention]) -> list[Mention]:
    """Relabel known names, and add known names that no mention covers."""
    whole = [_with_article(text, mention) for mention in mentions]
    relabelled = [renamed(mention, _kind(mention)) for mention in whole]
    cover = Cover(relabelled)
    added = []
    for start, end in _matches(text):
        kind = known_kind(text[start:end]) or "place"
        if cover.is_free(start, end):
            added.append(mention_at(text, start, end, kind))
        elif kind == "organisation" and (whole_start := _whole_start(text, start, end, cover)) is not None:
            added.append(mention_at(text, whole_start, end, kind))
    return merged(relabelled, added)


def _whole_start(text: str, start: int, end: int, cover: Cover) -> int | None:
    """The start of a known name that was cut at its "and": "U.S. Securities | Exchange Commission".

    It includes the country before the name. None if the name was not cut, or is part of a longer one.
    """
    before = _COUNTRY_BEFORE.search(text, max(0, start - 24), start)
    lead = before.start(1) if before and known_kind(before.group(1)) in {"country", "group"} else start
    overlapping = cover.overlapping(start, end)
    is_cut = all(lead <= one.start and one.end <= end and one.end - one.start < end - start for one in overlapping)
    return lead if " and " in text[start:end] and is_cut else None


def _with_article(text: str, mention: Mention) -> Mention:
    """Turn "Hague" into "The Hague", for the few names that begin with an article."""
    start = mention.start - 4
    if start >= 0 and text[start : mention.start] == "The " and text[start : mention.end] in gazetteer():
        return moved(mention, text, start, mention.end)
    return mention


def _kind(mention: Mention) -> str:
    kind = known_kind(mention.text)
    if kind is None:
        if mention.kind == "country":
            return "place"
        return mention.kind
    if mention.text in AMBIGUOUS and not (kind == "country" and mention.kind == "place"):
        return mention.kind
    return kind


@cache
def _by_first_word() -> dict[str, tuple[tuple[str, ...], ...]]:
    """All names by their first word, as words, the longest first."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for name in gazetteer():
        if name in AMBIGUOUS:
            continue
        parts = tuple(word.text for word in text_words.__wrapped__(name))
        if parts:
            index.setdefault(parts[0], []).append(parts)
            if len(parts) > 1 and len(name) > 5 and not name.isupper():
                index.setdefault(parts[0].upper(), []).append(tuple(part.upper() for part in parts))
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in index.items()}


def _matches(text: str) -> list[tuple[int, int]]:
    """Spans of known names, the longest at each place, that are not part of a longer capitalised name."""
    index = _by_first_word()
    known = gazetteer()
    listed = text_words(text)
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(listed):
        step = 1
        first = listed[at].text
        for parts in index.get(first, ()):
            last = at + len(parts) - 1
            if last >= len(listed) or tuple(word.text for word in listed[at : last + 1]) != parts:
                continue
            start, end = listed[at].start, listed[last].end
            if text[start:end] not in known and text[start : end + 1] in known:
                end += 1
            if known_kind(text[start:end]) and _stands_alone(text, listed, at, last):
                spans.append((start, end))
                step = len(parts)
                break
        else:
            is_variant = not first.isascii() or (len(first) > 3 and first.isupper())
            if is_variant and known_kind(first):
                spans.append((listed[at].start, listed[at].end))
        at += step
    return spans


def _stands_alone(text: str, listed: tuple[NameWord, ...], first: int, last: int) -> bool:
    if is_title_line(text, listed[first].start):
        return True
    if last > first or listed[first].text in demonyms():
        return True
    before = listed[first - 1] if first else None
    after = listed[last + 1] if last + 1 < len(listed) else None
    if after and after.is_capitalised and is_joined(text, listed[last], after) and not _is_office(after.text):
        return False
    if before and before.is_capitalised and is_joined(text, before, listed[first]):
        return starts_sentence(text, before.start) or before.text in demonyms()
    return True


def _is_office(word: str) -> bool:
    return word in words("titles", "office") or word in words("titles", "address")
