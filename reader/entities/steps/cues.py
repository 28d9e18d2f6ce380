"""Distinguishes people, organisations and places by the words next to all occurrences of a name.

Each occurrence gives points to kinds: one for the detector's own label, more or less for each cue. The weights are
round numbers set by hand. The kind with most points wins; the detector's wins a tie.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from reader.entities.name_patterns import is_title_line, is_value, renamed
from reader.entities.steps.head_words import kind_by_head
from reader.entities.tables import AMBIGUOUS, is_given_name, known_kind, words
from reader.model.entity import Mention

#: Points by kind.
Points = defaultdict[str, float]

_KINDS = ("person", "organisation", "place")
_CONTEXT = 70
_LIST = re.compile(r"(?:, |,? and |,? or )(?:the )?")


def weigh(text: str, mentions: list[Mention]) -> list[Mention]:
    """Set the kinds of people, organisations and places outside the gazetteer by their contexts."""
    points: dict[str, Points] = defaultdict(lambda: defaultdict(float))
    kinds = [_scored_kind(mention) for mention in mentions]
    for at, mention in enumerate(mentions):
        if not _is_open(mention):
            continue
        score = points[mention.text]
        score[kinds[at] or mention.kind] += 1
        if is_title_line(text, mention.start):
            continue
        _add_context(score, text, mention)
        if at and (kind := kinds[at - 1]) and _LIST.fullmatch(text[mentions[at - 1].end : mention.start]):
            score[kind] += 0.6
        after = mentions[at + 1] if at + 1 < len(mentions) else mention
        if after is not mention and (kind := kinds[at + 1]) and _LIST.fullmatch(text[mention.end : after.start]):
            score[kind] += 0.6
    for name, score in points.items():
        _add_shape(score, name)
    return [
        renamed(mention, _winner(mention, points[mention.text]))
        if mention.text in points and _is_open(mention)
        else mention
        for mention in mentions
    ]


def _is_open(mention: Mention) -> bool:
    if is_value(mention) or mention.kind in {"country", "law", "event", "work", "group"}:
        return False
    if known_kind(mention.text) and mention.text not in AMBIGUOUS:
        return False
    return kind_by_head(mention.text) is None


def _scored_kind(mention: Mention) -> str | None:
    if mention.kind == "country":
        return "place"
    return mention.kind if mention.kind in _KINDS else None


def _winner(mention: Mention, score: Points) -> str:
    best = max(score.values())
    return mention.kind if score[mention.kind] >= best else max(score, key=lambda kind: score[kind])


@cache
def _before() -> tuple[tuple[re.Pattern[str], str, float], ...]:
    return (
        (
            re.compile(r"\b(?:in|near|inside|outside|around|across|throughout|toward|towards|beyond|via) $"),
            "place",
            2.0,
        ),
        (re.compile(r"\b(?:from|at|to|via|of) $"), "place", 0.3),
        (re.compile(rf"\b(?:{_listed('motion')})(?: (?:back|home|on|overnight))? (?:to|into|from) $"), "place", 1.2),
        (
            re.compile(
                r"\b(?:north|south|east|west|northern|southern|eastern|western|central|kilometres|km|miles) (?:of )?$"
            ),
            "place",
            1.2,
        ),
        (re.compile(rf"\b(?:{_listed('place_before')})s? (?:of )?$"), "place", 1.5),
        (re.compile(rf"\b(?:{_listed('organisation_before')})s? $"), "organisation", 1.5),
        (re.compile(rf"\b(?i:{_listed('organisation_of')})s? (?:of|at|for|from) (?:the )?$"), "organisation", 0.8),
        (re.compile(rf"\b(?:{_listed('person_cue', 'head_words')}) $"), "person", 1.5),
        (re.compile(rf"\b(?:{_listed('relative')}),? $"), "person", 1.5),
        (re.compile(r"\b(?:said|says|added|named|called|aged) $"), "person", 0.8),
        (re.compile(r"\b(?:[Tt]he|[Aa]n?) $"), "person", -1.5),
        (re.compile(r"\b[Tt]he $"), "organisation", 0.5),
    )


@cache
def _after() -> tuple[tuple[re.Pattern[str], str, float], ...]:
    return (
        (re.compile(rf"(?:['’]s?)? (?:{_listed('place_after')})s?\b"), "place", 1.5),
        (re.compile(r"-(?:based|born)\b"), "place", 1),
        (re.compile(r"(?:['’]s)? (?:\w+ )?(?:" + _listed("organisation_after") + r")s?\b"), "organisation", 1),
        (re.compile(rf" (?:{_listed('verb')})\b"), "person", 1),
        (re.compile(rf" (?:{_listed('verb')})\b"), "organisation", 0.5),
        (re.compile(r",? who(?:se|m)?\b"), "person", 1.2),
        (re.compile(r"(?:, (?:aged )?| \()\d\d\b(?! ?(?:per|%))"), "person", 1.2),
        (re.compile(r" (?:himself|herself)\b"), "person", 2),
        (re.compile(r"[^.;\n\"”A-Z]{1,60}\b(?:his|her|he|she)\b"), "person", 0.7),
        (re.compile(rf"['’]s? (?:\w+ )?(?:{_listed('person_after')})\b"), "person", 1),
    )


@cache
def _listed(key: str, table: str = "cues") -> str:
    return "|".join(sorted(map(re.escape, words(table, key)), key=len, reverse=True))


def _add_context(score: Points, text: str, mention: Mention) -> None:
    before = text[max(0, mention.start - _CONTEXT) : mention.start]
    after = text[mention.end : mention.end + _CONTEXT]
    for pattern, kind, weight in _before():
        if pattern.search(before):
            score[kind] += weight
    for pattern, kind, weight in _after():
        if pattern.match(after):
            score[kind] += weight
    title = before.rstrip(" ").rsplit(" ", 1)[-1]
    if before.endswith(" ") and (title in words("titles", "office") or title in words("titles", "address")):
        score["person"] += 1.5
    following = re.match(r", ([A-Z][\w-]+(?: [A-Z][\w-]+)?)", after)
    if following and known_kind(following.group(1)) in {"country", "place"}:
        score["place"] += 0.8


def _add_shape(score: Points, name: str) -> None:
    parts = name.split()
    if len(parts) == 1 and name.isupper() and 2 <= len(name) <= 6:
        score["organisation"] += 1.5
        score["person"] -= 2
    if len(parts) in {2, 3} and is_given_name(parts[0]):
        score["person"] += 2
    if len(parts) == 1 and is_given_name(name):
        score["person"] += 1
    if "&" in name:
        score["organisation"] += 1
    if parts[0] in {"La", "El", "Los", "Las"} and len(parts) > 1:
        score["person"] -= 1
    if parts[0] in {"Van", "Von", "De", "Di", "Bin", "Ben", "Abu", "Mac"} and 1 < len(parts) < 4:
        score["person"] += 1
