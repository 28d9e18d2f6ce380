"""Recognises what a text says of its author below it or beside it: a sentence of a biography, an occupation."""

from __future__ import annotations

from reader.cleaning import byline_words
from reader.cleaning.person_names import is_name

_BIO_VERBS = frozenset(
    """
    is was has covers writes works lives joined teaches leads reports studied specialises specializes ist schreibt
    arbeitet est es è é began holds earned served makes focuses brings runs founded grew can received started hosts
    """.split()
)
_TRADE_VERBS = frozenset(
    ("writes", "covers", "teaches", "reports", "works", "lives", "studied", "schreibt", "arbeitet", "lebt")
)


def speaks_of(text: str, name: str) -> bool:
    """Whether a line begins with the name and then says what the person is or does."""
    words = text[len(name) :].split(maxsplit=1)
    return text.startswith(name) and bool(words) and words[0].lower().strip(",") in _BIO_VERBS


def names_trade(low: str) -> bool:
    """Whether a line begins with an occupation: "Senior reporter covering ..."; ``low`` in lower case."""
    return any(word.strip(".,:") in byline_words.OCCUPATIONS for word in low.split(maxsplit=6)[:5])


def starts_biography(text: str, name: str = "") -> str:
    """The name at the start of a biography; empty if the line is not one.

    Args:
        text: the line.
        name: the author, if known; then any sentence about the author suffices. Otherwise it must name an occupation.
    """
    words = text[:400].split()
    for length in (2, 3, 4):
        if len(words) <= length + 2:
            return ""
        who = " ".join(words[:length]).rstrip(",")
        verb = words[length].lower().strip(",")
        if verb not in _BIO_VERBS and not words[length - 1].endswith(","):
            continue
        if who == name and verb in _TRADE_VERBS:
            return who
        if who == name or (is_name(who) and not name):
            following = {word.strip(".,;:").lower() for word in words[length : length + 11]}
            if following & byline_words.OCCUPATIONS:
                return who
    return ""
