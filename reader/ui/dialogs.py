"""What lies over the screen for a moment: the note of an annotation, the choice of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from reader.annotations.annotation import Annotation
from reader.annotations.incoming import some_lines
from reader.ui.library import Entry
from reader.ui.side import document_row


class NoteScreen(ModalScreen[None]):
    """The note of one annotation; what is typed is kept however the dialog is closed but by ctrl+c."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "keep", "Keep", priority=True),
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
            yield Static(f"{self._annotation.label}: {quote[:160]}", markup=False)
            yield TextArea(self._annotation.note, show_line_numbers=False, compact=True)
            yield Static("esc keeps the note   ctrl+c leaves it as it was", classes="hint", markup=False)

    def start(self) -> None:
        """Write on at the end; at once, so that the next key is text already."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self.set_focus(area)

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


class ChooserScreen(ModalScreen[int | None]):
    """The documents, filtered as one types; gives the index of the one chosen."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", priority=True),
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, entries: Sequence[Entry], shown: Sequence[Entry]) -> None:
        super().__init__(classes="dialog")
        self._entries = entries
        self._shown = shown

    def compose(self) -> ComposeResult:
        """What is typed, and what is left."""
        with Vertical(classes="box"):
            yield Input(placeholder="type to filter, enter opens", compact=True)
            yield OptionList(*self._matching(""), markup=False)

    def start(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one(Input))

    def _matching(self, typed: str) -> Iterator[Option]:
        words = typed.casefold().split()
        for index, entry in enumerate(self._entries):
            names = f"{entry.name} {entry.path}".casefold()
            if all(word in names for word in words):
                row: Content = document_row(entry, entry in self._shown)
                yield Option(row, id=str(index), disabled=bool(entry.problem))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is left."""
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(self._matching(event.value))
        options.action_first()

    def on_input_submitted(self) -> None:
        """Open the highlighted one."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.on_option_list_option_selected(
                OptionList.OptionSelected(
                    options, options.get_option_at_index(options.highlighted), options.highlighted
                )
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open it."""
        event.stop()
        self.dismiss(int(event.option.id or 0))

    def action_move(self, step: str | int) -> None:
        """Move through the list while the keys go to the filter."""
        options = self.query_one(OptionList)
        if int(step) > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
