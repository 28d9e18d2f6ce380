"""The help: the keys that count in the present mode, when to use which label, and a line that finds among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from reader.config.label import Label
from reader.system.safe_text import safe_text
from reader.ui.keymap.action import DIALOGS, HELP_DIALOG, SCROLLING_DIALOG, Action
from reader.ui.keymap.action_table import grouped, shown_keys
from reader.ui.screens.scrolling_screen import ScrollingScreen
from reader.ui.theme.label_styles import label_style
from reader.ui.widgets.input_line import OneLineInput

_KEYS = "{find_key} finds  {open_manual} manual  {scroll_down} {scroll_up} scroll  {leave_help} closes"
_COUNTS = ("3j 2w", "A number before a motion repeats it.")


class HelpScreen(ScrollingScreen):
    """Keys by group, and behind them when to use which label.

    Args:
        mode: what the keys are those of, as ``READ``.
        actions: those that count there, the ones most likely asked for first.
        labels: with their guidelines.
        places: what lies where, as ``("store", PATH)``.
    """

    PLACES: ClassVar[tuple[str, ...]] = (HELP_DIALOG, SCROLLING_DIALOG)

    def __init__(
        self, mode: str, actions: Sequence[Action], labels: Sequence[Label], places: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(classes="dialog")
        self._mode = mode
        self._actions = actions
        # what answers a question has no name, and in a dialog no key is repeated by a number
        self._has_motions = any(action.id and action.where not in DIALOGS for action in actions)
        self._labels = labels
        self._places = [f"{what}: {safe_text(place)}" for what, place in places]

    def compose(self) -> ComposeResult:
        """The line to find with comes with its key."""
        with Vertical(classes="box"):
            with Vertical(classes="head"):
                yield Static(self.dialog_keys.hint(_KEYS), classes="hint", markup=False)
                yield OneLineInput(placeholder="part of a key's name, or of what it does", compact=True)
            with VerticalScroll(can_focus=False):
                yield Static(id="keys")
                yield Static(id="guideline")
                yield Static(id="places")

    def on_mount(self) -> None:
        """Everything, until one looks for something."""
        self.query_one(".box").border_title = Content(self._mode)
        self.query_one(Input).display = False
        self._show("")

    def open_manual(self) -> None:
        """Open the manual; Esc leads back here."""
        from reader.ui.screens.manual_screen import ManualScreen

        self.app.push_screen(ManualScreen())

    def find_key(self) -> None:
        """Open the line to find with."""
        line = self.query_one(Input)
        line.display = True
        self.set_focus(line)  # at once: the next key belongs to it

    def close_all(self) -> None:
        """Close the help, with its line."""
        self.dismiss(None)

    def close(self) -> None:
        """Close the line, or without one the help."""
        line = self.query_one(Input)
        if line.display:
            line.value = ""
            line.display = False
            self.set_focus(None)
        else:
            self.dismiss(None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is left."""
        self._show(event.value)

    def on_input_submitted(self) -> None:
        """Keep what was found, and scroll in it."""
        self.set_focus(None)

    def _show(self, typed: str) -> None:
        words = typed.casefold().split()
        labels = [one for one in self._labels if _has(words, one.key, one.name, one.guideline)]
        keys = [one for one in self._actions if _has(words, shown_keys(one), one.title, one.help)]
        strip = self.query_one("#guideline", Static)
        strip.display = bool(labels)
        strip.update(guideline(labels))
        places = [line for line in self._places if _has(words, line)]
        self.query_one("#places", Static).update(Text("\n".join(places)))
        is_left = bool(keys or labels or places)
        is_counted = self._has_motions and _has(words, *_COUNTS)
        self.query_one("#keys", Static).update(
            _keys(keys, counted=is_counted) if is_left else Text(f"no key for “{typed}” here")
        )


def _has(words: Iterable[str], *texts: str) -> bool:
    text = " ".join(texts).casefold()
    return all(word in text for word in words)


def guideline(labels: Sequence[Label]) -> Table:
    """When to use which label: a row each."""
    table = Table.grid(padding=(0, 2, 1, 0))
    for label in labels:
        table.add_row(Text(f"{label.key} {label.name}", label_style(label)), Text(label.guideline))
    return table


def _keys(actions: Sequence[Action], *, counted: bool) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for group, members in grouped(actions):
        if members:
            table.add_row(Text(group, "bold"))
        for action in members:
            table.add_row(Text(f"  {shown_keys(action)}"), Text(action.help))
    if counted:
        table.add_row(Text(f"  {_COUNTS[0]}"), Text(_COUNTS[1]))
    return table
