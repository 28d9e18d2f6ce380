"""The same picture in fewer bytes: of a style that follows another one only what changes is written.

Textual writes every piece of a row with its whole style and a reset behind it, some forty bytes each. Over SSH they all
travel, and the terminal has to read them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

#: A change of style, moves of the cursor, text in one row, or the start of some other sequence.
_TOKEN = re.compile(r"\x1b\[([\d;]*)m|((?:\x1b\[[\d;]*[HG]|[\r\n])+)|[^\x1b\r\n]+|\x1b")
_RESET = "\x1b[0m"
#: Codes for underlined, blinking, reversed and struck through, underlined twice, framed and overlined: seen on blanks.
_SEEN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
#: What turns an attribute off; two share one, and the rest is turned off with everything else.
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "8": "28", "9": "29", "53": "55"}
_ATTRIBUTES = frozenset({"1", "2", "3", "8"}) | _SEEN_ON_BLANKS
#: Numbers that a colour has behind its first one, by its kind: of 256, or red, green and blue.
_NUMBERS = {"5": 1, "2": 3}


class _Style(NamedTuple):
    """What a terminal writes in: codes of its attributes, of the colour and of the ground; empty for the usual."""

    attributes: frozenset[str] = frozenset()
    colour: str = ""
    ground: str = ""


_USUAL = _Style()
#: One that cannot be told: the next one begins anew.
_UNKNOWN = _Style(frozenset({"?"}))


def compacted(drawn: str) -> str:
    """What shows the same as ``drawn``; both begin and end in the terminal's usual style."""
    pieces: list[str] = []
    now = wanted = _USUAL
    for match in _TOKEN.finditer(drawn):
        codes, moves = match.groups()
        if codes is not None:
            wanted = _style(codes)
            if wanted is _UNKNOWN:
                pieces += [_RESET, match[0]]
                now = _UNKNOWN
        elif moves is not None:
            pieces.append(moves)
        else:
            text = match[0]
            if now is not wanted:
                change, now = _step(now, wanted, not text.strip(" "))
                pieces.append(change)
            pieces.append(text)
    if now is not _USUAL:
        pieces.append(_RESET)
    return "".join(pieces)


@lru_cache(1 << 10)
def _style(codes: str) -> _Style:
    """The style that a sequence gives to a terminal that was reset before."""
    left, colour, ground = iter(codes.split(";")), "", ""
    attributes: set[str] = set()
    for code in left:
        if code in {"38", "48"}:
            kind = next(left, "")
            whole = ";".join((code, kind, *(next(left, "") for _ in range(_NUMBERS.get(kind, 0)))))
            colour, ground = (whole, ground) if code == "38" else (colour, whole)
        elif re.fullmatch("3[0-7]|9[0-7]", code):
            colour = code
        elif re.fullmatch("4[0-7]|10[0-7]", code):
            ground = code
        elif code in {"0", ""}:
            attributes, colour, ground = set(), "", ""
        elif code in _ATTRIBUTES:
            attributes.add(code)
        else:
            return _UNKNOWN
    return _kept(_Style(frozenset(attributes), colour, ground))


@lru_cache(1 << 10)
def _kept(style: _Style) -> _Style:
    """The style itself, one object for all that are equal."""
    return _USUAL if style == _USUAL else style


@lru_cache(1 << 12)
def _step(now: _Style, wanted: _Style, is_blank: bool) -> tuple[str, _Style]:
    """What leads from one style to another one, and which that is: of blanks one does not see the colour."""
    if wanted is _UNKNOWN:
        return "", now
    if is_blank and not (now.attributes | wanted.attributes) & (_SEEN_ON_BLANKS | _UNKNOWN.attributes):
        wanted = _kept(wanted._replace(colour=now.colour))
    gone = now.attributes - wanted.attributes
    if gone <= _OFF.keys():
        off = {_OFF[one] for one in gone}
        left = {one for one in now.attributes - gone if _OFF.get(one) not in off}
        codes = [
            *sorted(off),
            *sorted(wanted.attributes - left),
            "" if wanted.colour == now.colour else wanted.colour or "39",
            "" if wanted.ground == now.ground else wanted.ground or "49",
        ]
    else:
        codes = ["0", *sorted(wanted.attributes), wanted.colour, wanted.ground]
    change = ";".join(filter(None, codes))
    return (f"\x1b[{change}m" if change else ""), wanted
