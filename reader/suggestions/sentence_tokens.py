"""The words of a sentence as the suggester compares them, and what of them the learner sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from reader.suggestions.suggester import MOST_CHARACTERS
from reader.text.words import words

#: Marks that stand among the words, since they tell what a sentence does.
_MARKS = re.compile(r"[?!;:%“”\"„«»]")
#: Letters of a suffix, and of the shortest word that has one.
_SUFFIX, _SUFFIXED = 3, 6


def tokens_of(sentence: str) -> list[str]:
    """The words and telling marks of a sentence in lower case, in order; a figure is its digits as they stand."""
    text = sentence[:MOST_CHARACTERS].replace("’", "'")
    found = [(one.start, text[one.start : one.end].lower()) for one in words(text, 0, len(text))]
    found += [(one.start(), one[0]) for one in _MARKS.finditer(text)]
    found.sort()
    return [token for _, token in found]


@cache
def _shape(token: str) -> str:
    """A figure as its shape, so that all years are alike; any other token as it is."""
    if not any(map(str.isdigit, token)):
        return token
    digits = "".join("0" if one.isdigit() else one for one in token)
    return digits if len(digits) <= 4 else "0000+"


def learnt_features(tokens: Sequence[str]) -> list[str]:
    """What the learner sees of a sentence: its words, pairs of words, ends of words and first word, each once."""
    shaped = [_shape(one) if one[:1].isdigit() else one for one in tokens]
    found = dict.fromkeys(shaped)
    found.update(dict.fromkeys(f"{one} {two}" for one, two in pairwise(shaped)))
    found.update(dict.fromkeys(f"-{one[-_SUFFIX:]}" for one in shaped if len(one) >= _SUFFIXED))
    if shaped:
        found[f"^{shaped[0]}"] = None
    return list(found)
