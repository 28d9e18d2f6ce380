"""What every dialog of ours has: keys that are rows of the table of actions."""

from __future__ import annotations

import inspect
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual import events
from textual.screen import ModalScreen

from reader.ui.frugal_screen import FrugalScreen
from reader.ui.keymap.action import ANY_DIALOG
from reader.ui.keymap.dialog_keys import DialogKeys

if TYPE_CHECKING:
    from reader.ui.display import Display
    from reader.ui.screens.command_palette import HasCommands

    class HasDisplay(Protocol):
        """What an editor needs of the reader."""

        main_display: Display


class Dialog(ModalScreen[None], FrugalScreen[None]):  # the first has the look: the article shines through
    """A dialog. The handler of each of its rows is a method, behind ``dialog.``. Keys come in the order typed."""

    CSS_PATH = "dialogs.tcss"
    #: Which rows of the table are its own, as ``Action.where`` names them; the first that has a key counts.
    PLACES: ClassVar[tuple[str, ...]] = (ANY_DIALOG,)
    #: Whether its keys count before those with which the line that has the focus is edited.
    KEYS_COME_FIRST: ClassVar[bool] = False

    @cached_property
    def dialog_keys(self) -> DialogKeys:
        """The keys in force when it was opened."""
        return DialogKeys(cast("HasCommands", self.app).table, self.PLACES)

    async def take(self, event: events.Key) -> bool:
        """Do what a key does, before it goes anywhere else; whether it was one for the dialog."""
        action = self.dialog_keys.action_for(event)
        if action is None or self._is_for_line(event):
            return False
        handler = getattr(self, action.handler.removeprefix("dialog."))
        done = handler(action.argument) if action.argument else handler()
        if inspect.isawaitable(done):
            await done
        return True

    def _is_for_line(self, event: events.Key) -> bool:
        """Whether a key is for the line with the focus: it is text, or edits it."""
        if self.focused is None or event.is_printable:
            return self.focused is not None
        bound = self.active_bindings.get(event.key)
        return not self.KEYS_COME_FIRST and bound is not None and bound.node is self.focused

    def close(self) -> None:
        """Close it."""
        self.dismiss(None)

    def in_editor(self, text: str, name: str) -> str | None:
        """A text as it was written in the user's editor; None, after saying why, where it was not.

        Args:
            text: what the editor begins with.
            name: of the file that the editor shows.
        """
        from reader.ui.own_tools.external_editor import EditorError, written_in_editor

        try:
            return written_in_editor(self.app, text, name)
        except EditorError as error:
            cast("HasDisplay", self.app).main_display.say(str(error))
            return None

    async def show_help(self) -> None:
        """Show its keys; Esc leads back."""
        await cast("HasCommands", self.app).perform("help")
