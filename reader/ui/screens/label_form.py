"""The form for a new label: four lines, each checked when it is left, and all of them at the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from reader.config.label import Label
from reader.ui.keymap.action import LABEL_DIALOG
from reader.ui.screens.form import FormScreen

#: Suggested one after the other: told apart from the first three labels and from each other.
_COLOURS = ("#d787ff", "#ff87af", "#5fd7d7", "#d7d75f", "#ff8787", "#afafd7", "#87ffaf", "#d7af87")
_FIELDS = {
    "name": "letters, digits, - and _",
    "key": "one character that is free",
    "colour": "#rrggbb, red, bright_blue, …",
    "guideline": "when to use it, in a sentence",
}


class LabelScreen(FormScreen):
    """Asks for a label.

    Args:
        labels: those there are.
        add: takes what was typed; gives what is wrong with it, else nothing.
        wrong: see ``FormScreen``.
    """

    PLACES: ClassVar[tuple[str, ...]] = (LABEL_DIALOG, *FormScreen.PLACES)
    KEYS = "{field_done} goes on, and adds it on the last line   {close_form} leaves"

    def __init__(
        self,
        labels: Sequence[Label],
        add: Callable[[Mapping[str, str]], Awaitable[str]],
        wrong: Callable[[str, Mapping[str, str]], str],
    ) -> None:
        super().__init__(wrong)
        self._labels = labels
        self._add = add
        self._is_adding = False
        self._waiting: list[events.Key] = []  # typed while the label is being added

    def compose(self) -> ComposeResult:
        """A line each, and one for what is wrong."""
        used = {label.colour for label in self._labels}
        colour = next((one for one in _COLOURS if one not in used), "white")
        with Vertical(classes="box"):
            yield Static("A new label for everybody who has this store", markup=False)
            for name, asked in _FIELDS.items():
                with Horizontal():
                    yield Static(name, classes="field", markup=False)
                    yield Input(colour if name == "colour" else "", placeholder=asked, id=name, compact=True)
            yield Static(self.dialog_keys.hint(self.KEYS), classes="hint", markup=False)

    def start(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one("#name", Input))

    async def take(self, event: events.Key) -> bool:
        """As ``FormScreen``; what is typed while the label is added waits."""
        if self._is_adding:
            self._waiting.append(event)
            return True
        return await super().take(event)

    async def field_done(self) -> None:
        """Go on; the last line says so itself once it has taken what was typed before."""
        last = self.fields[-1]
        if last is self.focused:
            self._is_adding = True
            await last.action_submit()
        else:
            self.go("1")

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the last line: add the label or say what is wrong; what was typed meanwhile is carried out now."""
        event.stop()
        fields = self.fields
        problem = await self._add(self.typed)
        if problem:
            self.hint(problem)
            self.set_focus(next((one for one in fields if f"the {one.id}" in problem), fields[0]))
        else:
            self.dismiss(None)
        self._is_adding, waiting = False, self._waiting
        self._waiting = []
        for key in waiting:
            self.app.post_message(key)
