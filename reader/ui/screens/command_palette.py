"""The command palette: every action but motions in lists and dialogs, with its keys in a column, and every theme."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple, Protocol, cast

from rich.cells import cell_len
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.config.settings import OTHER_THEME_NAMES, THEMES
from reader.ui.keymap.action import DIALOGS, IN_LISTS, Action
from reader.ui.keymap.action_table import shown_keys

#: Cells of a title beside its keys, at least.
_TITLE = 24


class HasThemes(Protocol):
    """The choice of a theme (see ``ThemeChoice``)."""

    @property
    def name(self) -> str:
        """What the theme in use is called."""

    def search(self) -> None:
        """List the themes."""

    def choose(self, name: str) -> None:
        """Take a theme."""


class HasCommands(Protocol):
    """What the palette needs of the reader."""

    @property
    def table(self) -> Sequence[Action]:
        """Every action, with the keys in force."""

    @property
    def themes(self) -> HasThemes:
        """The choice of a theme."""

    @property
    def available_themes(self) -> Mapping[str, object]:
        """The themes that can be used here."""

    async def perform(self, action: str) -> None:
        """Do what an action does."""


class Command(NamedTuple):
    """A line of the palette.

    Attributes:
        title: what is looked for.
        keys: as they are shown; found too.
        help: one sentence; empty for none.
        run: what it does.
    """

    title: str
    keys: str
    help: str
    run: Callable[[], object]


class CommandProvider(Provider):
    """Finds among commands by their titles and keys."""

    @abstractmethod
    def commands(self) -> Sequence[Command]:
        """All of them, in the order in which they are listed."""

    @property
    def reader(self) -> HasCommands:
        """The reader."""
        return cast("HasCommands", self.app)

    async def discover(self) -> Hits:
        """All of them."""
        commands = self.commands()
        for one, beside in zip(commands, _columns(commands), strict=True):
            yield DiscoveryHit(Content(one.title) + beside, one.run, one.title, _plain(one.help))

    async def search(self, query: str) -> Hits:
        """Those whose title is like what was typed, or that have it for a key."""
        matcher, commands = self.matcher(query), self.commands()
        for one, beside in zip(commands, _columns(commands), strict=True):
            score = 1.0 if query.strip() in one.keys.split(", ") else matcher.match(one.title)
            if score > 0:
                yield Hit(score, matcher.highlight(one.title) + beside, one.run, one.title, _plain(one.help))


class ActionCommands(CommandProvider):
    """Every action outside dialogs, and the choice of a theme."""

    def commands(self) -> Sequence[Command]:
        """See ``CommandProvider``; by name."""
        reader = self.reader
        named = [action for action in reader.table if action.where not in DIALOGS and action.group != IN_LISTS]
        found = [_command(action, reader.perform) for action in named]
        theme = Command("Theme", "", "Choose the colours; they are kept for the next session.", reader.themes.search)
        return sorted([*found, theme], key=lambda one: one.title.casefold())


class ThemeCommands(CommandProvider):
    """Every theme that can be used here; the one in use is marked."""

    def commands(self) -> Sequence[Command]:
        """See ``CommandProvider``; ours first."""
        reader = self.reader
        here = reader.themes.name
        return [
            Command(name, "in use" if name == here else "", "", partial(reader.themes.choose, name))
            for name in listed_themes(reader.available_themes)
        ]


def listed_themes(available: Iterable[str]) -> list[str]:
    """The names under which the themes are listed.

    Args:
        available: what is registered.
    """
    from reader.ui.theme.colour_themes import registered

    known = set(available)
    return [name for name in THEMES if name not in OTHER_THEME_NAMES and registered(name) in known]


def _command(action: Action, run: Callable[[str], object]) -> Command:
    title = action.title[0].upper() + action.title[1:]
    return Command(title, shown_keys(action), action.help, partial(run, action.id))


def _columns(commands: Sequence[Command]) -> list[Content]:
    """What stands beside each title."""
    width = max([_TITLE, *(cell_len(one.title) for one in commands)]) + 2
    return [Content.styled(" " * (width - cell_len(one.title)) + one.keys, "not bold") for one in commands]


def _plain(text: str) -> str:
    """A sentence in which no bracket is taken for markup."""
    return text.replace("[", "\\[")
