"""The tables of annotations on the screen: quotations, labels by document, overlapping labels, speakers.

Counts lead to the quotations behind them, and those to their passages. Each step can be taken back, and the tables open
again where they were left.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.system.lazy import Lazy

if TYPE_CHECKING:
    from reader.ui.controllers.annotation_panel import AllAnnotations
    from reader.ui.controllers.copying import Copying
    from reader.ui.display import Display
    from reader.ui.long_work import Progress
    from reader.ui.screens.table_screen import TableScreen
    from reader.ui.screens.table_views import AnnotationView
    from reader.workspace.fulltext.annotation_tables import AnnotationTables, Narrowing, TableBatch
    from reader.workspace.session import Session

#: Seconds between two looks at what came in, until it is whole.
_SHOWN_S = 0.2


class Tables:
    """The source of the table screen (see ``TableSource``) for annotations.

    What is asked of the store is asked on a thread. The views that led to the one on the screen lie below it.

    Args:
        session, display: see there.
        copying: writes files and copies to the clipboard.
        annotations: goes to an annotation.
    """

    def __init__(self, session: Session, display: Display, copying: Copying, annotations: AllAnnotations) -> None:
        self._session = session
        self._display = display
        self._copying = copying
        self._annotations = annotations
        self._questions: Lazy[AnnotationTables] = Lazy(self._make_questions)
        self._views: list[AnnotationView] = []
        self._screen: TableScreen | None = None
        self._asked: object = None  # the last question
        self._shown_at = 0.0
        self.tabs: Sequence[str] = ()

    def _make_questions(self) -> AnnotationTables:
        from reader.workspace.fulltext.annotation_tables import AnnotationTables

        session = self._session
        return AnnotationTables(session.library, session.store, session.index(), session.settings)

    @property
    def _view(self) -> AnnotationView:
        return self._views[-1]

    async def open(self) -> None:
        """Open the tables where they were left; what is in them is looked for again."""
        from reader.ui.screens.table_screen import TableScreen
        from reader.ui.screens.table_views import TABS, AnnotationView

        self._session.index().look()
        self.tabs = TABS
        self._views = self._views or [AnnotationView()]
        self._screen = TableScreen(self)
        await self._display.push_screen(self._screen)
        self._deliver()
        self._ask()

    # --- asking

    def _ask(self) -> None:
        """Ask for the tables of the view; what is shown of an earlier answer stays until another one is there."""
        view, post = self._view, self._display.post
        self._asked = asked = object()
        gathered = view.begin()

        def tell(batch: TableBatch) -> None:
            post(lambda: self._take(asked, batch))

        self._questions().tabulate(view.words, view.narrowing, tell, gathered)

    def _take(self, asked: object, batch: TableBatch) -> None:
        """More of the tables; what comes behind the key that asked for something else comes too late."""
        if asked is not self._asked:
            return
        self._view.gathered.take(batch)
        now = time.monotonic()
        if batch.is_anew or batch.is_whole or now > self._shown_at + _SHOWN_S:
            self._shown_at = now
            self._deliver()

    def _deliver(self) -> None:
        """Have the screen show the view, where it is still open, perhaps under its help."""
        from reader.ui.screens.table_views import shown_table

        screen = self._screen
        if screen is not None and screen.is_attached and screen.children:
            screen.deliver(self._view, shown_table(self._view, self._session.settings.now))

    def take_changed(self) -> None:
        """Something was changed: what was gathered may be out of date."""
        for view in self._views:
            view.is_stale = True
        if self._views:
            self._deliver()

    # --- what the screen asks for

    def show(self, tab: int) -> None:
        """Show another table of the same annotations."""
        self._view.tab = tab
        self._deliver()

    def filter(self, typed: str) -> None:
        """Count and list what words ask for."""
        self._view.filter(typed)
        self._ask()
        self._deliver()

    def read_again(self) -> None:
        """Read everything again."""
        self._session.index().look()
        self._ask()
        self._deliver()

    def follow(self, row: Any, column: int) -> None:
        """From a quotation to its passage, from a document's name to the document, from counts to the quotations."""
        from reader.ui.screens.table_views import LABELS, QUOTATIONS, TABS, narrowed
        from reader.workspace.fulltext.annotation_answers import FoundAnnotation

        what = TABS[self._view.tab]
        if what == QUOTATIONS:
            self._go_to(row)
        elif what == LABELS and not column:
            self._go_to(FoundAnnotation(row.document, row.first))
        elif (narrowing := narrowed(self._view, row, column, self._session.settings.now)) is not None:
            self._narrow(narrowing)
        elif self._screen is not None:
            self._screen.say("none of them")

    def _go_to(self, found: Any) -> None:
        if self._screen is not None:
            self._screen.close_all()
        self._annotations.go_to(found)

    def _narrow(self, narrowing: Narrowing) -> None:
        from reader.ui.screens.table_views import AnnotationView

        self._views.append(AnnotationView(narrowing, self._view.words))
        self._ask()
        self._deliver()

    def back(self) -> bool:
        """Stop what is being written, or drop the words that were typed here, or go back to where one came from."""
        if self._copying.stop():
            return True
        view = self._view
        if view.words != view.inherited:
            self.filter(view.inherited)
            return True
        if not self._views[1:]:
            return False
        self._views.pop()
        if self._view.is_stale or not self._view.gathered.is_whole:
            self._ask()
        else:
            self._stop()
        self._deliver()
        return True

    def leave(self) -> None:
        """Look no further."""
        self._stop()

    def _stop(self) -> None:
        self._asked = None
        self._questions().stop()

    def copy(self, text: str) -> None:
        """Send it to the clipboard."""
        self._copying.send(text)

    def write(self) -> None:
        """Write the table as CSV into the store; quotations with all that is known, in the order of the text."""
        from reader.exchange.outgoing.table_export import write_quotations, write_table
        from reader.ui.screens.table_views import QUOTATIONS, TABS, columns_and_rows

        session, view = self._session, self._view
        name, gathered = TABS[view.tab], view.gathered
        if not gathered.is_over:
            self._display.say("not written: not all of the store is read yet")
            return
        if name != QUOTATIONS:
            settings = session.settings.now
            self._copying.write(lambda _: write_table(session.store, name, *columns_and_rows(view, settings)))
            return
        found, library = gathered.found, session.library
        cut = f", the first of {gathered.read:,}" if len(found) < gathered.read else ""
        most = session.settings.now.max_file_bytes

        def work(progress: Progress) -> str:
            chosen: defaultdict[str, set[str]] = defaultdict(set)
            for document, one in found:
                opened = None if document.key else library.opened(document.sha256)
                key = opened.document.key if opened is not None else document.key
                chosen[str(key)].add(one.id)
            return write_quotations(session.store, chosen, most, progress) + cut

        self._copying.write(work)
