"""Tells UTF-16 without a byte order mark from other text and from binary data: by what its code points would be.

In the right byte order nearly all of them are letters of one script, and the signs and Latin letters that go with any.
In the wrong one, and in binary data, they are of many scripts, unassigned, or ideographs that nobody writes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

#: The bytes that are looked at.
_HEAD = 4096
#: The least share of code points that fit; and in a short text whose bytes do not show it.
_LEAST_FITTING, _LEAST_SHOWN = 0.9, 0.97
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")
#: Fewer bytes that are neither UTF-8 nor controls may be anything; more would hold a control somewhere.
_FEW, _SHORT = 12, 400


def utf16_without_mark(data: bytes) -> str | None:
    """``utf-16-le`` or ``utf-16-be`` if the bytes are text in it; None if not. A file's start is enough."""
    head = data[:_HEAD]
    least = _least_share(head)
    if least is None:
        return None
    shares = {encoding: _fitting_share(head, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= least else None


def _least_share(head: bytes) -> float | None:
    """The share of code points that have to fit; None for bytes that are those of other text."""
    if len(head) < 4:
        return None
    if head.translate(None, _CONTROLS) != head:  # texts of one byte a letter have none
        return _LEAST_FITTING
    if len(head) % 2 or not _FEW <= len(head) <= _SHORT:
        return None
    try:
        head.decode("utf-8")
    except UnicodeDecodeError:
        return _LEAST_SHOWN
    return None


def _fitting_share(data: bytes, encoding: str) -> float:
    """The share of code points that one text may hold; below zero if many of them are no characters."""
    text = data[: len(data) // 2 * 2].decode(encoding, errors="replace")
    if text[-1] == "\ufffd" and len(data) >= _HEAD:  # a character that is cut in two
        text = text[:-1]
    counts = Counter(map(_kind, text))
    missing, rare, fitting = counts.pop("none", 0), counts.pop("rare", 0), counts.pop("any", 0)
    if not counts or missing * 50 > len(text):
        return -1.0
    latin = counts.pop("western", 0)
    return (fitting + latin + max(counts.values(), default=0) - rare) / len(text)


def _kind(character: str) -> str:
    """The script of a letter, ``western`` for those of Latin-1, which stand in texts of any script.

    ``any`` is what goes with all of them, ``rare`` and ``none`` are what texts have not.
    """
    from reader.sources.charsets.east_asian import is_common
    from reader.sources.charsets.letter_costs import script_of

    category = unicodedata.category(character)
    if character in "\n\r\t\f \xa0\u2009\u202f\u3000" or category == "Cf":
        return "any"
    if category == "Zs":  # a space whose bytes are swapped, for example
        return "rare"
    if category[0] == "C" or character == "\ufffd":
        return "none"
    if character >= "\u3000":
        return ("CJK" if is_common(character) else "rare") if character < "\U00010000" else "any"
    if category[0] in "PNS":
        return "any" if character < "\u0100" or "\u2010" <= character <= "\u2122" or category[0] == "P" else "rare"
    script = script_of(character)
    if script == "LATIN" and character < "\u0100":
        return "western"
    return "any" if script == "COMBINING" else script or "none"
