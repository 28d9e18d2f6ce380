"""Copying passages to the clipboard or to a file, and exporting all annotations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.store.store_protocol import StoreError
from reader.system.stdio import counted
from reader.system.web_session import is_in_browser

if TYPE_CHECKING:
    from reader.exchange.export_lines import Exported
    from reader.system.lazy import Lazy
    from reader.ui.long_work import LongWork, Progress
    from reader.ui.main_display import MainDisplay
    from reader.workspace.session import Session

#: Seconds that an export waits for the disk.
_PATIENCE_S = 3.0
_EXPORTING = "exporting"


class Copying:
    """What leaves the reader."""

    def __init__(
        self, session: Session, display: MainDisplay, long_work: Lazy[LongWork], to_clipboard: Callable[[str], object]
    ) -> None:
        self._session = session
        self._display = display
        self._long_work = long_work
        self._to_clipboard = to_clipboard

    @property
    def _passage(self) -> str | None:
        """The text of the passage, not the screen's rows; None where there is no article."""
        pane = self._display.active
        return pane.rows.text[slice(*pane.cursor.passage)] if pane.cursor is not None else None

    def copy(self) -> None:
        """Send the passage to the terminal's clipboard."""
        text = self._passage
        if text is not None:
            self.send(text)

    def send(self, text: str) -> None:
        """Send any text to the terminal's clipboard, and say so."""
        self._to_clipboard(text)
        where = "browser, which may refuse them" if is_in_browser() else "clipboard"
        self._display.say(f"{len(text)} characters sent to the {where}")

    def clip(self) -> None:
        """Add the passage to a file, for terminals that have no clipboard."""
        opened, text = self._display.active.open, self._passage
        if opened is not None and text is not None:
            self._display.in_background(self._clip, text, opened.document.path)

    async def _clip(self, text: str, document: str) -> None:
        try:
            place = await asyncio.to_thread(self._session.store.add_clipping, text, document)
        except StoreError as error:
            self._display.say(str(error))
        else:
            self._display.say(f"added to {place}")

    def export(self) -> None:
        """Write the export beside the documents."""
        self._export_in("")

    async def export_as(self) -> None:
        """Ask for a format, and write the export in it to the working folder."""
        from reader.exchange.format_listing import listed_formats
        from reader.ui.screens.picker import FormatScreen

        if self._is_free():
            formats, _ = await asyncio.to_thread(listed_formats)  # each is a module, or another package's
            await self._display.push_screen(FormatScreen(formats, self._export_in))

    def _export_in(self, name: str) -> None:
        self.write(self._work(name))

    def write(self, work: Callable[[Progress], object]) -> None:
        """Write a file from a thread, once what is being saved is on disk, and say what ``work`` gives."""
        if self._is_free():
            self._display.in_background(self._write, work, exclusive=True)

    def stop(self) -> bool:
        """Write no more of it; whether something was being written."""
        return self._long_work.made is not None and self._long_work().stop()

    def _is_free(self) -> bool:
        """Whether no other long work is being done; else that is said."""
        work = self._long_work()
        if work.is_running:
            what = "one export is being written" if work.what == _EXPORTING else f"{work.what} is not done yet"
            self._display.say(f"{what}: esc stops it")
        return not work.is_running

    async def _write(self, work: Callable[[Progress], object]) -> None:
        from reader.exchange.exchange_error import ExchangeError
        from reader.system.os_errors import reason
        from reader.ui.long_work import WorkStopped

        session = self._session
        if session.edits.unsaved and not await asyncio.to_thread(session.saver().flush, _PATIENCE_S):
            left = counted(session.edits.unsaved, "change")
            self._display.say(f"not exported: {left} not saved yet: {self._display.save_error}")
            return
        try:
            self._display.say(str(await self._long_work().run(_EXPORTING, "documents", work)))
        except WorkStopped:
            self._display.say("not exported: stopped, no file was written")
        except (StoreError, ExchangeError) as error:
            self._display.say(f"not exported: {error}")
        except OSError as error:
            self._display.say(f"not exported: {reason(error)}")

    def _work(self, name: str) -> Callable[[Progress], Exported]:
        """What the thread is to do: without a name of a format, the file beside the documents."""
        from reader.exchange.export_lines import export_file
        from reader.exchange.outgoing.store_export import StoreExport, free_place

        session = self._session
        if not name:
            return lambda progress: export_file(session.store, tick=progress)
        export = StoreExport(session.store, session.settings.now, session.library.reach)
        return lambda progress: export.write(free_place(Path.cwd(), name), name, progress)
