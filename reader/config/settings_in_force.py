"""The settings that are in force now. They change while the program runs, as labels are added to the store."""

from __future__ import annotations

from dataclasses import dataclass

from reader.config.settings import Settings


@dataclass(slots=True)
class SettingsInForce:
    """Shared by everybody who needs a setting, so that there is one copy.

    Attributes:
        now: the settings, with the labels of the store.
        given: as they were read, before the store was asked; None where there is no store to ask again.
    """

    now: Settings
    given: Settings | None = None
