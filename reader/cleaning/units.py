"""The units that the cursor moves by: words, clauses, sentences and paragraphs, as spans around a place in a text.

Everything is found when it is asked for, one block at a time: opening a long text computes nothing, and a key press
costs no more in a book than in an article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from reader.cleaning.article import META_KINDS, Block
from reader.cleaning.graphemes import snap
from reader.cleaning.sentences import sentences
from reader.cleaning.words import word_after, word_at, word_before
from reader.spans import Span

#: Blocks whose sentences are remembered at a time; those of others are found again.
_REMEMBERED = 512
_NOWHERE = Span(0, 0)
_start = attrgetter("start")
_end = attrgetter("end")


class Units:
    """The units of one text; all spans are code points of it, zero-based, half-open.

    ``..._at`` answers with the unit that holds the offset, else (between two units) with the one behind it, at the
    end of the text with the last one, and with ``Span(0, 0)`` where there is none at all. ``next_...`` answers with
    the first unit that begins behind the offset, ``previous_...`` with the one before the unit that holds it; both
    with None where there is none.

    Bylines and dates (``META_KINDS``) are no place for the cursor: all of these pass over them. Only ``word_at``,
    ``grow`` and ``shrink`` work inside them too, for the mouse.
    """

    def __init__(self, text: str, blocks: Sequence[Block], language: str | None = "en") -> None:
        """Prepare look-ups; no unit is found yet.

        Args:
            text: the article's text.
            blocks: its blocks, ordered by start, disjoint.
            language: two-letter code of the article, None where unknown.
        """
        self._text = text
        self._language = language or "en"
        filled = [block for block in blocks if not text[block.start : block.end].isspace() and block.start < block.end]
        self._every = [Span(block.start, block.end) for block in filled]
        self._body = [Span(block.start, block.end) for block in filled if block.kind not in META_KINDS]
        self._sentences: dict[Span, list[Span]] = {}

    @property
    def length(self) -> int:
        """The length of the text in code points."""
        return len(self._text)

    def snap(self, span: Span) -> Span:
        """``span`` widened so that it splits no user-perceived character."""
        return snap(self._text, span.start, span.end)

    def paragraph_at(self, offset: int) -> Span:
        """The block at ``offset``."""
        return _at(self._body, offset)

    def next_paragraph(self, offset: int) -> Span | None:
        """The first block that begins behind ``offset``."""
        index = bisect_right(self._body, offset, key=_start)
        return self._body[index] if index < len(self._body) else None

    def previous_paragraph(self, offset: int) -> Span | None:
        """The block before the one that holds ``offset``."""
        index = bisect_right(self._body, _limit(self.paragraph_at(offset), offset), key=_end) - 1
        return self._body[index] if index >= 0 else None

    def sentences_in(self, start: int, end: int) -> Iterator[Span]:
        """The sentences that share a code point with ``[start, end)``, in order."""
        first = bisect_right(self._body, start, key=_end)
        for block in self._body[first : bisect_left(self._body, end, key=_start)]:
            yield from (span for span in self._sentences_of(block) if span.overlaps(start, end))

    def sentence_at(self, offset: int) -> Span:
        """The sentence at ``offset``."""
        return self._sentence_in(self.paragraph_at(offset), offset)

    def next_sentence(self, offset: int) -> Span | None:
        """The first sentence that begins behind ``offset``."""
        index = bisect_right(self._body, offset, key=_start)
        for block in self._body[max(index - 1, 0) : index + 1]:
            found = self._sentences_of(block)
            place = bisect_right(found, offset, key=_start)
            if place < len(found):
                return found[place]
        return None

    def previous_sentence(self, offset: int) -> Span | None:
        """The sentence before the one that holds ``offset``."""
        limit = _limit(self.sentence_at(offset), offset)
        index = bisect_left(self._body, limit, key=_start)
        for block in reversed(self._body[max(index - 2, 0) : index]):
            found = self._sentences_of(block)
            place = bisect_right(found, limit, key=_end) - 1
            if place >= 0:
                return found[place]
        return None

    def word_at(self, offset: int) -> Span:
        """The word at ``offset``."""
        block = _at(self._every, offset)
        found = word_at(self._text, offset, block.start, block.end)
        return found or self.next_word(offset) or self.previous_word(offset) or _NOWHERE

    def next_word(self, offset: int) -> Span | None:
        """The first word that begins behind ``offset``."""
        index = max(bisect_right(self._body, offset, key=_start) - 1, 0)
        while index < len(self._body):
            block = self._body[index]
            found = word_after(self._text, max(offset, block.start - 1), block.start, block.end)
            if found is not None:
                return found
            index += 1
        return None

    def previous_word(self, offset: int) -> Span | None:
        """The word before the one that holds ``offset``."""
        here = _at(self._every, offset)
        limit = _limit(word_at(self._text, offset, here.start, here.end) or _NOWHERE, offset)
        index = bisect_left(self._body, limit, key=_start) - 1
        while index >= 0:
            block = self._body[index]
            found = word_before(self._text, min(limit, block.end), block.start, block.end)
            if found is not None:
                return found
            index -= 1
        return None

    def clause_at(self, offset: int) -> Span:
        """The clause at ``offset``."""
        return self._clause_in(self.paragraph_at(offset), offset)

    def grow(self, span: Span) -> Span:
        """``span`` widened to the smallest of words, clauses, sentences, paragraphs that holds more than it.

        A span that reaches over several units grows to their whole; what is already whole paragraphs stays. An empty
        span becomes the word at it.
        """
        start, end = span
        if start >= end:
            return self.word_at(start)
        for first, last in zip(self._around(start), self._around(end - 1), strict=True):
            whole = Span(
                min(start, first.start) if first.start < end else start,  # a unit behind the span is not part of it
                max(end, last.end) if last.start < end else end,
            )
            if whole != span:
                return whole
        return span

    def shrink(self, span: Span, anchor: int) -> Span:
        """``span`` narrowed to the largest unit at ``anchor`` that lies within it and is smaller; a word stays."""
        start, end = span
        place = min(max(anchor, start), max(end - 1, start))
        for unit in reversed(self._around(place)):
            if start <= unit.start < unit.end <= end and unit != span:
                return unit
        return span

    def _around(self, offset: int) -> tuple[Span, Span, Span, Span]:
        """Word, clause, sentence and block at ``offset``, bylines and dates not passed over."""
        block = _at(self._every, offset)
        sentence = self._sentence_in(block, offset)
        return self.word_at(offset), self._clause_in(block, offset), sentence, block

    def _sentence_in(self, block: Span, offset: int) -> Span:
        return _at(self._sentences_of(block), offset)

    def _clause_in(self, block: Span, offset: int) -> Span:
        from reader.cleaning.clauses import clauses  # its patterns take longer to compile than a screen to draw

        sentence = self._sentence_in(block, offset)
        return _at(clauses(self._text, sentence.start, sentence.end), offset)

    def _sentences_of(self, block: Span) -> list[Span]:
        found = self._sentences.get(block)
        if found is None:
            if len(self._sentences) >= _REMEMBERED:
                self._sentences.clear()
            found = sentences(self._text, block.start, block.end, self._language)
            self._sentences[block] = found
        return found


def _at(units: Sequence[Span], offset: int) -> Span:
    """The first unit that ends behind ``offset``, else the last one, else ``Span(0, 0)``."""
    if not units:
        return _NOWHERE
    return units[min(bisect_right(units, offset, key=_end), len(units) - 1)]


def _limit(unit: Span, offset: int) -> int:
    """Where what comes before a place ends: at the start of the unit that holds the place, else at the place."""
    return unit.start if unit.start <= offset < unit.end else offset
