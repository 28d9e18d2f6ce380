"""Compares two versions of a passage word by word, for display."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SAME, GONE, FRESH = "same", "gone", "fresh"
_WORDS = re.compile(r"\s+|\d+(?:[.,]\d+)+|[^\W_]+|[^\w\s]|_")


class DifferencePart(NamedTuple):
    """A part of the text, and whether it is in both versions, only in the old one, or only in the new one."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[DifferencePart]:
    """Old and new version in one list: without ``FRESH`` parts it is the old one, without ``GONE`` parts the new one.

    Other white space is not a difference; the new one is shown. Between two changed words it counts as changed, so that
    a rewritten sentence is one part.
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
        old_part, new_part = "".join(before[i:i2]), "".join(after[j:j2])
        if tag != "equal" or (0 < index < len(codes) - 1 and new_part.isspace()):
            gone, fresh = gone + old_part, fresh + new_part
            continue
        yield DifferencePart(GONE, gone)
        yield DifferencePart(FRESH, fresh)
        yield DifferencePart(SAME, new_part)
        gone = fresh = ""
    yield DifferencePart(GONE, gone)
    yield DifferencePart(FRESH, fresh)
