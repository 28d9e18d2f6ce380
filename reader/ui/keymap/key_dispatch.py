"""Keys to actions: what a key does now, by the table, the focus, and what lies over the screen."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol

from textual import events

from reader.ui.keymap.action import ANNOTATIONS, DIALOGS, DOCUMENTS, ENTITIES, MOVING, SELECTING, TAGGING, Action
from reader.ui.keymap.action_table import KeyTableError, in_force, passes, places_of
from reader.ui.keymap.alt_keys import esc_and_key
from reader.ui.keymap.held_annotation import MOVES
from reader.ui.terminal.pasted_text import is_joiner, one_pasted_line, some_pasted_lines
from reader.ui.text_view.mouse_selection import PointedView

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

    from reader.ui.keymap.held_annotation import HeldAnnotation
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.main_display import MainDisplay
    from reader.ui.screens.dialog import Dialog

#: Seconds that a key waits at most for the line in a dialog that has the one before.
_PATIENCE_S = 1.0
#: What the status line calls the lists and the mode of moving.
MODE_WORDS = {DOCUMENTS: "DOCS", ENTITIES: "NAMES", ANNOTATIONS: "LIST", MOVING: "MOVE"}


class Strip(Protocol):
    """The guidelines over the screen."""

    def page_guideline(self) -> bool:
        """Show what had no room; whether anything was left to show."""

    def hide_guideline(self) -> bool:
        """Take them off the screen; whether they were there."""


class _Handler(NamedTuple):
    call: Callable[..., object]
    arguments: tuple[str, ...]


class KeyDispatch:
    """Carries keys out, in the order in which they were typed.

    Textual's own bindings run only after a key has been to the focused widget and back: what is typed right behind
    ``/`` or ``a`` would be taken for commands. So every key walks down one list of interceptors, and the first that
    takes it ends the walk. What must know of every key, whoever takes it, happens before the walk.

    Args:
        app: whose keys these are.
        display, prompts, held, controllers: what the keys are for just now, and what handlers in the table name.
        strip: the guidelines, which the same key pages and every other key takes off the screen.
        forget_warning: what quitting would lose was said for the very next key only.
        table: every action, with the keys in force.

    Attributes:
        table: as above.
        last_key_at: when the last key came, by the monotonic clock.
        performed: each is called with the id of every action that was carried out.

    Raises:
        KeyTableError: the handler of an action is missing, or two actions have one.
    """

    def __init__(
        self,
        app: App[int],
        display: MainDisplay,
        prompts: Prompts,
        held: HeldAnnotation,
        controllers: Mapping[str, object],
        strip: Strip,
        forget_warning: Callable[[], object],
        table: tuple[Action, ...],
    ) -> None:
        self._app = app
        self._display = display
        self._prompts = prompts
        self._held = held
        self._controllers = controllers
        self._strip = strip
        self._forget_warning = forget_warning
        self.last_key_at = 0.0
        self.performed: list[Callable[[str], object]] = []
        self.use_table(table)
        self._interceptors: tuple[Callable[[events.Key], Awaitable[bool]], ...] = (
            self._split_alt,
            self._keep_guideline,
            self._suspend,
            self._help_with_question,
            self._answer_question,
            self._take_in_dialog,
            self._act,
            self._type_into_line,
            self._skip_unlaid_list,
            self._bound_in_dialog,
        )

    def use_table(self, table: tuple[Action, ...]) -> None:
        """Carry out another table of keys from now on."""
        self.table = table
        self._by_key = {(action.where, key): action for action in table for key in action.keys}
        self._handlers = {action.id: self._resolved(action) for action in table if action.where not in DIALOGS}
        if len(set(self._handlers.values())) < len(self._handlers):
            raise KeyTableError("two actions have one handler")
        self._display.status.name_keys(table)

    def _resolved(self, action: Action) -> _Handler:
        controller, _, method = action.handler.partition(".")
        call = getattr(self._controllers.get(controller), method, None)
        if not callable(call):
            raise KeyTableError(f"the action {action.id!r} has no handler {action.handler!r}")
        return _Handler(call, (action.argument,) if action.argument else ())

    async def perform(self, action: str) -> None:
        """Carry out an action by its id."""
        handler = self._handlers[action]
        done = handler.call(*handler.arguments)
        if inspect.isawaitable(done):
            await done
        for tell in self.performed:
            tell(action)

    # --- events

    def translated(self, event: events.Event) -> events.Event:
        """The event that is meant: what joins characters is no key of Textual's lines, which take what is printable."""
        if isinstance(event, events.Key) and not event.is_forwarded and is_joiner(event.character):
            return events.Paste(event.character or "")
        return event

    async def take(self, event: events.Event) -> bool:
        """Whether an event was carried out, so that nobody else is to have it."""
        if isinstance(event, events.Key):
            return not event.is_forwarded and await self._take_key(event)
        self._end_question_by(event)
        return isinstance(event, events.Paste) and not event.is_forwarded and self._paste_into_line(event)

    async def _take_key(self, event: events.Key) -> bool:
        self.last_key_at = time.monotonic()
        for intercept in self._interceptors:
            if await intercept(event):
                return True
        return False

    def settling(self, event: events.Event) -> Callable[[], Awaitable[None]]:
        """What waits, once an event is on its way, until the widget that it is for has it.

        The esc or enter right behind a typed key is for all that was typed before.
        """
        is_typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        is_for_dialog = is_typed and self._display.has_dialog
        pointed = event if isinstance(event, events.MouseEvent) and not event.is_forwarded else None

        async def settle() -> None:  # by now the event has been forwarded
            if is_for_dialog:
                await self._taken_by(self._app.focused)
            elif pointed is not None:
                await self._taken_by(self._pointed_by(pointed))

        return settle

    async def _taken_by(self, widget: Widget | None) -> None:
        taken = asyncio.Event()
        if widget is not None and widget.call_later(taken.set):
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(taken.wait(), _PATIENCE_S)

    def _pointed_by(self, event: events.MouseEvent) -> Widget | None:
        """The text in which a button went down, or is down: the key right behind is for what it chooses."""
        is_button = isinstance(event, events.MouseDown | events.MouseUp)
        widget = self._app._mouse_down_widget if is_button else self._app.mouse_captured  # noqa: SLF001
        return widget if isinstance(widget, PointedView) else None

    # --- interceptors, in their order

    async def _split_alt(self, event: events.Key) -> bool:
        """A key with alt that is bound to nothing is Esc and a key right behind it."""
        keys = self._meant_by_alt(event) if "alt" in event.key else ()
        for key in keys:
            await self._app.on_event(key)
        return bool(keys)

    def _meant_by_alt(self, event: events.Key) -> tuple[events.Key, ...]:
        bound = self._app.screen.active_bindings
        if event.key == "alt+backspace" and "ctrl+w" in bound:
            return (events.Key("ctrl+w", None),)  # Textual has the word behind the cursor there
        places = (dialog.PLACES if (dialog := self._dialog) else ()) if self._display.has_dialog else ("", self.mode)
        is_ours = any((place, event.key) in self._by_key for place in places)
        is_split = "alt" in event.key.split("+")[:-1] and not is_ours and event.key not in bound
        return esc_and_key(event) if is_split else ()

    async def _keep_guideline(self, event: events.Key) -> bool:
        """The guidelines are on the screen until the next key; their own key shows what had no room."""
        is_free = not self._display.has_dialog and self._prompts.line is None
        action = self._action_for(event) if is_free and not self._not_here(event) else None
        is_same_again = action is not None and action.id == "guideline"
        return (is_same_again and self._strip.page_guideline()) or (self._strip.hide_guideline() and is_same_again)

    async def _suspend(self, event: events.Key) -> bool:
        """The reader is suspended over whatever is open; not in a text, where the key takes back."""
        from textual.widgets import TextArea

        if event.is_printable or not self.is_key_of("suspend", event) or isinstance(self._app.focused, TextArea):
            return False
        await self.perform("suspend")
        return True

    async def _help_with_question(self, event: events.Key) -> bool:
        """The help opens while something is asked: no answer is one of its keys."""
        if self._prompts.question is None or self._display.has_dialog or not self.is_key_of("help", event):
            return False
        await self.perform("help")
        return True

    async def _answer_question(self, event: events.Key) -> bool:
        if self._prompts.question is None or self._display.has_dialog:
            return False
        self._prompts.answer(event.character if event.is_printable and event.character else event.key)
        return True

    async def _take_in_dialog(self, event: events.Key) -> bool:
        """The dialog on top takes a key at once, so that the next key finds it as it is to be."""
        if (dialog := self._dialog) is None or not await dialog.take(event):
            return False
        self._forget_warning()
        return True

    async def _act(self, event: events.Key) -> bool:
        """What the table says."""
        if self._display.has_dialog or self._prompts.line is not None:
            return False
        said = self._not_here(event)
        action = None if said else self._action_for(event)
        if action is None and not said and not self._is_digit(event):
            return False
        if action is None or action.id != "quit":
            self._forget_warning()
        if said:
            self._display.say(said)
        elif action is not None:
            await self.perform(action.id)
        else:
            self._count(event.character or "")
        return True

    async def _type_into_line(self, event: events.Key) -> bool:
        return self._prompts.type_into_line(event)

    async def _skip_unlaid_list(self, event: events.Key) -> bool:
        """Textual's page keys fail on a dialog's list that has no rows on the screen."""
        from textual.widgets import OptionList

        return (
            event.key in {"pagedown", "pageup"}
            and self._display.has_dialog
            and any(not one.scrollable_content_region.area for one in self._app.screen.query(OptionList))
        )

    async def _bound_in_dialog(self, event: events.Key) -> bool:
        """A dialog's key does what it does now, not after it has been to the line with the focus and back."""
        if not self._display.has_dialog or (self._app.focused is not None and event.is_printable):
            return False
        check = self._app._check_bindings  # noqa: SLF001 - Textual has no other way
        return await check(event.key, priority=True) or await check(event.key)

    # --- what is no key

    def _end_question_by(self, event: events.Event) -> None:
        """The mouse, a paste and another size end a question."""
        if self._prompts.question is None or (self._display.has_dialog and not isinstance(event, events.Resize)):
            return
        layout = self._display.layout
        if isinstance(event, events.Resize) and event.size == (layout.columns, layout.lines):
            return  # back from the shell
        if isinstance(
            event, events.MouseDown | events.MouseScrollDown | events.MouseScrollUp | events.Paste | events.Resize
        ):
            self._prompts.end_question()

    def _paste_into_line(self, event: events.Paste) -> bool:
        """Whether the line to type into took a paste, at once; any other place gets it as it takes it."""
        from textual.widgets import Input

        is_line = isinstance(self._app.focused, Input)
        event.text = one_pasted_line(event.text) if is_line else some_pasted_lines(event.text)
        line = self._prompts.line
        if line is None or self._app.focused is not line:
            return False
        line.put(event.text)
        return True

    # --- what a key does now

    def is_key_of(self, action: str, event: events.Key) -> bool:
        """Whether a key starts an action where nothing else is on."""
        found = self._by_key.get(("", event.key)) or self._by_key.get(("", event.character or ""))
        return found is not None and found.id == action

    @property
    def _dialog(self) -> Dialog | None:
        """The dialog on top, where it is one of ours; the command palette is Textual's."""
        if not self._display.has_dialog:
            return None
        from reader.ui.screens.dialog import Dialog

        screen = self._app.screen
        return screen if isinstance(screen, Dialog) else None

    @property
    def mode(self) -> str:
        """The list that has the focus, or the mode that is on, as ``Action.where`` names it; empty: the article."""
        return self._list_with_focus or (MOVING if self._held.is_active else "")

    @property
    def _list_with_focus(self) -> str:
        display, focused = self._display, self._app.focused
        if not display.is_furnished:
            return ""
        lists = {display.documents: DOCUMENTS, display.entities: ENTITIES, display.annotations: ANNOTATIONS}
        return next((where for widget, where in lists.items() if widget is focused), "")

    @property
    def mode_word(self) -> str:
        """The mode in one word; empty for the article."""
        return MODE_WORDS.get(self.mode, "")

    @property
    def keys_now(self) -> tuple[str, list[Action]]:
        """What the present mode is called, and its actions."""
        mode, pane, question = self.mode, self._display.active, self._prompts.question
        if (dialog := self._dialog) is not None:
            return "KEYS of what is open", dialog.dialog_keys.actions
        if question is not None:
            asked = self._display.status.keys or question.keys
            return question.mode, [Action("", "", (one.keys,), "", one.does, "Answers") for one in asked]
        if mode == MOVING:
            return "MOVE the ends of an annotation", in_force(self.table, mode)
        if mode:
            return f"{mode.upper()} (the list has the focus)", in_force(self.table, mode)
        actions = in_force(self.table, "")
        if pane.as_scraped:
            return "PAGE as scraped", [one for one in actions if one.group != TAGGING]
        if pane.cursor is not None and pane.cursor.selecting:
            return "SELECT", sorted(actions, key=lambda one: one.group != SELECTING)
        return "READ", actions

    def _bound(self, event: events.Key) -> Action | None:
        names = event.key, event.character or ""
        places = ((where, name) for where in (*places_of(self.mode), "") for name in names)
        return next((found for place in places if (found := self._by_key.get(place))), None)

    def _action_for(self, event: events.Key) -> Action | None:
        """The action that a key starts now; None where it belongs to the list with the focus, or to nothing."""
        action = self._bound(event)
        return action if action is not None and (action.where or passes(action, self.mode)) else None

    def _not_here(self, event: events.Key) -> str:
        """Why a key does nothing in the present mode, where somebody may expect that it does; else empty."""
        action, mode = self._bound(event), self.mode
        if not mode or action is None or action.where:
            return ""
        if not passes(action, mode):
            return MOVES if mode == MOVING else "that key is for the article: esc leads back to it"
        is_tag = action.group == TAGGING if mode == DOCUMENTS else action.id.startswith("tag(") and mode == ENTITIES
        return "tags go to the article: esc leads back to it" if is_tag else ""

    def _is_digit(self, event: events.Key) -> bool:
        """Whether a key is a digit of a number that repeats the next motion."""
        character = event.character or ""
        return self.mode in {"", MOVING} and character.isdigit() and character.isascii() and self._bound(event) is None

    def _count(self, digit: str) -> None:
        if digit != "0" or self._display.count:
            self._display.count = (self._display.count + digit)[-4:]
            self._display.say(f"{self._display.count} …")
