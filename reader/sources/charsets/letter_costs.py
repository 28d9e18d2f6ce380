"""What a decoded text costs in a language, in nats: the less, the likelier it is a text of that language.

A character costs the negative logarithm of its likelihood. Letters are judged by the letter before them, marks by
their place, characters of East Asia by how frequent they are. Bytes that were read with another encoding than their own
come out as rare pairs of letters, as capitals inside words, and as symbols where none stands.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise

from reader.sources.charsets.east_asian import FREQUENT, character_cost
from reader.sources.charsets.letter_pairs import Pairs, pairs_by_language
from reader.sources.charsets.mark_costs import IMPOSSIBLE, mark_cost

#: The languages of each script.
LANGUAGES = {
    "LATIN": tuple("en de fr es it pt ca gl nl sv da no fi is ga cs sk pl hu ro hr sl sq et lv lt tr az".split()),
    "CYRILLIC": ("ru", "uk", "be", "bg", "sr", "mk"),
    "GREEK": ("el",),
    "HEBREW": ("he",),
    "ARABIC": ("ar", "fa"),
    "THAI": ("th",),
    "CJK": tuple(FREQUENT),
}
#: A letter that the language does not have: one that names bring, any other of its script, one of another script.
_GUEST, _STRANGE, _ALIEN = 7.5, 10.5, 11.0
_GUESTS = frozenset("éèüöäáíóñçåøšžčćłëïêôâàúãæ")
#: A letter after one that the language does not have, a letter of ASCII in another script, the end of such a word.
_AFTER_GUEST, _ASCII, _END = 3.5, 4.0, 2.0
#: A letter of ASCII beside one of another script, in the same word.
_MIXED = 9.0
#: The most that a letter of the language itself costs.
_OWN = 8.0
_CAPITAL, _CAPITAL_IN_WORD, _CAPITALS_END, _MORE_CAPITALS = 1.5, 6.0, 3.0, 0.3
#: Quotation marks that come in pairs, with what the other one may be, and what one costs where there is no other.
_PAIRED, _LONELY = {"«": "»", "»": "«", "‹": "›", "›": "‹", "‚": "‘’"}, 5.0
_EDGE = " "
#: Letters whose lower case is more than one character, or that the table has in an older form.
_LOWER = {"İ": "i", "Ș": "ş", "ș": "ş", "Ț": "ţ", "ț": "ţ", "\u0640": _EDGE}


@cache
def is_letter(character: str) -> bool:
    """Whether a character is a letter, or a sign that belongs to one."""
    return (character.isalpha() and character not in "ªº") or unicodedata.category(character) in {"Mn", "Mc"}


@cache
def script_of(letter: str) -> str:
    """The script of a letter, as the first word of its name; all scripts of East Asia are ``CJK``."""
    if letter >= "\u3000":
        return "CJK"
    return unicodedata.name(letter, "").partition(" ")[0]


def common_cost(text: str) -> float:
    """What a text costs in every language: marks in odd places, capitals inside words, bytes that mean nothing."""
    padded = f"{_EDGE}{text}{_EDGE}"
    windows = Counter(zip(padded, padded[1:], padded[2:], strict=False))
    lonely = sum(text.count(mark) for mark, others in _PAIRED.items() if not any(one in text for one in others))
    return sum(_place_cost(*window) * count for window, count in windows.items()) + _LONELY * lonely


@cache
def _place_cost(before: str, character: str, after: str) -> float:
    if is_letter(character):
        return 0.0 if character.isascii() and before.isascii() else _case_cost(before, character, after)
    if character.isascii() or character >= "\u3000":
        return IMPOSSIBLE if unicodedata.category(character) in {"Co", "Cn"} or character == "\ufffd" else 0.0
    return mark_cost(before, character, after, is_after_letter=is_letter(before), is_before_letter=is_letter(after))


def _case_cost(before: str, letter: str, after: str) -> float:
    """Capitals begin words, or whole words are capitals."""
    if not letter.isupper():
        return 0.0
    if not is_letter(before):
        return _CAPITAL
    if before.isupper():
        return _CAPITALS_END if after.islower() else _MORE_CAPITALS
    return _CAPITAL_IN_WORD


def language_costs(text: str, languages: tuple[str, ...]) -> dict[str, float]:
    """What the letters of a text cost in each of the languages."""
    lowered = [_lowered(character) for character in f"{_EDGE}{text}{_EDGE}"]
    pairs = Counter(pairwise(lowered))
    tables = pairs_by_language()
    return {
        language: sum(
            (
                _ideograph_cost(language, after)
                if language in FREQUENT
                else _pair_cost(tables[language], before, after, is_latin=language in LANGUAGES["LATIN"])
            )
            * count
            for (before, after), count in pairs.items()
        )
        for language in languages
    }


@cache
def _lowered(character: str) -> str:
    if not is_letter(character):
        return character if character >= "\u3000" else _EDGE
    return _LOWER.get(character) or character.lower()


def _ideograph_cost(language: str, character: str) -> float:
    if character == _EDGE:
        return 0.0
    if character >= "\u3000":
        return character_cost(language, character)
    return _ASCII if character.isascii() else _ALIEN


def _pair_cost(table: Pairs, before: str, after: str, *, is_latin: bool) -> float:
    cost = table.get((before, after))
    if cost is not None:
        return 0.0 if before == after == _EDGE else min(cost, _OWN)
    if after == _EDGE:
        return _END
    if not is_latin and before != _EDGE and before.isascii() != after.isascii():
        return _MIXED
    if (_EDGE, after) in table:
        return _AFTER_GUEST
    if after.isascii():
        return _ASCII
    if is_latin and after >= "\u3000":  # two bytes
        return 2 * _STRANGE
    if script_of(after) != "LATIN":
        return _ALIEN if is_latin or after >= "\u3000" else _STRANGE
    return _ALIEN if not is_latin else _GUEST if after in _GUESTS else _STRANGE
