"""Runs the user's own commands on a passage: beside everything else, one at a time, stopped with Esc.

The passage is the program's standard input; variables tell it the file, the store and the annotation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.config.own_command import NOTE, SHOW
from reader.system.user_program import Finished, ProgramError, run_program
from reader.system.web_session import NO_PROGRAMS, is_in_browser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.config.own_command import OwnCommand
    from reader.model.annotation import Annotation
    from reader.system.lazy import Lazy
    from reader.ui.controllers.tagging import Tagging
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.long_work import LongWork, Progress
    from reader.ui.main_display import MainDisplay
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session

#: What a program finds in its environment.
ANNOTATION, FILE, STORE = "NRC_READER_ANNOTATION", "NRC_READER_FILE", "NRC_READER_STORE"
#: Bytes of output that are read, lines of it that are shown, and code points that make a note.
_MOST_BYTES, _MOST_LINES, _LONGEST_NOTE = 1 << 18, 2_000, 20_000
#: Code points of a fault in the status line.
_LONGEST_FAULT = 200
#: Seconds between two looks whether the screen is free for the output.
_LOOK_S = 0.2


class _Given(NamedTuple):
    """What a command gets: the document, the annotation if there is one, and the passage."""

    opened: OpenDocument
    annotation: Annotation | None
    text: str


class OwnCommands:
    """The commands that the settings name."""

    def __init__(
        self, session: Session, display: MainDisplay, prompts: Prompts, tagging: Tagging, long_work: Lazy[LongWork]
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._tagging = tagging
        self._long_work = long_work

    def run(self, title: str) -> None:
        """Run the command of that title."""
        self._display.take_count()
        if is_in_browser():
            self._display.say(f"{title}: {NO_PROGRAMS}")
            return
        command = next(one for one in self._session.settings.now.commands if one.title == title)
        work = self._long_work()
        if work.is_running:
            self._display.say(f"{work.what} is not done yet: esc stops it")
            return
        given = self._given(command)
        if given is None:
            return
        theirs = self._session.edits.others([given.annotation]) if given.annotation and command.output == NOTE else ""
        if theirs:
            start = self._start
            self._prompts.ask_for_theirs(theirs, "a note", lambda: start(command, given))
        else:
            self._start(command, given)

    def _given(self, command: OwnCommand) -> _Given | None:
        """What the command gets; None, after saying why, where that is nothing."""
        pane = self._display.active
        opened, cursor = pane.open, pane.cursor
        if opened is None or cursor is None:
            self._display.say(f"{command.title}: no article is open here")
            return None
        needs_annotation = command.output == NOTE
        if needs_annotation or not cursor.selecting:
            here = self._tagging.annotations_here(quiet=not needs_annotation)
            if here:
                return _Given(opened, here[0], here[0].quote)
            if needs_annotation:
                return None
        return _Given(opened, None, pane.rows.text[slice(*cursor.passage)])

    def _start(self, command: OwnCommand, given: _Given) -> None:
        self._display.in_background(self._run, command, given, self._environment(given))

    def _environment(self, given: _Given) -> Mapping[str, str]:
        """The variables for the program; the annotation is an object of the export."""
        found = {FILE: given.opened.document.source, STORE: self._session.store.name, ANNOTATION: ""}
        if given.annotation is not None:
            from reader.exchange.jsonl import rows
            from reader.model.document import Stored
            from reader.system.json_text import json_text

            records = given.opened.records
            links = tuple(one for one in records.links_with(given.annotation.id) if one.source == given.annotation.id)
            stored = Stored(given.opened.document, (given.annotation,), links)
            found[ANNOTATION] = json_text(rows([stored])[0])
        return found

    async def _run(self, command: OwnCommand, given: _Given, environment: Mapping[str, str]) -> None:
        from reader.ui.long_work import WorkStopped

        def work(progress: Progress) -> Finished:
            return run_program(
                command.words,
                given.text,
                environment,
                seconds=command.seconds,
                most=_MOST_BYTES,
                look=lambda seconds: progress(int(seconds), command.seconds),
            )

        try:
            done = await self._long_work().run(command.title, "s", work, has_end=False)
        except WorkStopped:
            self._display.say(f"{command.title}: stopped")
        except ProgramError as error:
            self._display.say(f"{command.title}: {error}")
        else:
            self._take(command, given, done)

    def _take(self, command: OwnCommand, given: _Given, done: Finished) -> None:
        """Show what the program gave, or make it the note."""
        from reader.system.safe_text import short_text
        from reader.ui.terminal.pasted_text import some_pasted_lines

        output = some_pasted_lines(done.output).strip("\n")
        fault = ""
        if done.code and not done.is_cut:
            said = (done.errors.strip() or done.output.strip()).rpartition("\n")[2]
            how = f"ended with {done.code}" if done.code > 0 else f"was ended by signal {-done.code}"
            fault = short_text(f"{how}: {said}" if said else how, _LONGEST_FAULT)
        if command.output == SHOW and output:
            cut = "only the beginning is shown: it wrote more" if done.is_cut else ""
            self._show(command.title, output, fault or cut)
        elif fault:
            self._display.say(f"{command.title}: {fault}")
        elif command.output == NOTE:
            self._take_note(command, given, output, is_cut=done.is_cut)
        else:
            self._display.say(f"{command.title}: done" + (", no output" if command.output == SHOW else ""))

    def _show(self, title: str, text: str, more: str) -> None:
        """Show the output, once nothing else is open: it must take no key that is meant for that."""
        from reader.ui.screens.output_screen import OutputScreen

        if self._display.has_dialog or self._prompts.line is not None or self._prompts.question is not None:
            self._display.set_timer(_LOOK_S, lambda: self._show(title, text, more))
            return
        lines = text.expandtabs(4).split("\n")
        if len(lines) > _MOST_LINES:
            del lines[_MOST_LINES:]
            more = more or f"only the first {_MOST_LINES:,} lines are shown"
        self._display.say("")
        self._display.push_screen(OutputScreen(title, "\n".join(lines), more))

    def _take_note(self, command: OwnCommand, given: _Given, text: str, *, is_cut: bool) -> None:
        annotation = given.annotation
        opened = self._session.links.holder(annotation.id) if annotation is not None else None
        opened = opened or given.opened  # it may be out of memory by now
        note = text.strip()
        if annotation is None or opened.records.get(annotation.id) is None:
            self._display.say(f"{command.title}: the annotation is gone, so there is no note")
        elif not note:
            self._display.say(f"{command.title}: gave no text; the note stays as it was")
        elif is_cut or len(note) > _LONGEST_NOTE:
            self._display.say(f"{command.title}: gave too much for a note ({_LONGEST_NOTE:,} characters at most)")
        elif note == annotation.note:
            self._display.say(f"{command.title}: the note is so already")
        else:
            self._tagging.keep_note(opened, annotation, note, f"note by {command.title}")
