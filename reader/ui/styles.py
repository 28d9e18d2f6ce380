"""How labels and blocks look: by colour, and without it by another attribute each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style

from reader.settings import Label
from reader.spans import Span

if TYPE_CHECKING:
    from textual.widget import Widget

_BLOCKS = {"title": "title", "heading": "heading", "byline": "about", "date": "about", "caption": "about"}

#: The contrast at which letters are read without effort, and the luminance above which black has more of it than white.
_LEGIBLE, _MIDDLE = 4.5, 0.179
_LINK_MARKS = {"supports": "+", "attacks": "-"}
_LINK_COLOURS = {"supports": "bold green", "attacks": "bold red"}


def block_look(kind: str) -> str:
    """The component class of a block's kind, less ``text--``; empty for plain text."""
    return _BLOCKS.get(kind, "")


def label_mark(label: Label) -> str:
    """A label's mark in the gutter; ``?`` for one that is not just one cell wide, so that no text moves."""
    return label.mark if cell_len(label.mark) == 1 else "?"


@cache
def label_style(label: Label) -> Style:
    """A label's colour, underlined; where there is no colour, see ``attributes``."""
    return Style.parse(f"underline {label.colour}")


@cache
def legible(style: Style, ground: Style) -> Style:
    """The style with its letters dark or light enough to be read: labels have colours that were chosen for the dark.

    Args:
        style: of the letters; one without a colour of its own, or with one of the terminal's, stays as it is.
        ground: what is behind them, where the style does not say.
    """
    behind = style.bgcolor or ground.bgcolor
    if style.color is None or behind is None or style.color.triplet is None or behind.triplet is None:
        return style
    ink, paper = style.color.triplet, behind.triplet
    end = 0 if _luminance(paper) > _MIDDLE else 255
    for tenths in range(11):
        mixed = ColorTriplet(*(round(part + (end - part) * tenths / 10) for part in ink))
        if _contrast(mixed, paper) >= _LEGIBLE:
            return style + Style(color=Color.from_triplet(mixed)) if tenths else style
    return style


def _luminance(colour: ColorTriplet) -> float:
    """How light a colour is, from 0 to 1, as WCAG 2 has it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """Of two colours, from 1 to 21, as WCAG 2 has it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def part_style(widget: Widget, part: str) -> Style:
    """What the style sheet says of a part of a widget, colours laid over its background where they are sheer."""
    found = widget.get_component_styles(part)
    ground = under = widget.background_colors[1]
    if found.has_rule("background"):
        ground = under + found.background
    return found.text_style + Style(
        color=(ground + found.color).rich_color if found.has_rule("color") else None,
        bgcolor=ground.rich_color if found.has_rule("background") else None,
    )


@cache
def plain_style(attribute: str) -> Style:
    """An attribute of the text alone; none where it is empty."""
    return Style.parse(attribute)


def link_mark(kind: str) -> str:
    """The one character that stands for a kind of link."""
    return _LINK_MARKS.get(kind, kind[0])


@cache
def link_style(kind: str) -> Style:
    """The colour of a kind of link."""
    return Style.parse(_LINK_COLOURS.get(kind, "bold"))


def painted(text: str, span: Span, layers: Sequence[tuple[Span, Style]], base: Style) -> list[Segment]:
    """``text[span]`` cut wherever a layer begins or ends; later layers lie over earlier ones."""
    edges = {span.start, span.end}
    for (start, end), _ in layers:
        edges |= {min(max(start, span.start), span.end), min(max(end, span.start), span.end)}
    segments = []
    for start, end in pairwise(sorted(edges)):
        style = base
        for layer, layered in layers:
            if layer.start <= start and end <= layer.end:
                style += layered
        segments.append(Segment(text[start:end], style))
    return segments
