"""The line at the bottom that one types into: opened over the status line, fed with every key in the order typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.desk import Desk

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

    from reader.ui.prompt import Prompt


class LineActions(Desk):
    """At most one such line is open."""

    line: Prompt | None = None
    _line_from: Widget | None = None

    @property
    def is_typing(self) -> bool:
        """Whether keys go to the line."""
        return self.line is not None

    async def open_line(self, line: Prompt) -> None:
        """Open a line; the next key is for it already."""
        self.line, self._line_from = line, self.focused
        await self.mount(line, before=self.status)
        self.screen.set_focus(line)  # at once: focus() would come after the next key

    def close_line(self, *, keep: bool) -> None:
        """Close the line, and go back to where it was opened from; whoever opened it is told whether to keep it."""
        line, self.line = self.line, None
        if line is not None:
            line.is_open = False
            line.remove()
            self.screen.set_focus(self._line_from if self._line_from in self.screen.focus_chain else self.active)
            line.ended(keep)

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
            line.insert_text_at_cursor(event.character)
            line.tell()
        else:
            return False
        return True
