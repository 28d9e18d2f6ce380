"""The reader's themes and the colours that a person chose: what they are called, and what they change.

``dark`` is Textual's; ``light`` is ink on paper; ``contrast`` is black and white with plain colours; ``terminal`` uses
the sixteen colours of the terminal itself and its own background, light or dark. Every other theme of Textual will do
too: whichever is chosen, text and what is said beside it are moved until they can be read (see ``roles``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from rich.color_triplet import ColorTriplet
from textual.color import Color as TextualColor
from textual.theme import BUILTIN_THEMES, Theme

from reader.config.settings import COLOURED, Settings
from reader.ui.theme.contrast import BESIDE, ROOMY, TEXT, end_for, mixed, readable, solid, tinted

LIGHT, CONTRAST, TERMINAL = "light", "contrast", "terminal"
#: Names of ours, and of earlier versions, for themes that are registered under another one.
_REGISTERED: Mapping[str, str] = {
    "dark": "textual-dark",
    "textual-light": LIGHT,
    "ansi-dark": TERMINAL,
    "ansi-light": TERMINAL,
}
#: Parts of the text whose colour is that of the letters; that of the others is the one behind them.
_LETTERS = frozenset({"bar", "title", "heading", "about", "dropped"})


def registered(name: str) -> str:
    """What the theme of that name is registered as."""
    return _REGISTERED.get(name, name)


@cache
def own_themes() -> Mapping[str, Theme]:
    """Those that Textual does not have, by name."""
    light = Theme(
        name=LIGHT,
        primary="#0b5cad",
        secondary="#0f8b8d",
        warning="#f0b429",
        error="#b3261e",
        success="#2e7d32",
        accent="#a63d00",
        foreground="#1f1f1c",
        background="#fdfbf5",
        surface="#f5f1e6",
        panel="#eae4d3",
        dark=False,
    )
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
        variables={"quiet": "#d0d0d0", "passage": "#303030", "selection": "#0000af", "line": "#d0d0d0"},
    )
    terminal = replace(BUILTIN_THEMES["ansi-dark"], name=TERMINAL, variables=dict(_OF_THE_TERMINAL))
    return {LIGHT: light, CONTRAST: contrast, TERMINAL: terminal}


#: What is read on a white and on a black terminal: its own letters on its own ground, or two of the sixteen colours
#: that are far from each other in every palette.
_ON_LIGHT, _ON_BLUE = ("ansi_white", "ansi_black"), ("ansi_blue", "ansi_bright_white")
_OF_THE_TERMINAL: Mapping[str, str] = {
    "ink": "ansi_default",
    "quiet": "ansi_default",
    "line": "ansi_default",
    "focus": "ansi_bright_blue",
    "passage": _ON_LIGHT[0],
    "selection": _ON_BLUE[0],
    "row": _ON_BLUE[0],
    "row-ink": _ON_BLUE[1],
    "mention": "ansi_cyan",
    "hit": "ansi_yellow",
    "lit-ink": _ON_LIGHT[1],
    "hit-here": "ansi_bright_yellow",
    "hit-here-ink": "ansi_black",
    "hint": "ansi_magenta",
    "hint-ink": "ansi_bright_white",
    "chosen": "ansi_default",
    "agree": "ansi_default",
    "oppose": "ansi_default",
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "text": "ansi_default",
    "text-muted": "ansi_default",
    "text-disabled": "ansi_default",
    "border": "ansi_bright_blue",
    "border-blurred": "ansi_default",
    "block-cursor-background": _ON_BLUE[0],
    "block-cursor-foreground": _ON_BLUE[1],
    "block-cursor-blurred-background": _ON_BLUE[0],
    "block-cursor-blurred-foreground": _ON_BLUE[1],
    "block-hover-background": "ansi_default",
    "input-cursor-background": "ansi_default",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-text-style": "reverse",
    "input-selection-background": _ON_LIGHT[0],
    "input-selection-foreground": _ON_LIGHT[1],
    "screen-selection-background": _ON_LIGHT[0],
    "screen-selection-foreground": _ON_LIGHT[1],
    "scrollbar": "ansi_bright_black",
    "scrollbar-hover": "ansi_bright_black",
    "scrollbar-active": "ansi_bright_blue",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
    "scrollbar-corner-color": "ansi_default",
}


def roles(theme: Theme, variables: Mapping[str, str]) -> Mapping[str, str]:
    """The colours by what they are for, and those of Textual's widgets that follow from them.

    Text has a contrast of 7 at least on everything that lies behind it, what is said beside it of 4.5: the colours of a
    theme are moved as little as that takes.

    Args:
        theme: which one.
        variables: what Textual makes of it.
    """
    if theme.ansi:
        return {} if theme.name == TERMINAL else _OF_THE_TERMINAL
    found = _computed({name: TextualColor.parse(variables[name]).rgb for name in _SOURCES})
    return {**found, **theme.variables} if theme.name in own_themes() else found


_SOURCES = (
    "background",
    "surface",
    "panel",
    "foreground",
    "primary",
    "secondary",
    "warning",
    "accent",
    "success",
    "error",
)


def _computed(rgb: Mapping[str, tuple[int, int, int]]) -> dict[str, str]:
    given = {name: ColorTriplet(*parts) for name, parts in rgb.items()}
    paper = given["background"]
    ink = readable(given["foreground"], [paper], ROOMY)
    surface, panel = (tinted(paper, given[name], 1, ink) for name in ("surface", "panel"))
    passage = tinted(paper, ink, 0.14, ink)
    plain = [paper, surface, panel]
    quiet = readable(
        mixed(ink, paper, 0.4), [*plain, passage, mixed(surface, ink, 0.08)], BESIDE
    )  # the last: a line to type in
    row, row_ink = solid(given["primary"])
    here, here_ink = solid(given["warning"])
    hint, hint_ink = solid(given["accent"])
    focus = readable(given["primary"], plain, BESIDE)
    lit = end_for(paper)  # letters in black or white leave room for more of a tint
    colours = {
        "surface": surface,
        "panel": panel,
        "panel-darken-1": panel,
        "foreground": ink,
        "ink": ink,
        "quiet": quiet,
        "line": mixed(paper, ink, 0.3),
        "focus": focus,
        "passage": passage,
        "selection": tinted(paper, given["primary"], 0.45, lit),
        "mention": tinted(paper, given["secondary"], 0.6, lit),
        "hit": tinted(paper, given["warning"], 0.45, lit),
        "lit-ink": lit,
        "hit-here": here,
        "hit-here-ink": here_ink,
        "hint": hint,
        "hint-ink": hint_ink,
        "row": row,
        "row-ink": row_ink,
        "chosen": readable(given["accent"], plain, TEXT),
        "agree": readable(given["success"], plain, BESIDE),
        "oppose": readable(given["error"], plain, BESIDE),
        "text": ink,
        "text-muted": quiet,
        "text-disabled": quiet,
        "border": focus,
        "block-cursor-background": row,
        "block-cursor-foreground": row_ink,
        "block-cursor-blurred-background": row,
        "block-cursor-blurred-foreground": row_ink,
        "input-selection-background": tinted(surface, given["primary"], 0.45, ink),
        "input-cursor-background": ink,
        "input-cursor-foreground": paper,
    }
    return {name: colour.hex for name, colour in colours.items()}


#: What Textual's widgets say beside something, in a colour that is read; what the terminal's own colours need: letters
#: that are read on such a ground, and attributes where a colour would be a guess.
_RULES = f"""
CommandPalette > .command-palette--help-text {{ text-style: not bold; }}
CommandPalette #--input SearchIcon {{ color: $ink; }}
Input > .input--placeholder, Input > .input--suggestion {{ color: $quiet; text-style: none; }}
.-theme-{TERMINAL} TextView > .text--passage {{ color: {_ON_LIGHT[1]}; }}
.-theme-{TERMINAL} TextView > .text--selection {{ color: {_ON_BLUE[1]}; }}
.-theme-{TERMINAL} TextView > .text--about {{ text-style: italic; }}
.-theme-{TERMINAL} TextView > .text--dropped {{ text-style: italic; }}
.-theme-{TERMINAL} #status {{ text-style: reverse; }}
.-theme-{TERMINAL} EntityList > .entities--chosen {{ text-style: bold reverse; }}
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
