"""Everything that is wrong with the settings, where ``load`` stops at the first mistake."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from reader.config.settings import SettingsError
from reader.config.settings_file import choices_in, settings_text
from reader.config.settings_sources import load, own_file, project_file


def settings_files(
    config: str | None = None, environment: Mapping[str, str] = os.environ, folder: Path | None = None
) -> list[Path]:
    """The settings files that count and are there, the user's own first; raises ``SettingsError`` as ``own_file``."""
    files = [own_file(config, environment), project_file(folder or Path.cwd())]
    return [file for file in files if file is not None and file.is_file()]


def settings_faults(
    *,
    config: str | None = None,
    store: str | None = None,
    annotator: str | None = None,
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> Iterator[str]:
    """One line for each mistake, with file and line; those of a project's file that is not trusted too.

    Args:
        config, store, annotator, environment, folder: as for ``load``.
    """
    told: list[str] = []
    try:
        for path in settings_files(config, environment, folder):
            faults: list[SettingsError] = []
            try:
                choices_in(path, settings_text(path), faults.append)
            except SettingsError as error:
                faults.append(error)
            told += map(str, faults)
        yield from told
        load(config=config, store=store, annotator=annotator, environment=environment, folder=folder)
    except SettingsError as error:
        if str(error) not in told:
            yield str(error)
