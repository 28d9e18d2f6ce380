"""Selecting by pointing: hints over the words or sentences on the screen, and keys that say which one is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.model.spans import Span
from reader.ui.controllers.reading import ReadingActions
from reader.ui.keymap.jump_hints import hinted, length_for
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint


class SelectingActions(ReadingActions):
    """Jump hints."""

    def action_hint_words(self) -> None:
        """Point at a word."""
        if self.active.cursor is not None:
            self.point(self.active.words_on_screen(), self._take_pointed, length=2)

    def action_hint_sentences(self) -> None:
        """Point at a sentence."""
        if self.active.cursor is not None:
            self.point(self.active.sentences_on_screen(), self._take_pointed)

    def _take_pointed(self, span: Span) -> None:
        if self.active.cursor is not None:
            self.active.cursor.point(span)
            self._draw_cursor()

    def point(self, spans: Sequence[Span], chosen: Callable[[Span], None], *, length: int = 0, text: str = "") -> None:
        """Show a hint at each of several passages of the active pane; a key or two say which one is meant.

        Args:
            spans: in the text that is shown, ordered by start; of two that begin in the same two cells, the second
                gets no hint.
            chosen: called with the one that was meant, once the hints are gone.
            length: letters a hint; as few as will do where 0.
            text: what the status line says meanwhile.
        """
        self.take_count()
        pane = self.active
        spans = pane.apart(spans, length or length_for(len(spans)))
        here = pane.cursor.head.start if pane.cursor else 0
        hints = hinted(spans, here, length=length or length_for(len(spans)))
        typed = ""

        def take(key: str) -> bool:
            nonlocal typed
            left = {code: span for code, span in hints.items() if code.startswith(typed + key)}
            if not left:
                self.say(f"no hint {typed + key}:", keys)
                typed, left = "", hints
            elif typed + key in left:
                self.end_question()
                chosen(left[typed + key])
                return True
            else:
                typed += key
            pane.set_hints(left)
            return False

        keys = (KeyHint("letters", "select"), KeyHint("again:", "the end"), LEAVES)
        if not hints:
            self.say("nothing to point at on this screen")
            return
        self.ask(Question(text, keys, take, lambda: pane.set_hints({}), mode="HINT"))
        pane.set_hints(hints)
