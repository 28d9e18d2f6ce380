"""The settings: their defaults, and rules for some of their values."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config.label import DEFAULT_LABELS, Label, colour_of

if TYPE_CHECKING:
    from reader.config.own_command import OwnCommand
    from reader.config.value_scale import ValueScale

PROJECT_FILE = ".nrc-reader.toml"
STORE_FOLDER = "annotations"
#: The scheme of stores in memory, which are for scripts and tests.
MEMORY = "memory"
#: The folder in a store for journals, history, locks and caches. Its presence tells a store from any other folder.
HIDDEN_FOLDER = ".nrc-reader"
#: The parts of the text that can have a colour of their own.
COLOURED = ("passage", "selection", "bar", "title", "heading", "about", "dropped", "mention", "hit", "hit_here")

#: The names of the themes in the order of the list: ours, then those of Textual.
THEMES = (
    "dark", "light", "contrast", "terminal", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte",
    "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine",
    "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "tokyo-night",
)  # fmt: skip
#: Theme names of earlier versions, still accepted.
OTHER_THEME_NAMES = ("textual-dark", "textual-light", "ansi-dark", "ansi-light")


class SettingsError(Exception):
    """A setting that cannot be used; the message gives file and line, the fault, and what is allowed."""


def tag_action(name: str) -> str:
    """The id of the action that tags with the label of that name."""
    return f"tag('{name}')"


def value_action(name: str) -> str:
    """The id of the action that asks for the value of that name."""
    return f"value('{name}')"


def command_action(title: str) -> str:
    """The id of the action that runs the user's own command of that title."""
    return f"command('{title}')"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force.

    Attributes:
        annotator: the name that goes with each annotation; empty for the login name (see ``annotator_name``).
        store: the folder, or as text the address of another kind of store, if one was named (see ``store_address``).
        labels: in display order.
        values: that annotations may have beside their label.
        link_kinds: the kinds of links; the first is the default.
        commands: programs of the user's own that keys run on a passage.
        keys: action id to keys, for the actions whose keys were changed.
        key_places: action id to the file and line that gave it its keys, for messages.
        colours: part of the text to ``#rrggbb`` or the name of a terminal colour, for the colours that were changed.
        theme: one of ``THEMES`` or of ``OTHER_THEME_NAMES``.
        text_width: columns of the widest text column.
        mouse: whether the mouse works.
        detector: ``auto``, ``rules``, ``spacy:MODEL``, or the name of a detector that another package registers.
        gazetteer: the file of names that count in every document if one was named, otherwise None (see
            ``gazetteer_file``).
        guideline: the file of the project's guideline if one was named, otherwise None for that of the store (see
            ``project_guideline``).
        max_file_bytes: larger files are not opened.
        places: setting to what names it, for those that something names: file and line, a variable, or an option.
        not_used: one line for each setting of a project's file that has no effect: a mistake, or not yet trusted.
        without_project: the settings without a project's file that is not trusted and that changes keys or labels; used
            where its choices clash. None if there is no such file.
    """

    annotator: str = ""
    store: Path | str | None = None
    labels: tuple[Label, ...] = DEFAULT_LABELS
    values: tuple[ValueScale, ...] = ()
    link_kinds: tuple[str, ...] = ("supports", "attacks")
    commands: tuple[OwnCommand, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key_places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    colours: Mapping[str, str] = field(default_factory=dict)
    theme: str = "dark"
    text_width: int = 80
    mouse: bool = True
    detector: str = "auto"
    gazetteer: Path | None = None
    guideline: Path | None = None
    max_file_bytes: int = 16 * 1024 * 1024
    places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    not_used: tuple[str, ...] = field(default=(), compare=False)
    without_project: Settings | None = field(default=None, compare=False, repr=False)

    @property
    def value_names(self) -> list[str]:
        """What values are called."""
        return [one.name for one in self.values]

    def label(self, name: str) -> Label:
        """The label of that name; an unknown one looks like the label above it, or plain, so that its tags show."""
        found = next((label for label in self.labels if label.name == name), None)
        return found or Label(name, "", colour_of(name, ((one.name, one.colour) for one in self.labels)))


def theme_named(name: str) -> str:
    """The theme of that name; raises ``ValueError``, whose message lists the themes."""
    if name not in THEMES and name not in OTHER_THEME_NAMES:
        raise ValueError(f"{name!r} is not a theme: {', '.join(THEMES)}")
    return name


#: The scheme of an address such as ``postgresql://``; a single letter does not count.
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]+):")


def scheme_of(name: str, beside: Path | None = None) -> str:
    """The scheme of an address, as ``postgresql`` of a database's; empty for a path.

    Args:
        name: as it was written.
        beside: the folder that relative paths start from, by default the working folder: what is there is no address.
    """
    found = _SCHEME.match(name)
    if not found or ("/" not in name[found.end() : found.end() + 1] and "://" not in name and _is_there(name, beside)):
        return ""
    return found[1]


def _is_there(path: str, beside: Path | None) -> bool:
    return os.path.lexists((beside or Path()) / path)


def not_a_path(scheme: str) -> str:
    """What is wrong with an address where a path is wanted. It does not repeat the address: it may hold a password."""
    return (
        f"must be a path on this machine, not an address ({scheme}:); put ./ before a file name that has a colon in it"
    )


def store_named(name: str, beside: Path | None = None) -> Path | str:
    """What a setting, variable or option names as the store: a folder, or an address, as it was written.

    Raises:
        ValueError: it is a store in memory, which keeps nothing after the program's end, or holds a password. Other
            addresses are ``reader.store.open_store``'s to know.
    """
    scheme = scheme_of(name, beside)
    if scheme == MEMORY:
        raise ValueError(not_a_path(scheme))
    if scheme:
        from reader.config.server_address import SCHEMES, server_address

        if scheme.lower() in SCHEMES:
            return server_address(name).text
    return name if scheme else expanded(name, beside)


def expanded(path: str, beside: Path | None = None) -> Path:
    """A path on this machine; ``~`` is replaced by the home folder if there is one.

    Args:
        path: as it was written.
        beside: the folder that relative paths start from, by default the working folder; prefixed to the result.

    Raises:
        ValueError: it is an address, as of a database.
    """
    if scheme := scheme_of(path, beside):
        raise ValueError(not_a_path(scheme))
    return (beside or Path()) / Path(os.path.expanduser(path))  # noqa: PTH111 - pathlib raises for a user that it does not know


def annotator_name(settings: Settings) -> str:
    """The name that goes with each annotation: the chosen name, or else the login name."""
    if settings.annotator:
        return settings.annotator
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # the password file has no such user, as in some containers
        return "anonymous"
