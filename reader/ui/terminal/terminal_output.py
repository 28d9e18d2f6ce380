"""The one door to the terminal: what is painted goes through here, and what the terminal answers comes back here."""

from __future__ import annotations

from functools import cached_property

from rich.console import Console, RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.driver import Driver
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from reader.ui.app_state import Desk
from reader.ui.terminal.cell_widths import Measure
from reader.ui.terminal.strip_placement import with_places
from reader.ui.text_view.text_view_widget import TextView


class _Asking(CompositorUpdate):
    """What is painted, behind questions to the terminal: its paint covers what they leave on the screen."""

    def __init__(self, questions: str, update: CompositorUpdate) -> None:
        self._questions = questions
        self._update = update

    def render_segments(self, console: Console) -> str:
        return self._questions + self._update.render_segments(console)


class TerminalActions(Desk):
    """Paints so that no pane writes outside its columns, and learns what the terminal counts otherwise than we do."""

    @cached_property
    def measure(self) -> Measure:
        """How wide this terminal draws what is doubtful."""
        return Measure()

    def get_driver_class(self) -> type[Driver]:
        """Ours in place of Textual's for terminals."""
        from textual.drivers.linux_driver import LinuxDriver

        from reader.ui.terminal.driver import TerminalDriver

        found = super().get_driver_class()
        return TerminalDriver if found is LinuxDriver else found

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """As Textual's; doubtful characters are placed one by one, and asked for where they are new."""
        if self.is_headless or not isinstance(renderable, CompositorUpdate):
            super()._display(screen, renderable)
            return
        update, doubtful = with_places(renderable, self.measure.most)
        if self.measure.expect(doubtful):  # laid out too narrow: painted once it is not
            self._lay_out_anew()
            return
        if questions := self.measure.questions(doubtful):
            update = _Asking(questions, update)
            self.call_later(screen.refresh, Region(0, 0, self.size.width, 1))  # the row they were put in
        super()._display(screen, update)

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """An answer; once they are all there, everything is laid out by them, and what is left is asked for."""
        if self.measure.answer(event.y, event.x):
            self._lay_out_anew()
        elif self.measure.has_more and not self.measure.is_waiting:
            self.screen.refresh()

    def _lay_out_anew(self) -> None:
        for screen in self.screen_stack:
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
