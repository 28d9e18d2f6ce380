"""The search line: finds while one types; enter keeps the hit, escape goes back to where one was."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class Prompt(Input):
    """One line to type into.

    Args:
        typed: called with what stands there after every key.
        ended: called once, with whether to keep what was found.
    """

    DEFAULT_CSS = """
    Prompt { dock: bottom; height: 1; margin: 0 0 1 0; border: none; padding: 0 1; background: $panel; }
    Prompt:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "drop", "Back")]

    def __init__(self, typed: Callable[[str], None], ended: Callable[[bool], None]) -> None:
        super().__init__(placeholder="search this document", id="prompt", compact=True)
        self._typed = typed
        self._ended = ended

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while one types."""
        event.stop()
        self._typed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the hit."""
        event.stop()
        self._ended(bool(event.value))

    def action_drop(self) -> None:
        """Go back."""
        self._ended(False)  # noqa: FBT003 - the callback's one answer
