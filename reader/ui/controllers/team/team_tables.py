"""Agreement, disagreements, findings and what became of one's tags, as tables on the screen that lead to the text.

Each is read from the store when it is first shown, on a thread, and stays until it is to be read again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reader.config.toml_file import TomlError
from reader.store.store_protocol import StoreError
from reader.system.os_errors import reason

if TYPE_CHECKING:
    from reader.model.document import Stored
    from reader.ui.controllers.annotation_panel import AllAnnotations
    from reader.ui.controllers.copying import Copying
    from reader.ui.controllers.team.adjudicating import Adjudicating
    from reader.ui.display import Display
    from reader.ui.screens.table_screen import TableScreen
    from reader.ui.screens.team_tables.team_table import Narrowing, TeamRow, TeamTable, TeamView
    from reader.workspace.session import Session

#: Seconds that what is not saved yet is waited for.
_PATIENCE_S = 5.0


class TeamTables:
    """The source of the table screen (see ``TableSource``) for what several annotators did.

    Args:
        session, display: see there.
        copying: writes files and copies to the clipboard.
        annotations: goes to an annotation.
        adjudicating: decides a disagreement.
    """

    def __init__(
        self,
        session: Session,
        display: Display,
        copying: Copying,
        annotations: AllAnnotations,
        adjudicating: Adjudicating,
    ) -> None:
        self._session = session
        self._display = display
        self._copying = copying
        self._annotations = annotations
        self._adjudicating = adjudicating
        self._views: list[TeamView] = []
        self._tab = 0
        self._screen: TableScreen | None = None
        self.tabs: Sequence[str] = ()

    @property
    def _view(self) -> TeamView:
        return self._views[self._tab]

    async def open(self) -> None:
        """Open the tables where they were left."""
        from reader.ui.screens.team_tables.team_table import TABS, TeamView
        from reader.ui.screens.team_tables.team_table_screen import TeamTableScreen

        self.tabs = TABS
        self._views = self._views or [TeamView(tab) for tab in range(len(TABS))]
        self._screen = TeamTableScreen(self)
        await self._display.push_screen(self._screen)
        self._turn_to(self._tab)

    # --- reading

    def _begin(self, view: TeamView) -> None:
        if not view.is_being_read:
            self._display.in_background(self._read, view)

    async def _read(self, view: TeamView) -> None:
        """Have a thread read a table of the store, and those that come with it."""
        from reader.ui.screens.team_tables.table_readers import READERS
        from reader.ui.screens.team_tables.team_table import TABS

        session, reader = self._session, READERS[TABS[view.tab]]
        together = [one for one in self._views if READERS[TABS[one.tab]] is reader]
        for one in together:
            one.is_being_read, one.is_stale = True, False
        read: Mapping[str, TeamTable] = {}
        try:
            is_saved = not session.edits.unsaved or await asyncio.to_thread(session.saver().flush, _PATIENCE_S)
            problem = "" if is_saved else "without what is not saved yet"
            read = await asyncio.to_thread(reader, session.store, session.settings.now, session.library.reach)
        except (StoreError, TomlError, OSError) as error:
            problem = reason(error) if isinstance(error, OSError) else str(error)
        for one in together:
            one.is_being_read, one.problem = False, problem
            one.is_stale = one.is_stale or not read
            one.read = read.get(TABS[one.tab], one.read)
            await self._choose_rows(one)

    async def _choose_rows(self, view: TeamView) -> None:
        """Have a thread find the rows that are asked for, and show them."""
        from reader.ui.screens.team_tables.team_table import matching

        asked = read, words, narrowing = view.read, view.words, view.narrowing
        rows = await asyncio.to_thread(matching, read.rows, words, narrowing) if read is not None else ()
        if asked == (view.read, view.words, view.narrowing):
            view.rows = rows
            self._deliver()

    def _deliver(self) -> None:
        """Have the screen show the view, where it is still open, perhaps under its help."""
        screen = self._screen
        if screen is not None and screen.is_attached and screen.children:
            hint = self._display.with_keys("{adjudicate_row} decides")
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
        self._views[tab].came_from = None
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
        """From a figure, a cell or a sentence to its disagreements, from everything else to its passage."""
        if row.annotation:
            self._display.in_background(self._go_to, row)
            return
        narrowings = row.narrowings
        narrowing = narrowings[column if len(narrowings) > 1 else 0] if narrowings else None
        if narrowing is None:
            self._say("none of them")
        else:
            self._narrow(narrowing)

    def _narrow(self, narrowing: Narrowing) -> None:
        from reader.ui.screens.team_tables.team_table import DISAGREEMENTS, TABS

        came_from, tab = self._tab, TABS.index(DISAGREEMENTS)
        view = self._views[tab]
        view.narrowing, view.words, view.came_from = narrowing, "", came_from
        self._turn_to(tab)
        if view.is_stale:
            self._begin(view)
        self._display.in_background(self._choose_rows, view)

    def adjudicate(self, row: TeamRow) -> None:
        """Decide the disagreement of a row, or change what was decided."""
        if row.annotation:
            self._display.in_background(self._adjudicate, row)
        else:
            self._say(self._display.with_keys("{follow_row} lists the disagreements of this row; there one is decided"))

    async def _adjudicate(self, row: TeamRow) -> None:
        stored = await self._stored(row)
        if stored is not None:
            self._leave_screen()
            target = row.dispute.target if row.dispute is not None else ""
            self._adjudicating.adjudicate_at(stored.document.location, row.annotation, target)

    async def _stored(self, row: TeamRow) -> Stored | None:
        """The document of a row as the store has it now; says so where it has it no more."""
        try:
            stored: Stored = await asyncio.to_thread(self._session.store.load, row.key, with_copies=True)
        except StoreError as error:
            self._say(str(error))
            return None
        if all(one.id != row.annotation for one in stored.annotations):
            self._say(self._display.with_keys("it is not there any more; {read_again} reads the table again"))
            return None
        return stored

    def _leave_screen(self) -> None:
        if self._screen is not None:
            self._screen.close_all()

    async def _go_to(self, row: TeamRow) -> None:
        """Go to the annotation of a row, as the store has it now."""
        from reader.workspace.fulltext.annotation_answers import FoundAnnotation
        from reader.workspace.fulltext.annotation_index import StoreDocument

        stored = await self._stored(row)
        if stored is None:
            return
        self._leave_screen()
        known, found = stored.document, next(one for one in stored.annotations if one.id == row.annotation)
        document = StoreDocument(row.key, known.sha256, known.path, known.location, known.title or "")
        self._annotations.go_to(FoundAnnotation(document, found))

    def _say(self, what: str) -> None:
        if self._screen is not None:
            self._screen.say(what)

    def back(self) -> bool:
        """Drop the words that were typed, or what was narrowed, and go back to where one came from."""
        view = self._view
        if view.words:
            self.filter("")
            return True
        came_from, view.came_from = view.came_from, None
        if view.narrowing is None:
            return False
        view.narrowing = None
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
        from reader.ui.screens.team_tables.team_table import TABS

        store, view, read = self._session.store, self._view, self._view.read
        if read is None:
            self._say("not written: it is not read yet")
            return
        name, columns, rows = TABS[view.tab].replace(" ", "-"), [one.name for one in read.columns], view.rows
        self._copying.write(lambda _: write_table(store, name, columns, (row.cells for row in rows)))

    def leave(self) -> None:
        """Nothing is to be stopped: what is being read stays for the next time."""
