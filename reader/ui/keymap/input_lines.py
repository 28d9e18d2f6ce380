"""What the next keys are for, if not for actions: a line at the bottom that one types into, or a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.changes import ChangingActions

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

    from reader.ui.widgets.input_line import InputLine


class LineActions(ChangingActions):
    """At most one line is open, and one question."""

    line: InputLine | None = None
    _line_from: Widget | None = None

    @property
    def is_typing(self) -> bool:
        """Whether keys go to the line."""
        return self.line is not None

    @property
    def mode_word(self) -> str:
        """As ``Desk``: that of the line while one types into it."""
        return self.line.mode if self.line is not None and self.question is None else super().mode_word

    def answer(self, key: str) -> None:
        """A key, while something is asked: esc leaves the question, any other is for it."""
        question = self.question
        if question is None:
            return
        is_answered = key == "escape" or question.take(key)
        if is_answered and self.question is question:
            self.end_question()

    async def open_line(self, line: InputLine) -> None:
        """Open a line; the next key is for it already."""
        self.line, self._line_from = line, self.focused
        await self.mount(line, before=self.status)
        self.screen.set_focus(line)  # at once: focus() would come after the next key
        self.say("")
        self.refresh_status()

    def close_line(self, *, keep: bool) -> None:
        """Close the line, and go back to where it was opened from; whoever opened it is told whether to keep it."""
        line, self.line = self.line, None
        if line is not None:
            line.is_open = False
            line.remove()
            self.screen.set_focus(self._line_from if self._line_from in self.screen.focus_chain else self.active)
            line.ended(keep)
            self.refresh_status()

    def type_into_line(self, event: events.Key) -> bool:
        """Type, at once rather than after the key has been to the line and back; whether it was a key for it."""
        line = self.line
        if line is None:
            return False
        if event.key in {"escape", "enter"}:
            self.close_line(keep=event.key == "enter" and bool(line.value))
        elif event.key == "backspace":
            line.action_delete_left()
            line.tell()
        elif event.is_printable and event.character:
            line.put(event.character)
        else:
            return False
        return True
