"""Reads one settings file: TOML in, checked values out; every mistake is reported with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from reader.config.label import PLAIN, Label, coloured, parent_of
from reader.config.own_command import MOST_SECONDS, OUTPUTS, OwnCommand, command_line, titled
from reader.config.settings import (
    COLOURED,
    Settings,
    SettingsError,
    command_action,
    expanded,
    store_named,
    tag_action,
    theme_named,
    value_action,
)
from reader.config.toml_file import TomlError, toml_table, toml_text
from reader.config.value_scale import ValueScale
from reader.model.annotation import LONGEST_LABEL
from reader.model.annotation_values import is_word

#: The colour names of every terminal, plain or bright; ``#rrggbb`` is allowed too.
_NAMED_COLOURS = frozenset({"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"})
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_WORD = re.compile(r"[\w-]+")
_KIND_NAME = re.compile(r"[^\W\d_][\w-]{0,31}\Z")
#: A label below others has their names before its own; no more than three are above it.
_LABEL_NAME = re.compile(r"[^\W\d_][\w-]{0,31}(?:/[^\W\d_][\w-]{0,31}){0,3}\Z")
#: Bytes of the largest file, and the most labels: each label needs a key of its own.
_LARGEST, _MOST_LABELS = 1 << 20, 100
#: The most values; a filter names each, as ``confidence:high``, beside the words that it has anyway.
_MOST_VALUES = 20
_VALUE_NAME = re.compile(r"[a-z]{2,32}\Z")
TAKEN_NAMES = frozenset(
    {"label", "by", "since", "until", "changed", "with", "without", "speaker", "quote", "note", "in", "value"}
)
#: The most commands of the user's own, as each needs a key too.
_MOST_COMMANDS = 100
#: The most actions with keys of their own, and the most mistakes that are reported one by one.
_MOST_KEYS, _MOST_FAULTS = 300, 10
#: Each kind of link has a letter of its own, and jump hints need most of the letters.
_MOST_LINK_KINDS = 8
#: A key as Textual names it: a character, or a name, or either after ctrl+ and the like.
_KEY = re.compile(r"(?:(?:ctrl|alt|shift|super)\+)*(?:[a-z][a-z0-9_]*|\S)\Z")


#: The setting that gives actions of such an id their keys, where that is not ``keys``.
_KEYS_IN = {"tag": "labels", "value": "values", "command": "commands"}


class _FieldError(ValueError):
    """A value that cannot be used, at the ``count``-th line (from zero) that starts with ``key``."""

    def __init__(self, message: str, key: str, count: int = 0) -> None:
        super().__init__(message)
        self.key = key
        self.count = count


def with_file(settings: Settings, path: Path) -> Settings:
    """The settings, overridden by the user's own settings file; raises ``SettingsError``."""
    text = settings_text(path)
    return laid_over(settings, path, text, choices_in(path, text))


def settings_text(path: Path) -> str:
    """The text of a settings file; raises ``SettingsError``."""
    try:
        return toml_text(path, _LARGEST)
    except (TomlError, OSError) as error:
        raise SettingsError(error) from error


def _raised(fault: SettingsError) -> None:
    raise fault


def choices_in(path: Path, text: str, tell: Callable[[SettingsError], None] = _raised) -> dict[str, Any]:
    """The checked values of a settings file.

    Args:
        path: of the file.
        text: its content.
        tell: called for each value that cannot be used; if it does not raise, the value is left out.

    Raises:
        SettingsError: the file is not TOML.
    """
    try:
        table = toml_table(text, path)
    except TomlError as error:
        raise SettingsError(error) from error
    known: dict[str, Callable[[Any], Any]] = {
        "annotator": _text,
        "store": lambda value: store_named(_text(value), path.parent),
        "theme": lambda value: theme_named(_text(value)),
        "text_width": lambda value: _number(value, 20, 400),
        "mouse": _flag,
        "detector": _text,
        "gazetteer": lambda value: expanded(_text(value), path.parent),
        "guideline": lambda value: expanded(_text(value), path.parent),
        "max_file_bytes": lambda value: _number(value, 1, 1 << 40),
        "labels": _labels,
        "values": _values,
        "link_kinds": _link_kinds,
        "commands": _commands,
        "keys": _keys,
        "colours": _colours,
    }
    choices: dict[str, Any] = {}
    lines, faults = _Lines(text), 0
    for key, value in table.items():
        if faults == _MOST_FAULTS:
            tell(SettingsError(f"{path}: has more mistakes; nothing after the first {faults} is used"))
            break
        try:
            if key not in known:
                raise ValueError(f"is not a setting (known are {', '.join(known)})")
            choices[key] = known[key](value)
        except ValueError as error:
            field_error = error if isinstance(error, _FieldError) else _FieldError("", key)
            number, faults = lines.number(field_error.key, field_error.count), faults + 1
            fault = SettingsError(f"{path}:{number}: {key} {error}")
            fault.__cause__ = error
            tell(fault)
    return choices


