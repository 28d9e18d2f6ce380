"""The search line: what stands in it is searched while one types. Its keys are handled in ``keys``."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input


class Prompt(Input):
    """One line to type into.

    Args:
        typed: called with what stands there after every change.
    """

    DEFAULT_CSS = """
    Prompt { dock: bottom; height: 1; margin: 0 0 1 0; border: none; padding: 0 1; background: $panel; }
    Prompt:focus { border: none; }
    """

    def __init__(self, typed: Callable[[str], None]) -> None:
        super().__init__(placeholder="search this document", id="prompt", compact=True)
        self._typed = typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while one types, pastes or deletes."""
        event.stop()
        self._typed(event.value)
