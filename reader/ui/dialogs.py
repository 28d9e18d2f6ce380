"""What lies over the screen for a moment: the note of an annotation."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from reader.annotations.annotation import Annotation
from reader.annotations.incoming import some_lines


class NoteScreen(ModalScreen[None]):
    """The note of one annotation; what is typed is kept however the dialog is closed but by ctrl+c."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", "Keep", priority=True),
        Binding("ctrl+j", "line", "New line", priority=True),  # enter, as some lines deliver it
        Binding("ctrl+c", "drop", "Drop", priority=True),
    ]

    def __init__(self, annotation: Annotation, kept: Callable[[str], None]) -> None:
        super().__init__(classes="dialog")
        self._annotation = annotation
        self._kept = kept

    def compose(self) -> ComposeResult:
        """The passage, the note, and how to get out."""
        quote = " ".join(self._annotation.quote.split())
        with Vertical(classes="box"):
            yield Static(f"{self._annotation.label}: {quote}", classes="passage", markup=False)
            yield TextArea(self._annotation.note, show_line_numbers=False, compact=True)
            yield Static("enter: a new line   esc keeps   ctrl+c leaves it as it was", classes="hint", markup=False)

    def start(self) -> None:
        """Write on at the end; at once, so that the next key is text already."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self.set_focus(area)

    def action_line(self) -> None:
        """Begin a new line."""
        self.query_one(TextArea).insert("\n")

    def action_keep(self) -> None:
        """Close and keep."""
        self.keep()
        self.dismiss(None)

    def keep(self) -> None:
        """Keep what is written so far."""
        self._kept(some_lines(self.query_one(TextArea).text.strip()))

    def action_drop(self) -> None:
        """Close and leave the note as it was."""
        self.dismiss(None)
