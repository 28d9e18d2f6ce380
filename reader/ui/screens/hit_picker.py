"""Choosing one of the places that were found everywhere, while more of them come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import set_cell_size
from rich.style import Style
from textual.timer import Timer
from textual.widgets import Input, Static

from reader.config.settings import Settings
from reader.system.safe_text import safe_text
from reader.system.stdio import counted
from reader.ui.screens.picker import PickerScreen
from reader.ui.theme.label_styles import label_mark, label_style
from reader.ui.widgets.row_list import Numbers, Pieces, RowList
from reader.workspace.global_search import Delivery, Hit

#: Seconds that keys must rest before a search begins.
_REST_S = 0.05
_ASKED = "find in all documents, annotations and notes"
#: Cells of a document's name.
_NAME = 16
_FOUND = Style(bold=True, reverse=True)


class HitScreen(PickerScreen[Hit]):
    """What was found, with its context.

    Args:
        settings: the labels.
        seek: starts the search for what was typed.
        stop: ends it.
        walk: called with what was found so far, the index of what was chosen, and whether that is all: else the search
            goes on.
        typed: what stands in the line at first.
    """

    def __init__(
        self,
        settings: Settings,
        seek: Callable[[str], None],
        stop: Callable[[], None],
        walk: Callable[[Sequence[Hit], int, bool], object],
        typed: str,
    ) -> None:
        super().__init__(_ASKED, 'word, "whole words", begin*, \\regex', lambda _: None)
        self._walk = walk
        self._settings = settings
        self._seek = seek
        self._stop = stop
        self._typed = typed
        self._sought = ""
        self._hits: list[Hit] = []
        self._rest: Timer | None = None
        self._is_seeking = False
        self._left_over = ""

    def on_mount(self) -> None:
        """Go on with what was sought last; another word takes its place."""
        line = self.query_one(Input)
        line.value = self._typed
        line.select_all()

    def found(self, typed: str) -> Sequence[Hit]:
        """What is there so far; something else is sought once the keys rest."""
        if typed != self._sought:
            self._sought = typed
            self._hits, self._left_over = [], ""
            self._stop()
            if self._rest is not None:
                self._rest.stop()
            self._is_seeking = bool(typed)
            self._rest = self.set_timer(_REST_S, lambda: self._seek(typed)) if typed else None
            self._say("")
        return self._hits

    def deliver(self, delivery: Delivery) -> None:
        """More was found; what comes behind the key that stops the search comes too late."""
        if not self._is_seeking:
            return
        self._hits += delivery.hits
        self._left = self._hits
        empty = self.dialog_keys.hint("nowhere: another word, or {leave_list}") if delivery.is_over else "nothing yet"
        self.query_one(RowList).fill(Numbers(len(self._hits)), self._pieces, empty)
        self._is_seeking = not delivery.is_over
        self._left_over = counted(delivery.total - delivery.done, "document")
        more = "" if delivery.is_over else f", {self._left_over} not looked at yet, {{leave_list}} stops"
        found = self.dialog_keys.hint(f"{len(self._hits)} found{more}")
        self._say(f"{found}{'; ' if delivery.problem else ''}{delivery.problem}")

    def _say(self, text: str) -> None:
        self.query_one(Static).update(safe_text(text or _ASKED))

    def close(self) -> None:
        """Stop the search that is running; without one close."""
        if not self._is_seeking:
            super().close()
            return
        self._is_seeking = False
        self._stop()
        if self._rest is not None:
            self._rest.stop()
        left = f", {self._left_over} not looked at" if self._left_over else ""
        self._say(self.dialog_keys.hint(f"{len(self._hits)} found, then stopped{left}; {{leave_list}} closes"))

    def pick(self, index: int) -> None:
        """Go there; ``n`` then goes to the ones behind it."""
        self.dismiss(None)
        self._walk(self._hits, index, not self._is_seeking)

    def pieces(self, choice: Hit) -> Pieces:
        """In what it was found, the hit in its context, the document."""
        label = self._settings.label(choice.label) if choice.label else None
        mark = (label_mark(label), label_style(label)) if label else (" ", None)
        note = "✎" if choice.is_note else " "
        name = f"{set_cell_size(choice.entry.name, _NAME)} "
        return [
            (name, "less"),
            mark,
            (f"{note} ", None),
            (choice.before, None),
            (choice.found, _FOUND),
            (choice.behind, None),
        ]
