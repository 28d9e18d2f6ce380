"""Nothing is lost: what is not saved is listed and retried, quitting asks, and every end of the program is orderly."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.store.reading_positions import save_places
from reader.system.stdio import counted, tell
from reader.ui.controllers.background_results import BackgroundActions
from reader.workspace.document_notices import reason_first

if TYPE_CHECKING:
    from reader.exchange.emergency_file import Waiting
    from reader.ui.screens.unsaved_screen import UnsavedScreen
    from reader.ui.terminal.process_lifecycle import ProcessLifecycle

#: How long quitting waits for the disk.
QUIT_PATIENCE_S = 3.0


class SafetyActions(BackgroundActions):
    """Quitting, suspending, crashing, and the list of what is not saved."""

    _unsaved_screen: UnsavedScreen | None = None
    _crash: BaseException | str | None = None

    # --- running

    def run_in_terminal(self) -> int:
        """Run until the user quits, or something ends the program; gives the exit code."""
        self.ending.watch_signals()
        threading.excepthook = self._on_thread_exception
        try:
            code = self.run(mouse=self.settings.mouse)
        except Exception as error:  # noqa: BLE001 - of Textual's own, before or behind the loop
            self.ending.restore()
            self._crash, code = error, 1
        self._let_go()
        is_clean = self._say_what_is_not_saved()
        if self._crash is not None:
            self._report_crash(self._crash)
            return 1
        return self.return_code or code or (0 if is_clean else 1)

    @cached_property
    def ending(self) -> ProcessLifecycle:
        """What ends the reader from outside."""
        from reader.ui.terminal.process_lifecycle import ProcessLifecycle

        return ProcessLifecycle(
            self._on_screen,
            prepare=self._finish_note,
            rescue=self._let_go,
            leave=lambda code: self.exit(return_code=code),
            last_words=self._say_what_is_not_saved,
        )

    def _on_screen(self, do: Any) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # it is closed already
                self._loop.call_soon_threadsafe(do)

    def _finish_note(self) -> None:
        if self.open_note is not None:
            self.open_note.keep()

    def _let_go(self) -> None:
        """See that everything is on disk, or else in the emergency file; end the threads and the worker process."""
        self.library.close()
        if "saver" in self.__dict__:
            self.saver.close(QUIT_PATIENCE_S)
        if "names" in self.__dict__:
            self.names.close()
        elif self.names_process is not None:
            self.names_process.kill()
        if "duplicates" in self.__dict__:
            self.duplicates.close()

    def _say_what_is_not_saved(self) -> bool:
        """Name the emergency file, once the terminal is as before; whether all is saved."""
        left = sum(len(one.changes) for one in self.saver.waiting) if "saver" in self.__dict__ else 0
        if left:
            path = self.emergency.path
            where = f"kept in {path}; nrc-reader import takes them in" if path else f"LOST: {self.save_error}"
            _complain(f"{counted(left, 'change')} not saved: {where}")
        return not left

    # --- a fault of the program's own

    def _fatal_error(self) -> None:
        """In place of Textual's picture of it: the screen closes, and one line says where the rest is."""
        self._crash = self._crash or self._exception
        with suppress(Exception):
            self._finish_note()
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """As above, for a fault that comes as a picture: of the thread that reads the terminal."""
        from reader.ui.terminal.process_lifecycle import is_gone

        if not self.ending.has_begun and not is_gone(0):
            self._crash = self._crash or self._exception or "\n".join(map(str, renderables))
            self._return_code = 1
            self._close_messages_no_wait()

    def _on_thread_exception(self, fault: threading.ExceptHookArgs) -> None:
        from reader.ui.terminal.process_lifecycle import is_gone

        if isinstance(fault.exc_value, OSError) and is_gone(0):  # the thread that writes to it cannot
            self.ending.begin(signal.SIGHUP)
        elif fault.exc_value is not None and not isinstance(fault.exc_value, SystemExit):
            self._crash = self._crash or fault.exc_value
            self._on_screen(lambda: self.exit(return_code=1))

    def _report_crash(self, crash: BaseException | str) -> None:
        from reader.system.crash_log import report

        _complain(report(crash))

    # --- quitting, suspending

    async def action_quit(self) -> None:
        """Quit; while an annotation is moved leave that only; with something unsaved only when asked twice."""
        if self.stop_moving():
            self.active.follow()
            self.say("the annotation is left as it was; q again quits")
            return
        self._finish_note()
        if self._warning and self.unsaved_count:
            self.say("quitting: saving is tried once more …")
        is_clean = not self.unsaved_count or await asyncio.to_thread(self.saver.flush, QUIT_PATIENCE_S)
        if not is_clean and not self._warning:
            self._warning = f"{counted(self.unsaved_count, 'change')} NOT SAVED; q again quits all the same."
            kept = f" Kept in {self.emergency.path}." if self.emergency.path else ""
            self.say(f"{self._warning} {reason_first(self.save_error)}{kept}")
            self.saver.retry()
            return
        self.places.shown = [entry.path for entry in self.shown]
        await self._save_places()
        self.exit(0)

    async def _save_places(self) -> None:
        try:
            await asyncio.to_thread(save_places, self.store.hidden_folder, self.places.copy())
        except OSError as error:
            self.log(f"reading positions not kept: {error}")

    def action_suspend(self) -> None:
        """Give the terminal back to the shell until it says ``fg``."""
        from reader.ui.terminal.process_lifecycle import can_come_back

        if self._driver is None or not self._driver.can_suspend or not can_come_back():
            self.say("there is no shell here that could bring the reader back")
            return
        os.kill(0, signal.SIGTSTP)  # the whole group: make, or a script, that runs the reader stops too

    def action_redraw(self) -> None:
        """Paint everything again, where the terminal has lost count of wide characters."""
        self.clear_notifications()
        self.refresh(layout=True, repaint=True)
        self.screen.refresh()

    # --- what is not saved

    async def action_unsaved(self) -> None:
        """List what is not saved, and what earlier sessions left behind."""
        from reader.exchange.emergency_file import files_of, waiting
        from reader.ui.screens.unsaved_screen import UnsavedScreen

        left = await asyncio.to_thread(lambda: list(files_of(waiting(), self.store)))

        def closed(_: None) -> None:
            self._unsaved_screen = None

        self._unsaved_screen = UnsavedScreen(self.saver, self.emergency, left, self._take_back, self.notices)
        await self.push_screen(self._unsaved_screen, closed)

    def refresh_unsaved(self) -> None:
        """Show the list as it is now, where it is on the screen."""
        if self._unsaved_screen is not None and self._unsaved_screen.is_mounted:
            self._unsaved_screen.show()

    async def look_at_the_store(self) -> None:
        """Say what is missing or damaged beside it, what its place is bad for, or what an earlier session left."""
        from reader.exchange.emergency_file import files_of, waiting
        from reader.store.added_labels import label_fault
        from reader.store.cloud_sync_folders import warning
        from reader.store.left_alone import in_one_line, left_alone

        if self.settings.not_used:
            self.notices += self.settings.not_used
            more = " (! says more)" if self.settings.not_used[1:] else ""
            self.say(self.settings.not_used[0].removeprefix(f"{Path.cwd()}/") + more)
        named = self.settings.gazetteer
        if named is not None and not await asyncio.to_thread(os.path.lexists, named):
            self.say(f"{named}: no such gazetteer yet: names of yours are not known (check the setting)")
        if wrong := await asyncio.to_thread(label_fault, self.store.folder):
            self.say(wrong)
        if alone := await asyncio.to_thread(lambda: list(left_alone(self.store.folder, is_quick=True))):
            self.say(in_one_line(alone))
        if risk := await asyncio.to_thread(warning, self.store.folder, has_locks=True):
            self.say(risk)
        left = await asyncio.to_thread(lambda: list(files_of(waiting(), self.store)))
        if left:
            count = counted(sum(one.changes for one in left), "unsaved change")
            self.say(
                f"{count} of an earlier session: ! lists {'it' if count[:2] == '1 ' else 'them'}, i there takes in"
            )

    async def _take_back(self, left: list[Waiting]) -> str:
        """Take in what earlier sessions left behind; one line on how it went."""
        from reader.exchange.emergency_file import recover
        from reader.exchange.jsonl import ExchangeError
        from reader.store.store_protocol import StoreError

        taken, problems = 0, []
        for one in left:
            try:
                done = await asyncio.to_thread(recover, self.store, one.path)
                taken += done.changes
                problems += [str(fault) for fault in done.faults]
            except (StoreError, ExchangeError, OSError) as error:
                problems.append(str(error))
        await self._reload()
        done_now = f"{counted(taken, 'change')} taken in" + (f"; {problems[0]}" if problems else "")
        self.say(done_now)  # in place of what was said to wait
        return done_now

    async def _reload(self) -> None:
        """Show the annotations of the documents on the screen as the store has them."""
        waiting = {one.document.sha256 for one in self.saver.waiting}
        for pane in self.panes:
            if pane.open is not None and pane.open.sha256 not in waiting:
                await asyncio.to_thread(self.library.reload, pane.open)
                self.refresh_marks(pane.open)


def _complain(message: str) -> None:
    from reader.system.safe_text import safe_text

    tell(f"nrc-reader: {safe_text(message)}")
