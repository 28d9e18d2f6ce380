"""The words of a passage that tell what it is about: base forms, names, and how much each says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.analysis.claims.word_senses import base_form, phrases

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
#: Words of grammar, and of saying: they tell nothing about what is spoken of.
GRAMMAR = frozenset(
    """
    a about above across after again against all almost along already also although always am among an and another any
    anybody anyone anything are around as at away back be became because become been before behind being below beside
    between beyond both but by came can cannot come could did do does doing done down during each either else enough
    even ever every everybody everyone everything few for from further gave get give go goes going gone got had has
    have having he her here hers herself him himself his how however i if in indeed into is it its itself just keep
    last later least less let like made make many may me mean might mine more most much must my myself nearly neither
    never next no nobody none nor not nothing now of off often on once one only onto or other others ought our ours out
    over own per perhaps put quite rather really said same say saying says shall she should since so some somebody
    someone something soon still such take than that the their theirs them themselves then there these they thing
    things this those though through thus to today together told tell tells too toward towards under until up upon us
    very was we well went were what whatever when where whether which while who whole whom whose why will with within
    without would yes yet you your yours it's that's there's don't didn't doesn't isn't wasn't won't can't couldn't
    wouldn't haven't hasn't hadn't i'm i've i'll we're we've he's she's they're you're according added confirm ask
    announce call add explain warn argue insist monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december morning afternoon evening night mr mrs ms
    dr sir per cent percent million billion thousand hundred dozen half
    """.split()
)  # fmt: skip
#: Content words that stand in every second sentence of the news.
_WEAK = frozenset(
    "people person man woman year day week month time way part place thing number company say first second new old many"
    " much good big large small long high low great little work want know think see look find use need try seem mean"
    " happen case fact point end side matter question problem".split()
)


class ClaimWord(NamedTuple):
    """A word that says something, ``text[start:end]``: its base form, or the name as it stands in lower case."""

    start: int
    end: int
    base: str
    is_name: bool = False


def claim_words(text: str, start: int = 0, end: int | None = None) -> list[ClaimWord]:
    """The content words of ``text[start:end]``, in order; code points, half-open."""
    stop = len(text) if end is None else end
    tokens = list(_tokens(text, start, stop))
    found, at = [], 0
    while at < len(tokens):
        phrase = _phrase(tokens, at)
        if phrase is not None:
            found.append(ClaimWord(tokens[at].start, tokens[at + len(phrase) - 1].end, "_".join(phrase)))
            at += len(phrase)
            continue
        token = tokens[at]
        if base := _telling(token.low, token.base, is_name=token.is_name):
            found.append(ClaimWord(token.start, token.end, base, token.is_name))
        at += 1
    return found


class _Token(NamedTuple):
    """Any word of a text, ``text[start:end]``, in lower case and in its base form."""

    start: int
    end: int
    low: str
    base: str
    is_name: bool


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    for match in _WORD.finditer(text, start, end):
        is_inside = not _begins_sentence(text, match.start())
        for at, part in _parts(match[0]):
            first, low = match.start() + at, part.lower()
            is_name = is_inside and part[0].isupper() and low not in GRAMMAR
            yield _Token(first, first + len(part), low, low if is_name else base_form(low), is_name)


def _phrase(tokens: Sequence[_Token], at: int) -> tuple[str, ...] | None:
    """The phrase of several words that begins with a token."""
    for phrase in phrases().get(tokens[at].base, ()):
        if len(phrase) <= len(tokens) - at and all(
            word in (tokens[at + step].base, tokens[at + step].low) for step, word in enumerate(phrase)
        ):
            return phrase
    return None


def _telling(low: str, base: str, *, is_name: bool) -> str:
    """The base form of a word; empty for one that says nothing."""
    if len(low) < 2 or low in GRAMMAR or (base in GRAMMAR and not is_name):
        return ""
    return base


def weight_of(base: str) -> float:
    """How much a word says at most, before its frequency in the texts is known."""
    return 0.5 if base in _WEAK else 1.0


def _parts(written: str) -> list[tuple[int, str]]:
    """A word, without 's; the parts of one with hyphens."""
    word = _POSSESSIVE.sub("", written)
    if "-" not in word:
        return [(0, word)]
    found, at = [], 0
    for part in word.split("-"):
        if part:
            found.append((at, part))
        at += len(part) + 1
    return found


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip(" \"“‘'(")
    return not before or before[-1] in ".!?:\n…"
