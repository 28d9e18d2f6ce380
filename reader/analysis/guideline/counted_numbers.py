"""Finds the numbers in a passage that count something, in figures or in words."""

from __future__ import annotations

import re

_ONES = "one two three four five six seven eight nine ten eleven twelve".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_MANY = r"(?:hundred|thousand|million|billion|dozen|per\s?cent)"
_NO_YEAR = r"(?!(?:1[5-9]|20)\d\d(?![\w%]|[.,]\d|\s?(?:per\s?cent|million|people|euros?|dollars|pounds)))"
_DIGIT = re.compile(r"\d")
#: In figures: no year, no part of a name as ``G7`` or ``COVID-19``, no ``1st``, no ``9/11``.
_FIGURE = (
    rf"(?<![\w/.-])(?:[$€£¥]\s?)?{_NO_YEAR}\d+(?:[.,:]\d+)*"
    r"(?:\s?%|\s?(?:million|billion|per\s?cent)\b|(?:bn|m|k|km|kg|C)\b|(?![\w/]|-\d))"
)
_ONE, _TEN = f"(?:{'|'.join(_ONES)})", f"(?:{'|'.join(_TENS)})"
_NUMBER = re.compile(
    rf"{_FIGURE}|\b(?:{_TEN}(?:-\w+)?|(?:{_ONE}|\w+teen|half a|a|{_TEN}(?:-\w+)?)\s{_MANY})\b"
    rf"|\b{_ONE}\s(?:in|out of)\s(?:\d+|{_ONE})\b|\b(?:two|three)[ -](?:thirds|quarters|fifths)\b",
    re.IGNORECASE,
)
_IN_FIGURES = re.compile(_FIGURE, re.IGNORECASE)
#: Code points before a figure that belong to it: a sign of a currency and a space.
_SIGN = 2
#: One of these is in each number in words: without them a passage needs no more than a look.
_IN_WORDS = (
    *_TENS, *"hundred thousand million billion dozen percent thirds quarters fifths".split(), "per cent",
    *(f"{one} {of} " for one in _ONES for of in ("in", "out of")),
)  # fmt: skip


def number_in(text: str) -> str:
    """The first number of a text that counts something; empty if there is none."""
    low = text.lower()
    if any(word in low for word in _IN_WORDS):
        match = _NUMBER.search(text)
    else:
        first = _DIGIT.search(text)
        match = first and _IN_FIGURES.search(text, max(0, first.start() - _SIGN))
    return match[0].strip() if match else ""
