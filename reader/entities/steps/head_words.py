"""Derives a name's kind from its head word ("... Ministry", "Lake ...", "Mr ..."), and finds names with one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reader.entities.name_patterns import (
    Cover,
    NameWord,
    is_title_line,
    is_value,
    mention_at,
    merged,
    name_runs,
    renamed,
)
from reader.entities.tables import gazetteer, is_given_name, known_kind, words
from reader.model.entity import Mention

#: Small words of Romance languages behind the first word of a name: "Banco de ...", "Copa del ...".
ROMANCE = frozenset("de di da do du del della dello dei degli delle des dos das la las los le el al".split())
_PHRASES = (("event", "event_phrase"), ("place", "place_phrase"), ("organisation", "organisation_phrase"))
#: Head words that take a whole list after "of": Ministry of Health and Welfare.
_WITH_LISTS = frozenset("Ministry Department Bureau Office Institute Centre Center Faculty College Committee".split())
OPENERS = frozenset(
    """The A An In On At By For From With But And Or If When While As After Before Since Although Though Because Yet So
    This That These Those His Her Their Its Our My Your It He She They We You I There Here What Where Who Why How Which
    Both Some All Many Most Several Other Another Such Every Each No Not Only Also Even Just Still Then Now Once During
    Under Over Between Among Against Through Despite Unlike Like Former New Today Yesterday Last Next First Second
    According Meanwhile However Neither Either Nor Whether Unless Until Perhaps Maybe Later Earlier Eventually Finally
    Instead Indeed Nevertheless Nobody Everybody Everyone Somebody Someone Anyone Asked Does Did Do Is Was Are Were Has
    Have Had Can Could Would Should Might Must Let Thanks Dear Please See Of At Upon Within Without Per Via Like
    Together Along Across Behind Beyond Beside Besides Including Unlike Amid Whereas Thus Hence Therefore
    Otherwise
    Auch Doch Nach Bei Mit Für Wenn Aber Noch Seit Laut Gegen Ohne Während Damals Heute Gestern Sogar Selbst
    Ook Toen Volgens Vandaag Gisteren Echter Mais Aussi Selon Pour Avec Hier Quand Lorsque Après
    Pero También Según Cuando Hoy Ayer Anche Secondo Quando Oggi Ieri Invece Também Også Också Även Enligt""".split()
)


def relabel(text: str, mentions: list[Mention]) -> list[Mention]:
    """Give each name with a head word the kind of that word."""
    del text
    return [
        mention if is_value(mention) else renamed(mention, kind_by_head(mention.text) or mention.kind)
        for mention in mentions
    ]


def find(text: str, mentions: list[Mention]) -> list[Mention]:
    """Add names with a head word that the detector missed, cut short or split; the longer span stays."""
    cover = Cover(mentions)
    added: list[Mention] = []
    for start, end, kind in _phrases(text):
        overlapping = cover.overlapping(start, end)
        if any(one.start < start or one.end > end for one in overlapping if not is_value(one)):
            longest = max((one.end - one.start for one in overlapping), default=0)
            if longest >= end - start:
                continue
        added.append(mention_at(text, start, end, kind))
    return merged(mentions, added)


@cache
def _heads() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (kind, words("head_words", key))
        for kind, key in (
            ("organisation", "organisation_end"),
            ("place", "place_end"),
            ("event", "event_end"),
            ("law", "law_end"),
            ("product", "product_end"),
            ("organisation", "firm_end"),
        )
    )


def kind_by_head(name: str) -> str | None:
    """The kind of the head word of ``name``; None for one word, or without a head word."""
    if known_kind(name):
        return None
    parts = name.split()
    if len(parts) < 2:
        return None
    if parts[1] in ROMANCE:
        return next((kind for kind, key in _PHRASES if parts[0] in words("head_words", key)), None)
    for at, part in enumerate(parts[1:], 1):
        if part in {"of", "for", "on"} and parts[at - 1] in words("head_words", "organisation_of"):
            return "organisation"
        if part == "of":
            if parts[at - 1] in words("head_words", "place_start"):
                return "place"
            parts = parts[:at]
            break
    first, last = parts[0], parts[-1]
    if first in words("head_words", "event_start"):
        return "event"
    if first in words("head_words", "place_start"):
        return "place"
    if is_given_name(first) and len(parts) == 2:
        return None
    for kind, heads in _heads():
        if last in heads:
            return kind
    return None


def _phrases(text: str) -> Iterator[tuple[int, int, str]]:
    """Spans of names that end or begin with a head word, with their kinds."""
    ends = words("head_words", "organisation_end")
    starts = words("head_words", "organisation_of")
    places = words("head_words", "place_end")
    laws = words("head_words", "law_end")
    events = words("head_words", "event_end")
    for run in name_runs(text):
        if is_title_line(text, run[0].start):
            continue
        first = _first(text, run)
        for at in range(len(run) - 1, first - 1, -1):
            word = run[at].text
            tail = _tail(text, run[at]) if at == len(run) - 1 and word in starts else None
            if tail:
                yield run[first].start, tail, "organisation"
                break
            if at == first:
                continue
            if word in ends:
                yield run[first].start, run[at].end, "organisation"
                break
            if word in places and at == len(run) - 1 and run[first].text not in OPENERS:
                yield run[first].start, run[at].end, "place"
                break
            if word in laws and at == len(run) - 1:
                yield run[first].start, run[at].end, "law"
                break
            if word in events and at == len(run) - 1:
                yield run[first].start, run[at].end, "event"
                break


def _first(text: str, run: tuple[NameWord, ...]) -> int:
    """The index of the first word of a run that can be part of the name, after words such as "The"."""
    first = 0
    while first < len(run) - 1 and run[first].text in OPENERS:
        first += 1
    del text
    return first


@cache
def _after() -> re.Pattern[str]:
    cap = r"[^\W\d_a-zà-ÿ][\w’'-]*"
    return re.compile(rf" (?:of|for|on)(?: the)? ((?:{cap})(?: {cap})*)((?:, {cap})*,? (?:and|&) {cap}(?: {cap})*)?")


def _tail(text: str, head: NameWord) -> int | None:
    """The end of a name that continues with "of ..." after ``head``; None if it does not."""
    match = _after().match(text, head.end)
    if not match or _is_person(match.group(1)):
        return None
    if match.group(2) and head.text in _WITH_LISTS and match.group(1) not in gazetteer():
        end = match.end()
    else:
        end = match.end(1)
    if text[end - 2 : end] in {"'s", "’s"}:
        end -= 2
    return end - 1 if text[end - 1] in "'’-" else end


def _is_person(name: str) -> bool:
    first = name.split(maxsplit=1)[0]
    return is_given_name(first) or (" " in name and first in words("titles", "office"))
