"""Documents: opened in a pane, waited for while they are read, shown as scraped, and compared for near-duplicates."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from reader.system.lazy import Lazy
from reader.system.safe_text import safe_text
from reader.system.stdio import counted
from reader.ui.screen_layout import SPLIT_FROM
from reader.ui.text_view.article_pane import is_long
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from reader.ui.main_display import MainDisplay
    from reader.ui.reading_place import ReadingPlace
    from reader.ui.screens.document_picker import KeptOrder
    from reader.ui.text_view.article_pane import ArticlePane, Drawn
    from reader.workspace.catalogue.indexed_facts import FactFeed
    from reader.workspace.jobs.duplicate_search import Duplicate, Duplicates
    from reader.workspace.library_entries import LibraryEntry, OpenDocument
    from reader.workspace.session import Session

#: How long the first screen stands before documents are compared with each other, and with the index.
DUPLICATES_REST_S, INDEX_REST_S = 1.5, 3.0
#: Documents in a row that turn out to be unreadable before a key gives up: their folder may be gone.
_MOST_BAD = 20


class Documents:
    """Opening documents; no key waits for one that must be read first.

    Attributes:
        when_ready: called when documents have come to the screen, for what can wait until their text is there.
    """

    def __init__(self, session: Session, display: MainDisplay, place: ReadingPlace) -> None:
        self._session = session
        self._library = session.library
        self._display = display
        self._place = place
        self._awaited: object = None  # what the last one who wants to do something with a document waits for
        self._stopped: LibraryEntry | None = None  # the document whose reading was given up last
        self._duplicates = Lazy(self._make_duplicates)
        self._facts = Lazy(self._make_facts)
        self._order = Lazy(self._make_order)
        self.when_ready: Sequence[Callable[[], object]] = ()

    # --- the first screen

    def open_first(self) -> None:
        """Show what was shown last time, if it is among the documents; else the first ones."""
        self._library.find_first()
        readable = self._library.readable
        self._display.is_split = len(readable) > 1 and self._display.layout.columns >= SPLIT_FROM
        self._display.arrange()
        self._fill(self._display.left, self._library.first_choices(self._session.positions.shown))

    def open_second(self) -> None:
        """Fill the other pane; after the first paint, so that the first text is on the screen sooner."""
        display, first = self._display, self._display.left.entry
        if display.is_split and display.right.entry is None:
            choices = self._library.first_choices(self._session.positions.shown, first)
            self._fill(display.right, (entry for entry in choices if entry is not first))

    def _fill(self, pane: ArticlePane, candidates: Iterable[LibraryEntry]) -> None:
        """Show the first document that can be read."""
        for entry in candidates:
            if self.open_in(pane, entry):
                return
        ways_on = f"Open files or folders: nrc-reader PATH ...\n\n{self._display.with_keys('{quit} quits')}."
        pane.show_nothing(f"Nothing to read here.\n\n{ways_on}")

    def find_rest(self, post: Callable[[Callable[[], object]], object]) -> None:
        """Look for all other files; ``post`` has the event loop call something."""
        self._library.find_rest(
            lambda entries: post(lambda: self.add_found(entries)), lambda: post(self.take_all_found)
        )

    def add_found(self, entries: Sequence[LibraryEntry]) -> None:
        """More files were found in a folder."""
        self._library.add(entries)
        self._session.summaries.entitle(entries)
        if self._duplicates.made is not None:
            self._compare()
        self._display.refresh_documents()
        self._display.refresh_status()
        self.say_what_was_left_out()

    def say_what_was_left_out(self) -> None:
        """Say which documents cannot be read, where nothing else was said."""
        left_out = self._library.left_out
        if left_out and not self._display.message:
            named = ", ".join(f"{entry.name} ({entry.problem})" for entry in left_out[:3])
            more = " …" if len(left_out) > 3 else ""
            self._display.say(
                f"{len(left_out)} left out ({self._display.with_keys('{choose_document} lists them')}): {named}{more}"
            )

    # --- showing a document

    def open_in(self, pane: ArticlePane, entry: LibraryEntry, *, may_follow: bool = False) -> bool:
        """Show a document in a pane at its reading position; whether it could be read.

        One that may take longer than a moment is shown when it has come: no key waits for it.

        Args:
            may_follow: whether one that was read already, and is long, may come when it is drawn: nothing else is to be
                done in its text now.
        """
        is_read, self._stopped = self._library.open_at_once(entry), None
        if not is_read or (may_follow and entry.opened is not None and is_long(entry.opened)):
            what = "fetching" if self._library.is_far(entry) else "reading"
            way_back = self._display.with_keys("{leave} stops it")
            pane.show_nothing(f"{what} …\n\n{safe_text(entry.path)}\n\n{way_back}", entry)
            self._library.fetch([entry], lambda: self._is_waited_for(entry), lambda: self._hand_over(pane, entry))
            return True
        if entry.opened is None:
            self._display.say(f"{entry.name}: {entry.problem}")
            return False
        self._put_in(pane, entry, entry.opened)
        return True

    def _is_waited_for(self, entry: LibraryEntry) -> bool:
        """Whether a pane waits for a document."""
        is_shown = any(pane.entry is entry and pane.open is None for pane in self._display.panes)
        return is_shown and entry is not self._stopped

    def _hand_over(self, pane: ArticlePane, entry: LibraryEntry) -> None:
        """Have a document shown that is read; on the thread that read it, which draws it too."""
        drawn = pane.drawn(entry.opened) if entry.opened is not None else None
        self._display.post(lambda: self._take_fetched(entry, drawn))

    def _take_fetched(self, entry: LibraryEntry, drawn: Drawn | None) -> None:
        """A document was read, or could not be: show it, or why not, wherever it is waited for."""
        is_wanted = self._is_waited_for(entry)
        waiting = [pane for pane in self._display.panes if is_wanted and pane.entry is entry and pane.open is None]
        for pane in waiting:
            if entry.opened is None:
                way_on = self._display.with_keys("{choose_document} chooses another document, {quit} quits.")
                pane.show_nothing(f"{entry.name}: {entry.problem}\n\n{way_on}", entry)
            else:
                self._put_in(pane, entry, entry.opened, drawn if pane is waiting[0] else None)
        self._display.refresh_all()
        if waiting:
            self._display.call_after_refresh(self.get_ready)

    def _put_in(self, pane: ArticlePane, entry: LibraryEntry, opened: OpenDocument, drawn: Drawn | None = None) -> None:
        """Show a document that was read in a pane; ``drawn`` where that is done."""
        pane.show_document(entry, opened, self._session.positions.offsets.get(opened.sha256, 0), drawn)
        if opened.notice:
            way_on = self._display.with_keys("{choose_encoding} takes another") if opened.article.page.doubt else ""
            self._display.say(f"{opened.notice} ({way_on})" if way_on else opened.notice)
            opened.notice = ""
        elif said := self._session.summaries.assigned.notice(opened.document):
            self._display.say(said)
        elif entry.duplicate_of is not None:
            self._say_duplicate(entry)

    def when_read(self, entries: Sequence[LibraryEntry], then: Callable[[], object]) -> None:
        """Do something once documents are read: now where they are, else later, unless something else is asked for."""
        self._awaited = awaited = object()
        missing = [entry for entry in entries if not self._library.open_at_once(entry)]
        if not missing:
            self._awaited = None
            then()
            return
        self._display.say(f"reading {missing[0].name} …")

        def go_on() -> None:
            if self._awaited is awaited:
                self._awaited = None
                self._display.say("")
                then()

        self._library.fetch(missing, lambda: self._awaited is awaited, lambda: self._display.post(go_on))

    def stop_reading(self) -> bool:
        """Give up a document that is waited for, and go back to where one was; whether there was one."""
        pane, entry = self._display.active, self._display.active.entry
        if self._awaited is not None:
            self._awaited = None
            self._display.say("not read: stopped")
            return True
        if entry is None or entry.problem or pane.open is not None or entry is self._stopped:
            return False
        place = self._place.jumps.back(self._place.here)
        before = self._library.index.at_path(place.path) if place is not None else None
        if place is None or before is None or before is entry or not self.open_in(pane, before):
            self._stopped = entry
            ways_on = self._display.with_keys("{choose_document} chooses a document, {quit} quits.")
            pane.show_nothing(f"{entry.name}: not read, stopped.\n\n{ways_on}", entry)
        elif pane.cursor is not None:
            pane.cursor.go_to(place.offset)
            pane.follow()
        self._place.remember_shown()
        self._display.refresh_all()
        self._display.call_after_refresh(self.get_ready)
        self._display.say(f"{entry.name}: not read, stopped")
        return True

    def show_entry(self, entry: LibraryEntry, *, may_follow: bool = False) -> bool:
        """Open a document in the active pane, and everything that goes with it; whether it could be read."""
        self._awaited = None
        self._display.say("")
        self._place.leave()
        is_readable = self.open_in(self._display.active, entry, may_follow=may_follow)
        if is_readable:
            self._place.remember_shown()
            self._place.remember()
            self._display.refresh_all()
            self._display.call_after_refresh(self.get_ready)
        else:
            self._display.refresh_documents()
        return is_readable

    def go_to_entry(self, entry: LibraryEntry, *, may_follow: bool = False) -> None:
        """Go to the pane that shows a document; where none does, open it in the active one."""
        pane = next((pane for pane in self._display.panes if pane.entry is entry), None)
        if pane is None or pane is self._display.active:
            self.show_entry(entry, may_follow=may_follow)
        else:
            self._display.go_to_pane(pane)

    def show_opened(self, opened: OpenDocument) -> str:
        """Bring a document that is open back to the screen; its name."""
        entry = next(iter(self._library.entries_showing(opened.sha256)), None)
        if entry is None:
            return opened.article.title or opened.document.path
        if entry not in self._display.shown:
            self.show_entry(entry)
        return entry.name

    def go_to_place(self, entry: LibraryEntry, offset: int) -> None:
        """Go to a place of a document: in the pane that shows it, else in the active one."""
        self.when_read([entry], lambda: self._go_to_place(entry, offset))

    def _go_to_place(self, entry: LibraryEntry, offset: int) -> None:
        display = self._display
        pane = next((pane for pane in display.panes if pane.entry is entry and pane.open is not None), display.active)
        if pane.entry is not entry or pane.open is None:
            if not self.open_in(pane, entry):
                return
            self._place.remember_shown()
        display.go_to_pane(pane)
        if pane.as_scraped:
            pane.toggle_as_scraped()
        if pane.cursor is not None:
            pane.cursor.go_to(offset)
            pane.follow()
        self._place.remember()
        display.refresh_all()
        display.call_after_refresh(self.get_ready)

    def get_ready(self) -> None:
        """What can wait until the text is on the screen: names, the neighbours, letting go of what is not needed."""
        for call in self.when_ready:
            call()
        near = [self._library.near(entry, step) for entry in self._display.shown for step in (1, -1)]
        self._library.prefetch([entry for entry in near if entry is not None])
        self.let_go()

    def let_go(self) -> None:
        """Let go of articles that nobody needs, where there are many."""
        if not self._session.edits.unsaved:
            for opened in self._library.forget({pane.open.sha256 for pane in self._display.panes if pane.open}):
                self._session.summaries.note(opened)

    # --- keys

    def next_document(self) -> None:
        """Open the next document."""
        self._step(self._display.take_count())

    def previous_document(self) -> None:
        """Open the previous document."""
        self._step(-self._display.take_count())

    def _step(self, by: int) -> None:
        display = self._display
        entry, bad = self._library.near(display.active.entry, by), ""
        for _ in range(_MOST_BAD):
            if entry is None or self.show_entry(entry, may_follow=True):
                break
            bad = bad or display.message
            entry = self._library.near(display.active.entry, by)  # one that turned out bad counts no longer
        if bad:
            display.say(bad)
        elif entry is None and display.active.entry is not None:
            display.say("this is the last document" if by > 0 else "this is the first document")

    async def choose_document(self) -> None:
        """Choose from a list that filters as one types."""
        from reader.ui.screens.document_picker import DocumentScreen, ListedDocuments

        labels, summaries = self._session.settings.now.labels, self._session.summaries
        index, shown, front = self._library.index, self._display.shown, self._display.active.entry
        self._facts().take_open(shown)
        listed = ListedDocuments(
            index.entries, index.words, summaries.known(), index.facts(), shown, front, labels, summaries.progress,
            index.number, summaries.assigned.mine(index),
        )  # fmt: skip
        await self._display.push_screen(DocumentScreen(listed, self._order(), self.go_to_entry))

    def as_scraped(self) -> None:
        """Switch between the article and the page as scraped."""
        pane = self._display.active
        if pane.open is None or pane.entry is None:
            return
        if not pane.is_long:
            self._turn(pane, None)
            return
        self._display.say("drawing …")
        opened, wanted = pane.open, not pane.as_scraped

        def draw() -> None:
            drawn = pane.drawn(opened, as_scraped=wanted)
            self._display.post(lambda: self._turn(pane, drawn))

        threading.Thread(target=draw, name="drawing", daemon=True).start()

    def _turn(self, pane: ArticlePane, drawn: Drawn | None) -> None:
        """Show a pane's document the other way, if it is still that document."""
        if pane.open is None or (
            drawn is not None
            and (pane.open.article.blocks is not drawn.article.blocks or pane.as_scraped == drawn.as_scraped)
        ):
            return
        pane.toggle_as_scraped(drawn)
        dropped = len(pane.open.article.dropped)
        what = f"{counted(dropped, 'line')} dropped, each with its reason" if dropped else "nothing was dropped"
        self._display.say(
            *(
                (f"as scraped: {what}", [KeyHint(self._display.with_keys("{as_scraped}"), "goes back")])
                if pane.as_scraped
                else ("",)
            )
        )
        self._display.refresh_status()

    # --- near-duplicates

    def take_all_found(self) -> None:
        """The list is complete: compare the documents with each other and with the index, after a while."""
        self._display.set_timer(DUPLICATES_REST_S, self._compare)
        self._display.set_timer(INDEX_REST_S, self._look_into_index)

    def _look_into_index(self) -> None:
        self._session.index().look()
        self._facts().start()

    def _make_facts(self) -> FactFeed:
        from reader.workspace.catalogue.indexed_facts import FactFeed

        return FactFeed(self._library, self._session.index(), self._display.post)

    @staticmethod
    def _make_order() -> KeptOrder:
        from reader.ui.screens.document_picker import KeptOrder

        return KeptOrder()

    def _compare(self) -> None:
        if len(self._library.readable) > 1:
            self._duplicates().start()

    def _make_duplicates(self) -> Duplicates:
        from reader.workspace.jobs.duplicate_search import Duplicates
        from reader.workspace.jobs.duplicate_search_worker import FILE

        return Duplicates(
            cache / FILE if (cache := self._session.store.cache_folder()) is not None else None,
            self._session.settings.now.max_file_bytes,
            self._library.paths,
            lambda found: self._display.post(lambda: self._take_duplicates(found)),
        )

    def _take_duplicates(self, duplicates: Sequence[Duplicate]) -> None:
        """Documents have the text of one before them."""
        entries = self._library.entries
        for duplicate in duplicates:
            entry = entries[duplicate.number]
            entry.duplicate_of = entries[duplicate.first]
            if entry in self._display.shown and not self._display.message:
                self._say_duplicate(entry)
            if self._display.is_furnished:
                self._display.documents.redraw(str(duplicate.number))

    def _say_duplicate(self, entry: LibraryEntry) -> None:
        if number := self._library.number(entry.duplicate_of):
            self._display.say(f"≈ same text as {number}, {self._library.readable[number - 1].name}")

    def close(self) -> None:
        """End the process that compares documents."""
        if self._duplicates.made is not None:
            self._duplicates.made.close()
