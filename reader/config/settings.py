"""What a user can choose: the settings, their defaults, and what a value of each must be."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT_FILE = ".nrc-reader.toml"
STORE_FOLDER = "annotations"
#: In a store: journals, history, locks, caches. Its presence tells a store from any other folder.
HIDDEN_FOLDER = ".nrc-reader"
#: The parts of the text that can have a colour of their own.
COLOURED = ("passage", "selection", "bar", "title", "heading", "about", "dropped", "mention", "hit", "hit_here")


#: The themes, as they are listed: ours, then those of Textual.
THEMES = (
    "dark", "light", "contrast", "terminal", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte",
    "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine",
    "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "tokyo-night",
)  # fmt: skip
#: What earlier versions called some of them.
OTHER_THEME_NAMES = ("textual-dark", "textual-light", "ansi-dark", "ansi-light")


class SettingsError(Exception):
    """A choice that cannot be used: says which file and line, what is wrong, and what would do."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label that a passage can be tagged with.

    Attributes:
        name: as it is stored and exported: letters, digits, ``-``, ``_``; at most 32 code points.
        key: the key that tags with it.
        colour: ``#rrggbb`` or one of the eight terminal colours, plain or with ``bright_`` before it.
        guideline: when to use it, in one or two sentences; shown in the help.
    """

    name: str
    key: str
    colour: str
    guideline: str = ""

    @property
    def mark(self) -> str:
        """The one character that stands for the label in the gutter: its key, which no other label has."""
        return self.key or self.name[0]


DEFAULT_LABELS = (
    Label(
        "claim",
        "c",
        "#5fafff",
        "Facts could settle it, but it is general, causal, predictive or about motives, so a reader could dispute it.",
    ),
    Label(
        "evidence",
        "e",
        "#87d75f",
        "Specific and already on record: a number, a date, a named event, a document, an example, an announced "
        "decision. It need not be true: you tag its role.",
    ),
    Label(
        "opinion",
        "o",
        "#ffaf5f",
        "No fact would settle it: it says what is good, bad, right or needed; a judgement, irony, a question that "
        "takes a stance.",
    ),
)


def tag_action(name: str) -> str:
    """What the action is called that tags with the label of that name."""
    return f"tag('{name}')"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice, settled.

    Attributes:
        annotator: the name that goes with each annotation; empty for the login name (see ``annotator_name``).
        store: the store folder where one was named, else None (see ``store_folder``).
        labels: in the order in which they are shown.
        link_kinds: what one annotation may be said to do to another; the first is what a link is unless said otherwise.
        keys: action id to keys, for the actions whose keys were changed.
        key_places: action id to the file and line that gave it its keys, for messages.
        colours: part of the text to ``#rrggbb`` or the name of a terminal colour, for those that were changed.
        theme: one of ``THEMES``, or what an earlier version called it.
        theme_place: the file and line, or the variable, that names the theme; empty where nothing does.
        text_width: columns of the widest text column.
        mouse: whether the mouse works.
        detector: ``auto``, ``rules``, ``spacy:MODEL``, or the name of one that another package registers.
        gazetteer: the file of names that count in every document where one was named, else None (see
            ``gazetteer_file``).
        max_file_bytes: larger files are left out.
        not_used: one line for each thing in a project's file that does not count: a mistake, or what waits for trust.
        without_project: the same without a project's file that nobody trusts, where there is one that changes keys or
            labels; they are left out where they clash.
    """

    annotator: str = ""
    store: Path | None = None
    labels: tuple[Label, ...] = DEFAULT_LABELS
    link_kinds: tuple[str, ...] = ("supports", "attacks")
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key_places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    colours: Mapping[str, str] = field(default_factory=dict)
    theme: str = "dark"
    theme_place: str = field(default="", compare=False)
    text_width: int = 80
    mouse: bool = True
    detector: str = "auto"
    gazetteer: Path | None = None
    max_file_bytes: int = 16 * 1024 * 1024
    not_used: tuple[str, ...] = field(default=(), compare=False)
    without_project: Settings | None = field(default=None, compare=False, repr=False)

    def label(self, name: str) -> Label:
        """The label of that name; for one that the settings do not know, a plain one, so that nothing is hidden."""
        return next((label for label in self.labels if label.name == name), Label(name, "", "white"))


def theme_named(name: str) -> str:
    """The theme of that name; raises ``ValueError``, which names those that there are."""
    if name not in THEMES and name not in OTHER_THEME_NAMES:
        raise ValueError(f"{name!r} is no theme: {', '.join(THEMES)}")
    return name


#: What an address begins with, as in ``postgresql://``; a single letter is none.
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]+):")


def expanded(path: str, beside: Path | None = None) -> Path:
    """A path on this machine, with the home folder for ``~``, where there is one.

    Args:
        path: as it was written.
        beside: the folder that it is seen from, the working folder by default; a part of what is given back.

    Raises:
        ValueError: it is an address, as of a database. It may hold a password, and is not repeated.
    """
    here, scheme = beside or Path(), _SCHEME.match(path)
    if scheme and ("/" in path[scheme.end() : scheme.end() + 1] or "://" in path or not os.path.lexists(here / path)):
        raise ValueError(
            f"must be a path on this machine: nothing of the kind {scheme[1]}: is known (put ./ before a name that has"
            " a colon in it)"
        )
    return here / Path(os.path.expanduser(path))  # noqa: PTH111 - pathlib raises for a user that it does not know


def annotator_name(settings: Settings) -> str:
    """The name that goes with each annotation: the one chosen, else the login name."""
    if settings.annotator:
        return settings.annotator
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in the password file, as in some containers
        return "anonymous"
