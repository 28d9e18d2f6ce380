"""Agreement, disagreements, findings and what became of one's tags, as tables on the screen that lead to the text.

Each is read from the store when it is first shown, on a thread, and stays until it is to be read again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.config.toml_file import TomlError
from reader.store.store_protocol import StoreError
from reader.system.os_errors import reason

if TYPE_CHECKING:
    from reader.model.document import Stored
    from reader.ui.controllers.annotation_panel import AllAnnotations
    from reader.ui.controllers.copying import Copying
    from reader.ui.display import Display
    from reader.ui.screens.table_screen import TableScreen
    from reader.ui.screens.team_table_views import TeamRow, TeamTable, TeamView
    from reader.workspace.session import Session

#: Seconds that what is not saved yet is waited for.
_PATIENCE_S = 5.0


class TeamTables:
    """The source of the table screen (see ``TableSource``) for what several annotators did.

    Args:
        session, display: see there.
        copying: writes files and copies to the clipboard.
        annotations: goes to an annotation.
    """

    placeholder = "words of a row"

    def __init__(self, session: Session, display: Display, copying: Copying, annotations: AllAnnotations) -> None:
        self._session = session
        self._display = display
        self._copying = copying
        self._annotations = annotations
        self._views: list[TeamView] = []
        self._tab = 0
        self._came_from: int | None = None  # the table that one came from by enter
        self._screen: TableScreen | None = None
        self._being_read: set[int] = set()
        self.tabs: Sequence[str] = ()

    @property
    def _view(self) -> TeamView:
        return self._views[self._tab]

    async def open(self) -> None:
        """Open the tables where they were left."""
        from reader.ui.screens.table_screen import TableScreen
        from reader.ui.screens.team_table_views import TABS, TeamView

        self.tabs = TABS
        self._views = self._views or [TeamView(tab) for tab in range(len(TABS))]
        self._screen = TableScreen(self)
        await self._display.push_screen(self._screen)
        self._turn_to(self._tab)

    # --- reading

    def _begin(self, view: TeamView) -> None:
        if view.tab not in self._being_read:
            self._being_read.add(view.tab)
            self._display.in_background(self._read, view)

    async def _read(self, view: TeamView) -> None:
        """Have a thread read a table of the store."""
        from reader.ui.screens.team_table_views import READERS, TABS

        session = self._session
        view.is_stale = False
        read: TeamTable | None = None
        try:
            is_saved = not session.edits.unsaved or await asyncio.to_thread(session.saver().flush, _PATIENCE_S)
            view.problem = "" if is_saved else "without what is not saved yet"
            make, settings, reach = READERS[TABS[view.tab]], session.settings.now, session.library.reach
            read = await asyncio.to_thread(make, session.store, settings, reach)
        except (StoreError, TomlError, OSError) as error:
            view.problem = reason(error) if isinstance(error, OSError) else str(error)
            view.is_stale = True
        finally:
            self._being_read.discard(view.tab)
        if read is not None:
            view.read = read
        await self._choose_rows(view)

    async def _choose_rows(self, view: TeamView) -> None:
        """Have a thread find the rows that are asked for, and show them."""
        from reader.ui.screens.team_table_views import matching

        asked = read, words, label = view.read, view.words, view.label
        rows = await asyncio.to_thread(matching, read.rows, words, label) if read is not None else ()
        if asked == (view.read, view.words, view.label):
            view.rows = rows
            self._deliver()

    def _deliver(self) -> None:
        """Have the screen show the view, where it is still open, perhaps under its help."""
        screen = self._screen
        if screen is not None and screen.is_attached and screen.children:
            hint = self._display.with_keys("{adjudicate} in the text decides")
            screen.deliver(self._view, self._view.shown(hint))

    def take_changed(self) -> None:
        """Something was changed: what was read may be out of date."""
        for view in self._views:
            view.is_stale = True
        if self._views:
            self._deliver()

    # --- what the screen asks for

    def show(self, tab: int) -> None:
        """Show another table."""
        self._came_from = None
        self._turn_to(tab)

    def _turn_to(self, tab: int) -> None:
        """Show a table; it is read if it was not yet."""
        self._tab = tab
        if self._view.read is None:
            self._begin(self._view)
        self._deliver()

    def filter(self, typed: str) -> None:
        """Show the rows that hold these words."""
        self._view.words = typed
        self._display.in_background(self._choose_rows, self._view)

    def read_again(self) -> None:
        """Read the table again."""
        self._begin(self._view)

    def follow(self, row: TeamRow, column: int) -> None:
        """From a label to its disagreements, from everything else to its passage."""
        del column
        if row.annotation:
            self._display.in_background(self._go_to, row)
        else:
            self._narrow(row)

    def _narrow(self, row: TeamRow) -> None:
        from reader.ui.screens.team_table_views import ALL_LINKS, DISAGREEMENTS, TABS

        if not row.labels and row.cells[0] == ALL_LINKS:
            self._say(self._display.with_keys("{adjudicate} in the text asks about links, behind the passages"))
            return
        self._came_from, tab = self._tab, TABS.index(DISAGREEMENTS)
        view = self._views[tab]
        view.label = row.labels[0] if row.labels else ""
        view.words = ""
        self._turn_to(tab)
        self._display.in_background(self._choose_rows, view)

    async def _go_to(self, row: TeamRow) -> None:
        """Go to the annotation of a row, as the store has it now."""
        from reader.workspace.fulltext.annotation_answers import FoundAnnotation
        from reader.workspace.fulltext.annotation_index import StoreDocument

        try:
            stored: Stored = await asyncio.to_thread(self._session.store.load, row.key, with_copies=True)
        except StoreError as error:
            self._say(str(error))
            return
        found = next((one for one in stored.annotations if one.id == row.annotation), None)
        if found is None:
            self._say("it is not there any more; read the table again")
            return
        if self._screen is not None:
            self._screen.close_all()
        known = stored.document
        document = StoreDocument(row.key, known.sha256, known.path, known.location, known.title or "")
        self._annotations.go_to(FoundAnnotation(document, found))

    def _say(self, what: str) -> None:
        if self._screen is not None:
            self._screen.say(what)

    def back(self) -> bool:
        """Drop the words that were typed, or the label, and go back to where one came from."""
        view, came_from = self._view, self._came_from
        if view.words:
            self.filter("")
            return True
        if not view.label and came_from is None:
            return False
        if view.label:
            view.label = ""
            self._display.in_background(self._choose_rows, view)
        if came_from is not None:
            self.show(came_from)
        return True

    def copy(self, text: str) -> None:
        """Send it to the clipboard."""
        self._copying.send(text)

    def write(self) -> None:
        """Write the rows that are shown as CSV into the store."""
        from reader.exchange.outgoing.table_export import write_table
        from reader.ui.screens.team_table_views import TABS

        store, view, read = self._session.store, self._view, self._view.read
        if read is None:
            self._say("not written: it is not read yet")
            return
        name, columns, rows = TABS[view.tab].replace(" ", "-"), [one.name for one in read.columns], view.rows
        self._copying.write(lambda _: write_table(store, name, columns, (row.cells for row in rows)))

    def leave(self) -> None:
        """Nothing is to be stopped: what is being read stays for the next time."""
