"""The cursor: the passage that a tag would go to, and what each motion makes of it. Offsets only, no screen.

The passage is the current sentence, or what was chosen instead of it (a word, a hit, an annotation), or, while
selecting, everything from where the selection began to where the last motion led.
"""

from __future__ import annotations

from reader.cleaning.units import Units
from reader.spans import Span


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
        self._is_pointed = False  # the passage was pointed at: what is pointed at next is its other end

    @property
    def passage(self) -> Span:
        """What a tag would go to, as ``[start, end)``."""
        if self._anchor is None:
            return self._head
        return Span(min(self._anchor.start, self._head.start), max(self._anchor.end, self._head.end))

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
            self._anchor = self._head
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
        """Let motions move the selection's other end."""
        if self._anchor is not None:
            self._anchor, self._head = self._head, self._anchor

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
