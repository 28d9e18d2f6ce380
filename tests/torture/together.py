"""Two people, two open readers, restores, undo and redo in any order, the clock set at will, against a simple model.

.venv/bin/python -m tests.torture.together [--operations 2000] [--seed 0]

The model keeps every step with what it made of which record, and knows one rule: to take a step back puts back, field
by field, what still is as the step left it. After each operation the store, both readers, a replay of the history and
the model must say the same; ``check`` must find nothing; and no step is without changes.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.store.files import write_sequence
from reader.store.folder_store import FolderStore
from tests.torture.undoing import Desk
from tests.written_files import write_files

PEOPLE = ("ann", "bob")
KINDS = "tag tag tag note label move delete undo undo undo redo redo restore reopen flush clock look".split()


class Operation(NamedTuple):
    """Who does what; the numbers choose among what there is."""

    person: int
    kind: str
    first: int = 0
    second: int = 0


class _SetClock(datetime):
    """A clock that somebody sets."""

    offset = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + cls.offset


@contextmanager
def settable_clock() -> Iterator[type[_SetClock]]:
    """Let the time that the store writes down be set."""
    _SetClock.offset = timedelta()
    with mock.patch.object(write_sequence, "datetime", _SetClock):
        yield _SetClock


class Fate(NamedTuple):
    """A record in one document, and whether there is a tombstone for it."""

    record: Annotation | None = None
    is_buried: bool = False


#: What is in the store: by document and id.
State = Mapping[tuple[int, str], Fate]
_ANCHOR = frozenset({"start", "end", "quote", "prefix", "suffix", "source_start", "source_end", "anchor"})
_FIELDS = [one.name for one in fields(Annotation)]


@dataclass
class Deed:
    """What one step made of which records."""

    effects: dict[tuple[int, str], tuple[Fate, Fate]]


@dataclass
class Person:
    """What somebody can take back, and do again; the last is taken first."""

    done: list[Deed] = field(default_factory=list)
    undone: list[Deed] = field(default_factory=list)
    said: list[Deed] = field(default_factory=list)


class Model:
    """What ought to be."""

    def __init__(self) -> None:
        self.state: dict[tuple[int, str], Fate] = {}
        self.states: list[State] = [{}]
        self.people = [Person(), Person()]

    def step(self, who: int, effects: dict[tuple[int, str], tuple[Fate, Fate]]) -> None:
        self.people[who].done.append(self._wrote(effects))
        self.people[who].undone.clear()

    def turn(self, who: int, kind: str) -> str:
        """Undo or redo; ``done``, ``gone`` or ``none``."""
        person = self.people[who]
        source, target = (person.done, person.undone) if kind == "undo" else (person.undone, person.done)
        for place in range(len(source) - 1, -1, -1):
            deed = source[place]
            if effects := self._reversed(deed):
                del source[place]  # another deed may be equal
                target.append(self._wrote(effects))
                return "done"
            if not any(one is deed for one in person.said):
                person.said.append(deed)
                return "gone"
        return "none"

    def restore(self, who: int, place: int) -> bool:
        then, effects = self.states[place], {}
        for number in {number for number, _ in self.state}:
            here = [where for where in {*self.state, *then} if where[0] == number]
            sides = {where: (self.state.get(where, Fate()), then.get(where, Fate())) for where in here}
            changed = {where: pair for where, pair in sides.items() if pair[0] != pair[1]}
            if any(now.record != before.record for now, before in changed.values()):
                effects |= changed
        if effects:
            self.step(who, effects)
        return bool(effects)

    def date(self, dates: Mapping[tuple[int, str], str]) -> None:
        """Give what the last deed kept the date that it has in the store."""
        kept = {where for where, fate in self.state.items() if fate.record and fate.record.updated_at == "kept"}
        for where in kept & dates.keys():
            self.state[where] = _dated(self.state[where], dates[where])
            for person in self.people:
                for deed in (*person.done, *person.undone):
                    if where in deed.effects:
                        deed.effects[where] = tuple(_dated(side, dates[where]) for side in deed.effects[where])
        self.states[-1] = dict(self.state)

    def _wrote(self, effects: dict[tuple[int, str], tuple[Fate, Fate]]) -> Deed:
        self.state |= {where: after for where, (_, after) in effects.items()}
        self.states.append(dict(self.state))
        return Deed(effects)

    def _reversed(self, deed: Deed) -> dict[tuple[int, str], tuple[Fate, Fate]]:
        found = {}
        for where, (old, left) in deed.effects.items():
            here = self.state.get(where, Fate())
            there = _withdrawn(left, old, here)
            if there != here:
                found[where] = (here, there)
        return found if any(here.record is not there.record for here, there in found.values()) else {}


def _dated(fate: Fate, date: str) -> Fate:
    if fate.record is None or fate.record.updated_at != "kept":
        return fate
    return fate._replace(record=replace(fate.record, updated_at=date))


def _withdrawn(left: Fate, old: Fate, here: Fate) -> Fate:
    if here.record == left.record and (here == left or left.record is None):
        return old
    if left.record is None:
        changed = here.record is not None and here.record != old.record
        return here._replace(record=replace(here.record, updated_at="kept")) if changed and here.record else here
    if here.record is None:
        return here
    if old.record is None:
        dated = old.is_buried and here.record.updated_at != left.record.updated_at
        is_left = replace(here.record, updated_at="") == replace(left.record, updated_at="")
        return Fate(None, is_buried=True) if is_left and not dated else here
    values = {}
    for group in (_ANCHOR, *({name} for name in _FIELDS if name not in _ANCHOR)):
        was, now = ([getattr(one.record, name) for name in sorted(group)] for one in (left, here))
        source = old.record if was == now else here.record
        values |= {name: getattr(source, name) for name in group}
    found = Annotation(**values)
    return here if found == here.record else Fate(found, is_buried=False)


class Trial:
    """The readers, the store and the model, and one operation after the other on all of them."""

    def __init__(self, folder: Path, clock: type[_SetClock]) -> None:
        self.folder = folder / "annotations"
        self.clock = clock
        self.desks = [Desk(self.folder, 2, name) for name in PEOPLE]
        self.model = Model()
        self.places = [0]  # the length of the history after each state of the model

    def do(self, operation: Operation) -> None:
        who, kind, first, second = operation
        desk = self.desks[who]
        desk.look()
        if kind in ("undo", "redo"):
            self._turn(who, kind)
        elif kind == "restore":
            self._restore(who, first % len(self.places))
        elif kind == "reopen":
            desk.reopen()
            self.model.people[who].said.clear()
        elif kind == "flush":
            write_files(desk.store)
        elif kind == "clock":
            self.clock.offset = timedelta(minutes=(first % 25 - 12) * 20)
        elif kind != "look":
            self._step(who, kind, first, second)
        self.compare(operation)

    def _step(self, who: int, kind: str, first: int, second: int) -> None:
        desk, number = self.desks[who], second % 2
        if changes := _changes(desk, kind, first, second):
            desk.do(kind, (number, changes))
            made = {(number, one.record.id): _fate(one.after) for one in changes}
            self.model.step(who, {where: (self.model.state.get(where, Fate()), fate) for where, fate in made.items()})
            self.places.append(len(desk.store.timeline()))

    def _turn(self, who: int, kind: str) -> None:
        desk = self.desks[who]
        step = desk.history.undo() if kind == "undo" else desk.history.redo()
        if step is not None and not step.is_gone:
            desk.carry_out(step)
        found = "none" if step is None else "gone" if step.is_gone else "done"
        assert found == self.model.turn(who, kind)
        if found == "done":
            self.places.append(len(desk.store.timeline()))

    def _restore(self, who: int, place: int) -> None:
        store = FolderStore(self.folder)
        readings = store.timeline()
        length = self.places[place]
        number = readings[length - 1].number if length else -1
        act = Act("restored", PEOPLE[who], new_id())
        changed = [store.restore(key, number, act) for key in sorted({one.key for one in readings[length:]})]
        store.close()
        assert any(changed) == self.model.restore(who, place)
        if any(changed):
            self.places.append(len(FolderStore(self.folder).timeline()))

    def compare(self, operation: Operation) -> None:
        store = FolderStore(self.folder)
        there = {
            (int(Path(stored.document.path).stem), one.id): one
            for stored in map(store.load, store.keys())
            for one in stored.annotations
        }
        self.model.date({where: one.updated_at for where, one in there.items()})
        wanted = {where: fate.record for where, fate in self.model.state.items() if fate.record is not None}
        assert there == wanted, operation
        for desk in self.desks:
            desk.look()
            shown = {(at, one.id): one for at, records in enumerate(desk.all_records) for one in records.annotations}
            assert shown == there, operation
        agrees(self.folder)


def _fate(record: object) -> Fate:
    return Fate(record) if isinstance(record, Annotation) else Fate(None, is_buried=True)


def agrees(folder: Path) -> None:
    """What the log says happened, did."""
    store = FolderStore(folder)
    assert [fault.what for fault in store.faults() if "half a line" not in fault.what] == []
    written = list(store.recent())
    assert all(one.changes for _, one in written if one.act.step), "a step without changes"
    numbers = [one.number for _, one in written]
    assert numbers == sorted(set(numbers), reverse=True)
    steps = {one.act.step: one.act.by for _, one in written}
    assert all(steps[target] == one.act.by for _, one in written if (target := one.act.undoes or one.act.redoes))


def run(folder: Path, operations: Sequence[Operation]) -> None:
    """One after the other, everything compared after each."""
    with settable_clock() as clock:
        trial = Trial(folder, clock)
        for operation in operations:
            trial.do(operation)


def at_once(folder: Path, operations: Sequence[Operation]) -> None:
    """The same by readers that look at what the other did only sometimes: the history must be true all the same."""
    with settable_clock() as clock:
        trial = Trial(folder, clock)
        for who, kind, first, second in operations:
            _blindly(trial, trial.desks[who], kind, first, second)
        stored = FolderStore(trial.folder)
        there = {one.id: one for key in stored.keys() for one in stored.load(key).annotations}
        for desk in trial.desks:
            desk.look()
            assert {one.id: one for records in desk.all_records for one in records.annotations} == there
        agrees(trial.folder)


def _blindly(trial: Trial, desk: Desk, kind: str, first: int, second: int) -> None:
    if kind in ("undo", "redo"):
        desk.turn(desk.history.undo if kind == "undo" else desk.history.redo)
    elif kind == "restore":
        store = FolderStore(trial.folder)  # as the command does, which is another program
        readings = store.timeline()
        act = Act("restored", desk.annotator, new_id())
        for key in sorted({one.key for one in readings}):
            store.restore(key, readings[first % len(readings)].number, act)
        store.close()
    elif kind == "reopen":
        desk.reopen()
    elif kind == "flush":
        write_files(desk.store)
    elif kind == "look":
        desk.look()
    elif kind == "clock":
        trial.clock.offset = timedelta(minutes=(first % 25 - 12) * 20)
    elif changes := _changes(desk, kind, first, second):
        desk.do(kind, (second % 2, changes))


def _changes(desk: Desk, kind: str, first: int, second: int) -> tuple[Change, ...]:
    """What a key press would change; the second number chooses the document."""
    records = desk.all_records[second % 2]
    here = records.annotations[first % len(records.annotations)] if records.annotations else None
    start = first % 300
    if kind == "tag" or here is None:
        return records.tag(("claim", "evidence")[second % 2], start, start + 9, desk.annotator)
    if kind == "note":
        return records.annotate(here, f"note {second % 3}" if second % 3 else "")
    if kind == "label":
        return records.move(here, ("claim", "evidence", "opinion")[second % 3], here.start, here.end)
    return records.move(here, here.label, start, start + 4) if kind == "move" else records.delete(here)


def at_random(dice: random.Random, count: int) -> list[Operation]:
    """Operations by dice."""
    return [
        Operation(dice.randrange(2), dice.choice(KINDS), dice.randrange(1000), dice.randrange(1000))
        for _ in range(count)
    ]


#: So many operations on one store, so that comparing stays cheap.
_ROUND = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    trials: dict[str, Callable[[Path, Sequence[Operation]], None]] = {"one after the other": run, "at once": at_once}
    with tempfile.TemporaryDirectory() as folder:
        for what, trial in trials.items():
            for number in range(-(-options.operations // _ROUND)):
                trial(Path(folder) / f"{trial.__name__}-{number}", at_random(dice, _ROUND))
            print(f"{options.operations} operations of two people, {what}: store, readers, history and model agree")


if __name__ == "__main__":
    main()
