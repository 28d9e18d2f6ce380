"""The one door to the terminal: what is painted goes through here, and what the terminal answers comes back here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.console import Console, RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Static

from reader.ui.terminal.cell_widths import Measure
from reader.ui.terminal.strip_placement import with_places
from reader.ui.terminal.style_changes import compacted
from reader.ui.text_view.text_view_widget import TextView

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen


class _Written(CompositorUpdate):
    """What is painted, in few bytes, behind questions to the terminal: its paint covers what they leave there."""

    def __init__(self, questions: str, update: CompositorUpdate) -> None:
        self._questions = questions
        self._update = update

    def render_segments(self, console: Console) -> str:
        return self._questions + compacted(self._update.render_segments(console))


class TerminalOutput:
    """Paints so that no pane writes outside its columns, and learns what the terminal counts otherwise than we do.

    Args:
        app: what is painted.

    Attributes:
        measure: how wide this terminal draws what is doubtful.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.measure = Measure()

    def display(
        self,
        screen: Screen[object],
        renderable: RenderableType | None,
        paint: Callable[[Screen[object], RenderableType | None], None],
    ) -> None:
        """Have ``paint`` paint; doubtful characters are placed one by one, and asked for where they are new."""
        if self._app.is_headless or not isinstance(renderable, CompositorUpdate):
            paint(screen, renderable)
            return
        update, doubtful = with_places(renderable, self.measure.most)
        if self.measure.expect(doubtful):  # laid out too narrow: painted once it is not
            self._lay_out_anew()
            return
        if questions := self.measure.questions(doubtful):
            row = Region(0, 0, self._app.size.width, 1)  # the row that the questions were put in
            self._app.call_later(screen.refresh, row)
        paint(screen, _Written(questions, update))

    def take_answer(self, event: events.CursorPosition) -> None:
        """An answer; once they are all there, everything is laid out by them, and what is left is asked for."""
        if self.measure.answer(event.y, event.x):
            self._lay_out_anew()
        elif self.measure.has_more and not self.measure.is_waiting:
            self._app.screen.refresh()

    def _lay_out_anew(self) -> None:
        for screen in self._app.screen_stack:
            for widget in screen.walk_children(Widget):
                if isinstance(widget, TextView):
                    widget.rewrap()
                elif isinstance(widget, Static):
                    widget.update(widget.content)
                _measure_titles(widget)
                widget.notify_style_update()
                widget.refresh(layout=True)
            screen.refresh(layout=True)


def _measure_titles(widget: Widget) -> None:
    """Have the titles in a border counted anew: they remember their cells."""
    for title in (widget._border_title, widget._border_subtitle):  # noqa: SLF001 - Textual has no other way
        if title is not None:
            title._cell_length = None  # noqa: SLF001
