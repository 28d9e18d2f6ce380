"""Colours of labels as other programs want them."""

from __future__ import annotations

from reader.config.label import Label

#: The eight colours of terminals, as the settings name them, and their bright forms.
_NAMED = {
    "black": "#000000", "red": "#cd3131", "green": "#0dbc79", "yellow": "#e5e510", "blue": "#2472c8",
    "magenta": "#bc3fbc", "cyan": "#11a8cd", "white": "#bfbfbf",
}  # fmt: skip
_BRIGHT = {
    "black": "#666666", "red": "#f14c4c", "green": "#23d18b", "yellow": "#f5f543", "blue": "#3b8eea",
    "magenta": "#d670d6", "cyan": "#29b8db", "white": "#e5e5e5",
}  # fmt: skip


def hexadecimal_colour(label: Label) -> str:
    """The colour of a label as ``#rrggbb``, in small letters."""
    if label.colour.startswith("#"):
        return label.colour.lower()
    name = label.colour.removeprefix("bright_")
    return (_BRIGHT if name != label.colour else _NAMED).get(name, _NAMED["white"])
