"""Changing what is stored: at once in memory and on the screen, then on disk, and so that it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from reader.config.settings import annotator_name
from reader.model.act import NOBODY, Act
from reader.model.annotation import Annotation, Change, Link, Record
from reader.model.document import Document
from reader.ui.app_state import Desk
from reader.ui.keymap.question import Question
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from reader.store.history.undo import Step, UndoHistory
    from reader.store.save_queue import Saved
    from reader.workspace.library_entries import OpenDocument

#: What is said of a step that was not written: another program had done it, or undone it, at the same moment.
NOT_NEEDED = "it was so already"
#: What the history calls it when passages were found again in a document that has changed.
FOUND_AGAIN = "found again in the changed text"


class ChangingActions(Desk):
    """The one way in which annotations, links and decisions change."""

    _latest = 0  # the number of the last save that was handed to the storage thread
    _what_was_done = ""  # what was last said to be done

    @cached_property
    def _last_saves(self) -> dict[str, int]:
        """The number of the last save that each record was in, by its id."""
        return {}

    def is_asked_since(self, record: Record, save: int) -> bool:
        """Whether a record was changed here after a save of that number was asked for: a later save tells more."""
        return self._last_saves.get(record.id, 0) > save

    @cached_property
    def history(self) -> UndoHistory:
        """What can be undone."""
        from reader.store.history.undo import UndoHistory

        return UndoHistory(self.store, annotator_name(self.settings), self._standing)

    def _standing(self, document: Document) -> Callable[[Record], Iterator[Record | None]]:
        """What stands of a record now: on the screen, and on disk, where somebody may have changed it just now."""
        opened = self.opened_of(document)
        key = opened.document.key if opened is not None else document.key

        @cache
        def stored() -> dict[str, Record]:
            found = self.store.load(key) if key else None
            records: list[Record] = [*found.annotations, *found.links, *found.decisions] if found else []
            return {one.id: one for one in records}

        def standing(record: Record) -> Iterator[Record | None]:
            if opened is not None:
                yield opened.records.now(record)
            yield stored().get(record.id)

        return standing

    def changed_since(self, step: Step) -> str:
        """Who changed last what a step was about, and how, in a few words."""
        part = step.parts[-1]
        opened = self.opened_of(part.document)
        act = self._last_act(opened.document if opened is not None else part.document, part.changes[-1].record.id)
        who = "you have" if self._is_mine(act.by) else f"{act.by or 'somebody'} has"
        return f"{who} changed it since{f': {act.what}' if act.what else ''}"

    def gone(self, opened: OpenDocument, identifier: str) -> str:
        """That the tag of an id is no longer there, and who deleted it, in a few words."""
        return f"that tag is gone: {self.name_of(self._last_act(opened.document, identifier))} deleted it"

    def name_of(self, act: Act, unknown: str = "somebody") -> str:
        """Who did something, in words; ``unknown`` where nobody knows."""
        if not self._is_mine(act.by):
            return act.by or ("another program" if act.is_outside else unknown)
        return "you" if self.history.is_from_here(act.step) else "you, in another program,"

    def _is_mine(self, by: str) -> bool:
        return bool(by) and by == annotator_name(self.settings)

    def _last_act(self, document: Document, identifier: str) -> Act:
        """Why the record of an id was last written; nobody's where that is not known."""
        last = self.store.last(document.key, identifier) if document.key else None
        return last.act if last is not None else NOBODY

    def opened_of(self, document: Document) -> OpenDocument | None:
        """A document that the store knows, opened; None where its file is gone or cannot be read."""
        raise NotImplementedError

    def do(
        self, opened: OpenDocument, what: str, changes: tuple[Change, ...], said: str = "", *, asks: bool = True
    ) -> None:
        """Make changes that can be undone: at once on the screen, then on disk.

        Args:
            opened: where.
            what: what undo, redo and the log call the step.
            changes: none make no step.
            said: what the status line says now, where that is more than ``what``.
            asks: whether to ask first where somebody else's annotation or link would be changed or deleted.
        """
        self.do_all(what, [(opened, changes)], said, asks=asks)

    def do_all(
        self,
        what: str,
        changed: Sequence[tuple[OpenDocument, tuple[Change, ...]]],
        said: str = "",
        *,
        asks: bool = True,
    ) -> None:
        """As ``do``, in several documents: one step, which is taken back as one."""
        befores = [change.before for _, changes in changed for change in changes]
        theirs = self.others([one for one in befores if isinstance(one, (Annotation, Link))])
        if asks and theirs:
            self.ask_for_theirs(theirs, what, lambda: self.do_all(what, changed, said, asks=False))
            return
        self._do_all(what, changed, said)

    def ask(self, question: Question) -> None:
        """Ask something that the next keys answer."""
        self.end_question()
        self.question = question
        self.say(question.text, question.keys)
        self.refresh_status()

    def end_question(self) -> None:
        """Whatever was asked is asked no more."""
        if self.question is not None:
            question, self.question = self.question, None
            question.closed()
            self.say("")
            self.refresh_status()

    def others(self, records: Iterable[Annotation | Link]) -> str:
        """Who made these, in words; empty where all of them are mine or nobody's."""
        mine = annotator_name(self.settings)
        return ", ".join(sorted({one.annotator for one in records} - {mine, ""}))

    def ask_for_theirs(self, whose: str, what: str, go_on: Callable[[], None]) -> None:
        """Ask before something is done to what is somebody else's."""
        keys = (KeyHint("y", "goes on"), KeyHint("esc", "leaves it"))

        def take(key: str) -> bool:
            if key != "y":  # a note that is typed on must not be taken for commands
                self.say(f"it is {whose}’s ({what}), {key} is no answer:", keys)
                return False
            self.end_question()
            go_on()
            return True

        self.ask(Question(f"it is {whose}’s ({what}):", keys, take, mode="THEIRS"))

    def _do_all(self, what: str, changed: Sequence[tuple[OpenDocument, tuple[Change, ...]]], said: str) -> None:
        from reader.store.history.undo import Step, StepPart

        closed = next((opened.closed for opened, changes in changed if changes and opened.closed), "")
        if closed:
            self.say(f"not tagged, this document can only be read: {closed}")
            return
        step = Step(what, tuple(StepPart(opened.document, changes) for opened, changes in changed if changes))
        if step.parts:
            self.history.did(step)
            self.carry_out(step, [opened for opened, changes in changed if changes], said or what)

    def keep_moves(self, opened: OpenDocument) -> None:
        """Write down where annotations were found again; nobody did that: it is no part of what can be taken back."""
        if moves := opened.records.take_moves():
            self._submit(opened.sha256, opened.document, moves, Act(FOUND_AGAIN, annotator_name(self.settings)))

    def carry_out(self, step: Step, opened: Sequence[OpenDocument | None], said: str) -> None:
        """Make a step's changes in memory and on the screen, and hand them to the storage thread.

        Args:
            step: new, or what takes one back.
            opened: the documents of its parts, in order; None for one that cannot be opened: it is changed on disk.
            said: what the status line says of it.
        """
        act = step.act(annotator_name(self.settings))
        for part, one in zip(step.parts, opened, strict=True):
            if one is not None:
                one.records.apply(part.changes)
                self.keep_moves(one)
                self._submit(one.sha256, one.document, part.changes, act)
                self.refresh_marks(one)
            else:
                self._submit(part.document.sha256 or part.document.path, part.document, part.changes, act)
        self._what_was_done = said
        self.say(f"{said} …")

    def _submit(self, name: str, document: Document, changes: tuple[Change, ...], act: Act) -> None:
        self.unsaved_count += len(changes)
        self._latest += 1
        self._last_saves |= dict.fromkeys((change.record.id for change in changes), self._latest)
        opened = self.library.opened(name)
        self.saver.submit(name, document, changes, self._latest, act, opened.article.text if opened else None)

    def confirm(self, saved: Saved) -> None:
        """Say that a step is saved, or was not needed, if it is the last one and nothing else was said since."""
        if saved.void:
            self.history.forget(saved.void, saved.document)
        if saved.step == self._latest and self.status.message == f"{self._what_was_done} …":
            self.say(f"{self._what_was_done} · {self._not_needed(saved.met) if saved.void else 'saved'}")

    def _not_needed(self, met: Act) -> str:
        """That a step was not needed, and who had done the same, as far as it is known."""
        who = "you" if self._is_mine(met.by) else met.by
        by = ": ".join(part for part in (who, met.what) if part)
        return f"{NOT_NEEDED} ({by})" if by else NOT_NEEDED
