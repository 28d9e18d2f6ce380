"""Finds further occurrences of given words in a text: whole words, any white space, case only if they have capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.model.spans import Span
from reader.text.graphemes import is_boundary
from reader.text.units import Units


def occurrences(text: str, wanted: str, units: Units) -> Iterator[Span]:
    """The places of ``wanted`` in ``text``, ordered, not overlapping.

    Args:
        text: the text to search.
        wanted: the words; without a capital they match both cases.
        units: of ``text``; an occurrence neither begins nor ends inside a word.
    """
    pieces = wanted.split()
    if not pieces:
        return
    flags = 0 if any(char.isupper() for char in wanted) else re.IGNORECASE
    for match in re.finditer(r"\s+".join(map(re.escape, pieces)), text, flags):
        start, end = match.span()
        whole = not _is_inside_word(units, start) and not _is_inside_word(units, end)
        if whole and is_boundary(text, start) and is_boundary(text, end):
            yield Span(start, end)


def _is_inside_word(units: Units, offset: int) -> bool:
    word = units.word_at(offset)
    return word.start < offset < word.end
