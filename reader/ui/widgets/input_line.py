"""A line at the bottom to type into: what stands in it counts while one types. ``key_dispatch`` gives it its keys."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class OneLineInput(Input):
    """Textual's line to type into; the screen is not laid out anew for each letter, since the line stays as it is."""

    virtual_size = Reactive(Size(0, 0))


class InputLine(OneLineInput):
    """One line to type into.

    Args:
        asked: shown while nothing stands there.
        typed: called with what stands there after every change.
        ended: called once the line is closed, with whether what stood there is to be kept.
        value: what stands there at first.
        mode: one word for the status line.
    """

    DEFAULT_CSS = """
    InputLine { dock: bottom; height: 1; margin: 0 0 1 0; border: none; padding: 0 1; background: $panel; }
    InputLine:focus { border: none; }
    """

    def __init__(
        self,
        asked: str,
        typed: Callable[[str], None],
        ended: Callable[[bool], None],
        value: str = "",
        *,
        mode: str = "FILTER",
    ) -> None:
        super().__init__(value, placeholder=asked, id="prompt", compact=True, select_on_focus=False)
        self.is_open = True
        self.mode = mode
        self.ended = ended
        self._typed = typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what stands there while one types, pastes or deletes."""
        event.stop()
        self.tell()

    def put(self, text: str) -> None:
        """Put a text in place of what is selected, or at the cursor, and tell it."""
        self.replace(text, *sorted(self.selection))
        self.tell()

    def tell(self) -> None:
        """Tell what stands there; what arrives behind the last key is nobody's."""
        if self.is_open:
            self._typed(self.value)