def laid_over(settings: Settings, path: Path, text: str, choices: dict[str, Any]) -> Settings:
    """The settings, overridden by the checked values of a settings file.

    Args:
        settings: the settings so far.
        path: of the file.
        text: its content.
        choices: as ``choices_in`` gives them.
    """
    places = {
        action: place
        for action, place in settings.key_places.items()
        if _KEYS_IN.get(action.partition("(")[0], "keys") not in choices
    }
    lines = _Lines(text)
    numbers = {action: lines.number(action) for action in choices.get("keys", ())}
    numbers |= {tag_action(one.name): lines.number("labels", at) for at, one in enumerate(choices.get("labels", ()))}
    numbers |= {value_action(one.name): lines.number("values", at) for at, one in enumerate(choices.get("values", ()))}
    for at, one in enumerate(choices.get("commands", ())):
        numbers[command_action(one.title)] = lines.number("commands", at)
    key_places = places | {action: f"{path}:{number}: " for action, number in numbers.items()}
    named = {**settings.places, **{name: f"{path}:{lines.number(name)}" for name in choices}}
    return replace(settings, **choices, key_places=key_places, places=named)


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
    if len(value) > _MOST_LABELS:
        raise _FieldError(f"must be {_MOST_LABELS} at most", "labels", _MOST_LABELS)
    labels: list[Label] = []
    for number, item in enumerate(value):
        try:
            label = label_from(item)
            for attribute in ("name", "key"):
                if getattr(label, attribute) in [getattr(one, attribute) for one in labels]:
                    raise ValueError(f"use the {attribute} {getattr(label, attribute)!r} twice")
        except ValueError as error:
            raise _FieldError(str(error), "labels", number) from error
        labels.append(label)
    return coloured(labels)


def label_from(item: object) -> Label:
    """A label from its name, key, colour and guideline; raises ``ValueError`` if it cannot be used."""
    if not isinstance(item, dict) or not {"name", "key"} <= set(item) <= {"name", "key", "colour", "guideline"}:
        raise ValueError("each need a name and a key, and may have a colour and a guideline")
    texts = {"colour": "", "guideline": "", **{key: _text(text) for key, text in item.items()}}
    label = Label(texts["name"], texts["key"], texts["colour"], texts["guideline"])
    if not _LABEL_NAME.match(label.name) or len(label.name) > LONGEST_LABEL:
        rule = "letters, digits, - and _, at most 32, a letter first; behind / of a label above"
        raise ValueError(f"cannot use the name {label.name!r}: {rule}")
    if len(label.key) != 1:
        raise ValueError(f"cannot use the key {label.key!r}: it must be one character")
    if label.colour:
        _colour(label.colour)
    return label if label.colour or parent_of(label.name) else label._replace(colour=PLAIN)


