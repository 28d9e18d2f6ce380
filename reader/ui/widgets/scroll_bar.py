"""Draws scroll bars: as Textual's look, without the way through Rich, which took longer than the text beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import Color
from rich.style import Style
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.style import Style as TextualStyle
    from textual.visual import RenderOptions

_BACK, _BAR = Color.parse("#555555"), Color.parse("bright_magenta")


class ScrollBarVisual(ScrollBarRender, Visual):
    """A scroll bar, row by row; the arguments are those of ``ScrollBarRender``."""

    def render_strips(self, width: int, height: int | None, *_: TextualStyle | RenderOptions) -> list[Strip]:
        """The rows of the bar; its colours are its own."""
        look = self.style if isinstance(self.style, Style) else Style.parse(self.style)
        size, thickness = (height or 1, width) if self.vertical else (width, height or 1)
        bar = self.render_bar(
            size=size,
            virtual_size=self.virtual_size,
            window_size=self.window_size,
            position=self.position,
            thickness=thickness,
            vertical=self.vertical,
            back_color=look.bgcolor or _BACK,
            bar_color=look.color or _BAR,
        )
        if self.vertical:
            return [Strip([cell], thickness) for cell in bar.segments]
        return [Strip(bar.segments[:size], size)] * thickness

    def get_optimal_width(self, _: RulesMap, container_width: int) -> int:
        """Columns: as many as there are along the bar, and its thickness across."""
        return self.thickness if self.vertical else container_width

    def get_height(self, *_: RulesMap | int) -> int:
        """Rows: its thickness; a bar that stands is as high as its widget."""
        return 1 if self.vertical else self.thickness
