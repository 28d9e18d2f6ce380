"""What the forms have in common: lines to type into, each checked when it is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.widgets import Input, Static

from reader.ui.keymap.action import FORM_DIALOG
from reader.ui.screens.dialog import Dialog
from reader.ui.terminal.pasted_text import one_pasted_line


class FormScreen(Dialog):
    """A form of several lines; the id of each is the name of what it asks for.

    Args:
        wrong: gives what is wrong with one line, by its name, of what was typed; empty where nothing is.
    """

    PLACES: ClassVar[tuple[str, ...]] = (FORM_DIALOG, *Dialog.PLACES)
    KEYS_COME_FIRST = True
    #: What its keys do, for ``Dialog.dialog_keys``.
    KEYS: ClassVar[str] = ""

    def __init__(self, wrong: Callable[[str, Mapping[str, str]], str]) -> None:
        super().__init__(classes="dialog")
        self._wrong = wrong

    @property
    def fields(self) -> list[Input]:
        """The lines, in order."""
        return list(self.query(Input))

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the lines, by name."""
        return {field.id or "": field.value for field in self.fields}

    def problem_in(self, field: str) -> str:
        """What is wrong with a line, by its name; empty where nothing is."""
        return self._wrong(field, self.typed)

    def go(self, step: str) -> None:
        """Go to the next line or the one before, at once, so that the next key finds it; say what is wrong here."""
        fields = self.fields
        index = next((at for at, field in enumerate(fields) if field is self.focused), None)
        if index is None:
            return
        self.hint(self.problem_in(fields[index].id or ""))
        self.set_focus(fields[(index + int(step)) % len(fields)])

    def edit(self) -> None:
        """Write the line with the focus in the user's editor; lines there become one."""
        field = self.focused
        if isinstance(field, Input):
            text = self.in_editor(field.value, field.id or "line")
            if text is not None:
                field.value = one_pasted_line(text.strip())
                field.cursor_position = len(field.value)
                self.hint(self.problem_in(field.id or ""))

    def hint(self, problem: str = "") -> None:
        """Say what is wrong, or where nothing is what the keys do."""
        self.query_one(".hint", Static).update(problem or self.dialog_keys.hint(self.KEYS))
