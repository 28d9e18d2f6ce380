"""The settings that a project's own file may make: a stranger may have written it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reader.config.settings import Settings, SettingsError
from reader.config.settings_file import choices_in, laid_over, settings_text

#: Settings that an untrusted project file may change: they run nothing and name no path.
_HARMLESS = frozenset(
    {"annotator", "theme", "text_width", "mouse", "labels", "values", "link_kinds", "keys", "colours"}
)
#: Detectors of this program; they load nothing that a file could name.
_OWN_DETECTORS = frozenset({"auto", "rules"})


def with_project_file(
    settings: Settings, path: Path, is_trusted: Callable[[Path, str], bool]
) -> tuple[Settings, tuple[str, ...]]:
    """The settings, overridden by the allowed part of a project's file.

    A mistake in an untrusted file is skipped and gives a line in ``not_used``: a stranger's file must not stop the
    reader.

    Args:
        settings: the settings so far.
        path: of the file.
        is_trusted: whether the user trusts this file with this text; called only if it matters.

    Returns:
        The settings, and the names of the settings that were left out because the file is not trusted.

    Raises:
        SettingsError: a trusted file has a mistake.
    """
    faults: list[SettingsError] = []
    try:
        text = settings_text(path)
        choices = choices_in(path, text, faults.append)
    except SettingsError as error:
        return replace(settings, not_used=(f"{error}; the file is not used",)), ()
    waiting = tuple(key for key, value in choices.items() if _needs_trust(key, value, settings))
    if (waiting or faults) and is_trusted(path, text):
        if faults:
            raise faults[0]
        return laid_over(settings, path, text, choices), ()
    kept = {key: value for key, value in choices.items() if key not in waiting}
    merged = laid_over(settings, path, text, kept)
    clashing = settings if {"keys", "labels", "values"} & kept.keys() else None
    lines = tuple(f"{fault}; this is not used" for fault in faults)
    return replace(merged, not_used=lines, without_project=clashing), waiting


def guarded(path: Path, text: str) -> dict[str, object]:
    """The settings in a project's file that count only once it is trusted; raises ``SettingsError``."""
    return {key: value for key, value in choices_in(path, text).items() if _needs_trust(key, value, Settings())}


def _needs_trust(key: str, value: object, settings: Settings) -> bool:
    """Whether a project's file needs trust for this value; a value that is already in force needs none."""
    if key in _HARMLESS or value == getattr(settings, key):
        return False
    if key == "max_file_bytes":  # a higher limit would allow files that use up all memory
        return not isinstance(value, int) or value > settings.max_file_bytes
    return key != "detector" or value not in _OWN_DETECTORS
