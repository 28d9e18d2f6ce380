"""What is not saved, with the reason, over the screen; tried again, or taken in, with one key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from reader.exchange.emergency_file import EmergencyFile, Waiting
from reader.model.annotation import Annotation, Change
from reader.store.save_queue import SaveQueue
from reader.system.safe_text import safe_text
from reader.system.stdio import counted
from reader.ui.keymap.action import UNSAVED_DIALOG
from reader.ui.screens.scrolling_screen import ScrollingScreen

_KEYS = "{retry_saves} tries again   {take_in} takes in what earlier sessions left   {close_unsaved} closes"
#: Changes beyond these are only counted.
SHOWN = 200


class UnsavedScreen(ScrollingScreen):
    """The changes that wait for the disk, and the files of earlier sessions.

    Args:
        saver: asked what waits each time.
        emergency: where it is kept meanwhile.
        left: what earlier sessions left behind.
        take_back: takes that in; one line on how it went.
        notices: what else there was to say, in full.
    """

    PLACES: ClassVar[tuple[str, ...]] = (UNSAVED_DIALOG, *ScrollingScreen.PLACES)

    def __init__(
        self,
        saver: SaveQueue,
        emergency: EmergencyFile,
        left: Sequence[Waiting],
        take_back: Callable[[list[Waiting]], Awaitable[str]],
        notices: Sequence[str] = (),
    ) -> None:
        super().__init__(classes="dialog")
        self._saver = saver
        self._emergency = emergency
        self._left = list(left)
        self._take_back = take_back
        self._notices = notices
        self._said = ""

    def compose(self) -> ComposeResult:
        """What can be done, then what waits."""
        with Vertical(classes="box"):
            with Vertical(classes="head"):
                yield Static(self.dialog_keys.hint(_KEYS), classes="hint", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(id="waiting", markup=False)

    def on_mount(self) -> None:
        """As it is now."""
        self.show()

    def show(self) -> None:
        """As it is now."""
        self.query_one("#waiting", Static).update(Text("\n").join(self._lines()))

    def _lines(self) -> Iterator[Text]:
        if self._said:
            yield Text(self._said, "bold")
        for file in self._left:
            yield Text(f"{counted(file.changes, 'change')} of an earlier session: {safe_text(str(file.path))}")
        waiting = self._saver.waiting
        changes = [(one, change) for one in waiting for change in one.changes]
        if self._emergency.path is not None:
            yield Text(f"kept until then in {safe_text(str(self._emergency.path))}")
        if not changes:
            yield Text("Everything is saved.")
        error = ""
        for one, change in changes[:SHOWN]:
            if one.error != error:
                error = one.error
                yield Text(safe_text(error), "bold")
            yield Text(f"  {safe_text(Path(one.document.path).name)}: {described(change)}")
        if len(changes) > SHOWN:
            yield Text(f"  and {len(changes) - SHOWN} more")
        yield from (Text(f"\n{safe_text(notice)}") for notice in self._notices)

    def retry(self) -> None:
        """Try all of it now."""
        self._said = "trying again …"
        self._saver.retry()
        self.show()

    async def take_back(self) -> None:
        """Take in what earlier sessions left behind."""
        left, self._left = self._left, []
        self._said = await self._take_back(left) if left else "nothing was left behind"
        self.show()


def described(change: Change) -> str:
    """A change in a few words: what was done to which passage."""
    record = change.record
    done = "deleted" if change.after is None else "new" if change.before is None else "changed"
    if isinstance(record, Annotation):
        return f"{record.label} {done}: “{' '.join(record.quote.split())[:60]}”"
    return f"{type(record).__name__.lower()} {done}"
