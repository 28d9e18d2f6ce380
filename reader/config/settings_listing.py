"""Each setting in force as a person reads it: its value, and what names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reader.config.kept_choices import with_kept_theme
from reader.config.settings import STORE_FOLDER, Settings, annotator_name
from reader.config.settings_sources import gazetteer_file, store_address

DEFAULT = "default"


class ListedSetting(NamedTuple):
    """One setting.

    Attributes:
        name: as in a settings file; ``keys.ACTION`` and ``colours.PART`` for what was changed in those tables.
        value: in one line.
        origin: a file and line, a variable, an option, ``default``, or in a few words what else decides.
    """

    name: str
    value: str
    origin: str


def listed(settings: Settings, folder: Path | None = None) -> Iterator[ListedSetting]:
    """Every setting, in the order of the manual.

    Args:
        settings: as ``load`` gives them.
        folder: where a store is looked for if none was named, by default the working folder.
    """
    kept = with_kept_theme(settings).theme
    values = {
        "annotator": (annotator_name(settings), "login name"),
        "store": (str(store_address(settings, folder)), _store_origin(settings, folder)),
        "theme": (kept, DEFAULT if kept == settings.theme else "chosen in the reader"),
        "text_width": (str(settings.text_width), DEFAULT),
        "mouse": (str(settings.mouse).lower(), DEFAULT),
        "detector": (settings.detector, DEFAULT),
        "gazetteer": (str(gazetteer_file(settings)), DEFAULT),
        "guideline": (str(settings.guideline or "guideline.md in the store"), DEFAULT),
        "max_file_bytes": (str(settings.max_file_bytes), DEFAULT),
        "link_kinds": (", ".join(settings.link_kinds), DEFAULT),
        "values": (", ".join(f"{one.name} ({one.key})" for one in settings.values) or "none", DEFAULT),
        "labels": (", ".join(f"{one.name} ({one.key})" for one in settings.labels), DEFAULT),
        "commands": (", ".join(f"{one.title} ({one.key})" for one in settings.commands) or "none", DEFAULT),
    }
    for name, (value, otherwise) in values.items():
        yield ListedSetting(name, value, settings.places.get(name, otherwise))
    for action, keys in settings.keys.items():
        place = settings.key_places.get(action, "").removesuffix(": ")
        yield ListedSetting(f"keys.{action}", ", ".join(keys), place or settings.places.get("keys", DEFAULT))
    for part, colour in settings.colours.items():
        yield ListedSetting(f"colours.{part}", colour, settings.places.get("colours", DEFAULT))


def _store_origin(settings: Settings, folder: Path | None) -> str:
    """What decides on the store if no setting does."""
    address, start = store_address(settings, folder), folder or Path.cwd()
    if isinstance(address, Path) and address.name == STORE_FOLDER and address.parent in (start, *start.parents):
        return "found here" if address.parent == start else "found above this folder"
    return "default: no store is here or above"
