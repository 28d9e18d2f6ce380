"""What the next keys are for, if not for actions: a line at the bottom that one types into, or a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.ui.keymap.question import Question
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

    from reader.ui.main_display import MainDisplay
    from reader.ui.widgets.input_line import InputLine


class Prompts:
    """At most one line is open, and one question."""

    def __init__(self, display: MainDisplay) -> None:
        self._display = display
        self._line_from: Widget | None = None
        self.question: Question | None = None

    @property
    def line(self) -> InputLine | None:
        """The line that keys go to; None while none is open."""
        return self._display.line

    @property
    def mode_word(self) -> str:
        """What is asked or typed, in one word; empty where nothing is."""
        if self.question is not None:
            return self.question.mode
        return self.line.mode if self.line is not None else ""

    # --- questions

    def ask(self, question: Question) -> None:
        """Ask something that the next keys answer."""
        self.end_question()
        self.question = question
        self._display.say(question.text, question.keys)
        self._display.refresh_status()

    def end_question(self) -> None:
        """Whatever was asked is asked no more."""
        if self.question is not None:
            question, self.question = self.question, None
            question.closed()
            self._display.say("")
            self._display.refresh_status()

    def answer(self, key: str) -> None:
        """Hand a key to the question: esc leaves it, any other key is for it."""
        question = self.question
        if question is None:
            return
        is_answered = key == "escape" or question.take(key)
        if is_answered and self.question is question:
            self.end_question()

    def ask_for_theirs(self, whose: str, what: str, go_on: Callable[[], object]) -> None:
        """Ask before something is done to what is somebody else's."""
        self._ask_to_go_on(f"it is {whose}’s ({what})", "THEIRS", go_on)

    def ask_for_sealed(self, what: str, go_on: Callable[[], object]) -> None:
        """Ask before something is changed in a document that one has finished."""
        self._ask_to_go_on(f"you have finished this document, {what} takes that back", "FINISHED", go_on)

    def _ask_to_go_on(self, text: str, mode: str, go_on: Callable[[], object]) -> None:
        keys = (KeyHint("y", "goes on"), KeyHint("esc", "leaves it"))

        def take(key: str) -> bool:
            if key != "y":  # a note that is typed on must not be taken for commands
                self._display.say(f"{text}, {key} is no answer:", keys)
                return False
            self.end_question()
            go_on()
            return True

        self.ask(Question(f"{text}:", keys, take, mode=mode))

    # --- the line

    async def open_line(self, line: InputLine) -> None:
        """Open a line; the next key is for it already."""
        display = self._display
        display.line, self._line_from = line, display.focused
        await display.screen.mount(line, before=display.status)
        display.screen.set_focus(line)  # at once: focus() would come after the next key
        display.say("")
        display.refresh_status()
        display.layout.free_lines()

    def close_line(self, *, keep: bool) -> None:
        """Close the line, and go back to where it was opened from; whoever opened it is told whether to keep it."""
        display = self._display
        line, display.line = display.line, None
        if line is not None:
            line.is_open = False
            line.remove()
            is_there = self._line_from in display.screen.focus_chain
            display.screen.set_focus(self._line_from if is_there else display.active)
            line.ended(keep)
            display.refresh_status()
        display.layout.free_lines()

    def take_focus(self, widget: Widget) -> None:
        """Something has the focus: a click beside the line closes it, and keeps what was found."""
        if self._display.line is not None and widget is not self._display.line:
            self.close_line(keep=True)

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
