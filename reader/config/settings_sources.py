"""Combines settings in this order: defaults, user file, project file, environment, options; and finds the files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader import APP_NAME
from reader.config.settings import (
    HIDDEN_FOLDER,
    PROJECT_FILE,
    STORE_FOLDER,
    Settings,
    SettingsError,
    expanded,
    store_named,
    theme_named,
)


def load(
    *,
    config: str | None = None,
    store: str | None = None,
    annotator: str | None = None,
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> Settings:
    """The settings in force.

    Args:
        config: a settings file named by an option; it replaces the user file and must exist.
        store, annotator: from options.
        environment: provides ``NRC_READER_CONFIG``, ``_STORE``, ``_ANNOTATOR``, ``_THEME``, ``_DETECTOR`` and
            ``_GAZETTEER``.
        folder: where the search for the project file starts, by default the working folder.

    Raises:
        SettingsError: a named file is missing, is not TOML, or holds a value that cannot be used; or such a value
            stands in an option or the environment, such as an address instead of a file. Mistakes in an untrusted
            project file do not raise.
    """
    settings = Settings()
    own = own_file(config, environment)
    if os.path.isfile(own):  # noqa: PTH113
        from reader.config.settings_file import with_file

        settings = with_file(settings, own)
    waiting: tuple[str, ...] = ()
    project = project_file(folder or Path.cwd())
    if project is not None:
        from reader.config.project_settings import with_project_file

        settings, waiting = with_project_file(settings, project, _is_trusted)
    chosen: dict[str, Any] = {
        key: value
        for key in ("theme", "detector", "annotator", "store", "gazetteer")
        if (value := environment.get(f"NRC_READER_{key.upper()}"))
    }
    for key, value in chosen.items():
        _refuse_wrong(f"NRC_READER_{key.upper()}", key, value)
    places = {key: f"NRC_READER_{key.upper()}" for key in chosen}
    if annotator:
        _refuse_wrong("--annotator", "annotator", annotator)
    options = {key: value for key, value in (("store", store), ("annotator", annotator)) if value}
    chosen |= options
    places |= {key: f"--{key}" for key in options}
    if "store" in chosen:
        chosen["store"] = _read("--store" if store else "$NRC_READER_STORE", store_named, chosen["store"])
    if "gazetteer" in chosen:
        chosen["gazetteer"] = _read("$NRC_READER_GAZETTEER", expanded, chosen["gazetteer"])
    if left := [key for key in waiting if key not in chosen]:
        line = f"{project}: {', '.join(left)} not used ({APP_NAME} trust allows it)"
        chosen["not_used"] = (*settings.not_used, line)
    settled = replace(settings, **chosen, places={**settings.places, **places})
    return settled if settled.store else replace(settled, not_used=(*settled.not_used, *_passed_over(folder)))


def own_file(
    config: str | None = None, environment: Mapping[str, str] = os.environ, *, may_be_missing: bool = False
) -> Path:
    """The user's settings file: the one that an option or ``NRC_READER_CONFIG`` names, else the usual one.

    The usual one need not be there. Raises ``SettingsError`` if the named one is a folder, or unless ``may_be_missing``
    is not there.
    """
    named = config or environment.get("NRC_READER_CONFIG")
    if not named:
        return user_file()
    source = "" if config else "NRC_READER_CONFIG: "
    if os.path.isdir(named):  # noqa: PTH112
        raise SettingsError(f"{source}{named}: is a folder (name the settings file in it, or leave it out)")
    if not os.path.isfile(named) and not may_be_missing:  # noqa: PTH113 - pathlib raises where a folder may not be searched
        raise SettingsError(f"{source}{named}: no such settings file (name one that exists, or leave it out)")
    return Path(os.path.abspath(named))  # noqa: PTH100 - a ".." may follow a link


def named_by(places: Mapping[str, str], setting: str) -> str:
    """What names a setting, for the start of a message: ``FILE:3: store``, ``$NRC_READER_STORE`` or ``--store``."""
    place = places.get(setting, "")
    if place.startswith("--"):
        return place
    return f"${place}" if place == f"NRC_READER_{setting.upper()}" else f"{place}: {setting}" if place else setting


def _read(source: str, meaning: Callable[[str], Path | str], text: str) -> Path | str:
    """What an option or a variable means; raises ``SettingsError``, which begins with its name."""
    try:
        return meaning(text)
    except ValueError as error:
        raise SettingsError(f"{source} {error}") from error


def _refuse_wrong(source: str, key: str, value: str) -> None:
    """Raise ``SettingsError`` if an option or a variable of the environment has a value that cannot be used."""
    if not value.strip() or (key not in {"store", "gazetteer"} and not value.isprintable()):
        raise SettingsError(f"{source}: the {key} must be a line of text")
    if key == "theme":
        try:
            theme_named(value)
        except ValueError as error:
            raise SettingsError(f"{source}: {error}") from error


def store_address(settings: Settings, folder: Path | None = None) -> Path | str:
    """The store: the one that was named, else ``annotations/`` here or in the nearest parent, else in the user's data.

    A link called ``annotations`` counts only if it leads to an existing store, as it may come from a stranger.
    """
    if settings.store is not None:
        return settings.store
    store = next((path for path in _found_stores(folder) if not _leads_elsewhere(path)), None)
    if store is not None:
        return store
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / STORE_FOLDER


def _found_stores(folder: Path | None) -> Iterator[Path]:
    """The folders with a store's name, nearest first."""
    start = folder or Path.cwd()
    for folder_above in (start, *start.parents):
        if os.path.isdir(folder_above / STORE_FOLDER):  # noqa: PTH112
            yield folder_above / STORE_FOLDER


def _leads_elsewhere(path: Path) -> bool:
    """Whether a folder with a store's name is a link to a folder that is not a store yet."""
    return os.path.islink(path) and not os.path.isdir(path / HIDDEN_FOLDER)  # noqa: PTH112, PTH114


def _passed_over(folder: Path | None) -> tuple[str, ...]:
    """One line if a link with a store's name is not used as the store."""
    nearest = next(_found_stores(folder), None)
    if nearest is None or not _leads_elsewhere(nearest):
        return ()
    return (f"{nearest}: links to a folder that is not a store yet, not used (--store {nearest} uses it)",)


def gazetteer_file(settings: Settings) -> Path:
    """The personal gazetteer: the named file, else ``names.toml`` beside the user's settings; it may be missing."""
    return settings.gazetteer or user_file().with_name("names.toml")


def user_file() -> Path:
    """The user's own settings file in this system's usual folder; it may be missing."""
    from platformdirs import user_config_path

    return user_config_path(APP_NAME, appauthor=False) / "config.toml"


def trust_folder() -> Path:
    """The folder of the trust records: the user's state folder, because others cannot write there."""
    from platformdirs import user_state_path

    return user_state_path(APP_NAME, appauthor=False) / "trusted"


def _is_trusted(path: Path, text: str) -> bool:
    from reader.config.trusted_files import is_trusted

    return is_trusted(trust_folder(), path, text)


def project_file(folder: Path) -> Path | None:
    """The settings file of the project that a folder belongs to: in it, or in the nearest parent that has one."""
    places = (parent / PROJECT_FILE for parent in (folder, *folder.parents))
    return next((path for path in places if os.path.isfile(path)), None)  # noqa: PTH113
