"""Undo and redo: every step a person took, without limit, over all documents and over the end of the program.

The store's history is the truth of it: to take a step back is a step of its own that says which one it takes back.
What another program did in the same name, as ``nrc-reader restore``, is read before each of them; what was done before
this program started is read when the rest is used up, and no sooner.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import chain
from typing import NamedTuple

from reader.model.act import Act
from reader.model.annotation import Change, Record, new_id
from reader.model.document import Document
from reader.store.labels.label_rows import LABELS_KEY, TABLE
from reader.store.records.record_merging import as_read, withdrawn
from reader.store.records.transaction import Transaction
from reader.store.store_protocol import Store


class StepPart(NamedTuple):
    """What a step does in one document: changes in the order in which they were made."""

    document: Document
    changes: tuple[Change, ...]

    def reversed(self) -> StepPart:
        """What takes it back: every change reversed, last one first."""
        return StepPart(self.document, tuple(change.reversed() for change in reversed(self.changes)))


@dataclass(frozen=True, slots=True)
class Step:
    """What one key did: all its changes stand or fall together.

    Attributes:
        what: for the status line, as ``claim``; the same for what takes it back.
        parts: a document each.
        id: a ULID.
        undoes: the step that this one takes back, else empty.
        redoes: the step, itself an undo, that this one takes back, else empty.
        is_gone: nothing would be another by it, since nothing of what it takes back stands any more.
        is_outside: nobody did it in a reader: somebody wrote the file, and what was taken back can still be redone.
        has_labels: it is about labels themselves too, whose names and what became of them the store keeps.
    """

    what: str
    parts: tuple[StepPart, ...]
    id: str = field(default_factory=new_id)
    undoes: str = ""
    redoes: str = ""
    is_gone: bool = False
    is_outside: bool = False
    has_labels: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it takes no other step back."""
        return not (self.undoes or self.redoes)

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
        if self.undoes:
            return Step(self.what, parts, redoes=self.id, has_labels=self.has_labels)
        return Step(self.what, parts, undoes=self.id, has_labels=self.has_labels)

    def where_it_stands(self, standing: Standing) -> Step:
        """The step, which takes one back, without the changes by which nothing would be another."""
        parts = []
        for part in self.parts:
            there = standing(part.document)
            effective = (one for one in part.changes if any(_has_effect(one, now) for now in there(one.record)))
            parts.append(StepPart(part.document, tuple(effective)))
        return replace(self, parts=tuple(part for part in parts if part.changes))


#: What stands of a record of a document now, None where it is gone: on the screen, and on disk, where somebody may
#: have changed it since.
Standing = Callable[[Document], Callable[[Record], Iterable[Record | None]]]
#: How long before the last thing that was read something may have been written that was not there then: microseconds.
_LATE = 2_000_000


