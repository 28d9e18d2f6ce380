"""Repairs the text of a block: white space, soft hyphens, ligatures, line breaks; each change keeps the offset map."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

#: Faults that change the length: runs of white space, a line end after a hyphen, invisible characters, ligatures.
#: Joiners and marks of direction are kept where they matter: in emoji, and beside letters of other scripts.
_FAULT = re.compile(
    r"\s{2,}|(?<=[-\u2010])\n|[\u00ad\u034f\u200b\u2060-\u2064\ufeff]+|[\ufb00-\ufb06]"
    r"|(?<=[A-Za-z\u00c0-\u052f])[\u200c-\u200f]+(?=[A-Za-z\u00c0-\u052f]| [A-Za-z\u00c0-\u052f])"
)
#: Other single white space becomes a plain space, which moves no offset.
_SPACES = dict.fromkeys(
    (
        *range(0x09, 0x0E),
        *range(0x1C, 0x20),
        0x85,
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
    ),
    " ",
)
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])[^\W\d_]+$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")

Piece = tuple[int, int, int, int]


class RepairedText(NamedTuple):
    """A repaired passage and its runs ``(start, end, origin_start, origin_end)``; ``start`` counts from 0."""

    text: str
    runs: list[Piece]


def repair(text: str, start: int, end: int, known: Callable[[str], bool] | None = None) -> RepairedText:
    """The passage ``text[start:end]`` with its faults repaired.

    Args:
        text: of the page.
        start: of the passage, in code points; its first character is not white space.
        end: one past its last character.
        known: whether the document contains a word, in lower case. A word broken over two lines loses its hyphen only
            if the whole word is known; without this function every hyphen stays.

    Returns:
        The passage and its runs into ``text``, in order.
    """
    passage = text[start:end]
    shown = passage.translate(_SPACES)
    parts: list[str] = []
    runs: list[Piece] = []
    length = 0
    done = start

    def put(part: str, upto: int) -> None:
        nonlocal length, done
        if part:
            parts.append(part)
            runs.append((length, length + len(part), done, upto))
            length += len(part)
        done = upto

    for fault in _FAULT.finditer(passage):
        piece = fault.group()
        left, right = start + fault.start(), start + fault.end()
        put(shown[done - start : fault.start()], left)
        if piece in _LIGATURES:
            put(_LIGATURES[piece], right)
        elif not piece.isspace():  # a soft hyphen or an invisible character: nothing is shown
            put("", right)
        elif "\n" in piece and parts and passage[fault.end() : fault.end() + 1].isalpha() and _breaks_word(parts[-1]):
            if _is_one_word(parts[-1], passage, fault.end(), known):
                last = runs.pop()
                parts[-1] = parts[-1][:-1]
                length -= 1
                if parts[-1]:
                    runs.append((last[0], length, last[2], last[3] - 1))
            put("", right)
        else:
            put(" ", right)
    put(shown[done - start :], end)
    return RepairedText("".join(parts), runs)


def _breaks_word(part: str) -> bool:
    return part.endswith(("-", "\u2010")) and part[-2:-1].isalpha()


def _is_one_word(part: str, passage: str, after: int, known: Callable[[str], bool] | None) -> bool:
    """Whether the halves of a word broken at a line end form a word that the document contains."""
    if known is None or not passage[after].islower():
        return False
    left, right = _WORD_BEFORE.search(part[:-1]), _WORD_AFTER.match(passage, after)
    return left is not None and right is not None and known((left.group() + right.group()).lower())
