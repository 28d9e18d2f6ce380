"""The reader: puts the screen together, and forwards what Textual reports to the controllers."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.message import Message

from reader.config.settings_in_force import SettingsInForce
from reader.store.reading_positions import ReadingPositions
from reader.store.store_protocol import Store
from reader.ui.first_controllers import FirstControllers
from reader.ui.frugal_screen import FrugalScreen
from reader.ui.keymap.action import Action
from reader.ui.keymap.action_table import resolved, with_labels
from reader.ui.main_display import MainDisplay
from reader.ui.terminal.terminal_output import TerminalOutput
from reader.ui.text_view.article_pane import ArticlePane
from reader.ui.text_view.mouse_selection import Pointed, PointedView
from reader.ui.theme.theme_choice import ThemeChoice
from reader.workspace.session import Session

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.command import Provider
    from textual.driver import Driver
    from textual.screen import Screen
    from textual.theme import Theme

    from reader.config.settings import Settings
    from reader.ui.composition import Controllers
    from reader.ui.widgets.row_list import RowList
    from reader.workspace.library import Library

#: How long after the first paint what is not chosen or asked for yet is loaded: names and the other panes come before.
DRESSING_REST_S = 0.4
#: New objects before a look for cycles, and such looks before wider ones: a look at all takes as long as three frames.
COLLECTIONS = (5_000, 20, 100)


def _action_commands() -> type[Provider]:
    from reader.ui.screens.command_palette import ActionCommands

    return ActionCommands


class ReaderApp(App[int]):
    """The reader.

    Args:
        library: the documents.
        settings: the choices, without the labels of the store.
        store: where annotations are kept.
        positions: where the person left off.

    Attributes:
        session: what is read and annotated.
        main_display: what is on the screen.
    """

    CSS_PATH = "reader.tcss"
    TITLE = "nrc-reader"
    ENABLE_COMMAND_PALETTE = True
    ESCAPE_TO_MINIMIZE = False
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_action_commands}

    no_color = False  # until Textual has looked

    class Posted(Message):
        """A thread has something for the event loop to do."""

        def __init__(self, call: Callable[[], object]) -> None:
            super().__init__()
            self.call = call

    def __init__(
        self,
        library: Library,
        settings: Settings,
        store: Store,
        positions: ReadingPositions,
    ) -> None:
        super().__init__()
        in_force = SettingsInForce(with_labels(settings, store.labels(), store.label_changes()), settings)
        self._table = resolved(in_force.now)
        self.session = Session(library, in_force, store, positions, self._post)
        self.main_display = MainDisplay(self, self.session)
        self.output = TerminalOutput(self)
        self.themes = ThemeChoice(self, in_force, self.main_display.say, self.main_display.in_background)
        self.main_display.status.name_keys(self._table)
        self._first = FirstControllers(self, self.session, self.main_display, lambda: vars(self).get("controllers"))

    @cached_property
    def controllers(self) -> Controllers:
        """What the keys do; loaded with the first one, or once the first text is on the screen."""
        from reader.ui.composition import Controllers

        return Controllers(self, self.session, self.main_display, self._table, self.open_palette, self._first)

    def _post(self, call: Callable[[], object]) -> object:
        return self.post_message(self.Posted(call))

    def on_reader_app_posted(self, message: Posted) -> None:
        """Do what a thread asked for."""
        message.call()

    def run_in_terminal(self) -> int:
        """Run until the user quits, or something ends the program; gives the exit code."""
        return self._first.shutdown.run_in_terminal()

    # --- the first seconds

    def get_default_screen(self) -> Screen[object]:
        """One that is not painted all over whenever something changes."""
        return FrugalScreen(id="_default")

    def compose(self) -> ComposeResult:
        """The parts of the screen."""
        yield from self.main_display.parts()

    def on_mount(self) -> None:
        """Show the first documents with the first paint."""
        display, layout = self.main_display, self.main_display.layout
        layout.columns, layout.lines = self.size
        display.left.tell = display.right.tell = self._point_at
        if not self.is_headless:
            self._first.shutdown.lifecycle().watch_terminal()
            display.left.expect = display.right.expect = self.output.measure.expect
        self.themes.use()
        self._first.documents.open_first()
        display.refresh_tabs()
        display.refresh_status()
        display.left.focus()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        if not self.main_display.documents_column.is_attached:
            return  # who types q at once has left already
        gc.freeze()  # what is there now stays: later collections need not look at it
        gc.set_threshold(*COLLECTIONS)
        gc.enable()
        if not self.is_headless:
            self.session.names.foresee(self.main_display.left.open)
        self.controllers.entities.ask()  # first: they are looked for while the rest of the screen is made
        self.controllers.documents.open_second()
        self.main_display.furnish()
        self.main_display.refresh_all()
        self.call_after_refresh(self._after_furnishing)

    def _after_furnishing(self) -> None:
        """What nobody looks at yet, much of it on threads, which would hold up the names and the lists."""
        documents = self.controllers.documents
        documents.find_rest(self._post)
        documents.get_ready()
        self.controllers.finishing.read_store()
        documents.say_what_was_left_out()
        if self.themes.is_plain:
            self.set_timer(DRESSING_REST_S, self.themes.dress)  # for who chooses another one while reading
        if not self.is_headless:
            self.controllers.remote_changes.watcher().start()
            self.set_timer(DRESSING_REST_S, self.session.edits.foresee)
        self.main_display.in_background(self.controllers.unsaved.look_at_the_store)

    def on_unmount(self) -> None:
        """End the threads and the worker processes."""
        self._first.shutdown.let_go()

    # --- keys, the mouse and the lists

    async def on_event(self, event: events.Event) -> None:
        """Keys are carried out in the order in which they were typed; the rest is Textual's."""
        if "controllers" not in vars(self) and not isinstance(event, events.Key | events.Paste | events.MouseEvent):
            await super().on_event(event)
            return
        keys = self.controllers.keys
        event = keys.translated(event)
        if await keys.take(event):
            return
        settle = keys.settling(event)
        await super().on_event(event)
        await settle()

    @property
    def table(self) -> tuple[Action, ...]:
        """Every action, with the keys in force."""
        return self.controllers.keys.table

    async def perform(self, action: str) -> None:
        """Carry out an action by its id."""
        await self.controllers.keys.perform(action)

    def on_resize(self, event: events.Resize) -> None:
        """Room for everything again."""
        self.main_display.layout.columns, self.main_display.layout.lines = event.size
        self.main_display.arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keys go to the article pane that was focused last; a click beside the search line keeps what was found."""
        if made := vars(self).get("controllers"):
            for part in (made.prompts, made.panes, made.entities):
                part.take_focus(event.widget)
        self.main_display.refresh_status()

    def on_wrapped_view_scrolled(self) -> None:
        """More of the text has been on the screen."""
        self.main_display.refresh_status()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Another row of a list is highlighted."""
        self.controllers.annotations.say_moved(event.rows, event.row)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A row of a list was clicked."""
        self.controllers.annotations.choose(event.rows, event.row)

    def on_entity_list_picked(self) -> None:
        """A name was clicked."""
        self.controllers.entities.pick_name()

    def _point_at(self, pane: PointedView, pointed: Pointed) -> None:
        if isinstance(pane, ArticlePane):
            self.controllers.reading.point_at(pane, pointed)

    # --- what Textual asks of an app

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> ReaderApp:
        """A dialog that opens or closes moves nothing: each screen is laid out when it comes up."""
        return self if layout else super().refresh(repaint=repaint, recompose=recompose)

    def get_driver_class(self) -> type[Driver]:
        """Ours in place of Textual's for terminals."""
        from textual.drivers.linux_driver import LinuxDriver

        from reader.ui.terminal.driver import TerminalDriver

        found = super().get_driver_class()
        return TerminalDriver if found is LinuxDriver else found

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        self.output.display(screen, renderable, super()._display)

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The terminal answers where its cursor is."""
        self.output.take_answer(event)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Without colour not those of the terminal's own: made grey, they are black on black."""
        found = super().available_themes  # Textual asks for every line that it draws
        return {name: one for name, one in found.items() if not one.ansi} if self.no_color else found

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, moved until everything that is written stands out from what is behind it."""
        from reader.ui.theme.colour_themes import roles

        variables = super().get_css_variables()
        self.theme_variables = {**variables, **roles(self.current_theme, variables)}
        return self.theme_variables

    def search_themes(self) -> None:
        """List the themes."""
        self.themes.search()

    def open_palette(self) -> None:
        """Open the command palette, in colours that can be read."""
        self.themes.dress()
        super().action_command_palette()

    action_command_palette = open_palette

    async def action_quit(self) -> None:
        """As the key does it, for Textual's own one."""
        await self._first.shutdown.quit()

    def action_help_quit(self) -> None:
        """What Textual does on ctrl+c, said in the status line."""
        self.main_display.say(self.main_display.with_keys("{quit} quits"))

    def action_focus_next(self) -> None:
        """Textual's own name for tab: in a dialog it goes round the dialog; in the search line, nowhere."""
        if self.main_display.has_dialog:
            self.screen.focus_next()

    def action_focus_previous(self) -> None:
        """As above, for shift+tab."""
        if self.main_display.has_dialog:
            self.screen.focus_previous()

    def _fatal_error(self) -> None:
        self._first.shutdown.take_fatal_error()

    def panic(self, *renderables: Any) -> None:
        """A fault that comes as a picture."""
        self._first.shutdown.take_panic(*renderables)
