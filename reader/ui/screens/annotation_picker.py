"""Choosing one of the annotations of all documents that words ask for, while more of them come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import set_cell_size
from textual.timer import Timer
from textual.widgets import Input, Static

from reader.config.settings import Settings
from reader.model.annotation import DETACHED, MOVED
from reader.model.annotation_values import choices_text
from reader.system.safe_text import safe_text
from reader.system.stdio import counted
from reader.ui.screens.picker import PickerScreen
from reader.ui.theme.label_styles import label_mark, label_style
from reader.ui.widgets.row_list import Numbers, Pieces, RowList
from reader.workspace.annotation_questions import FoundBatch
from reader.workspace.fulltext.annotation_answers import FoundAnnotation

#: Seconds that keys must rest before a question is asked.
_REST_S = 0.05
_ASKED = "the annotations of all documents"
_PLACEHOLDER = "claim without:evidence since:7d"
#: Cells of a document's name and of an annotator's, and code points of a passage.
_NAME, _ANNOTATOR, _SHOWN = 16, 8, 200


class AnnotationScreen(PickerScreen[FoundAnnotation]):
    """The annotations that are asked for, with their documents.

    Args:
        settings: the labels.
        ask: asks for what was typed.
        stop: ends that.
        chosen: called with the one that was chosen.
        typed: what stands in the line at first.
    """

    def __init__(
        self,
        settings: Settings,
        ask: Callable[[str], None],
        stop: Callable[[], None],
        chosen: Callable[[FoundAnnotation], object],
        typed: str,
    ) -> None:
        super().__init__(_ASKED, _PLACEHOLDER, chosen)
        self._settings = settings
        self._ask = ask
        self._stop = stop
        self._typed = typed
        self._asked_for: str | None = None
        self._found: list[FoundAnnotation] = []
        self._rest: Timer | None = None
        self._is_asking = False

    def on_mount(self) -> None:
        """Ask what was asked last; another word takes its place."""
        if not self._typed:
            self._show("")
            return
        line = self.query_one(Input)
        line.value = self._typed
        line.select_all()

    def found(self, typed: str) -> Sequence[FoundAnnotation]:
        """What is there so far; something else is asked for once the keys rest."""
        if typed != self._asked_for:
            self._asked_for = typed
            self._found = []  # enter is not to take what other words asked for
            self._stop()
            if self._rest is not None:
                self._rest.stop()
            self._is_asking = True
            self._rest = self.set_timer(_REST_S, lambda: self._ask(typed))
            self._say("")
        return self._found

    def deliver(self, batch: FoundBatch) -> None:
        """More was found; what comes behind the key that stops the search comes too late."""
        if not self._is_asking:
            return
        if batch.is_anew:
            self._found = []
        self._found += batch.found
        self._left = self._found
        self._is_asking = not batch.is_over
        empty = self.dialog_keys.hint("none of them: other words, or {leave_list}") if batch.is_over else "nothing yet"
        self.query_one(RowList).fill(Numbers(len(self._found)), self._pieces, empty)
        self._say("; ".join(part for part in (self._count(batch), batch.problem) if part))

    def _count(self, batch: FoundBatch) -> str:
        """How many there are, and what is missing."""
        listed = len(self._found)
        if batch.total is None:
            count = f"more than {listed}, the first of them are listed" if batch.is_over else f"{listed} found so far"
        else:
            is_cut = batch.is_over and listed < batch.total
            count = f"{batch.total} found" + (f", the first {listed} are listed" if is_cut else "")
        behind = f"{counted(batch.behind, 'document')} of the store not read yet" if batch.behind else ""
        return f"{count}{', ' if behind else ''}{behind}"

    def _say(self, text: str) -> None:
        self.query_one(Static).update(safe_text(text or _ASKED))

    def close(self) -> None:
        """End the question that is being answered, and close."""
        self._stop()
        if self._rest is not None:
            self._rest.stop()
        super().close()

    def pieces(self, choice: FoundAnnotation) -> Pieces:
        """The document, the label, who made it, the passage and the note."""
        one, label = choice.annotation, self._settings.label(choice.annotation.label)
        name = choice.document.path.rpartition("/")[2]
        flags = "".join(
            mark
            for mark, is_on in (
                ("→", one.anchor == MOVED), ("?", one.anchor == DETACHED), ("@", bool(one.attributed_to)),
                ("✎", bool(one.note)),
            )
            if is_on
        )  # fmt: skip
        quote, note = (" ".join(safe_text(text[:_SHOWN]).split()) for text in (one.quote, one.note))
        choices = choices_text(one)
        return [
            (f"{set_cell_size(safe_text(name), _NAME)} ", "less"),
            (label_mark(label), label_style(label)),
            (f" {set_cell_size(safe_text(one.annotator), _ANNOTATOR)} {flags}{' ' if flags else ''}", None),
            *([(f"{safe_text(choices)} ", "less")] if choices else ()),
            (quote, None),
            (f"  {note}" if note else "", "less"),
        ]
