"""Panes and documents: which documents are shown where."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from textual.widget import Widget

from reader.system.stdio import counted
from reader.ui.controllers.document_loading import AwaitingActions
from reader.ui.screen_layout import SPLIT_FROM, SPLIT_LEAST
from reader.ui.text_view.article_pane import ArticlePane, Drawn
from reader.ui.widgets.message_wording import KeyHint
from reader.workspace.document_progress import FINISHED
from reader.workspace.library_entries import LibraryEntry

if TYPE_CHECKING:
    from reader.model.document import Document
    from reader.workspace.library_entries import OpenDocument


class DocumentActions(AwaitingActions):
    """Opening documents, and moving between panes."""

    def open_first(self) -> None:
        """Show what was shown last time, if it is among the documents; else the first ones."""
        self.library.find_first()
        readable = self.library.readable
        self.is_split = len(readable) > 1 and self.columns >= SPLIT_FROM
        self.arrange()
        self._fill(self.left, [*self._shown_last_time(), *readable])

    def open_second(self) -> None:
        """Fill the other pane; after the first paint, so that the first text is on the screen sooner."""
        if self.is_split and self.right.entry is None:
            candidates = [*self._shown_last_time(), *self._after(self.left.entry)]
            self._fill(self.right, [entry for entry in candidates if entry is not self.left.entry])

    def _after(self, entry: LibraryEntry | None) -> list[LibraryEntry]:
        """The readable documents that follow one, then those before it."""
        place = self.library.number(entry)
        return [*self.library.readable[place:], *self.library.readable[:place]]

    def _shown_last_time(self) -> list[LibraryEntry]:
        """The documents that were on the screen when the reader was last closed, those of them that are here again."""
        found = []
        for path in self.places.shown:
            entry = next((one for one in self.library.readable if one.path == path), None)
            if entry is not None:
                found.append(entry)
        return found

    def _fill(self, pane: ArticlePane, candidates: list[LibraryEntry]) -> None:
        """Show the first document that can be read."""
        for entry in candidates:
            if self.open_in(pane, entry):
                return
        pane.show_nothing("Nothing to read here.\n\nOpen files or folders: nrc-reader PATH ...\n\nq quits.")

    def show_entry(self, entry: LibraryEntry) -> bool:
        """Open a document in the active pane, and everything that goes with it; whether it could be read."""
        self.await_nothing()
        self.say("")
        self.leave_place()
        is_readable = self.open_in(self.active, entry)
        if is_readable:
            self.places.shown = [one.path for one in self.shown]
            self.remember_place()
            self.refresh_all()
            self.call_after_refresh(self.get_ready)
        else:
            self.refresh_documents()
        return is_readable

    def go_to_place(self, entry: LibraryEntry, offset: int) -> None:
        """See ``JumpActions``."""
        self.when_read([entry], lambda: self._go_to_place(entry, offset))

    def _go_to_place(self, entry: LibraryEntry, offset: int) -> None:
        pane = next((pane for pane in self.panes if pane.entry is entry and pane.open is not None), self.active)
        if pane.entry is not entry or pane.open is None:
            if not self.open_in(pane, entry):
                return
            self.places.shown = [one.path for one in self.shown]
        self.go_to_pane(pane)
        if pane.as_scraped:
            pane.toggle_as_scraped()
        if pane.cursor is not None:
            pane.cursor.go_to(offset)
            pane.follow()
        self.remember_place()
        self.refresh_all()
        self.call_after_refresh(self.get_ready)

    async def take_labels(self) -> None:
        """See ``LabellingActions``."""
        raise NotImplementedError

    def opened_of(self, document: Document) -> OpenDocument | None:
        """See ``TaggingActions``."""
        entry = self.library.entry_of(document)
        opened = self.library.open_soon(entry) if entry is not None else self.library.opened(document.sha256)
        if entry is not None:
            self.refresh_documents()
        return opened

    def show_opened(self, opened: OpenDocument) -> str:
        """See ``TaggingActions``."""
        entry = next((one for one in self.library.entries if one.opened is opened), None)
        if entry is None:
            return opened.article.title or opened.document.path
        if entry not in self.shown:
            self.show_entry(entry)
        return entry.name

    def get_ready(self) -> None:
        """What can wait until the text is on the screen: names, the neighbours, letting go of what is not needed."""
        self.ask_for_names()
        near = [self.library.near(entry, step) for entry in self.shown for step in (1, -1)]
        self.library.prefetch([entry for entry in near if entry is not None])
        self.let_go()

    def let_go(self) -> None:
        """Let go of articles that nobody needs, where there are many."""
        if not self.unsaved_count:
            on_screen = {pane.open.sha256 for pane in self.panes if pane.open}
            self.library.forget(on_screen)

    def refresh_all(self) -> None:
        """Everything beside the text."""
        self.refresh_documents()
        self.refresh_side()
        self.refresh_status()

    # --- which document

    def action_next_document(self) -> None:
        """Open the next document."""
        self._step(self.take_count())

    def action_previous_document(self) -> None:
        """Open the previous document."""
        self._step(-self.take_count())

    def _step(self, by: int) -> None:
        entry, bad = self.library.near(self.active.entry, by), ""
        while entry is not None and not self.show_entry(entry):
            bad = bad or self.status.message
            entry = self.library.near(self.active.entry, by)  # one that turned out bad counts no longer
        if bad:
            self.say(bad)
        elif entry is None and self.active.entry is not None:
            self.say("this is the last document" if by > 0 else "this is the first document")

    async def action_choose_document(self) -> None:
        """Choose from a list that filters as one types."""
        from reader.ui.screens.document_picker import DocumentScreen

        labels = self.settings.labels
        await self.push_screen(DocumentScreen(self.library.entries, self.shown, labels, self.progress, self.show_entry))

    def action_as_scraped(self) -> None:
        """Switch between the article and the page as scraped."""
        pane = self.active
        if pane.open is None or pane.entry is None:
            return
        if not pane.is_long:
            self._turn(pane, None)
            return
        self.say("drawing …")
        opened, entry, wanted = pane.open, pane.entry, not pane.as_scraped

        def draw() -> None:
            drawn = pane.drawn(opened, as_scraped=wanted)
            self.post_message(self.Fetched(entry, lambda: self._turn(pane, drawn)))

        threading.Thread(target=draw, name="drawing", daemon=True).start()

    def _turn(self, pane: ArticlePane, drawn: Drawn | None) -> None:
        """Show a pane's document the other way, if it is still that document."""
        if pane.open is None or (
            drawn is not None and (pane.open.article is not drawn.article or pane.as_scraped == drawn.as_scraped)
        ):
            return
        pane.toggle_as_scraped(drawn)
        dropped = len(pane.open.article.dropped)
        what = f"{counted(dropped, 'line')} dropped, each with its reason" if dropped else "nothing was dropped"
        self.say(*((f"as scraped: {what}", [KeyHint("R", "goes back")]) if pane.as_scraped else ("",)))
        self.refresh_status()

    # --- which pane

    def action_split(self) -> None:
        """Two panes, or one."""
        if not self.is_split and len(self.library.readable) < 2:
            self.say("there is only one document")
            return
        self.is_split = not self.is_split
        if self.right.entry is self.left.entry:
            self.right.entry = None
        if not self.is_split:
            if self.active is self.right and self.right.entry is not None:
                self.open_in(self.left, self.right.entry)
            self.activate(self.left)
        else:
            self.open_second()
        self.places.shown = [one.path for one in self.shown]
        self.arrange()
        self.refresh_all()
        self.active.focus()

    def activate(self, pane: ArticlePane) -> None:
        """Make a pane the one that keys go to."""
        self.active = pane
        for one in (self.left, self.right):
            one.set_class(one is pane, "-active")
        if self.columns < SPLIT_LEAST or self._guest is not None:  # only the active one is shown
            self.arrange()
        self.refresh_all()

    def action_next_pane(self) -> None:
        """Go round the panes."""
        self._go_round(1)

    def action_previous_pane(self) -> None:
        """Go round the panes the other way."""
        self._go_round(-1)

    def action_focus_next(self) -> None:
        """Textual's own name for it, bound to tab by every screen."""
        self._stay(1)

    def action_focus_previous(self) -> None:
        """As above, for shift+tab."""
        self._stay(-1)

    def _stay(self, step: int) -> None:
        """In a dialog, tab goes round the dialog; in the search line, nowhere."""
        if len(self.screen_stack) > 1:
            if step > 0:
                self.screen.focus_next()
            else:
                self.screen.focus_previous()

    def _go_round(self, step: int) -> None:
        order: list[Widget] = [self.documents, *self.panes, self.entities, self.annotations]
        self.say("")  # what was said was about the pane one leaves
        index = order.index(self.focused) if self.focused in order else order.index(self.active)
        self.go_to_pane(order[(index + step) % len(order)])

    def go_to_pane(self, widget: Widget) -> None:
        """Focus a pane; one that is folded away is there as long as it has the focus."""
        holders: dict[Widget, list[Widget]] = {
            self.shelf: [self.documents],
            self.side: [self.entities, self.annotations],
        }
        for holder, held in holders.items():
            if widget in held:
                holder.display = True
        self.screen.set_focus(widget)  # at once: the next key is for it already
        folded = False
        for holder, held in holders.items():  # only now: what has the focus is not to be folded away
            is_guest = widget in held and not self._has_room(holder)
            folded |= (self._guest is holder) != is_guest
            if is_guest:
                self._guest = holder
            elif self._guest is holder:
                self._guest = None
        if isinstance(widget, ArticlePane) and widget is not self.active:
            self.activate(widget)
        if folded:
            self.arrange()

    def refresh_tabs(self) -> None:
        """Draw the documents as one line: the shown ones by their numbers, since their panes name them."""
        from textual.content import Content

        readable = self.library.readable
        first = max(0, self.library.number(self.active.entry) - 1)
        line = Content("")
        for entry in readable[max(0, first - 1) : first + 8]:
            is_shown, is_finished = entry in self.shown, self.progress(entry).state == FINISHED
            name = "" if is_shown else f" {entry.name[:40]}"
            mark = ("▸" if is_shown else " ") + ("✓ " if is_finished else "")
            tab = Content.styled(f" {mark}{entry.number}{name} ", "bold" if is_shown else "")
            line = line + tab + Content("│")
        self.tabs.update(line)
