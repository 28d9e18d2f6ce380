"""The settings that are in force now. They change while the program runs, as labels are added to the store."""

from __future__ import annotations

from dataclasses import dataclass

from reader.config.settings import Settings


@dataclass(slots=True)
class SettingsInForce:
    """Shared by everybody who needs a setting, so that there is one copy.

    Attributes:
        now: the settings.
    """

    now: Settings
