"""How two versions of a passage differ, word by word, for a person to see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SAME, GONE, FRESH = "same", "gone", "fresh"
_WORDS = re.compile(r"\s+|[^\W_]+|[^\w\s]|_")


class DifferencePart(NamedTuple):
    """A stretch of text, and whether it is in both versions, only in the old one, or only in the new one."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[DifferencePart]:
    """The old and the new version in one, in order: without ``FRESH`` it is the old one, without ``GONE`` the new one.

    White space of another kind or length is no difference: the new one's stands. Between two words that changed it
    counts as changed too, so that a rewritten sentence is one stretch.
    """
    return [part for part in _parts(old, new) if part.text]


def _parts(old: str, new: str) -> Iterator[DifferencePart]:
    from difflib import SequenceMatcher

    before: list[str] = _WORDS.findall(old)
    after: list[str] = _WORDS.findall(new)
    old_words, new_words = ([" " if word.isspace() else word for word in words] for words in (before, after))
    gone = fresh = ""
    codes = SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes()
    for index, (tag, i, i2, j, j2) in enumerate(codes):
        here, there = "".join(before[i:i2]), "".join(after[j:j2])
        if tag != "equal" or (0 < index < len(codes) - 1 and there.isspace()):
            gone, fresh = gone + here, fresh + there
            continue
        yield DifferencePart(GONE, gone)
        yield DifferencePart(FRESH, fresh)
        yield DifferencePart(SAME, there)
        gone = fresh = ""
    yield DifferencePart(GONE, gone)
    yield DifferencePart(FRESH, fresh)
