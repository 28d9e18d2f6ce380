"""What a user can choose, and where each choice comes from: defaults < user file < project file < environment < flags.

The files are TOML; every mistake in one is reported with its file and line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

APP_NAME = "nrc-reader"
PROJECT_FILE = ".nrc-reader.toml"
STORE_FOLDER = "annotations"
#: The colours that every terminal names, plain or bright, beside #rrggbb.
_NAMED_COLOURS = frozenset({"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"})
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
#: The parts of the text that can have a colour of their own.
COLOURED = ("passage", "selection", "bar", "title", "heading", "about", "dropped", "mention", "hit", "hit_here")
_LABEL_NAME = re.compile(r"[^\W\d_][\w-]{0,31}\Z")
#: A key as Textual names it: a character, or a name, or either after ctrl+ and the like.
_KEY = re.compile(r"(?:(?:ctrl|alt|shift|super)\+)*(?:[a-z][a-z0-9_]*|\S)\Z")


class SettingsError(Exception):
    """A choice that cannot be used: says which file and line, what is wrong, and what would do."""


class _FieldError(ValueError):
    """A value that cannot be used, at the ``count``-th line (from zero) that starts with ``key``."""

    def __init__(self, message: str, key: str, count: int = 0) -> None:
        super().__init__(message)
        self.key = key
        self.count = count


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


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice, settled.

    Attributes:
        annotator: the name that goes with each annotation; empty for the login name (see ``annotator_name``).
        store: the store folder where one was named, else None (see ``store_folder``).
        labels: in the order in which they are shown.
        keys: action id to keys, for the actions whose keys were changed.
        key_places: action id to the file and line that changed its keys, for messages.
        colours: part of the text to ``#rrggbb`` or the name of a terminal colour, for those that were changed.
        theme: ``dark``, ``light``, ``contrast``, ``terminal``, or the name of a Textual theme.
        text_width: columns of the widest text column.
        mouse: whether the mouse works.
        detector: ``auto``, ``rules`` or ``spacy:MODEL``.
        max_file_bytes: larger files are left out.
    """

    annotator: str = ""
    store: Path | None = None
    labels: tuple[Label, ...] = DEFAULT_LABELS
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key_places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    colours: Mapping[str, str] = field(default_factory=dict)
    theme: str = "dark"
    text_width: int = 80
    mouse: bool = True
    detector: str = "auto"
    max_file_bytes: int = 16 * 1024 * 1024

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
        environment: looked at for ``NRC_READER_CONFIG``, ``_STORE``, ``_ANNOTATOR``, ``_THEME`` and ``_DETECTOR``.
        folder: where the search for the project file starts; the working folder by default.

    Raises:
        SettingsError: a file that is named but missing, that is not TOML, or that holds a value that cannot be used;
            or such a value in a flag or the environment.
    """
    settings = Settings()
    named = config or environment.get("NRC_READER_CONFIG")
    if named and not os.path.isfile(named):  # noqa: PTH113 - pathlib raises where a folder may not be searched
        raise SettingsError(f"{named}: no such settings file (name one that exists, or leave --config out)")
    for path in (Path(named) if named else _user_file(), _project_file(folder or Path.cwd())):
        if path is not None and os.path.isfile(path):  # noqa: PTH113
            settings = _with_file(settings, path)
    chosen: dict[str, Any] = {
        key: value
        for key in ("theme", "detector", "annotator", "store")
        if (value := environment.get(f"NRC_READER_{key.upper()}"))
    }
    chosen |= {key: value for key, value in (("store", store), ("annotator", annotator)) if value}
    for key, value in chosen.items():
        if key != "store" and not value.isprintable():
            raise SettingsError(f"{key} must be a line of text")
    if "store" in chosen:
        chosen["store"] = _expanded(chosen["store"])
    return replace(settings, **chosen)


def store_folder(settings: Settings, folder: Path | None = None) -> Path:
    """The store: the one named, else ``annotations/`` here or in the nearest parent, else the user's data folder."""
    if settings.store is not None:
        return settings.store
    here = folder or Path.cwd()
    for place in (here, *here.parents):
        if os.path.isdir(place / STORE_FOLDER):  # noqa: PTH112
            return place / STORE_FOLDER
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / STORE_FOLDER


def _user_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path(APP_NAME, appauthor=False) / "config.toml"


def _project_file(folder: Path) -> Path | None:
    places = (place / PROJECT_FILE for place in (folder, *folder.parents))
    return next((path for path in places if os.path.isfile(path)), None)  # noqa: PTH113


