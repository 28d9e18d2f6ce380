"""Text without the differences of case that a search passes over: what an index of texts is searched by.

Where the search in a document takes two characters for the same, both are folded to the same here; some others are too.
So a text that holds what is sought also holds it when both are folded, and an index that says so misses nothing.
"""

from __future__ import annotations

import unicodedata

#: What searches know of case and Python does not say: a capital whose small letter has two characters, a third ``ß``.
_KNOWN_TO_SEARCHES = {"İ": "i", "\U0001df95": "ss"}


class _Folding(dict[int, str]):
    """What each code point becomes, worked out when it is met first."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if 0xD800 <= code <= 0xDFFF:
            folded = "\ufffd"  # half a pair is no text for a database
        elif code < 0x20 or 0x7F <= code < 0xA0:
            folded = " "  # nor is U+0000
        elif character in _KNOWN_TO_SEARCHES:
            folded = _KNOWN_TO_SEARCHES[character]
        elif unicodedata.category(character) == "Cn":
            folded = "\ufffd"  # a letter since, perhaps, which a library that is newer than Python knows
        else:
            folded = character.lower().upper().lower()  # ẞ, ß and ss; ς and σ; ſ and s
        self[code] = folded
        return folded


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text character by character without case; of other length where a letter becomes two, as ``ß``."""
    return text.translate(_FOLDING)
