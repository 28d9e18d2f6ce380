"""Joins the pieces of one person's name: "HD | Deve Gowda", "Han | Li Guang", "Han Duck | -soo"."""

from __future__ import annotations

import re

from reader.entities.name_patterns import PARTICLES, Cover, is_title_line, is_value, moved, starts_sentence
from reader.entities.steps.head_words import OPENERS
from reader.entities.tables import known_kind, words
from reader.model.entity import Mention

_WORD_BEFORE = re.compile(r"((?<!\w)(?:[^\W\d_]\. ?)+|(?<![\w’'.-])[^\W\d_](?:[\w-]|['’](?!s ))*) $")
_PARTICLES_BEFORE = re.compile(r"(?<!\w)[^\W\d_a-zà-ÿ][\w-]*(?: [a-z]{2,5}){1,3} $")
#: Of a king or a pope; "I" only if it cannot be the pronoun.
_NUMERAL = re.compile(r" (?:I(?=[,.)]| of | was | and )|[IVX]{2,5}\b|V\b)")
_REST_OF_WORD = re.compile(r"(?:-[^\W\d_]+)+")
_COMPOUND = re.compile(r"-[a-z]{3}|^(?:Ex|Pro|Anti|Non|Mid)-")


def join(text: str, mentions: list[Mention]) -> list[Mention]:
    """Extend people's names by initials, particles and first names, and to the end of a hyphenated word."""
    joined: list[Mention] = []
    cover = Cover(mentions)
    for mention in mentions:
        whole = _whole(text, mention, cover) if mention.kind == "person" else mention
        if joined and joined[-1].end > whole.start:
            whole = moved(whole, text, min(joined[-1].start, whole.start), whole.end)
            joined.pop()
        elif joined and _is_split_person(text, joined[-1], whole):
            whole = moved(whole, text, joined[-1].start, whole.end)
            joined.pop()
        joined.append(whole)
    return joined


def _is_split_person(text: str, left: Mention, right: Mention) -> bool:
    if left.kind != "person" or right.kind != "person" or (" " in left.text and " " in right.text):
        return False
    return text[left.end : right.start] == " "


def _whole(text: str, mention: Mention, cover: Cover) -> Mention:
    start, end = mention.start, mention.end
    rest = _REST_OF_WORD.match(text, end)
    if rest and " " in mention.text and _is_name_part(rest.group()):
        end = rest.end()
    if numeral := _NUMERAL.match(text, end):
        end = numeral.end()
    particles = _PARTICLES_BEFORE.search(text, max(0, start - 40), start)
    if particles and _are_particles(particles, text, cover):
        start = particles.start()
    for _ in range(3):
        before = _WORD_BEFORE.search(text, max(0, start - 24), start)
        if not before or not _belongs(text, before, cover):
            break
        start = before.start(1)
    return moved(mention, text, start, end)


def _is_name_part(rest: str) -> bool:
    return rest[1].islower() and len(rest) < 9 and rest[1:] not in words("affixes", "suffix")


def _belongs(text: str, before: re.Match[str], cover: Cover) -> bool:
    word = before.group(1)
    start = before.start(1)
    if text[start - 1 : start] in {"-", "’", "'", "."} and start:
        return False
    over = [one for one in cover.overlapping(start, before.end(1)) if not is_value(one)]
    if any(one.start < start for one in over):
        return False
    if (
        not word[0].isupper()
        or _COMPOUND.search(word)
        or word in OPENERS
        or known_kind(word)
        or is_title_line(text, start)
    ):
        return False
    if word in words("titles", "office") or word in words("titles", "address"):
        return False
    if (word.isupper() and len(word.replace(".", "")) > 2) or (starts_sentence(text, start) and not over):
        return bool(re.fullmatch(r"(?:[A-Z]\.?\s?){1,2}", word)) and word not in {"A", "I"}
    return bool(over) or len(word.rstrip(".")) <= 2


def _are_particles(before: re.Match[str], text: str, cover: Cover) -> bool:
    """Whether a first name and only particles precede the surname: Ida van der | Meer."""
    first, *rest = before.group().split()
    if not PARTICLES.issuperset(rest) or first in OPENERS or known_kind(first):
        return False
    if before.start() and text[before.start() - 1] in "-’'.":
        return False
    return all(one.start >= before.start() for one in cover.overlapping(before.start(), before.end()))
