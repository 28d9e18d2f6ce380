"""Choosing the target of a link from a list that filters as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.annotations.annotation import Annotation
from reader.annotations.listing import keeper
from reader.settings import Settings
from reader.ui.annotations import quoted
from reader.ui.rows import Pieces, RowList
from reader.ui.styles import label_mark, label_style


class TargetScreen(ModalScreen[Annotation | None]):
    """The annotations that can be linked to, the likely one first.

    Args:
        source: what is linked.
        targets: to what, in order.
        kind: of the link.
        settings: the labels.
        name_of: the name of an annotation's document.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", priority=True),
        Binding("down,ctrl+n,tab", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p,shift+tab", "move(-1)", show=False, priority=True),
    ]

    def __init__(
        self,
        source: Annotation,
        targets: Sequence[Annotation],
        kind: str,
        settings: Settings,
        name_of: Callable[[Annotation], str],
    ) -> None:
        super().__init__(classes="dialog")
        self._asked = f"{source.label} {quoted(source)} {kind} …"
        self._targets = targets
        self._settings = settings
        self._name_of = name_of

    def compose(self) -> ComposeResult:
        """What is linked, what is typed, what is left."""
        with Vertical(classes="box"):
            yield Static(self._asked, classes="hint", markup=False)
            yield Input(placeholder="type to filter, enter links", compact=True)
            yield RowList("", id="targets")

    def start(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one(Input))
        self._show("")

    def _show(self, typed: str) -> None:
        names = [label.name for label in self._settings.labels]
        keep = keeper(typed, names, ())
        left = [one for one in self._targets if keep(one)]
        self.query_one(RowList).fill([one.id for one in left], lambda index: self._pieces(left[index]), "none of these")

    def _pieces(self, one: Annotation) -> Pieces:
        label = self._settings.label(one.label)
        quote = " ".join(one.quote[:200].split())
        name = self._name_of(one)
        return [(label_mark(label), label_style(label)), (f" {quote}", None), (f"  {name}", Style(dim=True))]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is left."""
        self._show(event.value)

    def on_input_submitted(self) -> None:
        """Take the highlighted one."""
        self.query_one(RowList).choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take it."""
        event.stop()
        self.dismiss(next(one for one in self._targets if one.id == event.row))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Nothing to say of it."""
        event.stop()

    def action_move(self, rows: int) -> None:
        """Move through the list while the keys go to the filter."""
        self.query_one(RowList).step(rows)
