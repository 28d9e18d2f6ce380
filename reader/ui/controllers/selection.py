"""Selecting by pointing: hints over the words or sentences on the screen, and keys that say which one is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.model.spans import Span
from reader.ui.keymap.jump_hints import hinted, length_for
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from reader.ui.controllers.reading import Reading
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts


class Selection:
    """Jump hints."""

    def __init__(self, display: Display, prompts: Prompts, reading: Reading) -> None:
        self._display = display
        self._prompts = prompts
        self._reading = reading

    def hint_words(self) -> None:
        """Point at a word."""
        if self._display.active.cursor is not None:
            self.point(self._display.active.words_on_screen(), self._take_pointed, length=2)

    def hint_sentences(self) -> None:
        """Point at a sentence."""
        if self._display.active.cursor is not None:
            self.point(self._display.active.sentences_on_screen(), self._take_pointed)

    def _take_pointed(self, span: Span) -> None:
        if self._display.active.cursor is not None:
            self._display.active.cursor.point(span)
            self._reading.draw_cursor()

    def point(self, spans: Sequence[Span], chosen: Callable[[Span], None], *, length: int = 0, text: str = "") -> None:
        """Show a hint at each of several passages of the active pane; a key or two say which one is meant.

        Args:
            spans: in the text that is shown, ordered by start; of two that begin in the same two cells, the second
                gets no hint.
            chosen: called with the one that was meant, once the hints are gone.
            length: letters a hint; as few as will do where 0.
            text: what the status line says meanwhile.
        """
        self._display.take_count()
        pane = self._display.active
        spans = pane.apart(spans, length or length_for(len(spans)))
        here = pane.cursor.head.start if pane.cursor else 0
        hints = hinted(spans, here, length=length or length_for(len(spans)))
        typed = ""

        def take(key: str) -> bool:
            nonlocal typed
            left = {code: span for code, span in hints.items() if code.startswith(typed + key)}
            if not left:
                self._display.say(f"no hint {typed + key}:", keys)
                typed, left = "", hints
            elif typed + key in left:
                self._prompts.end_question()
                chosen(left[typed + key])
                return True
            else:
                typed += key
            pane.set_hints(left)
            return False

        keys = (KeyHint("letters", "select"), KeyHint("again:", "the end"), LEAVES)
        if not hints:
            self._display.say("nothing to point at on this screen")
            return
        self._prompts.ask(Question(text, keys, take, lambda: pane.set_hints({}), mode="HINT"))
        pane.set_hints(hints)
