"""The form for a new label: four lines, checked when they are all there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.settings import Label

#: Suggested one after the other: told apart from the first three labels and from each other.
_COLOURS = ("#d787ff", "#ff87af", "#5fd7d7", "#d7d75f", "#ff8787", "#afafd7", "#87ffaf", "#d7af87")
_FIELDS = {
    "name": "letters, digits, - and _",
    "key": "one character that does nothing else yet",
    "colour": "#rrggbb, or red, bright_blue, …",
    "guideline": "when to use it, in a sentence",
}


class LabelScreen(ModalScreen[None]):
    """Asks for a label.

    Args:
        labels: those there are.
        add: takes what was typed; gives what is wrong with it, else nothing.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", priority=True)]

    def __init__(self, labels: Sequence[Label], add: Callable[[Mapping[str, str]], Awaitable[str]]) -> None:
        super().__init__(classes="dialog")
        self._labels = labels
        self._add = add

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
            yield Static("enter goes on, and adds it on the last line   esc leaves", classes="hint", markup=False)

    def start(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one("#name", Input))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to the next line; from the last, add the label or say what is wrong."""
        event.stop()
        fields = list(self.query(Input))
        index = fields.index(event.input)
        if index + 1 < len(fields):
            self.set_focus(fields[index + 1])
            return
        problem = await self._add({field.id or "": field.value for field in fields})
        if not problem:
            self.dismiss(None)
            return
        self.query_one(".hint", Static).update(problem)
        self.set_focus(next((one for one in fields if f"the {one.id}" in problem), fields[0]))
