"""The theme: the one that the settings name, or that was chosen last; another one while one reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.config.settings import THEMES
from reader.system.safe_text import safe_text

if TYPE_CHECKING:
    from textual.app import App

    from reader.config.settings_in_force import SettingsInForce


class ThemeChoice:
    """What the screen is painted with.

    Args:
        app: whose theme it is.
        settings: which theme they name, and which colours.
        say: puts a message into the status line.
        in_background: runs an asynchronous function beside everything else.
    """

    def __init__(
        self,
        app: App[int],
        settings: SettingsInForce,
        say: Callable[[str], object],
        in_background: Callable[..., object],
    ) -> None:
        self._app = app
        self._settings = settings
        self._say = say
        self._in_background = in_background
        self._is_dressed = False

    @property
    def name(self) -> str:
        """What the theme in use is called in the list of themes."""
        from reader.ui.theme.colour_themes import registered

        return next((name for name in THEMES if registered(name) == self._app.theme), str(self._app.theme))

    @property
    def is_plain(self) -> bool:
        """Whether the settings ask for nothing but what is there already."""
        return self._settings.now.theme == "dark" and not self._settings.now.colours

    def use(self) -> None:
        """Take the theme that the settings name; nothing is to be done for the one that is there already."""
        if self.is_plain:
            return  # the first paint waits for nothing
        from reader.ui.theme.colour_themes import TERMINAL, registered

        self.dress()
        wanted = self._settings.now.theme
        name = registered(wanted)
        if name in self._app.available_themes:
            self._app.theme = name
        elif name != TERMINAL:
            self._say(f"no theme is called {wanted!r}: {', '.join(THEMES)}")

    def dress(self) -> None:
        """Read the style sheet of our own themes and of the chosen colours, once; most never need it."""
        if self._is_dressed:
            return
        from reader.ui.theme.colour_themes import own_themes, sheet

        self._is_dressed = True
        for theme in own_themes().values():
            self._app.register_theme(theme)
        styles = sheet(self._settings.now)
        self._app.stylesheet.add_source(styles, read_from=("", "themes"), is_default_css=False)
        self._app.stylesheet.reparse()

    def search(self) -> None:
        """List the themes in a palette of their own."""
        from textual.command import CommandPalette

        from reader.ui.screens.command_palette import ThemeCommands

        self.dress()
        self._app.push_screen(CommandPalette(providers=[ThemeCommands], placeholder="part of a theme's name"))

    def choose(self, name: str) -> None:
        """Take a theme of the list, and keep it for the next session unless the settings name one."""
        from reader.ui.theme.colour_themes import registered

        self._app.theme = registered(name)
        self._in_background(self._keep, name, group="theme", exclusive=True)

    async def _keep(self, name: str) -> None:
        from reader.config.kept_choices import keep_choice

        named, place = self._settings.now.theme, safe_text(self._settings.now.places.get("theme", ""))
        try:
            await asyncio.to_thread(keep_choice, "theme", name)
            kept = "kept for the next session"
        except OSError as error:
            from reader.system.os_errors import reason

            kept = f"for this session alone: it cannot be kept ({safe_text(reason(error))})"
        if place:
            kept = f"as {place} says" if name == named else f"for this session: {place} says {named}, and wins"
        self._say(f"theme {name}, {kept}")
