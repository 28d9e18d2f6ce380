"""The months in the languages of news, from the CLDR data that Babel brings, and which of day and month comes first.

A word is looked up in the languages of its script only, which are loaded with the first word of that script. A word
that means two months ("listopad" is November in Polish and October in Croatian) needs the language of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

#: The last letter of each script, in order, and its languages as CLDR writes them. Latin comes first.
_SCRIPTS = (
    (
        "\u036f",
        "cs sk pl tr ro hr sr_Latn bs sl hu fi sv nb da nl et lv lt is id ca sq gl eu af sw az ga cy fo fil zu",
    ),
    ("\u03ff", "el"),
    ("\u052f", "ru uk bg be sr mk kk ky mn tg"),
    ("\u058f", "hy"),
    ("\u05ff", "he"),
    ("\u08ff", "ar ar_SY ar_DZ ar_MA ar_SA fa ur ps ckb ug"),
    ("\u097f", "hi mr ne"),
    ("\u09ff", "bn as"),
    ("\u0a7f", "pa"),
    ("\u0aff", "gu"),
    ("\u0b7f", "or"),
    ("\u0bff", "ta"),
    ("\u0c7f", "te"),
    ("\u0cff", "kn"),
    ("\u0d7f", "ml"),
    ("\u0dff", "si"),
    ("\u0e7f", "th"),
    ("\u109f", "my"),
    ("\u10ff", "ka"),
    ("\u139f", "am"),
    ("\u17ff", "km"),
)  # fmt: skip
#: Languages whose countries disagree about 03/04: the language alone decides nothing.
_DIVIDED = frozenset({"en", "es"})
#: Marks that writers leave out: accents, and the hamza above and below.
_MARKS = re.compile("[\u0300-\u036f\u0653-\u0655]+")
#: A language tag: the language, then script or region.
_TAG = re.compile(
    r"(?P<language>[A-Za-z]{2,3})(?:[-_](?P<script>[A-Za-z]{4}))?(?:[-_](?P<region>[A-Za-z]{2}|\d{3}))?\b"
)


def month_of(word: str, language: str = "", *, declined: bool = False) -> int:
    """The number of the month that a word names, 1 to 12; 0 for another word and where the languages disagree.

    Args:
        word: in any case, without its full stop.
        language: of the text, as a two-letter code; empty if it is not known.
        declined: whether a case ending may follow a name in the nominative, as in the Serbian "14. januara".
    """
    for form in _forms(bare(word), declined=declined):
        if meanings := _months(_script(form)).get(form):
            return _chosen(meanings, language)
    return 0


def is_divided(word: str) -> bool:
    """Whether a word means different months in different languages."""
    form = bare(word)
    return len({number for number, _ in _months(_script(form)).get(form, ())}) > 1


def _chosen(meanings: frozenset[tuple[int, str]], language: str) -> int:
    numbers = {number for number, _ in meanings}
    if len(numbers) > 1:
        numbers = {number for number, spoken in meanings if spoken == language}
    return numbers.pop() if len(numbers) == 1 else 0


@lru_cache(maxsize=4096)
def bare(word: str) -> str:
    """A word in lower case without accents, as "MAPTIOΥ" and "Μαρτίου" are one word."""
    return _MARKS.sub("", unicodedata.normalize("NFD", word.lower())).replace("ı", "i").strip(" .")


def _forms(word: str, *, declined: bool) -> Iterator[str]:
    yield word
    if word[:1] == "ב":  # Hebrew "in" is written with the month
        yield word[1:]
    if declined and len(word) > 3 and word[-1] in "auау":
        yield word[:-1]  # januara
        yield word[:-2]  # januarja
        yield word[:-2] + word[-1] + word[-2]  # новембра


def _script(word: str) -> int:
    first = word[:1]
    return next((index for index, (last, _) in enumerate(_SCRIPTS) if first <= last), len(_SCRIPTS))


@cache
def _months(script: int) -> dict[str, frozenset[tuple[int, str]]]:
    """The names of the months in the languages of one script, each with its number and language."""
    found: dict[str, set[tuple[int, str]]] = {}
    if script < len(_SCRIPTS):
        for language in _SCRIPTS[script][1].split():
            for name, number in _named(language):
                found.setdefault(name, set()).add((number, language[:2]))
    return {name: frozenset(meanings) for name, meanings in found.items()}


def _named(language: str) -> Iterator[tuple[str, int]]:
    from babel import Locale

    months = Locale.parse(language).months
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in months[context][width].items():
                for part in (bare(name), *bare(name).split("/")):
                    if len(part) > 1 and not any(map(str.isdigit, part)):
                        yield part, number


@cache
def is_day_first(tag: str) -> bool | None:
    """Whether 03/04 is the third of April for those who write in a language of a place; None if that is not certain.

    Args:
        tag: a language tag such as ``en-GB``; empty if none is stated.
    """
    match = _TAG.match(tag)
    if match is None or (match["language"].lower() in _DIVIDED and not match["region"]):
        return None
    from babel import Locale, UnknownLocaleError

    try:
        formats = Locale.parse("_".join(filter(None, match.groups()))).date_formats
    except (UnknownLocaleError, ValueError):
        return None
    first = _first(formats["short"].pattern)
    if first == "y":  # such a place writes 2023/04/03; its longer dates tell what the short form with a year last means
        return True if _first(formats["long"].pattern) == "d" else None
    return first == "d"


def _first(pattern: str) -> str:
    return next((letter for letter in pattern if letter in "dMy"), "y")
