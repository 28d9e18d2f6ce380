"""The one way in which annotations, links and decisions change: in memory at once, then on disk, with undo and redo.

Nothing here knows a screen. Everything but the save queue runs on the thread that owns the session.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reader.model.act import NOBODY, Act
from reader.model.annotation import Annotation, Change, Decision, Link, Record, checked_fields
from reader.model.document import Document
from reader.store import load_for_saves
from reader.store.override_records import ENCODING

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.model.spans import Span
    from reader.store.history.undo import Step, StepPart, UndoHistory
    from reader.store.save_queue import News, Saved, SaveQueue
    from reader.store.store_protocol import Store
    from reader.system.lazy import Lazy
    from reader.workspace.library_entries import OpenDocument

#: What the history calls it when annotations were re-anchored in a document that has changed.
REANCHORED = "found again in the changed text"

#: Changes of several documents that are one step: each document with its changes, in order.
Parts = Sequence[tuple["OpenDocument", tuple[Change, ...]]]


class EditError(Exception):
    """A change that cannot be made: one line that says why."""


def check_tag(opened: OpenDocument, settings: Settings, label: str, place: Span, quote: str = "") -> None:
    """Raise ``EditError`` where a document has no such passage, or the settings no such label."""
    if not 0 <= place.start < place.end <= len(opened.article.text):
        raise EditError(f"there is no such passage in {opened.document.path}: {quote or tuple(place)!r}")
    if label not in (one.name for one in settings.labels):
        raise EditError(f"there is no label {label!r}")
    if settings.label(label).is_retired:
        raise EditError(f"the label {label!r} is retired")


def present(opened: OpenDocument, record: Record) -> Annotation:
    """An annotation of a document as it is now; raises ``EditError`` where it is gone."""
    found = opened.records.get(record.id)
    if found is None:
        raise EditError("that annotation is gone")
    return found


class Turn(NamedTuple):
    """A step that was undone or done again.

    Attributes:
        step: what was carried out; nothing was where ``step.is_gone``.
        opened: the documents of its parts, in order; None for one that cannot be opened and was changed on disk only.
    """

    step: Step
    opened: Sequence[OpenDocument | None]


class Edits:
    """Makes changes, and takes them back.

    Args:
        store: asked what it knows of records; written by the save queue alone.
        annotator: whose changes they are.
        saver: the save queue; started by the first change.
        open_document: opens a document that the store knows, or gives None.
    """

    def __init__(
        self,
        store: Store,
        annotator: str,
        saver: Lazy[SaveQueue],
        open_document: Callable[[Document], OpenDocument | None],
    ) -> None:
        self._store = store
        self._annotator = annotator
        self._saver = saver
        self._open_document = open_document
        self._history: UndoHistory | None = None
        self._last_saves: dict[str, int] = {}
        self._listeners: list[Callable[[OpenDocument], object]] = []
        self._to_compare: set[str] = set()  # documents of which it is not known what others wrote
        self._is_closed = False
        self.latest = 0  # the number of the last save that was asked for
        self.steps = 0  # how many steps were done, taken back or done again

    def subscribe(self, changed: Callable[[OpenDocument], object]) -> None:
        """Have ``changed`` called with each document whose records are others now, in the order of subscription."""
        self._listeners.append(changed)

    def tell_changed(self, opened: OpenDocument) -> None:
        """Tell every listener that the records of a document are others now."""
        for changed in self._listeners:
            changed(opened)

    def foresee(self) -> threading.Thread:
        """Load in a thread what the first change needs, so that nobody waits for it then; gives the thread."""
        thread = threading.Thread(target=load_for_saves, name="foresee", daemon=True)
        thread.start()
        return thread

    # --- changing

    def do(self, what: str, parts: Parts) -> bool:
        """Make changes in one or several documents, as one step.

        Args:
            what: what undo, redo and the history call the step.
            parts: documents without changes are left out; none at all makes no step.

        Returns:
            Whether there was anything to change.

        Raises:
            EditError: one of the documents can only be read, a record could not be read again, or the session is
                closed.
        """
        from reader.store.history.undo import Step, StepPart

        changed = [(opened, self._completed(opened, changes)) for opened, changes in parts if changes]
        if closed := next((opened.closed for opened, _ in changed if opened.closed), ""):
            raise EditError(f"not tagged, this document can only be read: {closed}")
        self._check_open()
        for record in (one.after for _, changes in changed for one in changes):
            try:
                checked_fields(record) if record is not None else None
            except ValueError as error:
                raise EditError(f"{what}: not done: {error}") from error
        if not changed:
            return False
        step = Step(what, tuple(StepPart(opened.document, changes) for opened, changes in changed))
        self.history.did(step)
        self._carry_out(step, [opened for opened, _ in changed])
        return True

    def takes_back(self, parts: Parts) -> bool:
        """Whether changes would take back, beside what they are for, that the annotator has finished a document."""
        return any(self._with_taking_back(opened, changes) != changes for opened, changes in parts)

    def _with_taking_back(self, opened: OpenDocument, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        from reader.workspace.document_progress import with_taking_back

        return with_taking_back(opened, changes, self._annotator)

    def _completed(self, opened: OpenDocument, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        return self._with_taking_back(opened, self._with_encoding(opened, changes))

    def began(self, step: Step) -> None:
        """A step of this program that is not carried out here: what it does is read from the store where it counts."""
        self.steps += 1
        self.history.did(step)

    def _with_encoding(self, opened: OpenDocument, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """The changes, before them that the document is read in the codec which the command line names.

        Their positions count in that text: without it, it would be another one the next time.
        """
        kinds = {one.record.kind for one in changes if isinstance(one.record, Decision)}
        if not opened.named or opened.records.decisions(ENCODING) or ENCODING in kinds:
            return changes
        return (*opened.records.decide(ENCODING, {"encoding": opened.named}, self._annotator), *changes)

    def undo(self, show: Callable[[Turn], object] = lambda _: None) -> Turn | None:
        """Take back the annotator's last step, over all documents and sessions; None where there is none.

        Args:
            show: called with what is going to be carried out, before it is: nothing changes out of sight.

        Raises:
            StoreError: the history cannot be read, or what became of labels not written.
            EditError: the session is closed.
        """
        self._check_open()
        return self._turned(self.history.undo(), show)

    def redo(self, show: Callable[[Turn], object] = lambda _: None) -> Turn | None:
        """Do again what was taken back last; else as ``undo``."""
        self._check_open()
        return self._turned(self.history.redo(), show)

    def keep_moves(self, opened: OpenDocument) -> None:
        """Save where annotations were re-anchored. Nobody did that, so that undo does not take it back."""
        if moves := opened.records.take_moves():
            act = Act(REANCHORED, self._annotator)
            self._submit(opened.sha256, opened.document, moves, act, opened.article.text)

    def _turned(self, step: Step | None, show: Callable[[Turn], object]) -> Turn | None:
        if step is None:
            return None
        turn = Turn(step, [] if step.is_gone else [self._open_document(part.document) for part in step.parts])
        if not step.is_gone:
            self._store.turn_labels(step.act(self._annotator))  # before the tags, as it was done
            show(turn)
            self._carry_out(step, turn.opened)
        return turn

    def _carry_out(self, step: Step, opened: Sequence[OpenDocument | None]) -> None:
        self.steps += 1
        act = step.act(self._annotator)
        changed = []
        for part, document in zip(step.parts, opened, strict=True):
            if document is not None:
                self._apply(document, part.changes)
                self.keep_moves(document)
                self._submit(document.sha256, document.document, part.changes, act, document.article.text)
                changed.append(document)
            else:
                self._submit(part.document.sha256 or part.document.path, part.document, part.changes, act)
            self._record_reopening(part, document)
        for document in changed:  # only now: a listener that fails leaves no half of a step
            self.tell_changed(document)

    def _record_reopening(self, part: StepPart, opened: OpenDocument | None) -> None:
        """Record that a step took back that a document is finished: not as part of it, so that no undo removes that."""
        from reader.annotations.handing_in import TAKEN_BACK, reopening

        changes: tuple[Change, ...] = ()
        if opened is not None and not any(isinstance(one.record, Decision) for one in part.changes):
            both = self._with_taking_back(opened, part.changes)  # an undo may be of a tag from before, seen from here
            changes = both[len(part.changes) :]
        changes = (*changes, *reopening((*part.changes, *changes), self._annotator))
        if not changes:
            return
        act = Act(TAKEN_BACK, self._annotator)
        if opened is not None:
            self._apply(opened, changes)
            self._submit(opened.sha256, opened.document, changes, act)
        else:
            self._submit(part.document.sha256 or part.document.path, part.document, changes, act)

    def _submit(
        self, name: str, document: Document, changes: tuple[Change, ...], act: Act, text: str | None = None
    ) -> None:
        self.latest += 1
        self._last_saves |= dict.fromkeys((change.record.id for change in changes), self.latest)
        self._saver().submit(name, document, changes, self.latest, act, text)

    def close(self) -> None:
        """Refuse every change from now on: nobody would save it."""
        self._is_closed = True

    def _check_open(self) -> None:
        if self._is_closed:
            raise EditError("not done: the session is closed")

    def take_saved(self, saved: Saved, opened: OpenDocument | None) -> Saved:
        """A save was tried, or looked for what others wrote: have memory hold what is on disk now.

        Args:
            saved: what became of it.
            opened: the document, where it is open.

        Returns:
            The same; among its ``others`` is only what was not known here.
        """
        if saved.void:
            self.history.forget(saved.void, saved.document)
        if opened is None or saved.error:
            return saved
        from reader.workspace.other_writers import unknown_in

        opened.document = saved.document
        if saved.is_stale or opened.sha256 in self._to_compare:
            others = self._differences(opened)
        else:
            others = unknown_in(opened, saved.others, lambda one: self._is_asked_since(one, saved.latest))
        merged = [one for one in saved.merged if not self._is_asked_since(one.record, saved.step)]
        if changes := [*(one for news in others for one in news.changes), *merged]:
            self._take_in(opened, changes)
        return replace(saved, others=others)

    def compared(self, opened: OpenDocument) -> tuple[News, ...]:
        """Have memory hold what the store does, where it is not known what others wrote since; gives what is news."""
        if news := self._differences(opened):
            self._take_in(opened, [change for one in news for change in one.changes])
        return news

    def _differences(self, opened: OpenDocument) -> tuple[News, ...]:
        from reader.workspace.other_writers import differences

        if self.unsaved:  # what waits would be taken for something that others took away: later
            self._to_compare.add(opened.sha256)
            return ()
        self._to_compare.discard(opened.sha256)
        return differences(opened, self._store)

    def _take_in(self, opened: OpenDocument, changes: Iterable[Change]) -> None:
        self._apply(opened, changes)
        self.tell_changed(opened)

    def _apply(self, opened: OpenDocument, changes: Iterable[Change]) -> None:
        """In memory, with the text as it is then: what is kept of it is to be the one that the annotations are in."""
        opened.records.apply(changes)
        opened.reshape()

    def _is_asked_since(self, record: Record, save: int) -> bool:
        """Whether a record was changed here after the save of that number was asked for."""
        return self._last_saves.get(record.id, 0) > save

    @property
    def unsaved(self) -> int:
        """How many changes are not on disk yet."""
        return self._saver.made.unsaved if self._saver.made is not None else 0

    # --- who did what

    @property
    def history(self) -> UndoHistory:
        """What can be undone; made when it is first needed."""
        if self._history is None:
            from reader.store.history.undo import UndoHistory

            self._history = UndoHistory(self._store, self._annotator, self._standing)
        return self._history

    def _standing(self, document: Document) -> Callable[[Record], Iterator[Record | None]]:
        """What stands of a record now: in memory, and on disk, where somebody may have changed it just now."""
        opened = self._open_document(document)
        key = opened.document.key if opened is not None else document.key

        @cache
        def stored() -> dict[str, Record]:
            found = self._store.load(key) if key else None
            records: list[Record] = [*found.annotations, *found.links, *found.decisions] if found else []
            return {one.id: one for one in records}

        def standing(record: Record) -> Iterator[Record | None]:
            if opened is not None:
                yield opened.records.now(record)
            yield stored().get(record.id)

        return standing

    def others(self, records: Iterable[Record]) -> str:
        """The names of the others whose records these are; empty where all are the annotator's or nobody's.

        Decisions about what all read, as a title or a name, are everybody's; a bookmark or a note is one person's.
        """
        from reader.annotations.bookmarks import BOOKMARK
        from reader.annotations.document_notes import DOCUMENT_NOTE

        kinds = {BOOKMARK, DOCUMENT_NOTE}
        names = {one.annotator for one in records if isinstance(one, Annotation | Link) or one.kind in kinds}
        return ", ".join(sorted(names - {self._annotator, ""}))

    def changed_since(self, step: Step) -> str:
        """Who changed last what a step was about, and how, in a few words."""
        part = step.parts[-1]
        opened = self._open_document(part.document)
        act = self._last_act(opened.document if opened is not None else part.document, part.changes[-1].record.id)
        who = "you have" if self.is_mine(act.by) else f"{act.by or 'somebody'} has"
        return f"{who} changed it since{f': {act.what}' if act.what else ''}"

    def gone(self, opened: OpenDocument, identifier: str) -> str:
        """That the annotation of an id is no longer there, and who deleted it, in a few words."""
        return f"that tag is gone: {self.name_of(self._last_act(opened.document, identifier))} deleted it"

    def name_of(self, act: Act, unknown: str = "somebody") -> str:
        """Who did something, in words; ``unknown`` where nobody knows."""
        if not self.is_mine(act.by):
            return act.by or ("another program" if act.is_outside else unknown)
        return "you" if self.history.is_from_here(act.step) else "you, in another program,"

    def is_mine(self, by: str) -> bool:
        """Whether that is the annotator's name."""
        return bool(by) and by == self._annotator

    def _last_act(self, document: Document, identifier: str) -> Act:
        last = self._store.last(document.key, identifier) if document.key else None
        return last.act if last is not None else NOBODY
