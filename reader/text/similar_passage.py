"""Which passage of another article speaks of the same thing: by the rare words that two passages share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from reader.model.spans import Span

#: Letters of a word that count: inflected forms of one word mostly agree in them.
_STEM = 6
#: How much more a word counts that is part of a name.
_NAME_WEIGHT = 3.0
#: Less than this, and the passages have nothing to do with each other.
_LEAST = 1.5
_WORD = re.compile(r"\w+")


def counterpart(
    passage: str, text: str, passages: Sequence[Span], names: Iterable[str] = (), *, context: str = ""
) -> Span | None:
    """The passage of a text that shares most with a given one.

    A word that is rare in the text says more than one that is everywhere; one of a name says more than any other.

    Args:
        passage: what one is reading.
        text: of the other article.
        passages: of ``text``, sentences say, in order.
        names: people, organisations and places that are named in the passage.
        context: the paragraph around the passage; its words count half.

    Returns:
        One of ``passages``, the earliest of equals; None where they share too little.
    """
    wanted = dict.fromkeys(_words(context), 0.5) | dict.fromkeys(_words(passage), 1.0)
    named = wanted.keys() & set(_words(" ".join(names)))
    for word in named:
        wanted[word] *= _NAME_WEIGHT
    words = [set(_words(text[start:end])) for start, end in passages]
    spread = Counter(word for found in words for word in found)
    best, most = None, _LEAST
    for span, found in zip(passages, words, strict=True):
        shared = found & wanted.keys()
        score = sum(wanted[word] * math.log(1 + len(words) / spread[word]) for word in shared)
        score /= 1 + math.log(1 + len(found)) / 4  # a long sentence shares something with everything
        if (len(shared) > 1 or shared & named) and score > most:
            best, most = span, score
    return best


def _words(text: str) -> list[str]:
    """The words that can be compared: cut to their first letters; short ones, mostly grammar, only as numbers."""
    return [
        word[:_STEM] for word in _WORD.findall(text.casefold()) if len(word) > 3 or word.isdigit() or not word.isascii()
    ]