class UndoHistory:
    """The steps that a person did and took back, in this program and in others, in the order in which they were done.

    Args:
        store: with what was done before, and elsewhere.
        annotator: whose steps they are.
        standing: tells what is left of a step, so that what is not there any more is not said to be taken back; where
            it is missing, all of it.
    """

    def __init__(self, store: Store, annotator: str, standing: Standing | None = None) -> None:
        self._store = store
        self._annotator = annotator
        self._standing = standing
        self._steps: deque[_Entry] = deque()
        self._known: dict[str, _Entry] = {}
        self._here: set[str] = set()  # ids of steps of this program
        self._read_to = self._began = store.last_number()
        self._older: Iterator[tuple[str, Transaction]] | None = None
        self._said: set[str] = set()  # of which it was said that nothing of them is left

    def did(self, step: Step) -> None:
        """Remember a new step; what was taken back before it can no longer be redone."""
        self._known[step.id] = entry = _Entry(step)
        self._here.add(step.id)
        self._steps.append(entry)

    def is_from_here(self, step: str) -> bool:
        """Whether a step of that id, new or one that takes another back, was done in this program."""
        return step in self._here

    def forget(self, step: str, document: Document) -> None:
        """What a step was to do in a document was not written, because nothing would be another by it."""
        if (entry := self._known.get(step)) is not None:
            parts = tuple(one for one in entry.step.parts if not _is_one(one.document, document))
            entry.step = replace(entry.step, parts=parts)
            if not parts and not entry.step.has_labels:
                self._said |= {entry.step.undoes, entry.step.redoes}

    def undo(self) -> Step | None:
        """The step that takes the last one back, None where there is none; counts as taken back from now on.

        One of which nothing stands any more is given once, as one that is gone, and passed over from then on.

        Raises:
            StoreError: what was done before cannot be read.
        """
        return self._turned(_undoable)

    def redo(self) -> Step | None:
        """The step that does again what was last taken back, None where there is none; else as ``undo``."""
        return self._turned(_redoable)

    def _turned(self, choose: Callable[[Iterable[Step]], Iterator[Step]]) -> Step | None:
        self._read_news()
        for step in choose(self._newest_first()):
            turned = step.reversed()
            left = turned if self._standing is None else turned.where_it_stands(self._standing)
            if left.parts or left.has_labels:
                self.did(left)
                return left
            if step.id not in self._said:
                self._said.add(step.id)
                return replace(turned, is_gone=True)
        return None

    def _newest_first(self) -> Iterator[Step]:
        """The steps that are known, then those of before, which are read as far as they are asked for."""
        yield from (entry.step for entry in reversed(list(self._steps)) if entry.step.parts or entry.step.has_labels)
        while (entry := self._next_older()) is not None:
            yield entry.step

    def _read_news(self) -> None:
        """Take in what was written since the last time, by this program or another one in the same name."""
        found: list[tuple[str, Transaction]] = []
        recent = self._recent()
        for key, one in recent:
            if one.number <= max(self._read_to - _LATE, self._began):
                if self._older is None:
                    self._older = chain([(key, one)], recent)
                break
            found.append((key, one))
        self._older = self._older if self._older is not None else iter(())
        for key, one in reversed(found):
            self._read_to = max(self._read_to, one.number)
            if self._is_ones_own(one):
                self._take(key, one)

    def _recent(self) -> Iterator[tuple[str, Transaction]]:
        """What was written into all documents, and what was done to labels, newest first."""
        labels = ((LABELS_KEY, one) for one in reversed(self._store.label_history()))
        return merge(self._store.recent(), labels, key=lambda one: -one[1].number)

    def _take(self, key: str, one: Transaction) -> None:
        entry = self._known.get(one.act.step)
        if entry is None:
            self._known[one.act.step] = entry = _Entry(self._step(key, one), one.number, {(key, one.number)})
            later = 0
            for other in reversed(self._steps):  # what is not written yet will be written after it
                if other.number is not None and other.number < one.number:
                    break
                later += 1
            self._steps.insert(len(self._steps) - later, entry)
        elif (key, one.number) not in entry.read:
            entry.add(key, one.number, self._step(key, one))
        entry.number = entry.number or one.number

    def _next_older(self) -> _Entry | None:
        """The last step of those that were not read yet, put before those that were."""
        found: _Entry | None = None
        for key, one in self._older or ():
            if not self._is_ones_own(one):
                continue
            if found is not None and one.act.step != found.step.id:
                self._older = chain([(key, one)], self._older or ())
                break
            if found is not None:
                found.add(key, one.number, self._step(key, one), is_earlier=True)
            elif one.act.step not in self._known:
                found = self._known[one.act.step] = _Entry(self._step(key, one), one.number, {(key, one.number)})
        if found is not None:
            self._steps.appendleft(found)
        return found

    def _is_ones_own(self, one: Transaction) -> bool:
        """Whether it is the annotator's to take back; what was done outside the reader is anybody's."""
        is_step = one.is_step or (bool(one.act.step) and any(row.table == TABLE for row in one.rows))
        return is_step and (one.act.by == self._annotator or one.act.is_outside)

    def _step(self, key: str, one: Transaction) -> Step:
        act = one.act
        if key == LABELS_KEY:
            return Step(act.what, (), act.step, act.undoes, act.redoes, has_labels=True)
        parts = (StepPart(self._store.document(key, one), one.changes),)
        return Step(act.what, parts, act.step, act.undoes, act.redoes, is_outside=act.is_outside)


@dataclass(slots=True)
class _Entry:
    """A step, and what of it was read.

    Attributes:
        step: as it was asked for. What takes another back is as it was written in each document that was read: it may
            have done more, as to take out again what the other one had brought back.
        number: in the order of what was written; None until that was read.
        read: keys of documents, each with a number of what was written there.
    """

    step: Step
    number: int | None = None
    read: set[tuple[str, int]] = field(default_factory=set)

    def add(self, key: str, number: int, step: Step, *, is_earlier: bool = False) -> None:
        """Take in what it did in a document, in place of what it was to do there."""
        is_first = not any(one == key for one, _ in self.read)
        self.read.add((key, number))
        if step.has_labels:
            self.step = replace(self.step, has_labels=True)
            return
        parts = self.step.parts
        asked = [one for one in parts if is_first and _is_one(one.document, step.parts[0].document)]
        if asked and step.is_new:
            return
        parts = tuple(one for one in parts if one not in asked)
        self.step = replace(self.step, parts=(*step.parts, *parts) if is_earlier else (*parts, *step.parts))


def _has_effect(change: Change, there: Record | None) -> bool:
    """Whether anything would be another by a change that takes a step back."""
    before, after = change
    if before is None and after is not None and there is not None:
        return as_read(there) != as_read(after)  # it was brought back otherwise, and stands because of this as well
    return withdrawn(change, there) is not there


def _is_one(one: Document, other: Document) -> bool:
    return one.key == other.key if one.key and other.key else one.sha256 == other.sha256


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
    """The undos since the last new step in a reader that no redo took back."""
    taken: set[str] = set()
    for step in newest_first:
        if step.is_new and not step.is_outside:
            return
        is_taken = step.id in taken
        taken |= {step.undoes, step.redoes} if is_taken or step.redoes else {step.undoes}
        if step.undoes and not is_taken:
            yield step
