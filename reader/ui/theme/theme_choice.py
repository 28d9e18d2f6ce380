"""The theme: the one that the settings name, or that was chosen last; another one while one reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from reader.config.settings import THEMES
from reader.system.safe_text import safe_text
from reader.ui.controllers.documents import DocumentActions

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.theme import Theme


def _action_commands() -> type[Provider]:
    from reader.ui.screens.command_palette import ActionCommands

    return ActionCommands


class ThemeActions(DocumentActions):
    """What the screen is painted with."""

    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_action_commands}
    _is_dressed = False

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Without colour not those of the terminal's own: made grey, they are black on black."""
        return {name: one for name, one in super().available_themes.items() if not (self.no_color and one.ansi)}

    @property
    def theme_name(self) -> str:
        """What the theme in use is called in the list of themes."""
        from reader.ui.theme.colour_themes import registered

        return next((name for name in THEMES if registered(name) == self.theme), self.theme)

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, moved until everything that is written stands out from what is behind it."""
        from reader.ui.theme.colour_themes import roles

        variables = super().get_css_variables()
        self.theme_variables = {**variables, **roles(self.current_theme, variables)}
        return self.theme_variables

    def use_theme(self) -> None:
        """Take the theme that the settings name; nothing is to be done for the one that is there already."""
        if self.settings.theme == "dark" and not self.settings.colours:
            return  # as it is, and the first paint waits for nothing
        from reader.ui.theme.colour_themes import TERMINAL, registered

        self.dress()
        name = registered(self.settings.theme)
        if name in self.available_themes:
            self.theme = name
        elif name != TERMINAL:
            self.say(f"no theme is called {self.settings.theme!r}: {', '.join(THEMES)}")

    def dress(self) -> None:
        """Read the style sheet of our own themes and of the chosen colours, once; most never need it."""
        if self._is_dressed:
            return
        from reader.ui.theme.colour_themes import own_themes, sheet

        self._is_dressed = True
        for theme in own_themes().values():
            self.register_theme(theme)
        self.stylesheet.add_source(sheet(self.settings), read_from=("", "themes"), is_default_css=False)
        self.stylesheet.reparse()

    def search_themes(self) -> None:
        """List the themes in a palette of their own."""
        from textual.command import CommandPalette

        from reader.ui.screens.command_palette import ThemeCommands

        self.dress()
        self.push_screen(CommandPalette(providers=[ThemeCommands], placeholder="part of a theme's name"))

    def action_command_palette(self) -> None:
        """Open it in colours that can be read."""
        self.dress()
        super().action_command_palette()

    def choose_theme(self, name: str) -> None:
        """Take a theme of the list, and keep it for the next session unless the settings name one."""
        from reader.ui.theme.colour_themes import registered

        self.theme = registered(name)
        self.in_background(self._keep_theme, name, group="theme", exclusive=True)

    async def _keep_theme(self, name: str) -> None:
        from reader.config.kept_choices import keep_choice

        named, place = self.settings.theme, safe_text(self.settings.theme_place)
        try:
            await asyncio.to_thread(keep_choice, "theme", name)
            kept = "kept for the next session"
        except OSError as error:
            from reader.system.os_errors import reason

            kept = f"for this session alone: it cannot be kept ({safe_text(reason(error))})"
        if place:
            kept = f"as {place} says" if name == named else f"for this session: {place} says {named}, and wins"
        self.say(f"theme {name}, {kept}")
