"""Snaps a passage to the ends of clauses that it nearly has, so that a comma or an article more makes no difference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.model.article import Block
from reader.model.spans import Span
from reader.text.units import Units

#: An end that is so many words or fewer from the end of a clause counts as that end; of a short passage less counts:
#: one word for each that many words that it has. So two passages that share nothing never become the same.
NEAR_WORDS, _WORDS_EACH = 2, 3


_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


class Snapper:
    """Snaps passages of one text, each of them once.

    Args:
        text: of an article, its paragraphs apart by blank lines.
        language: two-letter code, None if unknown.

    Attributes:
        units: of the text.
    """

    def __init__(self, text: str, language: str | None) -> None:
        self.units = Units(text, list(_paragraphs(text)), language)
        self._known: dict[Span, Span] = {}

    def __call__(self, span: Span) -> Span:
        """See ``snapped``."""
        if span not in self._known:
            self._known[span] = snapped(self.units, span)
        return self._known[span]


def _paragraphs(text: str) -> Iterator[Block]:
    start = 0
    for gap in _BLANK_LINE.finditer(text):
        yield Block("paragraph", start, gap.start(), start, gap.start())
        start = gap.end()
    yield Block("paragraph", start, len(text), start, len(text))


def snapped(units: Units, span: Span) -> Span:
    """A passage from its first to its last word, moved to the ends of clauses that are at most two words away.

    Two passages that give the same are about the same words for all that matters.

    Args:
        units: of the text.
        span: code points, zero-based, half-open.
    """
    words = units.words_in(units.word_at(span.start).start, span.end) if span.start < span.end else []
    words = [word for word in words if word.end > span.start]
    if not words:
        return span
    near = min(NEAR_WORDS, len(words) // _WORDS_EACH)
    start, end = _start(units, words[0], near), _end(units, words[-1], near)
    return Span(start, end) if start < end else Span(words[0].start, words[-1].end)


def _start(units: Units, word: Span, near: int) -> int:
    """Where the clause begins, or the next one, that begins nearly at a word; else the word's start."""
    clause = units.clause_at(word.start)
    before, after = units.words_in(clause.start, word.start), units.words_in(word.start, clause.end)
    if clause.start <= word.start and len(before) <= near:
        return before[0].start if before else word.start
    if len(after) <= near and (following := units.next_clause(word.start)) is not None:
        return units.word_at(following.start).start
    return word.start


def _end(units: Units, word: Span, near: int) -> int:
    """Where the clause ends, or the one before, that ends nearly at a word; else the word's end."""
    clause = units.clause_at(word.start)
    before, after = units.words_in(clause.start, word.end), units.words_in(word.end, clause.end)
    if word.start < clause.end and len(after) <= near:
        return after[-1].end if after else word.end
    if len(before) <= near and (earlier := units.previous_clause(word.start)) is not None:
        return units.words_in(earlier.start, earlier.end)[-1].end
    return word.end
