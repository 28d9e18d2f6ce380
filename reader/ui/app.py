"""The reader: puts the screen together, binds the keys, and receives what threads and widgets report."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.reactive import Reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from reader.config.settings_sources import user_file
from reader.model.spans import Span
from reader.system.stdio import counted
from reader.ui.controllers.attribution import AttributingActions
from reader.ui.controllers.background_results import BackgroundActions
from reader.ui.controllers.documents import DocumentActions
from reader.ui.controllers.dropped_lines import ReshapingActions
from reader.ui.controllers.entity_documents import ElsewhereActions
from reader.ui.controllers.everywhere_search import SeekingActions
from reader.ui.controllers.finishing import FinishingActions
from reader.ui.controllers.links import LinkingActions
from reader.ui.controllers.occurrence_tagging import OccurrenceActions
from reader.ui.controllers.remote_changes import CompanyActions
from reader.ui.controllers.review import ReviewActions
from reader.ui.controllers.shutdown import QUIT_PATIENCE_S, SafetyActions
from reader.ui.controllers.text_width import ComfortActions
from reader.ui.keymap.action_table import ANNOTATIONS
from reader.ui.keymap.key_dispatch import KeyDispatch
from reader.ui.terminal.terminal_output import TerminalActions
from reader.ui.text_view.article_pane import ArticlePane
from reader.ui.text_view.mouse_selection import Pointed, PointedView
from reader.ui.theme.theme_choice import ThemeActions
from reader.workspace.cursor import Cursor
from reader.workspace.document_notices import reason_first

#: How long keys must rest before the reading position is written.
PLACES_REST_S = 1.0
#: How long after the first paint the themes that nobody has chosen are read: names and the other panes come before.
DRESSING_REST_S = 0.4

#: How many new objects are looked through at once for cycles, and how many such times lead to a wider look: a key makes
#: some thousand objects, and looking through all there are takes as long as three frames.
COLLECTIONS = (5_000, 20, 100)


class _Stage(Screen[object]):
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)


class ReaderApp(
    LinkingActions,
    SeekingActions,
    FinishingActions,
    AttributingActions,
    SafetyActions,
    ReviewActions,
    OccurrenceActions,
    ElsewhereActions,
    ReshapingActions,
    CompanyActions,
    ComfortActions,
    ThemeActions,
    BackgroundActions,
    KeyDispatch,
    TerminalActions,
):
    """The reader."""

    CSS_PATH = "reader.tcss"
    TITLE = "nrc-reader"
    ENABLE_COMMAND_PALETTE = True
    ESCAPE_TO_MINIMIZE = False

    no_color = False  # until Textual has looked
    _places_timer: Timer | None = None

    def get_default_screen(self) -> Screen[object]:
        """One that is not painted all over whenever something else gets the focus: what changes paints itself."""
        return _Stage(id="_default")

    def compose(self) -> ComposeResult:
        """Documents, articles, entities over annotations; the status line. Flat: every container costs a paint."""
        yield self.tabs
        yield self.shelf
        yield self.left
        yield self.right
        yield self.side
        yield self.status

    def on_mount(self) -> None:
        """Show the first documents with the first paint."""
        self.columns, self.lines = self.size
        self.left.tell = self.right.tell = self.point_at
        if not self.is_headless:
            self.ending.watch_terminal()
            self.left.expect = self.right.expect = self.measure.expect
        self.use_theme()
        self.open_first()
        self.foresee_names()
        self.refresh_tabs()
        self.refresh_status()
        self.left.focus()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        if not self.shelf.is_attached:
            return  # who types q at once has left already
        gc.freeze()  # what is there now stays: later collections need not look at it
        gc.set_threshold(*COLLECTIONS)
        gc.enable()
        self.ask_for_names()  # first: they are looked for while the rest of the screen is made
        self.open_second()
        self.furnish()
        self.refresh_all()
        self.call_after_refresh(self._after_furnishing)

    def _after_furnishing(self) -> None:
        """What nobody looks at yet, much of it on threads, which would hold up the names and the lists."""
        self.library.find_rest(lambda entries: self.post_message(self.Found(entries)))
        self.get_ready()
        self.survey_store()
        self._say_what_was_left_out()
        self.look_for_duplicates_soon()
        if self.settings.theme == "dark" and not self.settings.colours:
            self.set_timer(DRESSING_REST_S, self.dress)  # for who chooses another one while reading
        if not self.is_headless:
            self.watcher.start()
        self.in_background(self.look_at_the_store)

    def _say_what_was_left_out(self) -> None:
        left_out = self.library.left_out
        if left_out and not self.status.message:
            named = ", ".join(f"{entry.name} ({entry.problem})" for entry in left_out[:3])
            self.say(f"{len(left_out)} left out (D lists them): {named}{' …' if len(left_out) > 3 else ''}")

    # --- reports from threads

    def on_desk_written(self, message: DocumentActions.Written) -> None:
        """A save was tried: only now may the status line say saved."""
        saved = message.saved
        opened = self.library.opened(saved.name)
        if opened is not None and not saved.error:
            opened.document = saved.document
        if saved.error:
            self.save_error = saved.error
            self.say(f"{self._warning or '! lists what is not saved:'} {reason_first(saved.error)}")
        else:
            self.unsaved_count -= saved.changes
            if self.save_error and not saved.unsaved:  # one document's success says nothing of another's failure
                self.save_error = self._warning = ""
                self.say("saved now")
            self.confirm(saved)
            if opened is not None:
                self.take_in(opened, saved)
        self.refresh_unsaved()
        self.refresh_status()

    def on_desk_named(self, message: DocumentActions.Named) -> None:
        """Names were found."""
        self.take_answer(message.answer)

    def on_desk_found(self, message: DocumentActions.Found) -> None:
        """More files were found."""
        self.library.add(message.entries)
        self.entitle(message.entries)
        if "duplicates" in self.__dict__:
            self.compare(message.entries)
        self.refresh_documents()
        self.refresh_status()
        self._say_what_was_left_out()

    # --- the mouse and the lists

    def on_resize(self, event: events.Resize) -> None:
        """Room for everything again."""
        self.columns, self.lines = event.size
        self.arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keys go to the article pane that was focused last; a click beside the search line keeps what was found."""
        if self.line is not None and event.widget is not self.line:
            self.close_line(keep=True)
        if isinstance(event.widget, ArticlePane) and event.widget is not self.active:
            self.activate(event.widget)

    def on_wrapped_view_scrolled(self) -> None:
        """More of the text has been on the screen."""
        self.refresh_status()

    def point_at(self, pane: PointedView, pointed: Pointed) -> None:
        """The mouse selects what the keys would."""
        if not isinstance(pane, ArticlePane) or (cursor := pane.cursor) is None:
            return
        if pointed.is_drag:
            self._drag(pane, cursor, pointed)
            return
        if pane is not self.active:
            self.activate(pane)
        if pointed.clicks == 2:
            cursor.choose_word(pointed.start)
        else:
            cursor.go_to(pointed.start)
        self._draw_cursor()

    def _drag(self, pane: ArticlePane, cursor: Cursor, pointed: Pointed) -> None:
        """Take what the mouse was dragged over; it is under the mouse already, so nothing scrolls."""
        cursor.drag(Span(pointed.start, pointed.end), pointed.clicks)
        if self.is_moving:
            cursor.hold(cursor.passage)
        pane.set_passage(cursor.passage, selecting=cursor.selecting)
        self.say("")
        self.refresh_status()

    def on_entity_list_picked(self) -> None:
        """A click on a name."""
        self.action_pick_name()

    # --- the program

    def action_leave(self) -> None:
        """Back to plain reading: the selection first, then the search, then the chosen entity."""
        self._count = ""
        if self.stop_moving():
            self.active.follow()
            return
        cursor = self.active.cursor
        if self.mode == ANNOTATIONS and self.drop_filter():
            pass
        elif self.focused is not self.active:
            self.go_to_pane(self.active)
        elif cursor is not None and not cursor.is_sentence:
            cursor.leave()
            self.active.follow()
        elif self.stop_walk():
            pass
        elif self.active.search is not None:
            self.active.forget_search()
        elif self.chosen is not None:
            self.choose_entity(None)
        elif self.active.as_scraped:
            self.active.toggle_as_scraped()
        self.say("")
        self.refresh_status()

    def action_copy(self) -> None:
        """Send the passage to the terminal's clipboard: the text, not the screen's rows."""
        cursor = self.active.cursor
        if cursor is not None:
            text = self.active.rows.text[slice(*cursor.passage)]
            self.copy_to_clipboard(text)
            self.say(f"{len(text)} characters sent to the clipboard")

    def action_export(self) -> None:
        """Write the export from a thread, once what is being saved is on disk."""
        self.in_background(self._export, exclusive=True)

    async def _export(self) -> None:
        from reader.exchange.jsonl import export_beside

        if self.unsaved_count and not await asyncio.to_thread(self.saver.flush, QUIT_PATIENCE_S):
            self.say(f"not exported: {counted(self.unsaved_count, 'change')} not saved yet: {self.save_error}")
            return
        self.say(await asyncio.to_thread(export_beside, self.store))

    def action_help_quit(self) -> None:
        """What Textual does on ctrl+c, said in the status line."""
        self.say("q quits")

    async def action_help(self) -> None:
        """Show what the keys do now."""
        from reader.ui.screens.help_screen import HelpScreen

        places = [("store", self.store.folder), ("settings", user_file())]
        await self.push_screen(HelpScreen(*self.keys_now, self.settings.labels, places))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action, as Textual asks for them; the palette lists them with their keys."""
        del screen
        for action in self.table:
            yield SystemCommand(
                action.title[0].upper() + action.title[1:], action.help, lambda name=action.id: self.run_action(name)
            )

    def save_places_soon(self) -> None:
        """Write the reading positions once the keys rest."""
        if self._places_timer is not None:
            self._places_timer.stop()
        self._places_timer = self.set_timer(PLACES_REST_S, self._save_places)

    def on_unmount(self) -> None:
        """End the threads and the worker process."""
        if "watcher" in self.__dict__:
            self.watcher.close()
        self._let_go()