def _values(value: object) -> tuple[ValueScale, ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list of [[values]] tables with name, key and choices")
    if len(value) > _MOST_VALUES:
        raise _FieldError(f"must be {_MOST_VALUES} at most", "values", _MOST_VALUES)
    scales: list[ValueScale] = []
    for number, item in enumerate(value):
        try:
            scale = _scale(item)
            if scale.name in [one.name for one in scales]:
                raise ValueError(f"use the name {scale.name!r} twice")
        except ValueError as error:
            raise _FieldError(str(error), "values", number) from error
        scales.append(scale)
    return tuple(scales)


def _scale(item: object) -> ValueScale:
    fields = {"name", "key", "choices"}
    if not isinstance(item, dict) or not fields <= set(item) <= fields | {"labels"}:
        raise ValueError("each need a name, a key and choices, and may have labels")
    name, key = _text(item["name"]), _text(item["key"])
    if not _VALUE_NAME.match(name) or name in TAKEN_NAMES:
        raise ValueError(f"cannot use the name {name!r}: small letters, at most 32, and no word of a search")
    if not _KEY.match(key):
        raise ValueError(f"cannot have the key {key!r}: one character, or a name as ctrl+d, space, f5")
    choices, labels = (item.get(field, []) for field in ("choices", "labels"))
    if (
        not isinstance(choices, list)
        or not all(map(is_word, choices))
        or not 1 <= len(set(choices)) == len(choices) < 10
    ):
        raise ValueError('need one to nine different choices, as ["low", "medium", "high"], without = ; : , or spaces')
    if not isinstance(labels, list):
        raise ValueError('cannot have these labels: a list of names, as ["claim"]')
    return ValueScale(name, key, tuple(choices), tuple(map(_text, labels)))


def _commands(value: object) -> tuple[OwnCommand, ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list of [[commands]] tables with key, title and command")
    if len(value) > _MOST_COMMANDS:
        raise _FieldError(f"must be {_MOST_COMMANDS} at most", "commands", _MOST_COMMANDS)
    commands: list[OwnCommand] = []
    for number, item in enumerate(value):
        try:
            command = _command(item)
            if command.title in [one.title for one in commands]:
                raise ValueError(f"use the title {command.title!r} twice")
        except ValueError as error:
            raise _FieldError(str(error), "commands", number) from error
        commands.append(command)
    return tuple(commands)


def _command(item: object) -> OwnCommand:
    fields = {"key", "title", "command"}
    if not isinstance(item, dict) or not fields <= set(item) <= fields | {"output", "seconds"}:
        raise ValueError("each need a key, a title and a command, and may have an output and seconds")
    rest: dict[str, Any] = {}
    if "output" in item:
        rest["output"] = _text(item["output"])
        if rest["output"] not in OUTPUTS:
            raise ValueError(f"cannot have the output {rest['output']!r}: one of {', '.join(OUTPUTS)}")
    if "seconds" in item:
        rest["seconds"] = _number(item["seconds"], 1, MOST_SECONDS)
    key = _text(item["key"])
    if not _KEY.match(key):
        raise ValueError(f"cannot have the key {key!r}: one character, or a name as ctrl+d, space, f5")
    return OwnCommand(key, titled(_text(item["title"])), command_line(item["command"]), **rest)


def _colour(colour: str) -> str:
    if not _COLOUR.match(colour) and colour.removeprefix("bright_") not in _NAMED_COLOURS:
        raise ValueError(f"cannot use the colour {colour!r}: #rrggbb, or one of {', '.join(sorted(_NAMED_COLOURS))}")
    return colour


def _colours(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("must be a [colours] table of part = colour")
    colours = {}
    for part, colour in value.items():
        if part not in COLOURED:
            raise _FieldError(f"{part} is not a part of the text: {', '.join(COLOURED)}", part)
        try:
            colours[part] = _colour(_text(colour))
        except ValueError as error:
            raise _FieldError(f"{part} {error}", part) from error
    return colours


def _link_kinds(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError('must be a list of names, as ["supports", "attacks"]')
    kinds = tuple(_text(kind) for kind in value)
    if wrong := next((kind for kind in kinds if not _KIND_NAME.match(kind)), None):
        raise ValueError(f"cannot use the name {wrong!r}: letters, digits, - and _, at most 32, a letter first")
    if len(set(kinds)) < len(kinds) or len(kinds) > _MOST_LINK_KINDS:
        raise ValueError(f"must be different names, at most {_MOST_LINK_KINDS}")
    return kinds


def _keys(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ValueError("must be a [keys] table of action = key, or action = [keys]")
    if len(value) > _MOST_KEYS:
        raise ValueError(f"must be {_MOST_KEYS} actions at most")
    chosen = {}
    for action, keys in value.items():
        try:
            chosen[action] = tuple(_text(key) for key in (keys if isinstance(keys, list) else [keys]))
        except ValueError as error:
            raise _FieldError(f"{action} {error}", action) from error
        if wrong := next((key for key in chosen[action] if not _KEY.match(key)), None):
            raise _FieldError(f"{action} cannot have {wrong!r}: one character, or a name as ctrl+d, space, f5", action)
    return chosen


class _Lines:
    """The lines of a settings file by the key or table at their start; indexed once, when first needed."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[int, str]]]:
        by_word: dict[str, list[tuple[int, str]]] = {}
        for number, line in enumerate(self._text.splitlines(), 1):
            rest = line.lstrip(" \t[").removeprefix('"').removeprefix("'")
            if word := _WORD.match(rest):
                by_word.setdefault(word[0], []).append((number, rest))
        return by_word

    def number(self, key: str, count: int = 0) -> int:
        """The ``count``-th line (from zero) that starts with the key or its table, or the last such line, or 1."""
        word = _WORD.match(key)
        lines = self._by_word.get(word[0], ()) if word else ()
        numbers = [
            number for number, rest in lines if rest.startswith(key) and not rest[len(key) : len(key) + 1].isalnum()
        ]
        return numbers[min(count, len(numbers) - 1)] if numbers else 1
