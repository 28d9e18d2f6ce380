"""Finds names without a model: capitalised runs next to a given name, a title, a head word or a gazetteer entry."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from reader.entities.name_patterns import (
    Cover,
    NameWord,
    is_shouted,
    is_title_line,
    name_runs,
    settled,
    starts_sentence,
    text_words,
)
from reader.entities.steps.head_words import OPENERS, kind_by_head
from reader.entities.tables import all_titles, demonyms, is_given_name, known_kind, words
from reader.model.entity import Mention

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH += "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{_MONTH})\b(?:\.(?= \d))?(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? \d{{4}}\b)?"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:19|20)\d\d\b"
)
_MONEY = re.compile(r"(?:[$€£¥₹]|US\$|Rs\.? ?)\d[\d,.]*(?:[ -](?:million|billion|trillion|bn|m))?")
_QUANTITY = re.compile(
    r"\b\d[\d,.]*+"
    r"(?P<unit> ?%| per ?cent\b| (?:km|kilometers|kilometres|miles|tons|tonnes|kg|meters|metres|degrees)\b)?"
)


def guess_mentions(text: str) -> list[Mention]:
    """First guesses, ordered by start, without overlap."""
    lower = _lower_words(text)
    guesses = [
        Mention(match.start(), match.end(), match.group(), kind)
        for pattern, kind in ((_MONEY, "money"), (_QUANTITY, "quantity"), (_DATE, "date"))
        for match in pattern.finditer(text)
        if pattern is not _QUANTITY or match["unit"]
    ]
    taken = Cover(guesses)
    for run in name_runs(text):
        guess = _guess(text, _without_openers(text, run, lower), lower)
        if guess and not taken.overlapping(guess.start, guess.start + 1):
            guesses.append(guess)
    return settled(guesses)


def likely_kind(text: str, start: int, end: int) -> str:
    """The most likely kind of ``text[start:end]``, if a person says that it is a name."""
    name = text[start:end]
    run = tuple(word for word in text_words(text) if start <= word.start and word.end <= end)
    kind = known_kind(name) or kind_by_head(name) or (_kind(text, run, name, _lower_words(text)) if run else None)
    return kind or ("person" if len(run) > 1 else "organisation")


@lru_cache(maxsize=2)
def _lower_words(text: str) -> Counter[str]:
    """How often each word occurs in lower case; such a word with a capital only began a sentence."""
    return Counter(word.text for word in text_words(text) if word.text[0].islower())


def _without_openers(text: str, run: tuple[NameWord, ...], lower: Counter[str]) -> tuple[NameWord, ...]:
    first = 0
    if starts_sentence(text, run[0].start):
        while first < len(run) and (run[first].text in OPENERS or lower[run[first].text.lower()]):
            if first and run[first].text not in OPENERS:
                break
            first += 1
    else:
        while first < len(run) and run[first].text in OPENERS:
            first += 1
    return run[first:]


def _guess(text: str, run: tuple[NameWord, ...], lower: Counter[str]) -> Mention | None:
    while len(run) > 1 and (run[0].text in demonyms() or run[0].text.endswith(("'s", "’s"))):
        run = run[1:]
    if not run or is_title_line(text, run[0].start):
        return None
    start, end = run[0].start, run[-1].end
    name = text[start:end]
    kind = known_kind(name) or kind_by_head(name) or _kind(text, run, name, lower)
    return Mention(start, end, name, kind) if kind else None


def _kind(text: str, run: tuple[NameWord, ...], name: str, lower: Counter[str]) -> str | None:
    titles = all_titles()
    parts = [word.text for word in run]
    if parts[0] in titles and len(parts) > 1:
        return "person"
    before = text[max(0, run[0].start - 24) : run[0].start].split()
    if before and (before[-1] in titles or before[-1] in words("head_words", "person_cue")):
        return "person"
    if len(parts) in {2, 3, 4}:
        if is_given_name(parts[0]):
            return "person"
        return "organisation" if any(part.isupper() and len(part) > 2 for part in parts) else "person"
    if len(parts) > 4 or is_shouted(name):
        return None
    if name.isupper() and len(name) > 1:
        return "organisation"
    if any(character.isdigit() for character in name) or len(name) < 3:
        return None
    if is_given_name(name):
        return "person"
    if lower[name.lower()] or starts_sentence(text, run[0].start):
        return None
    return "place" if before and before[-1] in {"in", "from", "near", "at", "to"} else "organisation"
