"""Keys to actions: what a key does now, by the table, the focus, and what lies over the screen."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events
from textual.keys import key_to_character

from reader.ui.controllers.labels import LabellingActions
from reader.ui.keymap.action_table import (
    ANNOTATIONS,
    DOCUMENTS,
    ENTITIES,
    MOVING,
    SELECTING,
    TAGGING,
    Action,
    in_force,
    passes,
)
from reader.ui.terminal.pasted_text import is_joiner, one_pasted_line, some_pasted_lines
from reader.ui.text_view.mouse_selection import PointedView

if TYPE_CHECKING:
    from textual.widget import Widget

#: How long a key waits at most for the line in a dialog that has the one before.
_PATIENCE_S = 1.0


def esc_and_key(event: events.Key) -> tuple[events.Key, events.Key]:
    """Esc, and the key that came with it as one key with alt."""
    *modifiers, key = [part for part in event.key.split("+") if part != "alt"]
    if "shift" in modifiers and len(key) == 1:
        modifiers, key = [one for one in modifiers if one != "shift"], key.upper()
    name = "+".join([*modifiers, key])
    character = event.character if event.character or modifiers else key_to_character(key)
    return events.Key("escape", "\x1b"), events.Key(name, character)


class KeyDispatch(LabellingActions):
    """Carries keys out, in the order in which they were typed."""

    async def on_event(self, event: events.Event) -> None:
        """Keys of the table are carried out here, in the order in which they were typed.

        Textual's own bindings run only after a key has been to the focused widget and back: what is typed right
        behind ``/`` or ``a`` would be taken for commands.
        """
        if isinstance(event, events.Key) and not event.is_forwarded and is_joiner(event.character):
            event = events.Paste(event.character or "")  # no key of Textual's lines, which take what is printable
        if (
            isinstance(event, events.Key)
            and not event.is_forwarded
            and "alt" in event.key
            and (keys := self._meant(event))
        ):
            for key in keys:
                await self.on_event(key)
            return
        if isinstance(event, events.Key) and not event.is_forwarded and self._is_for_guideline(event):
            return
        if isinstance(event, events.Key) and self._suspends(event):
            await self.run_action("suspend")
            return
        if self.question is not None and isinstance(event, events.Key) and self._asks_for_help(event):
            await self.action_help()
            return
        if self.question is not None and self._is_for_question(event):
            return
        if isinstance(event, events.Key) and not event.is_forwarded and self.takes_key(event):
            self._warning = ""
            return
        if isinstance(event, events.Key) and not event.is_forwarded and (action := self._action_for(event)):
            if action != "quit":
                self._warning = ""
            await self.run_action(action)
            return
        if isinstance(event, events.Key) and not event.is_forwarded and self.type_into_line(event):
            return
        if isinstance(event, events.Key) and event.key in {"pagedown", "pageup"} and self._has_unlaid_list():
            return
        if isinstance(event, events.Paste) and not event.is_forwarded and self._is_pasted_into_line(event):
            return
        is_typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        is_for_dialog = is_typed and len(self.screen_stack) > 1
        if is_for_dialog and isinstance(event, events.Key) and await self._is_bound_in_dialog(event):
            return
        is_mouse = isinstance(event, events.MouseEvent) and not event.is_forwarded
        await super().on_event(event)
        if is_for_dialog:
            await self._taken_by(self.focused)
        elif is_mouse and isinstance(event, events.MouseEvent) and (pointed := self._pointed_by(event)):
            await self._taken_by(pointed)

    def _is_for_guideline(self, event: events.Key) -> bool:
        """Whether a key was for the guidelines, which every other key takes off the screen as it does what it does."""
        is_same_again = self._action_for(event) == "guideline"
        return (is_same_again and self.page_guideline()) or (self.hide_guideline() and is_same_again)

    def _pointed_by(self, event: events.MouseEvent) -> Widget | None:
        """The text in which a button went down, or is down: the key right behind is for what it chooses."""
        is_button = isinstance(event, events.MouseDown | events.MouseUp)
        widget = self._mouse_down_widget if is_button else self.mouse_captured
        return widget if isinstance(widget, PointedView) else None

    def _is_pasted_into_line(self, event: events.Paste) -> bool:
        """Whether the line to type into took a paste, at once; any other place gets it as it takes it."""
        from textual.widgets import Input

        is_line = isinstance(self.focused, Input)
        event.text = one_pasted_line(event.text) if is_line else some_pasted_lines(event.text)
        if self.line is None or self.focused is not self.line:
            return False
        self.line.put(event.text)
        return True

    def _meant(self, event: events.Key) -> tuple[events.Key, ...]:
        """What a key with alt stands for: Esc and a key right behind it where it is bound to nothing."""
        bound = self.screen.active_bindings
        if event.key == "alt+backspace" and "ctrl+w" in bound:
            return (events.Key("ctrl+w", None),)  # Textual has the word behind the cursor there
        places = ("", self.mode) if len(self.screen_stack) == 1 else ()
        is_ours = any((place, event.key) in self._actions_by_key for place in places)
        is_split = "alt" in event.key.split("+")[:-1] and not is_ours and event.key not in bound
        return esc_and_key(event) if is_split else ()

    async def _is_bound_in_dialog(self, event: events.Key) -> bool:
        """Whether a dialog's key did what it does: now, not after it has been to the line with the focus and back."""
        if self.focused is not None and event.is_printable:
            return False
        return await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)

    async def _taken_by(self, widget: Widget | None) -> None:
        """Wait until a dialog's line has what was typed: the esc or enter right behind it is for all of that."""
        taken = asyncio.Event()
        if widget is not None and widget.call_later(taken.set):
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(taken.wait(), _PATIENCE_S)

    def _asks_for_help(self, event: events.Key) -> bool:
        """Whether a key opens the help while something is asked: no answer is one of the keys of the help."""
        return len(self.screen_stack) == 1 and self._is_key_of("help", event)

    def _is_key_of(self, action: str, event: events.Key) -> bool:
        """Whether a key, typed just now, starts an action where nothing else is on."""
        if event.is_forwarded:
            return False
        found = self._actions_by_key.get(("", event.key)) or self._actions_by_key.get(("", event.character or ""))
        return found is not None and found.id == action

    def _suspends(self, event: events.Key) -> bool:
        """Whether a key suspends the reader over whatever is open: not in a text, where it takes back."""
        if event.is_printable or not self._is_key_of("suspend", event):
            return False
        from textual.widgets import TextArea

        return not isinstance(self.focused, TextArea)

    async def action_help(self) -> None:
        """Show what the keys do now."""
        raise NotImplementedError

    def _is_for_question(self, event: events.Event) -> bool:
        """Whether an event was taken by what is asked; the mouse, a paste and another size end the question."""
        if isinstance(event, events.Key):
            if event.is_forwarded or len(self.screen_stack) > 1:
                return False
            self.answer(event.character if event.is_printable and event.character else event.key)
            return True
        if len(self.screen_stack) > 1 and not isinstance(event, events.Resize):
            return False
        if isinstance(event, events.Resize) and event.size == (self.columns, self.lines):
            return False  # back from the shell
        if isinstance(
            event, events.MouseDown | events.MouseScrollDown | events.MouseScrollUp | events.Paste | events.Resize
        ):
            self.end_question()
        return False

    def _has_unlaid_list(self) -> bool:
        """Whether a dialog's list has no rows on the screen: Textual's page keys fail on such a list."""
        from textual.widgets import OptionList

        return len(self.screen_stack) > 1 and any(
            not one.scrollable_content_region.area for one in self.screen.query(OptionList)
        )

    def use_table(self, table: tuple[Action, ...]) -> None:
        """Carry out another table of keys from now on."""
        self.table = table
        self.__dict__.pop("_actions_by_key", None)

    @cached_property
    def _actions_by_key(self) -> dict[tuple[str, str], Action]:
        return {(action.where, key): action for action in self.table for key in action.keys}

    @property
    def mode(self) -> str:
        """The list that has the focus, or the mode that is on, as ``Action.where`` names it; empty: the article."""
        if not self.is_furnished:
            return super().mode
        lists = {self.documents: DOCUMENTS, self.entities: ENTITIES, self.annotations: ANNOTATIONS}
        return next((where for widget, where in lists.items() if widget is self.focused), super().mode)

    @property
    def keys_now(self) -> tuple[str, list[Action]]:
        """What the present mode is called, and its actions."""
        mode, pane = self.mode, self.active
        if self.question is not None:
            asked = self.status.keys or self.question.keys
            return self.question.mode, [Action("", (one.keys,), "", one.does, "Answers") for one in asked]
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

    def _action_for(self, event: events.Key) -> str:
        """What a key does now; empty where it belongs to a dialog, a line to type in, or the list with the focus."""
        if len(self.screen_stack) > 1 or self.is_typing:
            return ""
        character, mode = event.character or "", self.mode
        places = ((mode, event.key), (mode, character), ("", event.key), ("", character))
        action = next((found for place in places if (found := self._actions_by_key.get(place))), None)
        if mode in {"", MOVING} and (action is None or action.where or passes(action, mode)):
            is_digit = character.isdigit() and character.isascii()
            return action.id if action else f"digit('{character}')" if is_digit else ""
        if mode == MOVING:
            return "say_what_moves"
        if action is None:
            return ""
        if not action.where and not passes(action, mode):
            return "say_where_motions_go"
        is_tag = action.group == TAGGING if mode == DOCUMENTS else action.id.startswith("tag(") and mode == ENTITIES
        if is_tag:
            return "say_where_tags_go"
        return action.id

    def action_say_where_motions_go(self) -> None:
        """A key that moves in the text, while a list has the focus that does not move by it."""
        self.say("that key is for the article: esc leads back to it")

    def action_say_where_tags_go(self) -> None:
        """A tag belongs to the passage one sees, not to a list of documents."""
        self.say("tags go to the article: esc leads back to it")