def _expanded(path: str) -> Path:
    """With the home folder for ``~``, where there is one."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - pathlib raises for a user that it does not know


def annotator_name(settings: Settings) -> str:
    """The name that goes with each annotation: the one chosen, else the login name."""
    if settings.annotator:
        return settings.annotator
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in the password file, as in some containers
        return "anonymous"


def _with_file(settings: Settings, path: Path) -> Settings:
    import tomllib

    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror} (check its permissions)") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 (save it as UTF-8)") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at line ")
        number = int(where.split(",")[0]) if where else text.count("\n") + 1
        raise SettingsError(f"{path}:{number}: not valid TOML: {what.removesuffix(' (at end of document)')}") from error
    except (ValueError, RecursionError) as error:  # digits without end, brackets without end
        raise SettingsError(f"{path}: not valid TOML: a number is too large, or a value nested too deeply") from error
    known: dict[str, Callable[[Any], Any]] = {
        "annotator": _text,
        "store": lambda value: path.parent / _expanded(_text(value)),
        "theme": _text,
        "text_width": lambda value: _number(value, 20, 400),
        "mouse": _flag,
        "detector": _text,
        "max_file_bytes": lambda value: _number(value, 1, 1 << 40),
        "labels": _labels,
        "keys": _keys,
        "colours": _colours,
    }
    choices: dict[str, Any] = {}
    for key, value in table.items():
        try:
            if key not in known:
                raise ValueError(f"is not a setting (known are {', '.join(known)})")
            choices[key] = known[key](value)
        except ValueError as error:
            place = error if isinstance(error, _FieldError) else _FieldError("", key)
            number = _line_of(text, place.key, place.count)
            raise SettingsError(f"{path}:{number}: {key} {error}") from error
    if "keys" in choices:
        choices["key_places"] = {action: f"{path}:{_line_of(text, action)}: " for action in choices["keys"]}
    return replace(settings, **choices)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("must be a line of text in quotes")
    return value.strip()


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _number(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"must be a whole number from {least} to {most}")
    return value


def _labels(value: object) -> tuple[Label, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("must be a list of [[labels]] tables with name, key, colour and guideline")
    labels: list[Label] = []
    for number, item in enumerate(value):
        try:
            label = _label(item)
            for what in ("name", "key"):
                if getattr(label, what) in [getattr(one, what) for one in labels]:
                    raise ValueError(f"use the {what} {getattr(label, what)!r} twice")
        except ValueError as error:
            raise _FieldError(str(error), "labels", number) from error
        labels.append(label)
    return tuple(labels)


def _label(item: object) -> Label:
    if not isinstance(item, dict) or not {"name", "key"} <= set(item) <= {"name", "key", "colour", "guideline"}:
        raise ValueError("each need a name and a key, and may have a colour and a guideline")
    label = Label(**{"colour": "white", **{key: _text(text) for key, text in item.items()}})
    if not _LABEL_NAME.match(label.name):
        raise ValueError(f"cannot use the name {label.name!r}: letters, digits, - and _, at most 32, a letter first")
    if len(label.key) != 1:
        raise ValueError(f"cannot use the key {label.key!r}: it must be one character")
    _colour(label.colour)
    return label


def _colour(colour: str) -> str:
    if not _COLOUR.match(colour) and colour.removeprefix("bright_") not in _NAMED_COLOURS:
        raise ValueError(f"cannot use the colour {colour!r}: #rrggbb, or one of {', '.join(sorted(_NAMED_COLOURS))}")
    return colour


def _colours(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("must be a [colours] table of part = colour")
    found = {}
    for part, colour in value.items():
        if part not in COLOURED:
            raise _FieldError(f"{part} is not a part of the text: {', '.join(COLOURED)}", part)
        try:
            found[part] = _colour(_text(colour))
        except ValueError as error:
            raise _FieldError(f"{part} {error}", part) from error
    return found


def _keys(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ValueError("must be a [keys] table of action = key, or action = [keys]")
    found = {}
    for action, keys in value.items():
        try:
            found[action] = tuple(_text(key) for key in (keys if isinstance(keys, list) else [keys]))
        except ValueError as error:
            raise _FieldError(f"{action} {error}", action) from error
        if wrong := next((key for key in found[action] if not _KEY.match(key)), None):
            raise _FieldError(f"{action} cannot have {wrong!r}: one character, or a name as ctrl+d, space, f5", action)
    return found


def _line_of(text: str, key: str, count: int = 0) -> int:
    """The ``count``-th line (from zero) that starts with the key or its table; the last one there is, else line 1."""
    pattern = re.compile(rf"""\s*(?:\[+\s*)?["']?{re.escape(key)}\b""")
    numbers = [number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)]
    return numbers[min(count, len(numbers) - 1)] if numbers else 1
