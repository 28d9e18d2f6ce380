"""What a mark that is no letter costs at its place, in nats: quotation marks, dashes, signs of money, symbols.

Each kind has places where it stands in news; everywhere else it is dear, for there it is mostly a letter that was read
with the wrong encoding.
"""

from __future__ import annotations

import unicodedata

#: A byte that no text has.
IMPOSSIBLE = 14.0
#: A symbol that news hardly has, and one beside a letter.
_SYMBOL, _SYMBOL_AT_LETTER = 9.0, 12.0
_USUAL, _SELDOM, _RARE, _ODD = 2.5, 4.0, 5.0, 7.0
_OPENING = frozenset("“‘„‚«‹”»")
_CLOSING = frozenset("”’“‘»›«")
#: Marks that stand in the scripts of the Near East and South Asia.
_SCRIPT_MARKS = frozenset("،؛؟٪٫٬׳״־ฯ๏๚।॥")


def mark_cost(before: str, mark: str, after: str, *, is_after_letter: bool, is_before_letter: bool) -> float:
    """What a mark costs between two characters.

    Args:
        before, after: the characters beside it; a space at the edge of the text.
        mark: not of ASCII, no letter.
        is_after_letter, is_before_letter: whether the characters beside it are letters.
    """
    if mark == "\ufffd" or unicodedata.category(mark) in {"Cc", "Co", "Cn"}:
        return IMPOSSIBLE
    inside = is_after_letter and is_before_letter
    fits = (
        _quote_cost(before, mark, after, inside=inside, starts=not is_after_letter and not after.isspace())
        or _dash_cost(before, mark, after)
        or _number_cost(before, mark, after, is_after_letter=is_after_letter, is_before_letter=is_before_letter)
        or _other_cost(mark, before, after, inside=inside, starts=not is_after_letter, ends=not is_before_letter)
    )
    return fits or (_SYMBOL_AT_LETTER if is_after_letter or is_before_letter else _SYMBOL)


def _quote_cost(before: str, mark: str, after: str, *, inside: bool, starts: bool) -> float:
    if mark == "’" and inside:
        return _USUAL
    if mark in _OPENING and starts and not before.isdigit():
        return _USUAL if mark not in "”»" else _SELDOM
    if mark in _CLOSING and not before.isspace() and not (after.isalnum()):
        return _USUAL
    if mark in "«»" and (before.isspace() or after.isspace()):
        return _SELDOM
    return 0.0


def _dash_cost(before: str, mark: str, after: str) -> float:
    if mark not in "–—―":
        return 0.0
    if before.isspace() and after.isspace():
        return _USUAL
    return _SELDOM if before.isdigit() == after.isdigit() else _RARE


def _number_cost(before: str, mark: str, after: str, *, is_after_letter: bool, is_before_letter: bool) -> float:
    """Signs of money, degrees, powers and fractions stand at numbers."""
    if mark in "€£¥¢฿₪" and not is_after_letter:
        if before.isdigit() or after.isdigit():
            return _SELDOM
        return _RARE if mark in "€£" and not is_before_letter else 0.0
    if mark in "°ºª" and (before.isdigit() or (mark == "°" and before.isspace() and after in "CFN")):
        return _SELDOM
    if mark in "²³" and (before.isdigit() or before in "mM") and not is_before_letter:
        return _RARE
    if mark in "½¼¾±×÷" and not is_after_letter and not is_before_letter:
        return _RARE
    return _RARE if mark == "‰" and (before.isdigit() or before.isspace()) else 0.0


def _other_cost(mark: str, before: str, after: str, *, inside: bool, starts: bool, ends: bool) -> float:
    if mark == "\xa0":
        return _ODD if before.isspace() else _SELDOM
    if mark == "…":
        return _SELDOM if ends or starts else 0.0
    if mark in "¿¡":
        return _USUAL if starts and not ends else 0.0
    if mark in "§№•©®™":
        return (_RARE if starts else _ODD) if ends else 0.0
    if mark in _SCRIPT_MARKS or mark.isdecimal():
        is_at_home = not (before.isascii() and after.isascii())
        return _SELDOM if is_at_home and not (inside and mark not in "״׳־") else 0.0
    if mark in "•·▪" and starts:
        return _SELDOM if ends else _RARE
    if mark == "\xad":
        return _RARE if inside else 0.0
    return _ODD if mark in "´·‐‑−" or "\u2000" <= mark <= "\u200f" else 0.0
