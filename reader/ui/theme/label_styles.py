"""How labels and blocks look: by colour, and without it by another attribute each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from reader.config.label import Label
from reader.model.spans import Span
from reader.ui.theme.contrast import BESIDE, TEXT, of_sixteen, readable

if TYPE_CHECKING:
    from typing import Any

    from textual.app import App
    from textual.widget import Widget

_BLOCKS = {"title": "title", "heading": "heading", "byline": "about", "date": "about", "caption": "about"}

#: Of the terminal's colours those on which white letters are read rather than black ones.
_DARK = frozenset({"black", "red", "blue", "magenta", "bright_black"})
_LINK_MARKS = {"supports": "+", "attacks": "-"}
_LINK_LOOKS = {"supports": "agree", "attacks": "oppose"}


def block_look(kind: str) -> str:
    """The component class of a block's kind, less ``text--``; empty for plain text."""
    return _BLOCKS.get(kind, "")


def label_mark(label: Label) -> str:
    """A label's mark in the gutter; ``?`` for one that is not just one cell wide, so that no text moves."""
    return label.mark if cell_len(label.mark) == 1 else "?"


@cache
def label_style(label: Label) -> Style:
    """A label's colour, underlined; where there is no colour, see ``label_attributes``."""
    return Style.parse(f"underline {label.colour}")


def is_plain(app: App[Any]) -> bool:
    """Whether labels have attributes rather than colours: there are none, or nobody knows how they look here."""
    return app.no_color or app.native_ansi_color


@cache
def label_in_text(label: Label, base: Style, passage: Style) -> Style:
    """A label's colour as text of its own on the ground of a text, and where the cursor is."""
    return legible(legible(label_style(label), base, TEXT), base + passage, TEXT)


@cache
def legible(style: Style, ground: Style, least: float = BESIDE) -> Style:
    """The style with its letters dark or light enough to be read: labels have colours that were chosen for the dark.

    On the terminal's own colours a colour is put behind the letters: of letters in it nobody knows whether they can be
    read there.

    Args:
        style: of the letters; one without a colour of its own stays as it is.
        ground: what is behind them, where the style does not say.
        least: the contrast.
    """
    behind = style.bgcolor or ground.bgcolor
    if style.color is None or behind is None:
        return style
    if behind.triplet is None:
        return _on_terminal(style, ground)
    ink = style.color.get_truecolor()
    found = readable(ink, [behind.triplet], least)
    return style if found == ink and style.color.triplet else style + Style(color=Color.from_triplet(found))


def _on_terminal(style: Style, ground: Style) -> Style:
    """Letters that can be read whichever colours the terminal has."""
    if style.color is None or style.bgcolor is not None:
        return style
    if style.color.is_default:
        return style.without_color if ground.bgcolor is not None and not ground.bgcolor.is_default else style
    name = style.color.name if style.color.triplet is None else of_sixteen(style.color.triplet)
    letters = "bright_white" if name in _DARK else "black"
    return style.without_color + Style.parse(f"not underline {letters} on {name}")


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


def link_look(kind: str) -> str:
    """The look of a kind of link in a list of rows; see ``RowList``."""
    return _LINK_LOOKS.get(kind, "")


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
