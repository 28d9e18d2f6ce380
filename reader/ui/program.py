"""What the program itself offers: its help, and every action outside dialogs by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.config.settings_sources import user_file

if TYPE_CHECKING:
    from reader.ui.display import Display
    from reader.ui.keymap.action import Action
    from reader.workspace.session import Session


class Program:
    """The help and the command palette.

    Args:
        session, display: see there.
        keys_now: what the present mode is called, and the actions that can be started in it.
        open_palette: opens the command palette.
    """

    def __init__(
        self,
        session: Session,
        display: Display,
        keys_now: Callable[[], tuple[str, Sequence[Action]]],
        open_palette: Callable[[], object],
    ) -> None:
        self._session = session
        self._display = display
        self._keys_now = keys_now
        self._open_palette = open_palette

    async def help(self) -> None:
        """Show what the keys do now."""
        from reader.ui.screens.help_screen import HelpScreen

        places = [("store", self._session.store.name), ("settings", str(user_file()))]
        labels = self._session.settings.now.labels
        await self._display.push_screen(HelpScreen(*self._keys_now(), labels, places))

    def command_palette(self) -> None:
        """List every action, to be found by its name."""
        self._open_palette()
