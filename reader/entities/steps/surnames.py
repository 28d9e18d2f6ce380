"""Marks later surnames and first names of people who are named in full."""

from __future__ import annotations

import re

from reader.entities.name_patterns import (
    PARTICLES,
    Cover,
    NameWord,
    is_value,
    mention_at,
    merged,
    occurrences,
    renamed,
    starts_sentence,
)
from reader.entities.tables import AMBIGUOUS, gazetteer, known_kind, words
from reader.model.entity import Mention

_SUFFIX = re.compile(r"(?:,? (?:Jr|Sr|II|III|IV)\.?)$")


def carry(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mark the surnames and first names of people whose full name is in the text as people."""
    mentions = _with_initials(text, _after_address(text, mentions))
    full = {mention.text for mention in mentions if mention.kind == "person" and " " in mention.text}
    parts = {part for name in full for part in name_parts(name)}
    if not parts:
        return mentions
    known = gazetteer()
    safe = {part for part in parts if part not in known or part in AMBIGUOUS}
    kept = [
        renamed(mention, "person") if mention.text in safe and not is_value(mention) else mention
        for mention in mentions
    ]
    cover = Cover(kept)
    added = [
        mention_at(text, place.start, place.end, "person")
        for place in occurrences(text, safe)
        if cover.is_free(place.start, place.end) and _stands_alone(text, place)
    ]
    return merged(kept, added)


def name_parts(name: str) -> list[str]:
    """The surname (with and without its particle) and the first name of a full name; empty for one word."""
    words_ = _SUFFIX.sub("", name).split()
    if len(words_) < 2:
        return []
    surname = words_[-1]
    parts = [surname] if len(surname) > 2 or surname in {"Xi", "Li", "Wu", "Ma", "Le"} else []
    for at in range(1, len(words_) - 1):
        if words_[at].lower() in PARTICLES:
            parts.append(" ".join(words_[at:]))
            break
    if "-" in surname and surname.split("-", 1)[0].lower() in PARTICLES:
        parts.append(surname.split("-", 1)[1])
    first = words_[0]
    if len(first) > 2 and not first.endswith(".") and first not in words("titles", "office"):
        parts.append(first)
    return [part for part in parts if part[0].isupper() or part.split()[0].lower() in PARTICLES]


_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sen|Gen|Col|Rep|Gov|Capt|Lt|Sgt|Maj|Adm|Brig|Cmdr)"
#: Titles may be combined: Col. Gen., Lt. Col. None of them is the name.
_ADDRESS = re.compile(
    rf"\b(?:{_TITLE}\.? ){{1,4}}(?!{_TITLE}\b)"
    r"((?:[^\W\d_a-zà-ÿ][\w’'-]+)(?: [^\W\d_a-zà-ÿ][\w’'-]+){0,3})"
)


_INITIALS = re.compile(r"(?<![\w.])((?:[A-Z]\.[ -]?){1,3})(?<=[ .-])[A-Z][a-zà-ÿ’'-]+[a-zà-ÿ](?!\w)")


def _after_address(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mark names after Mr, Dr or General as people, even if the detector missed them."""
    cover = Cover(mentions)
    added: list[Mention] = []
    for match in _ADDRESS.finditer(text):
        start, end = match.span(1)
        end -= 2 if text[end - 2 : end] in {"'s", "’s"} else 0
        if cover.is_free(start, end):
            added.append(mention_at(text, start, end, "person"))
    return merged(mentions, added)


def _with_initials(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mark initials with a surname as a person: J. K. Tollbach."""
    cover = Cover(mentions)
    added: list[Mention] = []
    for match in _INITIALS.finditer(text):
        over = [one for one in cover.overlapping(*match.span()) if not is_value(one)]
        if known_kind(match.group(1).strip()) or any(
            one.start < match.start() or one.end > match.end() for one in over
        ):
            continue
        added.append(mention_at(text, match.start(), match.end(), "person"))
    return merged(mentions, added)


def _stands_alone(text: str, place: NameWord) -> bool:
    after = text[place.end : place.end + 2]
    if len(after) == 2 and after[0] in " -" and after[1].isupper():
        return False
    before = re.search(r"(?<![\w.’'-])([\w.’'-]+)[ -]$", text[max(0, place.start - 24) : place.start])
    if not before or not before.group(1)[0].isupper() or starts_sentence(text, place.start):
        return True
    word = before.group(1)
    title = word in words("titles", "office") or word in words("titles", "address")
    return title or starts_sentence(text, place.start - len(before.group()))
