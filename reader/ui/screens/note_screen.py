"""What lies over the screen for a moment: the note of an annotation, or of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


class WritingScreen(Dialog):
    """A note; what is typed is kept however the dialog is closed but by ctrl+c."""

    PLACES: ClassVar[tuple[str, ...]] = (NOTE_DIALOG, *Dialog.PLACES)
    KEYS_COME_FIRST = True
    KEYS = "enter: a new line   {keep_note} keeps   {drop_note} discards   {edit_note} editor"

    def __init__(self) -> None:
        super().__init__(classes="dialog")

    def written_into(self, about: str, note: str, keys: str) -> ComposeResult:
        """What the note is of, the note, and how to get out."""
        with Vertical(classes="box"):
            yield Static(about, classes="passage", markup=False)
            yield TextArea(note, show_line_numbers=False, compact=True)
            yield Static(self.dialog_keys.hint(keys), classes="hint", markup=False)

    @property
    def typed(self) -> str:
        """What is written so far."""
        return some_pasted_lines(self.query_one(TextArea).text.strip())

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
        """Go on to the next note, where there are several."""

    def close(self) -> None:
        """Close and keep."""
        self.keep()
        self.dismiss(None)

    def keep(self) -> None:
        """Keep what is written so far."""

    def drop(self) -> None:
        """Close and leave the note as it was."""
        self.dismiss(None)


class NoteScreen(WritingScreen):
    """The note of an annotation.

    Args:
        here: the annotations that may be meant, the likeliest first: tab goes on to the next one's note.
        kept: called with an annotation, as it was when its note was begun, and the note.
    """

    def __init__(self, here: Sequence[Annotation], kept: Callable[[Annotation, str], None]) -> None:
        super().__init__()
        self._here = list(here)
        self._place = 0
        self._kept = kept

    def compose(self) -> ComposeResult:
        """The passage, the note, and how to get out."""
        several = "   {next_note}: the next one's" if len(self._here) > 1 else ""
        yield from self.written_into(self._about, self._here[0].note, self.KEYS + several)

    @property
    def _about(self) -> str:
        """Whose note it is."""
        one, number = self._here[self._place], len(self._here)
        which = f" ({counter(self._place + 1, number)} here)" if number > 1 else ""
        return f"{one.label}{which}: {' '.join(one.quote.split())}"

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

    def keep(self) -> None:
        """See there."""
        annotation, note = self._here[self._place], self.typed
        self._here[self._place] = replace(annotation, note=note)
        self._kept(annotation, note)


class DocumentNoteScreen(WritingScreen):
    """One's note of a document, below what others noted of it.

    Args:
        name: of the document.
        note: one's own, empty for none.
        others: the notes of others, by name.
        kept: called with the note.
    """

    def __init__(self, name: str, note: str, others: Mapping[str, str], kept: Callable[[str], None]) -> None:
        super().__init__()
        self._name = name
        self._note = note
        self._others = others
        self._kept = kept

    def compose(self) -> ComposeResult:
        """What others noted, the note, and how to get out."""
        said = [f"{who or 'somebody'}: {' '.join(text.split())}" for who, text in self._others.items()]
        yield from self.written_into("\n".join([f"note of “{self._name}”", *said]), self._note, self.KEYS)

    def keep(self) -> None:
        """See there."""
        if self.typed != self._note:
            self._note = self.typed
            self._kept(self._note)
