"""What the tortures of the store share: sessions that say what they were told is saved, and what must then be there."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id, now
from reader.model.document import Document
from reader.store.files.journal import lines_in
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from tests.written_files import write_files

Tell = Callable[[str], None]
#: What an annotation that was deleted is said to hold.
GONE = "-"


class Session:
    """One reader that works on a store at random, and tells before and after each save.

    Args:
        folder: of the store.
        tell: takes ``try ID``, then ``done ID NOTE`` once the save came back.
        dice: what is done, and in which document.
    """

    def __init__(self, folder: Path, tell: Tell, dice: random.Random) -> None:
        self.folder, self.tell, self.dice = folder, tell, dice
        self.store = FolderStore(folder)
        self.mine: list[tuple[Document, Annotation]] = []

    def step(self) -> None:
        """One save, or something that follows saves."""
        what = self.dice.choice(["tag"] * 6 + ["note"] * 4 + ["delete"] * 2 + ["flush", "idle", "reopen"])
        if what == "flush":
            write_files(self.store)
        elif what == "idle":
            self.store.idle()
        elif what == "reopen":
            self.store.close()
            self.store = FolderStore(self.folder)
        elif what == "tag" or not self.mine:
            number = self.dice.randrange(2)
            document = Document(None, str(self.folder / f"{number}.txt"), f"{number + 1:064x}")
            start, moment = self.dice.randrange(1000), now()
            one = Annotation(new_id(), "claim", start, start + 4, "text", "", "", 0, 0, "", "ann", moment, moment)
            self.save(document, None, one)
        else:
            document, one = self.mine[self.dice.randrange(len(self.mine))]
            after = one.touched(note=f"note-{self.dice.randrange(10**6)}") if what == "note" else None
            self.save(document, one, after)

    def save(self, document: Document, before: Annotation | None, after: Annotation | None) -> None:
        """Make one change."""
        one = after or before
        assert one is not None
        self.tell(f"try {one.id}")
        saved = self.store.save(document, [Change(before, after)], act=Act("torture", "ann", new_id()))
        self.tell(f"done {one.id} {GONE if after is None else after.note}")
        self.mine = [(kept, other) for kept, other in self.mine if other.id != one.id]
        if after is not None:
            self.mine.append((saved.document, after))


class Expected:
    """What must be in the store, by what the sessions told."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}
        self.open: set[str] = set()
        self.acknowledged = 0

    def take(self, lines: list[str]) -> None:
        """Take in what one session told, in order, up to where it was stopped."""
        tried = ""
        for line in lines:
            what, _, rest = line.partition(" ")
            identifier, _, note = rest.partition(" ")
            if what == "try":
                tried = identifier
            elif what == "done":
                self.notes[identifier] = note
                self.open.discard(identifier)
                self.acknowledged += 1
                tried = ""
        if tried:
            self.open.add(tried)  # nobody was told what became of it: either is right

    def missing(self, folder: Path) -> list[str]:
        """What was acknowledged and is not as it was told, one line each."""
        store = FolderStore(folder)
        there = {one.id: one.note for key in store.keys() for one in store.load(key).annotations}
        found = []
        for identifier, note in self.notes.items():
            if identifier not in self.open and there.get(identifier, GONE) != note:
                found.append(f"{identifier}: told {note!r}, found {there.get(identifier, GONE)!r}")
        for identifier in list(self.open):  # settled now, one way or the other
            self.notes[identifier] = there.get(identifier, GONE)
        self.open.clear()
        return found


def unreadable(folder: Path) -> list[str]:
    """The store's files that are not what TinyDB reads, and lines of journals and histories that are damaged."""
    found = []
    for path in folder.glob("*.json"):
        try:
            tables = json.loads(path.read_text(encoding="utf-8"))
            assert all(isinstance(row, dict) for rows in tables.values() for row in rows.values())
        except (ValueError, AttributeError, AssertionError) as error:
            found.append(f"{path.name}: {error}")
    for path in (folder / ".nrc-reader").glob("*/*.jsonl"):
        found += [f"{path}: a damaged line" for _ in lines_in(path.read_bytes()).damaged]
    return found


def warm(folder: Path) -> None:
    """Load everything that a session loads, so that children need not."""
    session = Session(folder, lambda _: None, random.Random(0))
    for _ in range(20):
        session.step()
    session.store.close()


def forked(work: Callable[[Tell], None]) -> tuple[int, int]:
    """Run ``work`` in a child process; gives its id and the end of the pipe that tells what it tells."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    original = os.write

    def tell(line: str) -> None:
        original(writing, f"{line}\n".encode())

    try:
        work(tell)
    except StoreError as error:
        tell(f"stopped {error}")
    finally:
        os._exit(0)


def told(reading: int) -> list[str]:
    """Every whole line that came through a pipe."""
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    return data[: data.rfind(b"\n") + 1].decode().splitlines()
