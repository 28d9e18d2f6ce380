"""The words of passages without case and punctuation: what two passages have in common if they say the same."""

from __future__ import annotations

import re
from collections.abc import Collection

#: Scripts without spaces between words: ideographs, kana, Thai, Lao, Khmer, Burmese, Tibetan.
UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
_WORD = re.compile(r"\w+")
_UNSPACED_LETTER = re.compile(rf"[{UNSPACED}]")
#: Between texts that are looked at together; no text that was read from a store holds it.
_BETWEEN = "\0"
#: ASCII characters that are of no word become spaces.
_WORDS_ALONE = {at: " " for at in range(1, 128) if not chr(at).isalnum() and chr(at) != "_"}


def words_of(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return _WORD.findall(text.casefold())


def wording(text: str) -> str:
    """The words of a text without case and punctuation, a space between them."""
    return " ".join(words_of(text))


def wordings_of(texts: Collection[str]) -> dict[str, str]:
    """The ``wording`` of each of many texts; those in ASCII are looked at as one, which takes half of the time."""
    plain = [one for one in texts if one.isascii() and _BETWEEN not in one]
    together = _BETWEEN.join(plain).lower().translate(_WORDS_ALONE)
    while "  " in together:
        together = together.replace("  ", " ")
    found = dict(zip(plain, map(str.strip, together.split(_BETWEEN)), strict=False))
    for one in texts:
        if one not in found:
            found[one] = wording(one)
    return found


def words_apart(wording: str) -> str:
    """A wording with a space between the letters of scripts that have none between words: each stands for a word."""
    if wording.isascii() or not _UNSPACED_LETTER.search(wording):
        return wording
    return " ".join(_UNSPACED_LETTER.sub(r" \g<0> ", wording).split())
