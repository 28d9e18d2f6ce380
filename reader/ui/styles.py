"""How labels and blocks look: by colour, and without it by another attribute each."""

from __future__ import annotations

from functools import cache

from rich.style import Style

from reader.settings import Label

_BLOCKS = {"title": "title", "heading": "heading", "byline": "about", "date": "about", "caption": "about"}


def block_styles(kind: str) -> str:
    """The component class of a block's kind, less ``text--``; empty for plain text."""
    return _BLOCKS.get(kind, "")


@cache
def label_style(label: Label) -> Style:
    """A label's colour, underlined: told from plain text without colour too; from other labels by the gutter."""
    return Style.parse(f"underline {label.colour}")
