"""The table screen for what several annotators did: its rows can be adjudicated, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from reader.ui.keymap.action import TEAM_TABLE_DIALOG
from reader.ui.screens.table_screen import TableScreen
from reader.ui.widgets.shown_table import TableSource

if TYPE_CHECKING:

    class TeamTableSource(TableSource, Protocol):
        """A source whose rows may be disagreements."""

        def adjudicate(self, row: Any) -> None:
            """Decide what a row is about."""


class TeamTableScreen(TableScreen):
    """See ``TableScreen``.

    Args:
        source: of the tables.
    """

    CSS_PATH = "../dialogs.tcss"  # seen from here
    PLACES: ClassVar[tuple[str, ...]] = (TEAM_TABLE_DIALOG, *TableScreen.PLACES)
    KEYS = "{follow_row} opens  {adjudicate_row} decides  {filter_table} filters  {sort_column} sorts"

    def __init__(self, source: TeamTableSource) -> None:
        super().__init__(source)
        self._team_source = source

    def adjudicate_row(self) -> None:
        """Decide what the row is about."""
        if (row := self.here) is not None:
            self._team_source.adjudicate(row)
