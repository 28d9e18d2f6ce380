"""Changes that a key makes: said in the status line until they are on disk, asked about where they are another's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from reader.model.annotation import Annotation, Change
from reader.model.spans import Span
from reader.store.store_protocol import StoreError
from reader.workspace.document_notices import reason_first
from reader.workspace.edits import EditError, Parts, Turn

if TYPE_CHECKING:
    from reader.model.act import Act
    from reader.store.history.undo import Step
    from reader.store.save_queue import Saved
    from reader.ui.controllers.documents import Documents
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.main_display import MainDisplay
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session

#: What is said of a step that was not written: another program had done it, or undone it, at the same moment.
NOT_NEEDED = "it was so already"


class _Shown(NamedTuple):
    """A document that a step changes, where it is if not in front, and whether the step leads to its place there."""

    opened: OpenDocument | None
    where: str
    leads_there: bool


class Changes:
    """Makes changes, and says what becomes of them.

    Attributes:
        warning: what quitting would lose, once that was said; it holds for the very next key.
        labels_turned: called where a step that was taken back, or done again, was about labels themselves.
    """

    def __init__(self, session: Session, display: MainDisplay, prompts: Prompts, documents: Documents) -> None:
        self._session = session
        self._edits = session.edits
        self._display = display
        self._prompts = prompts
        self._documents = documents
        self._what_was_done = ""  # what was last said to be done
        self.warning = ""
        self.labels_turned: Callable[[], object] = lambda: None

    def do(
        self, opened: OpenDocument, what: str, changes: tuple[Change, ...], said: str = "", *, asks: bool = True
    ) -> None:
        """Make changes in one document; else as ``do_all``."""
        self.do_all(what, [(opened, changes)], said, asks=asks)

    def do_all(self, what: str, parts: Parts, said: str = "", *, asks: bool = True) -> None:
        """Make changes as one step: at once on the screen, then on disk.

        Args:
            what: what undo, redo and the log call the step.
            parts: documents with their changes; no changes make no step.
            said: what the status line says now, where that is more than ``what``.
            asks: whether to ask first where somebody else's annotation or link would be changed or deleted, or where
                that the document is finished would be taken back.
        """
        befores = [change.before for _, changes in parts for change in changes if change.before is not None]
        is_taken_back = self._edits.takes_back(parts)
        if asks and (theirs := self._edits.others(befores)):
            self._prompts.ask_for_theirs(theirs, what, lambda: self.do_all(what, parts, said, asks=False))
            return
        if asks and is_taken_back:
            self._prompts.ask_for_sealed(what, lambda: self.do_all(what, parts, said, asks=False))
            return
        try:
            if self._edits.do(what, parts):
                self._say_done(f"{said or what}{', no longer finished' if is_taken_back else ''}")
        except EditError as error:
            self._display.say(str(error))

    def _say_done(self, said: str) -> None:
        self._what_was_done = said
        self._display.say(f"{said} …")

    def forget_warning(self) -> None:
        """What quitting would lose was said for the next key only."""
        self.warning = ""

    # --- what became of it

    def take_saved(self, saved: Saved) -> None:
        """A save was tried: only now may the status line say saved."""
        display = self._display
        if saved.error:
            display.save_error = saved.error
            display.say(
                f"{self.warning or display.with_keys('{unsaved} lists what is not saved:')} {reason_first(saved.error)}"
            )
            return
        if display.save_error and not saved.unsaved:  # one document's success says nothing of another's failure
            display.save_error = self.warning = ""
            display.say("saved now")
        if saved.step == self._edits.latest and display.message == f"{self._what_was_done} …":
            display.say(f"{self._what_was_done} · {self._not_needed(saved.met) if saved.void else 'saved'}")

    def _not_needed(self, met: Act) -> str:
        """That a step was not needed, and who had done the same, as far as it is known."""
        who = "you" if self._edits.is_mine(met.by) else met.by
        by = ": ".join(part for part in (who, met.what) if part)
        return f"{NOT_NEEDED} ({by})" if by else NOT_NEEDED

    # --- taking back

    def undo(self) -> None:
        """Take steps back."""
        self._turn(self._edits.undo, "undone", "nothing to undo")

    def redo(self) -> None:
        """Do steps again."""
        self._turn(self._edits.redo, "done again", "nothing to redo")

    def _turn(self, take: Callable[[Callable[[Turn], object]], Turn | None], what: str, none: str) -> None:
        for _ in range(self._display.take_count()):
            shown: list[_Shown] = []
            try:
                turn = take(lambda turn: shown.append(self._bring_up(turn)))  # noqa: B023 - called at once
            except (EditError, StoreError) as error:
                self._display.say(f"{none}: {error}")
                return
            if turn is None:
                self._display.say(none)
                return
            self._display.refresh_documents()
            if turn.step.has_labels:
                self.labels_turned()
            name = _short(turn.step.what, 40)
            if not shown:
                self._display.say(f"{name}: {none} of it, {self._edits.changed_since(turn.step)}")
                continue
            said = f"{name}: {what}{shown[0].where}"
            if not turn.step.parts:  # no document was changed, and nothing waits to be saved
                self._display.say(said)
                continue
            self._say_done(said)
            if shown[0].leads_there:
                self._show_place(turn.step, shown[0].opened)

    def _bring_up(self, turn: Turn) -> _Shown:
        """Bring the document that is going to be changed to the screen.

        What was done in several documents leads away from none of them.
        """
        opened, active = turn.opened, self._display.active
        if not opened:
            return _Shown(active.open, "", leads_there=False)
        is_here = len(opened) > 1 and active.open in opened
        last = active.open if is_here else next((one for one in reversed(opened) if one is not None), None)
        where = ""
        if last is None:
            where = f" in “{turn.step.parts[-1].document.path}”, which cannot be opened"
        elif active.open is not last:
            where = f" in “{_short(self._documents.show_opened(last), 30)}”"
        return _Shown(last, where, leads_there=not is_here)

    def _show_place(self, step: Step, opened: OpenDocument | None) -> None:
        """Go to where a step was taken back or done again, if its document is on the screen."""
        pane = next((pane for pane in self._display.panes if pane.open is opened), None)
        record = step.changes[-1].record
        if pane is not None and opened is not None and isinstance(record, Annotation) and not pane.as_scraped:
            pane.choose(Span(record.start, record.end))
        if self._display.is_furnished and isinstance(record, Annotation):
            self._display.annotations.highlight_annotation(record)


def _short(text: str, most: int) -> str:
    """A text of so many code points at most: what was undone must be seen, not all that it was done to."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
