"""What a user can choose, and where each choice comes from: defaults < user file < project file < environment < flags.

The files are TOML; every mistake in one is reported with its file and line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

APP_NAME = "nrc-reader"
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


def load(
    *,
    config: str | None = None,
    store: str | None = None,
    annotator: str | None = None,
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> Settings:
    """Settle every choice.

    Args:
        config: a settings file named by a flag; it takes the user file's place and must exist.
        store, annotator: from flags.
        environment: looked at for ``NRC_READER_CONFIG``, ``_STORE``, ``_ANNOTATOR``, ``_THEME``, ``_DETECTOR`` and
            ``_GAZETTEER``.
        folder: where the search for the project file starts; the working folder by default.

    Raises:
        SettingsError: a file that is named but missing, that is not TOML, or that holds a value that cannot be used;
            or such a value in a flag or the environment, as an address where a folder is to be named. What is wrong
            in a project's file that nobody trusts is only left out.
    """
    settings = Settings()
    named = config or environment.get("NRC_READER_CONFIG")
    source = "" if config else "NRC_READER_CONFIG: "
    if named and os.path.isdir(named):  # noqa: PTH112
        raise SettingsError(f"{source}{named}: is a folder (name the settings file in it, or leave it out)")
    if named and not os.path.isfile(named):  # noqa: PTH113 - pathlib raises where a folder may not be searched
        raise SettingsError(f"{source}{named}: no such settings file (name one that exists, or leave it out)")
    own = Path(os.path.abspath(named)) if named else user_file()  # noqa: PTH100 - ".." may stand behind a link
    if os.path.isfile(own):  # noqa: PTH113
        from reader.settings_file import with_file

        settings = with_file(settings, own)
    waiting: tuple[str, ...] = ()
    project = project_file(folder or Path.cwd())
    if project is not None:
        from reader.settings_file import with_project_file

        settings, waiting = with_project_file(settings, project, _is_trusted)
    chosen: dict[str, Any] = {
        key: value
        for key in ("theme", "detector", "annotator", "store", "gazetteer")
        if (value := environment.get(f"NRC_READER_{key.upper()}"))
    }
    for key, value in chosen.items():
        _refuse_wrong(f"NRC_READER_{key.upper()}", key, value)
    if "theme" in chosen:
        chosen["theme_place"] = "NRC_READER_THEME"
    if annotator:
        _refuse_wrong("--annotator", "annotator", annotator)
    chosen |= {key: value for key, value in (("store", store), ("annotator", annotator)) if value}
    for key in ("store", "gazetteer"):
        if key in chosen:
            try:
                chosen[key] = expanded(chosen[key])
            except ValueError as error:
                is_flag = key == "store" and store
                raise SettingsError(f"{'--store' if is_flag else f'$NRC_READER_{key.upper()}'} {error}") from error
    if left := [key for key in waiting if key not in chosen]:
        line = f"{project}: {', '.join(left)} not used ({APP_NAME} trust allows it)"
        chosen["not_used"] = (*settings.not_used, line)
    settled = replace(settings, **chosen)
    return settled if settled.store else replace(settled, not_used=(*settled.not_used, *_passed_over(folder)))


def theme_named(name: str) -> str:
    """The theme of that name; raises ``ValueError``, which names those that there are."""
    if name not in THEMES and name not in OTHER_THEME_NAMES:
        raise ValueError(f"{name!r} is no theme: {', '.join(THEMES)}")
    return name


def _refuse_wrong(source: str, key: str, value: str) -> None:
    """Raise ``SettingsError`` where a flag or a variable of the environment has a value that cannot be used."""
    if not value.strip() or (key not in {"store", "gazetteer"} and not value.isprintable()):
        raise SettingsError(f"{source}: the {key} must be a line of text")
    if key == "theme":
        try:
            theme_named(value)
        except ValueError as error:
            raise SettingsError(f"{source}: {error}") from error


def store_folder(settings: Settings, folder: Path | None = None) -> Path:
    """The store: the one named, else ``annotations/`` here or in the nearest parent, else the user's data folder.

    A link of that name, which nobody named, is one only where it leads to a store: it may be a stranger's.
    """
    if settings.store is not None:
        return settings.store
    found = next((path for path in _found_stores(folder) if not _leads_elsewhere(path)), None)
    if found is not None:
        return found
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / STORE_FOLDER


def _found_stores(folder: Path | None) -> Iterator[Path]:
    """The folders with a store's name, the nearest first."""
    here = folder or Path.cwd()
    for place in (here, *here.parents):
        if os.path.isdir(place / STORE_FOLDER):  # noqa: PTH112
            yield place / STORE_FOLDER


def _leads_elsewhere(path: Path) -> bool:
    """Whether a folder with a store's name is a link to what is no store yet."""
    return os.path.islink(path) and not os.path.isdir(path / HIDDEN_FOLDER)  # noqa: PTH112, PTH114


def _passed_over(folder: Path | None) -> tuple[str, ...]:
    """A line where a link with a store's name is not taken for one."""
    nearest = next(_found_stores(folder), None)
    if nearest is None or not _leads_elsewhere(nearest):
        return ()
    return (f"{nearest}: is a link to what is no store yet, not used (--store {nearest} uses it)",)


def gazetteer_file(settings: Settings) -> Path:
    """The personal gazetteer: the file named, else ``names.toml`` beside the user's settings; it need not be there."""
    return settings.gazetteer or user_file().with_name("names.toml")


def user_file() -> Path:
    """The user's own settings file, where it belongs on this system; it need not be there."""
    from platformdirs import user_config_path

    return user_config_path(APP_NAME, appauthor=False) / "config.toml"


def trust_folder() -> Path:
    """Where the records of trusted settings files are: in the user's state folder, nowhere that others can write."""
    from platformdirs import user_state_path

    return user_state_path(APP_NAME, appauthor=False) / "trusted"


def _is_trusted(path: Path, text: str) -> bool:
    from reader.trust import is_trusted

    return is_trusted(trust_folder(), path, text)


def project_file(folder: Path) -> Path | None:
    """The settings file of the project that a folder belongs to: there, or in the nearest parent that has one."""
    places = (place / PROJECT_FILE for place in (folder, *folder.parents))
    return next((path for path in places if os.path.isfile(path)), None)  # noqa: PTH113


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
