"""How labels and blocks look: by colour, and without it by another attribute each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from reader.settings import Label
from reader.spans import Span

if TYPE_CHECKING:
    from textual.widget import Widget

_BLOCKS = {"title": "title", "heading": "heading", "byline": "about", "date": "about", "caption": "about"}

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
