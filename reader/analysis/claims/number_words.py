"""Reads the numbers of an English text, in digits and in words: "4.5 million", "forty-one", "half a million"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: value for value, word in enumerate(_ONES)} | {word: 10 * value for value, word in enumerate(_TENS, 2)}
_HUNDREDS = {"hundred": 100, "dozen": 12, "score": 20}
#: What a number is multiplied by; the letters only stand right behind digits.
_MAGNITUDES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        (
            "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split()
    )
}
#: The parts of a whole, by the word for one of them.
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_PARTS |= {f"{word}s": parts for word, parts in _PARTS.items()} | {"halves": 2, "hundredth": 100}
_VAGUE = {"dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2e3, 9.99e3)}
_VAGUE |= {"millions": (2e6, 9.99e6), "billions": (2e9, 9.99e9)}
#: Words that make a number approximate, or the lowest or highest possible one, right before it.
_ABOUT = r"about|around|roughly|approximately|nearly|almost|some|an estimated|close to|just (?:over|under|above|below)"
_ABOUT += r"|a little (?:over|under|more than|less than)|barely|nearer|well over|slightly (?:more|less) than"
_OVER = r"more than|over|above|at least|no (?:fewer|less) than|upwards of|in excess of|as many as"
_UNDER = r"fewer than|less than|under|below|at most|no more than|up to|hardly|not even|at the most"
_BEFORE = re.compile(
    rf"\b(?:(?P<about>{_ABOUT})|(?P<over>{_OVER})|(?P<under>{_UNDER}|hardly\s\w+))\s+(?:the\s+|an?\s+)?[$€£¥]?$",
    re.IGNORECASE,
)
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = "|".join(sorted([*_SMALL, *_HUNDREDS, *_MAGNITUDES], key=len, reverse=True))
_SPELT = rf"(?:{_WORDS})(?:(?:[\s-]+|(?<=hundred|housand|million)\s+and\s+)(?:{_WORDS}))*"
_NUMBER = re.compile(
    rf"(?<![\w.,/])(?<![^\d\s]-)(?<!\d{4}-)(?:(?P<currency>[$€£¥])\s?)?(?P<digits>{_DIGITS})(?![,.]?\d|(?:st|nd|rd|th)\b)"
    rf"(?:[\s\u00a0-]?(?P<magnitude>thousand|million|billion|trillion)\b|(?P<suffix>bn|mn|tn|[kmb])(?![\w/]))?"
    rf"|\b(?P<half_of>half an?|an?|a half)\s(?P<big>hundred|dozen|thousand|million|billion)\b"
    rf"|\b(?P<spelt>{_SPELT})\b"
    rf"|\ba (?P<single>single)\b|\b(?P<alone>alone)\b(?= (?:in|on|at)\b)"
    rf"|\b(?P<vague>{'|'.join(_VAGUE)})\b",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(r"(?:no|any|every|some|this|that|which|each|the|another|for|even|not)\s$", re.IGNORECASE)
_AFTER_NOT_ONE = re.compile(r"(?:\s+of\b|\s+another\b|\s*['’]s|\s+(?:is|was|can|has|had|by one)\b|[.,;:!?])")


class NumberInText(NamedTuple):
    """A number that ``text[start:end]`` states; code points, half-open.

    Attributes:
        low, high: the least and the greatest value meant; the same where one is stated.
        is_rounded: whether words as "about" stand before it.
        currency: the mark before it, or empty.
        magnitude: what "million" multiplied it by, which a number after it may share; 1 without such a word.
    """

    start: int
    end: int
    low: float
    high: float
    is_rounded: bool = False
    currency: str = ""
    magnitude: float = 1.0


def numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[NumberInText]:
    """The numbers of ``text[start:end]``, in order. Years and clock times are among them."""
    for match in _NUMBER.finditer(text, start, len(text) if end is None else end):
        value = _value(text, match)
        if value is None:
            continue
        low, high, magnitude = value
        hedge = _BEFORE.search(text, max(start, match.start() - 24), match.start())
        is_rounded = low != high
        if hedge:
            is_rounded = True
            if hedge["over"]:
                high = 2 * high
            elif hedge["under"]:
                low = 0.0
        yield NumberInText(match.start(), match.end(), low, high, is_rounded, match["currency"] or "", magnitude)


def _value(text: str, match: re.Match[str]) -> tuple[float, float, float] | None:
    """The least and greatest value of a match, and its magnitude; None if it is no number."""
    if match["single"] or match["alone"]:
        is_denied = re.search(r"\b(?:not|without|n't|no)\s$", text[max(0, match.start() - 9) : match.start()])
        return None if is_denied else (1.0, 1.0, 1.0)
    if match["vague"]:
        low, high = _VAGUE[match["vague"].lower()]
        return low, high, 1.0
    if match["big"]:
        size = (_HUNDREDS | _MAGNITUDES)[match["big"].lower()]
        value = size / 2 if "half" in match["half_of"].lower() else size
        return value, value, 1.0
    if match["digits"]:
        value = float(re.sub("[^\\d.]", "", match["digits"]))
        magnitude = 1.0
        if match["magnitude"]:
            magnitude = _MAGNITUDES[match["magnitude"].lower()]
        elif match["suffix"]:
            magnitude = _SUFFIXES[match["suffix"].lower()]
            if match["suffix"] == "m" and not match["currency"] and value >= 1 and match["digits"].isdigit():
                magnitude = 1.0  # metres
        return value * magnitude, value * magnitude, magnitude
    return _spelt(text, match)


def _spelt(text: str, match: re.Match[str]) -> tuple[float, float, float] | None:
    words = re.findall(r"[a-z]+", match["spelt"].lower())
    if words == ["one"] and (
        _NOT_ONE.search(text, max(0, match.start() - 8), match.start()) or _AFTER_NOT_ONE.match(text, match.end())
    ):
        return None
    if words[0] == "score" or words == ["hundred"]:
        return None
    total = group = 0.0
    magnitude = 1.0
    for word in words:
        if word in _SMALL:
            group += _SMALL[word]
        elif word in _HUNDREDS:
            group = max(group, 1) * _HUNDREDS[word]
        elif word in _MAGNITUDES:
            magnitude = _MAGNITUDES[word]
            total, group = total + max(group, 1) * magnitude, 0.0
    return total + group, total + group, magnitude if not group else 1.0


def ordinal_value(word: str) -> int | None:
    """3 for "third" and for "3rd"; None for other words."""
    if match := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word.lower()):
        return int(match[1])
    return _ORDINALS.get(word.lower())


def parts_of_whole(word: str) -> int | None:
    """4 for "quarter" and "quarters"; None for other words."""
    return _PARTS.get(word.lower())


def small_number(word: str) -> int | None:
    """The number up to 99 that one word or two with a hyphen say, or digits; None for other words."""
    low = word.lower()
    if low.isascii() and low.isdigit():
        return int(low)
    tens, _, ones = low.partition("-")
    if ones and tens in _SMALL and ones in _SMALL:
        return _SMALL[tens] + _SMALL[ones]
    return _SMALL.get(low)
