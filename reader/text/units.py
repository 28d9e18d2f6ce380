"""The units that the cursor moves by (words, clauses, sentences, quotations, paragraphs), as spans around an offset.

Everything is found on demand, one block at a time, and cached. So opening a long text computes nothing, and a key press
costs the same in an article, in a book, and in one block of a megabyte.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from reader.model.article import META_KINDS, Block
from reader.model.spans import Span
from reader.text.graphemes import next_boundary, previous_boundary, snap
from reader.text.sentences import sentences
from reader.text.words import BlockWords, has_word

if TYPE_CHECKING:
    from reader.text.quotation_index import QuotedPassages

#: The most blocks whose sentences and words are cached, and sentences whose clauses are; others are found again.
_REMEMBERED = 512
#: Code points of a block that are read at once; a longer block is read in parts.
_LONGEST_PART = 8_000
_NO_SPAN = Span(0, 0)
#: The most names before an offset that are checked for holding it; deeper nesting is ignored.
_NAMES_AT_ONE_PLACE = 4
_FILLED = re.compile(r"\S")
#: Characters that show nothing and take no room: zero-width spaces and joiners, marks of direction, soft hyphens.
_NO_WIDTH = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u3164\ufeff\uffa0"
)
_Result = TypeVar("_Result")
_start = attrgetter("start")
_end = attrgetter("end")


class Units:
    """The units of one text; all spans are code points of it, zero-based, half-open.

    ``..._at`` returns the unit that holds the offset. Between two units it returns the next one, at the end of the text
    the last one, and ``Span(0, 0)`` if there is none at all. ``next_...`` returns the first unit that begins after the
    offset, ``previous_...`` the one before the unit that holds it, or None.

    Bylines and dates (``META_KINDS``) are no place for the cursor, so these skip them. Only ``word_at``, ``grow`` and
    ``shrink`` also work inside them, for the mouse.
    """

    def __init__(self, text: str, blocks: Sequence[Block], language: str | None = "en") -> None:
        """Prepare look-ups; no unit is found yet.

        Args:
            text: the article's text.
            blocks: its blocks, ordered by start, disjoint.
            language: two-letter code of the article, None if unknown.
        """
        self._text = text
        self._language = language or "en"
        filled = [block for block in blocks if not text[block.start : block.end].isspace() and block.start < block.end]
        self._every = [Span(block.start, block.end) for block in filled]
        self._body = [Span(block.start, block.end) for block in filled if block.kind not in META_KINDS]
        self._every_part = _in_parts(text, self._every)
        self._body_parts = _in_parts(text, self._body)
        self._sentences: dict[Span, list[Span]] = {}
        self._words: dict[Span, BlockWords] = {}
        self._clauses: dict[Span, list[Span]] = {}
        self._names: list[Span] = []

    @property
    def length(self) -> int:
        """The length of the text in code points."""
        return len(self._text)

    def snap(self, span: Span) -> Span:
        """``span`` widened so that it splits no user-perceived character."""
        return snap(self._text, span.start, span.end)

    def trim(self, span: Span) -> Span:
        """``span`` without white space and characters of no width at its ends; empty if it is nothing else.

        A blank that carries a mark, and a joiner inside an emoji, belong to their character and stay.
        """
        start, end = span
        while start < end and _is_blank(self._text[start]):
            start += 1
        while end > start and _is_blank(self._text[end - 1]):
            end -= 1
        whole = snap(self._text, start, end) if start < end else Span(start, start)
        beside = self._text[whole.start : start] + self._text[end : whole.end]
        return Span(start, end) if _NO_WIDTH.issuperset(beside) else whole

    def step(self, offset: int, by: int) -> int:
        """The next (1) or previous (-1) boundary between user-perceived characters; at a line break ``offset``."""
        moved = min(max(offset + by, 0), len(self._text))
        if "\n" in self._text[min(offset, moved) : max(offset, moved)]:
            return offset
        return next_boundary(self._text, moved) if by > 0 else previous_boundary(self._text, moved)

    def paragraph_at(self, offset: int) -> Span:
        """The block at ``offset``."""
        return _at(self._body, offset)

    def next_paragraph(self, offset: int) -> Span | None:
        """The first block that begins after ``offset``."""
        index = bisect_right(self._body, offset, key=_start)
        return self._body[index] if index < len(self._body) else None

    def previous_paragraph(self, offset: int) -> Span | None:
        """The block before the one that holds ``offset``."""
        index = bisect_right(self._body, _limit(self.paragraph_at(offset), offset), key=_end) - 1
        return self._body[index] if index >= 0 else None

    def sentence_at(self, offset: int) -> Span:
        """The sentence at ``offset``."""
        return self._sentence_in(_at(self._body_parts, offset), offset)

    def next_sentence(self, offset: int) -> Span | None:
        """The first sentence that begins after ``offset``."""
        index = bisect_right(self._body_parts, offset, key=_start)
        for block in self._body_parts[max(index - 1, 0) : index + 1]:
            within = self._sentences_of(block)
            position = bisect_right(within, offset, key=_start)
            if position < len(within):
                return within[position]
        return None

    def previous_sentence(self, offset: int) -> Span | None:
        """The sentence before the one that holds ``offset``."""
        limit = _limit(self.sentence_at(offset), offset)
        index = bisect_left(self._body_parts, limit, key=_start)
        for block in reversed(self._body_parts[max(index - 2, 0) : index]):
            within = self._sentences_of(block)
            position = bisect_right(within, limit, key=_end) - 1
            if position >= 0:
                return within[position]
        return None

    def word_at(self, offset: int) -> Span:
        """The word at ``offset``."""
        block = _at(self._every_part, offset)
        return self._words_of(block).at(offset) or self.next_word(offset) or self.previous_word(offset) or _NO_SPAN

    def next_word(self, offset: int) -> Span | None:
        """The first word that begins after ``offset``."""
        index = max(bisect_right(self._worded, offset, key=_start) - 1, 0)
        candidates = (self._words_of(block).after(offset) for block in self._worded[index : index + 2])
        return next((word for word in candidates if word is not None), None)

    def previous_word(self, offset: int) -> Span | None:
        """The word before the one that holds ``offset``."""
        word = self._words_of(_at(self._every_part, offset)).at(offset)
        limit = _limit(word or _NO_SPAN, offset)
        index = bisect_left(self._worded, limit, key=_start)
        earlier = (self._words_of(block).before(limit) for block in reversed(self._worded[max(index - 2, 0) : index]))
        return next((word for word in earlier if word is not None), None)

    def words_in(self, start: int, end: int) -> list[Span]:
        """The words that begin in ``[start, end)``, also those of bylines and dates, in order."""
        return [
            word
            for block in self._blocks_in(self._every_part, start, end)
            for word in self._words_of(block).within(start, end)
        ]

    def sentences_in(self, start: int, end: int) -> list[Span]:
        """The sentences that begin in ``[start, end)``, in order."""
        blocks = self._blocks_in(self._body_parts, start, end)
        return [one for block in blocks for one in self._sentences_of(block) if start <= one.start < end]

    @staticmethod
    def _blocks_in(blocks: list[Span], start: int, end: int) -> list[Span]:
        return blocks[bisect_right(blocks, start, key=_end) : bisect_left(blocks, end, key=_start)]

    def clause_at(self, offset: int) -> Span:
        """The clause at ``offset``."""
        return self._clause_in(_at(self._body_parts, offset), offset)

    def next_clause(self, offset: int) -> Span | None:
        """The first clause that begins after ``offset``."""
        inside = next((one for one in self._clauses_of(self.sentence_at(offset)) if one.start > offset), None)
        if inside is not None:
            return inside
        following = self.next_sentence(offset)
        return self._clauses_of(following)[0] if following else None

    def previous_clause(self, offset: int) -> Span | None:
        """The clause before the one that holds ``offset``."""
        limit = _limit(self.clause_at(offset), offset)
        inside = [one for one in self._clauses_of(self.sentence_at(offset)) if one.end <= limit]
        if inside:
            return inside[-1]
        before = self.previous_sentence(offset)
        return self._clauses_of(before)[-1] if before else None

    def next_quotation(self, offset: int) -> Span | None:
        """The first quotation that begins after ``offset``, with its marks."""
        return self._quoted.after(offset)

    def previous_quotation(self, offset: int) -> Span | None:
        """The last quotation that begins before ``offset``, with its marks."""
        return self._quoted.before(offset)

    def set_names(self, spans: Iterable[Span]) -> None:
        """Use the mentions of entities as units too; ordered by start."""
        self._names = list(spans)

    def grow(self, span: Span) -> Span:
        """``span`` widened to the smallest larger unit: word, name, clause, sentence, quotation or paragraph.

        A span over several units grows to the whole of them; whole paragraphs stay. An empty span becomes the word at
        it.
        """
        start, end = span
        if start >= end:
            return self.word_at(start)
        wholes = [
            Span(
                min(start, first.start) if first.start < end else start,  # a unit after the span is not part of it
                max(end, last.end) if last.start < end else end,
            )
            for first, last in zip(self._around(start), self._around(end - 1), strict=True)
        ]
        larger = [one for one in (*wholes, *self._quoted.around(start, end)) if one != span]
        return min(larger, key=_length, default=span)

    def shrink(self, span: Span, anchor: int) -> Span:
        """``span`` narrowed to the largest smaller unit at ``anchor`` inside it; a word stays.

        A quotation first loses its marks.
        """
        start, end = span
        position = min(max(anchor, start), max(end - 1, start))
        quoted = self._quoted.around(position, position + 1)
        units = [*self._around(position), *quoted, *(Span(one.start + 1, one.end - 1) for one in quoted)]
        smaller = [one for one in units if start <= one.start < one.end <= end and one != span]
        return max(smaller, key=_length, default=span)

    def _around(self, offset: int) -> tuple[Span, Span, Span, Span, Span]:
        """Word, name, clause, sentence and block at ``offset``, also in bylines and dates."""
        block, part = _at(self._every, offset), _at(self._every_part, offset)
        sentence = self._sentence_in(part, offset)
        word = self.word_at(offset)
        return word, self._name_at(offset) or word, self._clause_in(part, offset), sentence, block

    def _name_at(self, offset: int) -> Span | None:
        """The longest name that holds ``offset``."""
        index = bisect_right(self._names, offset, key=_start)
        holding = [one for one in self._names[max(0, index - _NAMES_AT_ONE_PLACE) : index] if offset < one.end]
        return max(holding, key=_length, default=None)

    @cached_property
    def _quoted(self) -> QuotedPassages:
        from reader.text.quotation_index import QuotedPassages

        return QuotedPassages(self._text, self._every_part, self._language)

    def _sentence_in(self, block: Span, offset: int) -> Span:
        return _at(self._sentences_of(block), offset)

    def _clause_in(self, block: Span, offset: int) -> Span:
        return _at(self._clauses_of(self._sentence_in(block, offset)), offset)

    def _clauses_of(self, sentence: Span) -> list[Span]:
        return self._remembered(self._clauses, sentence, self._find_clauses)

    @cached_property
    def _worded(self) -> list[Span]:
        """The blocks of the body that hold a word; thousands of rows of stars are skipped at once."""
        return [block for block in self._body_parts if has_word(self._text, block.start, block.end)]

    def _sentences_of(self, block: Span) -> list[Span]:
        return self._remembered(self._sentences, block, self._find_sentences)

    def _words_of(self, block: Span) -> BlockWords:
        return self._remembered(self._words, block, lambda one: BlockWords(self._text, one.start, one.end))

    def _find_sentences(self, block: Span) -> list[Span]:
        return sentences(self._text, block.start, block.end, self._language)

    def _find_clauses(self, sentence: Span) -> list[Span]:
        from reader.text.clauses import clauses  # its patterns compile slower than a screen is drawn

        return clauses(self._text, sentence.start, sentence.end)

    @staticmethod
    def _remembered(known: dict[Span, _Result], unit: Span, find: Callable[[Span], _Result]) -> _Result:
        result = known.get(unit)
        if result is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            result = known[unit] = find(unit)
        return result


def _length(span: Span) -> int:
    return span.end - span.start


def _at(units: Sequence[Span], offset: int) -> Span:
    """The first unit that ends after ``offset``, or the last one, or ``Span(0, 0)``."""
    if not units:
        return _NO_SPAN
    return units[min(bisect_right(units, offset, key=_end), len(units) - 1)]


def _in_parts(text: str, blocks: list[Span]) -> list[Span]:
    """The blocks, with overlong ones split: after a stop, or at a space, or anywhere."""
    if all(block.end - block.start <= _LONGEST_PART for block in blocks):
        return blocks
    return [part for block in blocks for part in _parts(text, block)]


def _parts(text: str, block: Span) -> Iterator[Span]:
    start, end = block
    while end - start > _LONGEST_PART:
        middle, last = start + _LONGEST_PART // 2, start + _LONGEST_PART
        cut = max(text.rfind(". ", middle, last), text.rfind("\n", middle, last)) + 1
        cut = cut or text.rfind(" ", middle, last) + 1 or next_boundary(text, last)
        yield Span(start, start + len(text[start:cut].rstrip()))
        match = _FILLED.search(text, cut, end)
        start = match.start() if match else end
    if start < end:
        yield Span(start, end)


def _limit(unit: Span, offset: int) -> int:
    """The limit for the previous unit: the start of the unit that holds the offset, or the offset itself."""
    return unit.start if unit.start <= offset < unit.end else offset


def _is_blank(character: str) -> bool:
    """Whether a character is white space, or has no width."""
    return character.isspace() or character in _NO_WIDTH
