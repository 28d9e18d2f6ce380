"""How likely one letter follows another in a language: the table behind the guess of an encoding.

The table is a text file. A language is a line with its code and its letters, then one row for the edge of a word and
one for each letter. A row has one digit of base 36 for each letter that may follow, the edge of the word first: the
negative natural logarithm of the share, in steps of ``STEP``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

#: What one step of a digit costs, in nats.
STEP = 0.3
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

#: For each letter, and for the edge of a word (a space), what each may be followed by, and its cost in nats.
Pairs = dict[tuple[str, str], float]


def packed(cost: float) -> str:
    """The digit of a cost in nats; the highest one for all that is rarer."""
    return _DIGITS[min(round(cost / STEP), len(_DIGITS) - 1)]


@cache
def pairs_by_language() -> dict[str, Pairs]:
    """The costs of pairs of lower-case letters in each language, by its two-letter code."""
    lines = files(__package__).joinpath("tables/letter_pairs.txt").read_text(encoding="utf-8").splitlines()
    read: dict[str, Pairs] = {}
    number = 1
    while number < len(lines):
        code, letters = lines[number].split()
        places = " " + letters
        rows = lines[number + 1 : number + 1 + len(places)]
        read[code] = {
            (before, after): _DIGITS.index(digit) * STEP
            for before, row in zip(places, rows, strict=True)
            for after, digit in zip(places, row, strict=True)
        }
        number += 1 + len(places)
    return read
