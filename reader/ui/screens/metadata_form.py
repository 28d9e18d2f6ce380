"""The form for a document's title, authors and date: a line each, filled in with what stands now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from reader.annotations.metadata_corrections import FIELDS
from reader.ui.keymap.action import METADATA_DIALOG
from reader.ui.screens.form import FormScreen

_ASKED = {
    "title": "empty: it has none",
    "authors": "First Author; Second Author",
    "published": "2024-05-31 or 2024-05-31 14:30",
}


class MetadataScreen(FormScreen):
    """Asks for title, authors and date.

    Args:
        name: of the document.
        stands: what stands now, by field, as it is typed.
        page: what the page says, likewise.
        wrong: see ``FormScreen``.
        keep: takes the lines that were changed, None for one that is as the page says; gives what is wrong, else
            nothing.
    """

    PLACES: ClassVar[tuple[str, ...]] = (METADATA_DIALOG, *FormScreen.PLACES)
    KEYS = "{keep_metadata} keeps   {take_from_page} what the page says   {close_form} leaves it as it was"

    def __init__(
        self,
        name: str,
        stands: Mapping[str, str],
        page: Mapping[str, str],
        wrong: Callable[[str, Mapping[str, str]], str],
        keep: Callable[[Mapping[str, str | None]], str],
    ) -> None:
        super().__init__(wrong)
        self._name = name
        self._stands = stands
        self._page = page
        self._keep = keep

    def compose(self) -> ComposeResult:
        """A line each, what the page says in the one with the focus, and how to get out."""
        with Vertical(classes="box"):
            yield Static(f"Title, authors and date of {self._name}", classes="what", markup=False)
            for name, value in self._stands.items():
                with Horizontal():
                    yield Static(FIELDS[name], classes="field", markup=False)
                    yield Input(value, placeholder=_ASKED[name], id=name, compact=True, select_on_focus=False)
            yield Static(self._page_says("title"), classes="passage", markup=False)
            yield Static(self.dialog_keys.hint(self.KEYS), classes="hint", markup=False)

    def start(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one("#title", Input))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the page says there."""
        if (field := event.widget.id or "") in self._page:
            self.query_one(".passage", Static).update(self._page_says(field))

    def _page_says(self, field: str) -> str:
        said = self._page[field]
        return f"the page says: {said}" if said else "the page says nothing of this"

    def take_from_page(self) -> None:
        """Put into the line what the page says."""
        line = self.focused
        if isinstance(line, Input):
            line.value = self._page[line.id or ""]
            line.cursor_position = len(line.value)
            self.hint()

    def keep(self) -> None:
        """Keep what was changed and close; what is wrong with it is said, and stays to be mended."""
        typed = self.typed
        changed = [field for field in typed if typed[field] != self._stands[field]]
        for field in changed:
            if problem := self.problem_in(field):
                self.hint(problem)
                self.set_focus(self.query_one(f"#{field}", Input))
                return
        said = {field: None if typed[field] == self._page[field] else typed[field] for field in changed}
        if problem := self._keep(said):
            self.hint(problem)
        else:
            self.dismiss(None)
