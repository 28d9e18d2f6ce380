"""What lies over the screen for a moment: the note of an annotation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from reader.model.annotation import Annotation
from reader.ui.keymap.action import NOTE_DIALOG
from reader.ui.screens.dialog import Dialog
from reader.ui.terminal.pasted_text import some_pasted_lines
from reader.ui.widgets.counters import counter


class NoteScreen(Dialog):
    """The note of an annotation; what is typed is kept however the dialog is closed but by ctrl+c.

    Args:
        here: the annotations that may be meant, the likeliest first: tab goes on to the next one's note.
        kept: called with an annotation, as it was when its note was begun, and the note.
    """

    PLACES: ClassVar[tuple[str, ...]] = (NOTE_DIALOG, *Dialog.PLACES)
    KEYS_COME_FIRST = True

    def __init__(self, here: Sequence[Annotation], kept: Callable[[Annotation, str], None]) -> None:
        super().__init__(classes="dialog")
        self._here = list(here)
        self._place = 0
        self._kept = kept

    def compose(self) -> ComposeResult:
        """The passage, the note, and how to get out."""
        keys = "enter: a new line   {keep_note} keeps   {drop_note} discards   {edit_note} editor"
        several = "   {next_note}: the next one's" if len(self._here) > 1 else ""
        hint = self.dialog_keys.hint(keys + several)
        with Vertical(classes="box"):
            yield Static(self._about, classes="passage", markup=False)
            yield TextArea(self._here[0].note, show_line_numbers=False, compact=True)
            yield Static(hint, classes="hint", markup=False)

    @property
    def _about(self) -> str:
        """Whose note it is."""
        one, number = self._here[self._place], len(self._here)
        which = f" ({counter(self._place + 1, number)} here)" if number > 1 else ""
        return f"{one.label}{which}: {' '.join(one.quote.split())}"

    def start(self) -> None:
        """Write on at the end; at once, so that the next key is text already."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self.set_focus(area)

    def new_line(self) -> None:
        """Begin a new line; its key is enter as some lines deliver it."""
        self.query_one(TextArea).insert("\n")

    def edit(self) -> None:
        """Write the note in the user's editor; what was saved there is kept at once."""
        area = self.query_one(TextArea)
        text = self.in_editor(area.text, "note")
        if text is not None:
            area.replace(some_pasted_lines(text), area.document.start, area.document.end)
            area.move_cursor(area.document.end)
            self.keep()

    def next_note(self) -> None:
        """Keep this note and go on to that of the next one here."""
        if len(self._here) < 2:
            return
        self.keep()
        area = self.query_one(TextArea)
        self._place = (self._place + 1) % len(self._here)
        self.query_one(".passage", Static).update(self._about)
        area.load_text(self._here[self._place].note)
        area.move_cursor(area.document.end)

    def close(self) -> None:
        """Close and keep."""
        self.keep()
        self.dismiss(None)

    def keep(self) -> None:
        """Keep what is written so far."""
        annotation, note = self._here[self._place], some_pasted_lines(self.query_one(TextArea).text.strip())
        self._here[self._place] = replace(annotation, note=note)
        self._kept(annotation, note)

    def drop(self) -> None:
        """Close and leave the note as it was."""
        self.dismiss(None)
