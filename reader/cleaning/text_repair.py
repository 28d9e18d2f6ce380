"""What is mended inside a block: white space, soft hyphens, ligatures, line breaks; each change keeps the way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

#: What changes the length: white space in a row, a hyphen's line end, what has no width, ligatures of a PDF.
_FAULT = re.compile(r"\s{2,}|(?<=[-\u2010])\n|[\u00ad\u200b\u2060\ufeff]+|[\ufb00-\ufb06]")
#: Single white space of another kind becomes a plain space; that moves no offset.
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


class Mended(NamedTuple):
    """A passage as it is shown, and its runs ``(here, here_end, there, there_end)``; ``here`` counts from 0."""

    text: str
    runs: list[Piece]


def mend(text: str, start: int, end: int, known: Callable[[str], bool] | None = None) -> Mended:
    """The passage ``text[start:end]`` with its faults mended.

    Args:
        text: of the page.
        start: of the passage, in code points; its first character is not white space.
        end: one past its last character.
        known: whether the document has a word, in lower case; a word that is broken over two lines loses its
            hyphen only where the whole word is known. Without it every hyphen stays.

    Returns:
        The passage and its runs into ``text``, in order.
    """
    passage = text[start:end]
    shown = passage.translate(_SPACES)
    parts: list[str] = []
    runs: list[Piece] = []
    here = 0
    there = start

    def put(part: str, upto: int) -> None:
        nonlocal here, there
        if part:
            parts.append(part)
            runs.append((here, here + len(part), there, upto))
            here += len(part)
        there = upto

    for fault in _FAULT.finditer(passage):
        found = fault.group()
        left, right = start + fault.start(), start + fault.end()
        put(shown[there - start : fault.start()], left)
        if found in _LIGATURES:
            put(_LIGATURES[found], right)
        elif not found.isspace():  # a soft hyphen or a character without width: nothing is shown
            put("", right)
        elif "\n" in found and parts and passage[fault.end() : fault.end() + 1].isalpha() and _breaks_word(parts[-1]):
            if _is_one_word(parts[-1], passage, fault.end(), known):
                last = runs.pop()
                parts[-1] = parts[-1][:-1]
                here -= 1
                if parts[-1]:
                    runs.append((last[0], here, last[2], last[3] - 1))
            put("", right)
        else:
            put(" ", right)
    put(shown[there - start :], end)
    return Mended("".join(parts), runs)


def _breaks_word(part: str) -> bool:
    return part.endswith(("-", "\u2010")) and part[-2:-1].isalpha()


def _is_one_word(part: str, passage: str, after: int, known: Callable[[str], bool] | None) -> bool:
    """Whether the halves of a word broken at a line end make one word that the document knows."""
    if known is None or not passage[after].islower():
        return False
    left, right = _WORD_BEFORE.search(part[:-1]), _WORD_AFTER.match(passage, after)
    return left is not None and right is not None and known((left.group() + right.group()).lower())
