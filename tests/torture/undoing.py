"""Random steps, undone and redone over documents and restarts: the store's files are as they were, byte for byte.

.venv/bin/python -m tests.torture.undoing [--operations 1000] [--seed 0]
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Change, Link, Record, new_id, now
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.history.undo import Step, StepPart, UndoHistory
from tests.conftest import TEXT, make_article
from tests.written_files import write_files


class Desk:
    """A reader without a screen: all_records, a store and a history, closed and opened again at any time."""

    def __init__(self, folder: Path, count: int, annotator: str = "ann") -> None:
        self.folder, self.annotator = folder, annotator
        self.steps = 0
        self.documents = [
            Document(None, str(folder.parent / f"{n}.txt"), f"{n:064x}", f"No. {n}") for n in range(count)
        ]
        self.open()

    def open(self) -> None:
        self.store = FolderStore(self.folder)
        self.history = UndoHistory(self.store, self.annotator, self.standing)
        self.all_records = []
        for number, document in enumerate(self.documents):
            key = self.store.find(document.path, document.sha256)
            stored = self.store.load(key) if key else None
            self.documents[number] = replace(document, key=key)
            records = (stored.annotations, stored.links, stored.decisions) if stored else ((), (), ())
            self.all_records.append(DocumentRecords(make_article(TEXT * 3), *records))

    def number_of(self, document: Document) -> int:
        return next(n for n, one in enumerate(self.documents) if one.sha256 == document.sha256)

    def standing(self, document: Document) -> Callable[[Record], Iterator[Record | None]]:
        def standing(record: Record) -> Iterator[Record | None]:
            number = self.number_of(document)
            yield self.all_records[number].now(record)
            key = self.documents[number].key
            stored = self.store.load(key) if key else None
            records = [*stored.annotations, *stored.links, *stored.decisions] if stored else []
            yield next((one for one in records if one.id == record.id), None)

        return standing

    def look(self) -> None:
        """Take in what others wrote, as an open reader does."""
        for number, document in enumerate(self.documents):
            key = document.key or self.store.find(document.path, document.sha256)
            if key is None:
                continue
            if document.key is None or (news := self.store.look(key)) is None:
                stored = self.store.load(key, keep=True)
                self.documents[number] = replace(document, key=key)
                records = (stored.annotations, stored.links, stored.decisions)
                self.all_records[number] = DocumentRecords(make_article(TEXT * 3), *records)
            else:
                self.all_records[number].apply(change for one in news for change in one.changes)

    def reopen(self) -> None:
        self.store.close()
        self.open()

    def do(self, what: str, *parts: tuple[int, tuple[Change, ...]]) -> None:
        step = Step(what, tuple(StepPart(self.documents[number], changes) for number, changes in parts if changes))
        if step.parts:
            self.history.did(step)
            self.carry_out(step)
            self.steps += 1

    def carry_out(self, step: Step) -> None:
        for part in step.parts:
            number = self.number_of(part.document)
            records = self.all_records[number]
            records.apply(part.changes)
            saved = self.store.save(self.documents[number], part.changes, act=step.act(self.annotator))
            mine = {change.record.id for change in part.changes}  # what became of these is in ``merged``
            others = [change for one in saved.others for change in one.changes]
            records.apply(change for change in others if change.record.id not in mine)
            records.apply(saved.merged)
            self.documents[number] = saved.document
            if saved.is_void:
                self.history.forget(step.id, saved.document)

    def turn(self, take: Callable[[], Step | None]) -> bool:
        step = take()
        if step is None or step.is_gone:
            return False
        self.carry_out(step)
        return True

    def files(self) -> dict[str, bytes]:
        write_files(self.store)
        return {path.name: path.read_bytes() for path in sorted(self.folder.glob("*.json"))}


def any_step(desk: Desk, dice: random.Random) -> None:
    number = dice.randrange(len(desk.documents))
    records = desk.all_records[number]
    here = dice.choice(records.annotations) if records.annotations else None
    kind = dice.choice("tag tag tag delete note link decide undecide move both".split())
    start = dice.randrange(300)
    if kind == "tag" or here is None:
        desk.do("claim", (number, records.tag(dice.choice(["claim", "evidence"]), start, start + 9, "ann")))
    elif kind == "delete":
        desk.do("deleted", (number, records.delete(here)))
    elif kind == "note":
        desk.do("note", (number, records.annotate(here, dice.choice(["", "hm", "who says so? é\u2028"]))))
    elif kind == "link":
        link = Link(new_id(), here.id, new_id(), "supports", "ann", now(), now())
        desk.do("linked", (number, (Change(None, link),)))
    elif kind == "decide":
        desk.do("finished", (number, records.decide("finished", {"at": (1, 2)}, "ann")))
    elif kind == "undecide":
        desk.do("open again", (number, tuple(Change(one, None) for one in records.decisions("finished"))))
    elif kind == "move":
        desk.do("moved", (number, records.move(here, "opinion", start, start + 4)))
    else:
        other = (number + 1) % len(desk.documents)
        desk.do(
            "both",
            (number, records.delete(here)),
            (other, desk.all_records[other].tag("claim", start, start + 9, "ann")),
        )


def walk(folder: Path, seed: int, operations: int) -> int:
    """Steps, undos, redos and reopenings at random, the files compared after each; gives how many comparisons held."""
    dice = random.Random(seed)
    desk = Desk(folder / "annotations", 3)
    states, at, held = [desk.files()], 0, 0
    for _ in range(operations):
        what = dice.choice(["step", "step", "step", "undo", "undo", "redo", "reopen"])
        if what == "reopen":
            desk.reopen()
        elif what == "step":
            before = desk.steps
            any_step(desk, dice)
            if desk.steps > before:
                del states[at + 1 :]
                states.append(desk.files())
                at += 1
        else:
            could = desk.turn(desk.history.undo if what == "undo" else desk.history.redo)
            wanted = at > 0 if what == "undo" else at < len(states) - 1
            assert could is wanted, f"seed {seed}: {what} {'did not work' if wanted else 'made something up'}"
            at += (-1 if what == "undo" else 1) if could else 0
        assert desk.files() == states[at], f"seed {seed}: after {what}"
        held += 1
    return held


def there_and_back(folder: Path, seed: int, operations: int) -> None:
    """So many steps, then all of them undone, then all redone, with reopenings in between."""
    dice = random.Random(seed)
    desk = Desk(folder / "annotations", 4)

    def sometimes() -> None:
        if dice.random() < 0.05:
            desk.reopen()

    while desk.steps < 20:
        any_step(desk, dice)
    desk.reopen()
    before, desk.steps = desk.files(), 0
    while desk.steps < operations:
        any_step(desk, dice)
        sometimes()
    after = desk.files()
    for _ in range(operations):
        assert desk.turn(desk.history.undo)
        sometimes()
    assert desk.files() == before, f"seed {seed}: undone"
    for _ in range(operations):
        assert desk.turn(desk.history.redo)
        sometimes()
    assert not desk.turn(desk.history.redo)
    assert desk.files() == after, f"seed {seed}: redone"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        there_and_back(Path(folder) / "1", options.seed, options.operations)
        print(f"{options.operations} operations undone and redone: byte for byte")
        held = walk(Path(folder) / "2", options.seed, options.operations)
        print(f"{held} operations, undos, redos and reopenings: byte for byte after each")


if __name__ == "__main__":
    main()
