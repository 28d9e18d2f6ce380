"""The reader's own themes and the colours that a person chose: what they are called, and what they change.

``dark`` and ``light`` are Textual's; ``contrast`` is black and white with plain colours; ``terminal`` uses the sixteen
colours of the terminal itself and its own background. Every other theme of Textual will do too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from rich.color import Color, ColorSystem
from textual.theme import BUILTIN_THEMES, Theme

from reader.settings import COLOURED, Settings

#: Our names for themes that Textual has under another one.
NAMES: Mapping[str, str] = {"dark": "textual-dark", "light": "textual-light"}
CONTRAST, TERMINAL = "contrast", "terminal"
#: Parts of the text whose colour is that of the letters; that of the others is the one behind them.
_LETTERS = frozenset({"bar", "title", "heading", "about", "dropped"})


@cache
def own_themes() -> Mapping[str, Theme]:
    """Those that Textual does not have, by name."""
    contrast = Theme(
        name=CONTRAST,
        primary="#ffff00",
        secondary="#00afff",
        warning="#ffaf00",
        error="#ff5f5f",
        success="#5fff5f",
        accent="#ff87ff",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#303030",
        variables={"text-muted": "#ffffff", "text-disabled": "#d0d0d0", "block-cursor-foreground": "#000000"},
    )
    return {CONTRAST: contrast, TERMINAL: replace(BUILTIN_THEMES["ansi-dark"], name=TERMINAL)}


def in_theme(settings: Settings) -> Settings:
    """The settings with what the theme changes in them: ``terminal`` has the labels in colours of the terminal."""
    if settings.theme != TERMINAL:
        return settings
    return replace(settings, labels=tuple(replace(one, colour=_of_sixteen(one.colour)) for one in settings.labels))


#: What the sheer colours of the other themes become where there are only sixteen, or only black and white.
_RULES = f"""
.-theme-{TERMINAL} TextView > .text--passage {{ background: ansi_bright_black; color: ansi_bright_white; }}
.-theme-{TERMINAL} TextView > .text--selection {{ background: ansi_blue; color: ansi_bright_white; }}
.-theme-{TERMINAL} TextView > .text--about {{ color: ansi_default; text-style: italic; }}
.-theme-{TERMINAL} TextView > .text--dropped {{ color: ansi_default; text-style: dim; }}
.-theme-{TERMINAL} TextView > .text--mention {{ background: ansi_cyan; color: ansi_black; }}
.-theme-{TERMINAL} TextView > .text--hit {{ background: ansi_yellow; color: ansi_black; }}
.-theme-{TERMINAL} TextView > .text--hit-here {{ background: ansi_bright_yellow; color: ansi_black; }}
.-theme-{CONTRAST} TextView > .text--passage {{ background: #303030; }}
.-theme-{CONTRAST} TextView > .text--selection {{ background: #0000af; color: #ffffff; }}
.-theme-{CONTRAST} TextView > .text--about {{ color: #ffffff; text-style: italic; }}
.-theme-{CONTRAST} TextView > .text--dropped {{ color: #bcbcbc; }}
.-theme-{CONTRAST} TextView > .text--mention {{ background: #005f87; color: #ffffff; }}
.-theme-{CONTRAST} TextView > .text--hit {{ background: #ffff00; color: #000000; }}
"""


def sheet(settings: Settings) -> str:
    """The style sheet of our own themes, and of the colours that were chosen, which win."""
    rules = [_RULES]
    for part in COLOURED:
        if colour := settings.colours.get(part):
            name = colour if colour.startswith("#") else f"ansi_{colour}"
            where = "color" if part in _LETTERS else "background"
            rules.append(f"App TextView > .text--{part.replace('_', '-')} {{ {where}: {name}; }}")
    return "\n".join(rules)


def _of_sixteen(colour: str) -> str:
    """The nearest of the terminal's sixteen colours, as the settings name it."""
    nearest = Color.parse(colour).downgrade(ColorSystem.STANDARD)
    names = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
    number = nearest.number or 0
    return names[number % 8] if number < 8 else f"bright_{names[number % 8]}"
