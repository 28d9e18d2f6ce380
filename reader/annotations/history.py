"""Undo and redo: every step a person took, without limit, over all documents and over the end of the program.

The store's history is the truth of it: to take a step back is a step of its own that says which one it takes back.
What was done since the program started is at hand; what was done before is read when that is used up, and no sooner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.annotations.annotation import Change, new_id
from reader.annotations.document import Document
from reader.annotations.journal import Act, Transaction
from reader.annotations.store import Store


class Part(NamedTuple):
    """What a step does in one document: changes in the order in which they were made."""

    document: Document
    changes: tuple[Change, ...]

    def reversed(self) -> Part:
        """What takes it back: every change reversed, last one first."""
        return Part(self.document, tuple(change.reversed() for change in reversed(self.changes)))


@dataclass(frozen=True, slots=True)
class Step:
    """What one key did: all its changes stand or fall together.

    Attributes:
        what: for the status line, as ``claim``; the same for what takes it back.
        parts: a document each.
        id: a ULID.
        undoes: the step that this one takes back, else empty.
        redoes: the step, itself an undo, that this one takes back, else empty.
    """

    what: str
    parts: tuple[Part, ...]
    id: str = field(default_factory=new_id)
    undoes: str = ""
    redoes: str = ""

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, of all documents."""
        return tuple(change for part in self.parts for change in part.changes)

    def act(self, annotator: str) -> Act:
        """What the store's history is to say of it."""
        return Act(self.what, annotator, self.id, self.undoes, self.redoes)

    def reversed(self) -> Step:
        """The step that takes this one back."""
        parts = tuple(part.reversed() for part in reversed(self.parts))
        return Step(self.what, parts, **{"redoes" if self.undoes else "undoes": self.id})


class History:
    """Steps done and steps taken back.

    Args:
        store: with what was done before.
        annotator: whose steps they are.
    """

    def __init__(self, store: Store, annotator: str) -> None:
        self._store = store
        self._annotator = annotator
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._known: set[str] = set()
        self._older_done: Iterator[Step] | None = None
        self._older_undone: Iterator[Step] | None = None

    def did(self, step: Step) -> None:
        """Remember a new step; what was taken back before it can no longer be redone."""
        self._known.add(step.id)
        self._done.append(step)
        self._undone.clear()
        self._older_undone = iter(())

    def met(self, step: Step) -> None:
        """Remember what somebody did outside the reader; what was taken back before can still be redone."""
        if step.id not in self._known:
            self._known.add(step.id)
            self._done.append(step)

    def undo(self) -> Step | None:
        """The step that takes the last one back, None where there is none; counts as taken back from now on.

        Raises:
            StoreError: what was done before cannot be read.
        """
        if self._older_done is None and not self._done:
            self._older_done = _undoable(self._older())
        return self._turned(self._done, self._older_done, self._undone)

    def redo(self) -> Step | None:
        """The step that does again what was last taken back, None where there is none; raises as ``undo``."""
        if self._older_undone is None and not self._undone:
            self._older_undone = _redoable(self._older())
        return self._turned(self._undone, self._older_undone, self._done)

    def _turned(self, stack: list[Step], older: Iterator[Step] | None, other: list[Step]) -> Step | None:
        step = stack.pop() if stack else next(older, None) if older is not None else None
        if step is None:
            return None
        turned = step.reversed()
        self._known.add(turned.id)
        other.append(turned)
        return turned

    def _older(self) -> Iterator[Step]:
        """The annotator's steps of before, newest first."""
        waiting: list[tuple[str, Transaction]] = []
        for key, one in self._store.recent():
            if not self._is_ones_own(one) or one.act.step in self._known:
                continue
            if waiting and waiting[0][1].act.step != one.act.step:
                yield self._step(waiting)
                waiting = []
            waiting.append((key, one))
        if waiting:
            yield self._step(waiting)

    def _is_ones_own(self, one: Transaction) -> bool:
        """Whether it is the annotator's to take back; what was done outside the reader is anybody's."""
        return bool(one.act.step) and one.act.by in (self._annotator, "")

    def _step(self, found: list[tuple[str, Transaction]]) -> Step:
        act = found[0][1].act
        parts = tuple(Part(self._store.document(key, one), one.changes) for key, one in reversed(found))
        return Step(act.what, parts, act.step, act.undoes, act.redoes)


def _undoable(newest_first: Iterable[Step]) -> Iterator[Step]:
    """Those that stand: neither undos nor what one of them, or a redo of one, takes back."""
    taken: set[str] = set()
    for step in newest_first:
        if step.id in taken:
            taken |= {step.undoes, step.redoes}  # what took it back stands for what it took back, too
        elif step.undoes:
            taken.add(step.undoes)
        else:
            taken.add(step.redoes)
            yield step


def _redoable(newest_first: Iterable[Step]) -> Iterator[Step]:
    """The undos since the last new step that no redo took back."""
    taken: set[str] = set()
    for step in newest_first:
        if not step.undoes and not step.redoes:
            return
        is_taken = step.id in taken
        taken |= {step.undoes, step.redoes} if is_taken or step.redoes else {step.undoes}
        if step.undoes and not is_taken:
            yield step
