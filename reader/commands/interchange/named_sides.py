"""The sides that ``diff``, ``merge`` and ``agreement`` are given, and what of them cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.commands.environment import CommandError, complain, settings_of

if TYPE_CHECKING:
    import argparse

    from reader.config.settings import Settings
    from reader.exchange.comparison.side import Side

#: What cannot be read, that is named; the rest is counted.
_SHOWN = 20


class NamedSides(NamedTuple):
    """The sides, the settings in force, and whether all of them could be read."""

    sides: tuple[Side, ...]
    settings: Settings
    are_whole: bool


def sides_of(options: argparse.Namespace, names: Sequence[str | None]) -> NamedSides:
    """The sides, whole; without a name, the store in force. What cannot be read of one is said.

    Raises:
        CommandError: a side is not there, or nothing of it can be read.
    """
    from reader.config.settings import annotator_name
    from reader.config.settings_sources import store_address
    from reader.exchange.comparison.side_reading import SideError, read_side
    from reader.store.store_protocol import StoreError

    settings = settings_of(options)
    address, viewer = str(store_address(settings)), annotator_name(settings)
    try:
        sides = tuple(read_side(name if name is not None else address, address, viewer) for name in names)
    except (SideError, StoreError) as error:
        raise CommandError(error) from error
    faults = [*dict.fromkeys(line for side in sides for line in side.faults)]
    for line in [*dict.fromkeys(line for side in sides for line in side.notices), *faults[:_SHOWN]]:
        complain(line)
    if len(faults) > _SHOWN:
        complain(f"{len(faults) - _SHOWN} more things cannot be read")
    return NamedSides(sides, settings, not faults)
