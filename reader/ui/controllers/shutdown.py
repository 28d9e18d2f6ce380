"""Every end of the program is orderly: quitting asks, signals and faults lose nothing, the shell can bring it back."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from reader.system.lazy import Lazy
from reader.system.safe_text import safe_text
from reader.system.stdio import counted, tell
from reader.workspace.document_notices import reason_first
from reader.workspace.session import PATIENCE_S

if TYPE_CHECKING:
    from textual.app import App

    from reader.ui.controllers.annotation_ends import AnnotationEnds
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.documents import Documents
    from reader.ui.controllers.remote_changes import RemoteChanges
    from reader.ui.controllers.tagging import Tagging
    from reader.ui.main_display import MainDisplay
    from reader.ui.reading_place import ReadingPlace
    from reader.ui.terminal.process_lifecycle import ProcessLifecycle
    from reader.workspace.session import Session


class Parts(Protocol):
    """The controllers that have something to end."""

    tagging: Tagging
    ends: AnnotationEnds
    changes: Changes
    remote_changes: RemoteChanges


class Shutdown:
    """Running, quitting, suspending, crashing.

    Args:
        app: what runs.
        session: what is saved at the end.
        display: what is on the screen.
        place: where one is, which is kept.
        documents: what is being read, which is given up.
        parts: gives the controllers, or None before there are any: that is so until the first text is on the screen.

    Attributes:
        lifecycle: what ends the reader from outside.
        crash: the fault that ended the reader; None where there is none.
    """

    def __init__(
        self,
        app: App[int],
        session: Session,
        display: MainDisplay,
        place: ReadingPlace,
        documents: Documents,
        parts: Callable[[], Parts | None],
    ) -> None:
        self._app = app
        self._session = session
        self._display = display
        self._place = place
        self._documents = documents
        self._parts = parts
        self.lifecycle: Lazy[ProcessLifecycle] = Lazy(self._make_lifecycle)
        self.crash: BaseException | str | None = None

    # --- running

    def run_in_terminal(self) -> int:
        """Run until the user quits, or something ends the program; gives the exit code."""
        self.lifecycle().watch_signals()
        threading.excepthook = self.take_thread_exception
        try:
            code = self._app.run(mouse=self._session.settings.now.mouse)
        except Exception as error:  # noqa: BLE001 - of Textual's own, before or behind the loop
            self.lifecycle().restore()
            self.crash, code = error, 1
        self.let_go()
        is_clean = self.say_what_is_not_saved()
        if self.crash is not None:
            from reader.system.crash_log import report

            _complain(report(self.crash))
            return 1
        return self._app.return_code or code or (0 if is_clean else 1)

    def _make_lifecycle(self) -> ProcessLifecycle:
        from reader.ui.terminal.process_lifecycle import ProcessLifecycle

        return ProcessLifecycle(
            self._on_screen,
            prepare=self._finish_note,
            rescue=self.let_go,
            leave=lambda code: self._app.exit(return_code=code),
            last_words=self.say_what_is_not_saved,
        )

    def _on_screen(self, do: Any) -> None:
        if self._app._loop is not None:  # noqa: SLF001 - Textual has no other way
            with suppress(RuntimeError):  # it is closed already
                self._app._loop.call_soon_threadsafe(do)  # noqa: SLF001

    def _finish_note(self) -> None:
        if (parts := self._parts()) is not None:
            parts.tagging.finish_note()

    def let_go(self) -> None:
        """See that everything is on disk, or else in the emergency file; end the threads and the worker processes."""
        if (parts := self._parts()) is not None:
            parts.remote_changes.stop()
        self._session.rescue()
        self._documents.close()

    def say_what_is_not_saved(self) -> bool:
        """Name the emergency file, once the terminal is as before; whether all is saved."""
        saver = self._session.saver.made
        left = sum(len(one.changes) for one in saver.waiting) if saver is not None else 0
        if left:
            path = self._session.emergency().path
            lost = f"LOST: {self._display.save_error}"
            where = f"kept in {path}; nrc-reader import takes them in" if path else lost
            _complain(f"{counted(left, 'change')} not saved: {where}")
        return not left

    # --- a fault of the program's own

    def take_fatal_error(self) -> None:
        """In place of Textual's picture of it: the screen closes, and one line says where the rest is."""
        self.crash = self.crash or self._app._exception  # noqa: SLF001
        with suppress(Exception):
            self._finish_note()
        self._app._close_messages_no_wait()  # noqa: SLF001

    def take_panic(self, *renderables: Any) -> None:
        """As above, for a fault that comes as a picture: of the thread that reads the terminal."""
        from reader.ui.terminal.process_lifecycle import is_gone

        if not self.lifecycle().has_begun and not is_gone(0):
            self.crash = self.crash or self._app._exception or "\n".join(map(str, renderables))  # noqa: SLF001
            self._app._return_code = 1  # noqa: SLF001
            self._app._close_messages_no_wait()  # noqa: SLF001

    def take_thread_exception(self, fault: threading.ExceptHookArgs) -> None:
        """A thread ended by a fault."""
        from reader.ui.terminal.process_lifecycle import is_gone

        if isinstance(fault.exc_value, OSError) and is_gone(0):  # the thread that writes to it cannot
            self.lifecycle().begin(signal.SIGHUP)
        elif fault.exc_value is not None and not isinstance(fault.exc_value, SystemExit):
            self.crash = self.crash or fault.exc_value
            self._on_screen(lambda: self._app.exit(return_code=1))

    # --- quitting, suspending

    async def quit(self) -> None:
        """Quit; while an annotation is moved leave that only; with something unsaved only when asked twice."""
        display, edits, parts = self._display, self._session.edits, self._parts()
        if parts is None:
            self._app.exit(0)
            return
        changes = parts.changes
        if parts.ends.stop_moving():
            display.active.follow()
            display.say(display.with_keys("the annotation is left as it was; {quit} again quits"))
            return
        parts.tagging.finish_note()
        if changes.warning and edits.unsaved:
            display.say("quitting: saving is tried once more …")
        is_clean = not edits.unsaved or await asyncio.to_thread(self._session.saver().flush, PATIENCE_S)
        if not is_clean and not changes.warning:
            way_out = display.with_keys("{quit} again quits all the same.")
            changes.warning = f"{counted(edits.unsaved, 'change')} NOT SAVED; {way_out}"
            path = self._session.emergency().path
            kept = f" Kept in {path}." if path else ""
            display.say(f"{changes.warning} {reason_first(display.save_error)}{kept}")
            self._session.saver().retry()
            return
        self._place.remember_shown()
        await self._place.save()
        self._app.exit(0)

    def suspend(self) -> None:
        """Give the terminal back to the shell until it says ``fg``."""
        from reader.ui.terminal.process_lifecycle import can_come_back

        driver = self._app._driver  # noqa: SLF001
        if driver is None or not driver.can_suspend or not can_come_back():
            self._display.say("there is no shell here that could bring the reader back")
            return
        os.kill(0, signal.SIGTSTP)  # the whole group: make, or a script, that runs the reader stops too

    def redraw(self) -> None:
        """Paint everything again, where the terminal has lost count of wide characters."""
        self._app.clear_notifications()
        self._display.screen.refresh(layout=True)
        self._display.screen.refresh()


def _complain(message: str) -> None:
    tell(f"nrc-reader: {safe_text(message)}")
