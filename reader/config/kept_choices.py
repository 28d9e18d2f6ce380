"""Choices made while reading, such as the theme, kept in the state folder for the next session.

They are weaker than settings: a settings file, the environment or an option overrides them.
"""

from __future__ import annotations

import json
from dataclasses import replace

from reader.config.settings import Settings
from reader.system.durable_writes import make_folders
from reader.system.guarded_path import StorePath
from reader.system.state_folder import folders, refuse_foreign

_NAME = "choices.json"
#: The largest number of bytes that is read.
_LARGEST = 1 << 16


def kept_choice(name: str) -> str:
    """The last choice of this name; empty if there is none, or if the file cannot be used."""
    value = _kept().get(name, "")
    return value if isinstance(value, str) and value.isprintable() else ""


def with_kept_theme(settings: Settings) -> Settings:
    """The settings with the theme that was chosen last in the palette, where nothing names one."""
    kept = "" if "theme" in settings.places else kept_choice("theme")
    return replace(settings, theme=kept) if kept else settings


def keep_choice(name: str, value: str) -> None:
    """Keep a choice for the next session; raises ``OSError`` if the folder cannot be written."""
    path = _path()
    make_folders(path.root, 0o700)
    refuse_foreign(path.root)
    text = json.dumps({**_kept(), name: value}, ensure_ascii=False, indent=0, sort_keys=True)
    path.write(f"{text}\n".encode())


def _path() -> StorePath:
    return StorePath(folders()[0], _NAME)


def _kept() -> dict[str, object]:
    try:
        with _path().opened() as file:
            choices = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return choices if isinstance(choices, dict) else {}
