"""Finds the passage of another article that speaks of the same thing, by shared rare words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from reader.model.spans import Span

#: Letters of a word that are compared; inflected forms mostly agree in them.
_STEM = 6
#: The factor by which words of names count more.
_NAME_WEIGHT = 3.0
#: The lowest score of a match.
_LEAST = 1.5
_WORD = re.compile(r"\w+")


def most_similar(
    passage: str, text: str, passages: Sequence[Span], names: Iterable[str] = (), *, context: str = ""
) -> Span | None:
    """The passage of a text that shares most with a given one.

    A rare word counts more than a frequent one, and a word of a name counts most.

    Args:
        passage: the passage being read.
        text: of the other article.
        passages: spans of ``text``, such as sentences, in order.
        names: people, organisations and places named in the passage.
        context: the paragraph around the passage; its words count half.

    Returns:
        One of ``passages``, the earliest of equals; None if they share too little.
    """
    wanted = dict.fromkeys(_words(context), 0.5) | dict.fromkeys(_words(passage), 1.0)
    named = wanted.keys() & set(_words(" ".join(names)))
    for word in named:
        wanted[word] *= _NAME_WEIGHT
    words = [set(_words(text[start:end])) for start, end in passages]
    spread = Counter(word for known in words for word in known)
    best, most = None, _LEAST
    for span, known in zip(passages, words, strict=True):
        shared = known & wanted.keys()
        score = sum(wanted[word] * math.log(1 + len(words) / spread[word]) for word in shared)
        score /= 1 + math.log(1 + len(known)) / 4  # a long sentence shares something with every passage
        if (len(shared) > 1 or shared & named) and score > most:
            best, most = span, score
    return best


def _words(text: str) -> list[str]:
    """The comparable words, cut to their first letters; of short words, which are mostly grammar, only numbers."""
    return [
        word[:_STEM] for word in _WORD.findall(text.casefold()) if len(word) > 3 or word.isdigit() or not word.isascii()
    ]
