"""The cursor: the passage that a tag would go to, and what each motion makes of it. Offsets only, no screen.

The passage is the current sentence, or what was chosen instead of it (a word, a hit, an annotation), or, while
selecting, everything from where the selection began to where the last motion led.
"""

from __future__ import annotations

from reader.model.spans import Span
from reader.text.units import Units


class Cursor:
    """A place in one text.

    Args:
        units: of the text.
        offset: where to start: in the sentence that holds this code point.
    """

    def __init__(self, units: Units, offset: int = 0) -> None:
        self._units = units
        self._head = units.sentence_at(offset)
        self._anchor: Span | None = None
        self._smaller: list[Span] = []
        self._is_swapped = False  # the start of the passage is what motions move, though it is one word
        self._is_pointed = False  # the passage was pointed at: what is pointed at next is its other end

    @property
    def passage(self) -> Span:
        """What is marked, as ``[start, end)``; a tag goes to its ``words``."""
        if self._anchor is None:
            return self._units.snap(self._head)
        return self._units.snap(Span(min(self._anchor.start, self._head.start), max(self._anchor.end, self._head.end)))

    @property
    def words(self) -> Span:
        """The passage without white space at its ends, as a tag takes it; empty where it is nothing else."""
        return self._units.trim(self.passage)

    @property
    def head(self) -> Span:
        """Where the last motion led: what must be on the screen."""
        return self._head

    @property
    def selecting(self) -> bool:
        """Whether motions extend a selection."""
        return self._anchor is not None

    @property
    def is_sentence(self) -> bool:
        """Whether the passage is just the sentence one is reading, nothing chosen instead of it."""
        return self._anchor is None and self._head == self._units.sentence_at(self._head.start)

    # --- motions: each gives whether it led anywhere

    def next_sentence(self) -> bool:
        """On to the next sentence; a selection inside a sentence first grows to that sentence's end."""
        sentence = self._units.sentence_at(self._head.start)
        if self.selecting and self._head.end < sentence.end:
            return self._go(Span(self._head.start, sentence.end))
        return self._go(self._units.next_sentence(self._head.start))

    def previous_sentence(self) -> bool:
        """Back to the sentence before; a selection inside a sentence first grows to that sentence's start."""
        sentence = self._units.sentence_at(self._head.start)
        if self.selecting and self._head.start > sentence.start:
            return self._go(Span(sentence.start, self._head.end))
        return self._go(self._units.previous_sentence(self._head.start))

    def next_word(self) -> bool:
        """The next word; from a sentence, its first one."""
        if self.is_sentence:
            return self._go(self._units.word_at(self._head.start))
        return self._go(self._units.next_word(self._head.end - 1))

    def previous_word(self) -> bool:
        """The word before; from a sentence, its last one."""
        if self.is_sentence:
            return self._go(self._units.previous_word(self._head.end))
        return self._go(self._units.previous_word(self._head.start))

    def next_clause(self) -> bool:
        """The next clause; from a sentence, its first one; while selecting, up to the end of the next one."""
        head, first = self._head, self._units.clause_at(self._head.start)
        if self.is_sentence and first != head:
            return self._go(first)
        if self.selecting and head.end < (here := self._units.clause_at(head.end - 1)).end:
            return self._go(Span(head.start, here.end))
        return self._go(self._units.next_clause(max(head.start, head.end - 1)))

    def previous_clause(self) -> bool:
        """The clause before; from a sentence, its last one."""
        last = self._units.clause_at(self._head.end - 1)
        if self.is_sentence and last != self._head:
            return self._go(last)
        return self._go(self._units.previous_clause(self._head.start))

    def next_quotation(self) -> bool:
        """The next quotation; from a sentence, the first one that begins in it or behind it."""
        found = self._units.next_quotation(self._head.start - self.is_sentence)
        if found == self._head:
            found = self._units.next_quotation(self._head.start)
        return self._go(found)

    def previous_quotation(self) -> bool:
        """The quotation before."""
        return self._go(self._units.previous_quotation(self._head.start))

    def next_paragraph(self) -> bool:
        """The first sentence of the next paragraph; while selecting, up to the end of it."""
        found = self._units.next_paragraph(self._head.start)
        return found is not None and self._go(found if self.selecting else self._units.sentence_at(found.start))

    def previous_paragraph(self) -> bool:
        """The first sentence of this paragraph; from there, of the one before."""
        here = self._units.paragraph_at(self._head.start)
        if not self.selecting and self._units.sentence_at(here.start).start < self._head.start:
            return self._go(self._units.sentence_at(here.start))
        found = self._units.previous_paragraph(self._head.start)
        return found is not None and self._go(found if self.selecting else self._units.sentence_at(found.start))

    def go_to(self, offset: int) -> bool:
        """The sentence that holds a code point."""
        return self._go(self._units.sentence_at(offset))

    def choose(self, span: Span) -> None:
        """Take a passage (a hit, an annotation, what the mouse was dragged over) in place of the sentence."""
        self._anchor = None
        self._is_pointed = False
        self._smaller.clear()
        self._head = self._units.snap(span)

    def take(self, span: Span) -> None:
        """Take a passage that was gone to (a hit, a mention); while selecting, extend the selection to it."""
        if self._anchor is None:
            self.choose(span)
        else:
            self._go(self._units.snap(span))

    def point(self, span: Span) -> None:
        """Take a passage that was pointed at; a second one, or one while selecting, is the other end."""
        if self._anchor is None and not self._is_pointed:
            self.choose(span)
            self._is_pointed = True
            return
        if self._anchor is None:
            self._anchor = self._head
        self._head = self._units.snap(span)
        self._smaller.clear()

    def drag(self, span: Span, clicks: int = 1) -> None:
        """Take what the mouse was dragged over, the character under it at either end too, but no white space there.

        Args:
            span: from the first code point under the mouse to the last one, which it does not hold.
            clicks: 2 takes whole words, 3 whole sentences.
        """
        if clicks > 1:
            unit_at = self._units.word_at if clicks == 2 else self._units.sentence_at
            first, last = unit_at(span.start), unit_at(span.end)
            self.choose(Span(min(first.start, last.start), max(first.end, last.end)))
            return
        start, end = self._units.snap(Span(span.start, span.end + 1))
        trimmed = self._units.trim(Span(start, end))
        if trimmed.start < trimmed.end:
            self.choose(trimmed)

    def take_words(self, span: Span) -> None:
        """As ``take``, without the white space at the ends of what was found, unless it is nothing else."""
        words = self._units.trim(span)
        self.take(words if words.start < words.end else span)

    def choose_word(self, offset: int) -> None:
        """Take the word that holds a code point."""
        self.choose(self._units.word_at(offset))

    def first(self) -> bool:
        """The first sentence of the text."""
        return self.go_to(0)

    def last(self) -> bool:
        """The last sentence of the text."""
        return self.go_to(self._units.length)

    # --- the selection

    def select(self) -> None:
        """Start a selection with the present passage, or drop the one there is."""
        if self._anchor is None:
            self._anchor, self._is_swapped = self._head, False
        else:
            self.leave()

    def leave(self) -> None:
        """Back to the sentence under the cursor."""
        self._anchor = None
        self._is_pointed = False
        self._smaller.clear()
        self._head = self._units.sentence_at(self._head.start)

    def settle(self) -> None:
        """End selecting, but keep what was selected until the next motion, so that it can be tagged again."""
        self._head, self._anchor = self.passage, None
        self._is_pointed = False

    def swap_ends(self) -> None:
        """Let motions move the passage's other end."""
        if self._anchor is None:
            self.hold(self.passage)
        if self._anchor is not None:
            self._anchor, self._head = self._head, self._anchor
            self._is_swapped = not self._is_swapped

    def hold(self, span: Span) -> None:
        """Select a passage so that motions move its end, and behind ``.`` its start: inwards too."""
        start, end = self._units.snap(span)
        first = self._units.word_at(start)
        last = self._units.previous_word(end) or first
        self._is_swapped = False
        self._anchor = self._units.snap(Span(start, min(max(first.end, start + 1), end)))
        self._head = self._units.snap(Span(max(min(last.start, end - 1), start), end))

    @property
    def _moves_start(self) -> bool:
        """Whether the end of the passage that motions move is its start."""
        if self._anchor is None or self._head.start > self._anchor.start:
            return False
        return self._head.start < self._anchor.start or self._is_swapped

    def nudge(self, step: int) -> bool:
        """Move the end that motions move by one user-perceived character: 1 forwards, -1 back; one always stays."""
        start, end = before = self.passage
        is_start = self._moves_start
        if is_start:
            start = self._units.step(start, step)
        else:
            end = self._units.step(end, step)
        if start >= end:
            return False
        self._smaller.clear()
        is_selecting = self.selecting
        self.hold(Span(start, end))
        if is_start:
            self.swap_ends()
        if not is_selecting:
            self.settle()
        return self.passage != before

    def grow(self) -> bool:
        """The next larger unit around the passage."""
        before = self.passage
        larger = self._units.grow(before)
        if larger == before:
            return False
        self._smaller.append(before)
        self._head, self._anchor = larger, None
        return True

    def shrink(self) -> bool:
        """Back to the passage before it grew; else the next smaller unit at its start."""
        before = self.passage
        smaller = self._smaller.pop() if self._smaller else self._units.shrink(before, before.start)
        self._head, self._anchor = smaller, None
        return smaller != before

    def select_paragraph(self) -> None:
        """Select the paragraph that holds the cursor."""
        paragraph = self._units.paragraph_at(self._head.start)
        self._head, self._anchor = paragraph, paragraph

    def _go(self, found: Span | None) -> bool:
        self._smaller.clear()
        self._is_pointed = False
        if found is None or found == self._head:
            return False
        self._head = found
        return True
