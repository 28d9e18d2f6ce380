"""An editor writes back old copies of store files, with edits of its own, while one to four writers go on.

Nothing that a writer was told is saved may be missing, and what the editor changed in its copy must have been seen.

.venv/bin/python -m tests.torture.copies [--copies 400] [--seed 0]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

from reader.model.annotation import new_id
from reader.store.folder_store import FolderStore
from reader.store.records.record_rows import row_id_of
from tests.torture.sessions import GONE, Expected, Session, Tell, forked, told, unreadable, warm

#: Copies that one store gets, so that checking it stays cheap.
_ROUND = 25
#: How long the editor waits for a writer to see what it wrote, and between two looks, in seconds.
_PATIENCE_S, _STEP_S = 60.0, 0.002
#: Old copies that the editor has open at once.
_OPEN = 12


class Result(NamedTuple):
    """What was found."""

    copies: int
    edits: int
    acknowledged: int
    wrong: list[str]


@dataclass
class Editor:
    """Reads store files, keeps what it read, and writes some of it back, changed or not.

    Args:
        folder: of the store.
        dice: what is done.
    """

    folder: Path
    dice: random.Random
    copies: list[tuple[Path, bytes]] = field(default_factory=list)
    #: The records that were changed or made by hand, and those that were deleted.
    edited: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    #: Notes that were there and were written over by hand, with the id of their record; one may hold several.
    replaced: set[tuple[str, str]] = field(default_factory=set)
    written: int = 0
    unseen: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Open a file, or have it open already."""
        files = sorted(self.folder.glob("*.json"))
        if files:
            path = self.dice.choice(files)
            self.copies = [*self.copies, (path, path.read_bytes())][-_OPEN:]

    def write(self) -> None:
        """Write one of the copies back, and wait until somebody has seen what was changed in it."""
        path, data = self.copies.pop(self.dice.randrange(len(self.copies)))
        try:
            tables = json.loads(data)
        except ValueError:
            return  # caught while it was being written
        words = [word for _ in range(self.dice.randrange(3)) if (word := self.edit(tables))]
        text = as_lines(tables)
        words = [word for word in words if word in text]  # one may have been edited twice
        if self.dice.random() < 0.5:
            path.write_text(text, encoding="utf-8")
        else:
            other = path.with_suffix(".editor~")
            other.write_text(text, encoding="utf-8")
            other.replace(path)
        self.written += 1
        deadline = time.monotonic() + _PATIENCE_S
        while not all(self.is_seen(path.stem, word) for word in words):
            if time.monotonic() > deadline:
                self.unseen.append(f"{path.name}: {words} never seen by a writer")
                break
            time.sleep(_STEP_S)

    def edit(self, tables: dict[str, dict[str, Any]]) -> str:
        """Change one record; gives a word by which the history tells that it was seen, empty where nothing was done."""
        rows = tables["annotations"]
        word = f"word-{self.dice.randrange(10**9)}"
        what = self.dice.choice(["add", "label", "label", "note", "delete"])
        if what == "add" or not rows:
            moment = "2026-04-11T09:30:00.000Z"
            row = {"label": word, "start": 1, "end": 5, "quote": "text", "note": "", "annotator": "editor"}
            identifier = new_id()
            rows[row_id_of(identifier)] = {**row, "created_at": moment, "updated_at": moment}
            self.edited.add(row_id_of(identifier))
            return word
        row_id = self.dice.choice(list(rows))
        if what == "delete":
            del rows[row_id]
            self.deleted.add(row_id)
            return ""
        if what == "note":
            self.replaced.add((row_id, rows[row_id]["note"]))
        rows[row_id] = {**rows[row_id], what: word}
        self.edited.add(row_id)
        return word

    def is_seen(self, key: str, word: str) -> bool:
        """Whether journal or history have the word: as what was taken, or as what gave way."""
        hidden = self.folder / ".nrc-reader"
        for name in ("journals", "history"):
            path = hidden / name / f"{key}.jsonl"
            if path.exists() and word.encode() in path.read_bytes():
                return True
        return False


def as_lines(tables: dict[str, dict[str, Any]]) -> str:
    """A store file, laid out as it was."""
    parts = []
    for name, rows in tables.items():
        lines = [
            f"{json.dumps(key)}: {json.dumps(row, ensure_ascii=False, sort_keys=True)}" for key, row in rows.items()
        ]
        parts.append(json.dumps(name) + ": {\n" + "\n,".join(lines) + ("\n" if lines else "") + "}\n")
    return "{\n" + ",".join(parts) + "}\n"


def work(folder: Path, seed: int, tell: Tell) -> None:
    """Work until told to stop, and then to the end of the step."""
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    session = Session(folder, tell, random.Random(seed))
    while not stopped:
        session.step()
    session.store.close()


def round_of(folder: Path, writers: int, copies: int, seed: int) -> Result:
    """One store: writers, an editor that writes back so many copies, and what is there in the end."""
    dice = random.Random(seed)
    children = [forked(partial(work, folder, dice.randrange(1 << 30))) for _ in range(writers)]
    editor, expected = Editor(folder, dice), Expected()
    lines: dict[int, list[str]] = {}
    threads = [Thread(target=lambda one=one: lines.update({one[0]: told(one[1])})) for one in children]
    for thread in threads:  # a pipe that nobody reads would stop its writer
        thread.start()
    try:
        while editor.written < copies and not editor.unseen:
            time.sleep(dice.random() * 0.1)
            editor.look()
            if editor.copies and dice.random() < 0.7:
                editor.write()
    finally:
        for child, _ in children:
            os.kill(child, signal.SIGTERM)
    for thread, (child, _) in zip(threads, children, strict=True):
        thread.join()
        os.waitpid(child, 0)
        expected.take(lines[child])
    stopped = [one for said in lines.values() for one in said if one.startswith("stopped")]
    wrong = stopped + editor.unseen + [one for one in missing(folder, expected, editor) if one]
    wrong += [one for one in unreadable(folder) if "damaged" not in one]
    return Result(editor.written, len(editor.edited | editor.deleted), expected.acknowledged, wrong)


def missing(folder: Path, expected: Expected, editor: Editor) -> list[str]:
    """What a writer was told and is not there.

    Of what the editor changed too, both notes may stand in one, and a deletion leaves what was edited since.
    """
    store = FolderStore(folder)
    there = {row_id_of(one.id): one for key in store.keys() for one in store.load(key).annotations}
    found = []
    for identifier, note in expected.notes.items():
        if identifier in expected.open:
            continue
        row_id = row_id_of(identifier)
        one = there.get(row_id)
        is_told = (one.note if one else GONE) == note
        is_of_editor = (
            (row_id in editor.deleted and one is None)
            or (row_id in editor.edited and one is not None and (note == GONE or note in one.note))
            or any(other == row_id and note in replaced for other, replaced in editor.replaced)
        )
        if not is_told and not is_of_editor:
            found.append(f"{identifier}: told {note!r}, found {one.note if one else GONE!r}")
    return found


def run(folder: Path, copies: int, seed: int = 0) -> list[tuple[int, Result]]:
    """So many copies for one, two and four writers; what was found for each number."""
    warm(folder / "warm")
    results = []
    for writers in (1, 2, 4):
        done = [
            round_of(folder / f"{writers}-{first}", writers, min(_ROUND, copies - first), seed + first + writers)
            for first in range(0, copies, _ROUND)
        ]
        wrong = [one for result in done for one in result.wrong]
        counts = [sum(result[column] for result in done) for column in range(3)]
        results.append((writers, Result(counts[0], counts[1], counts[2], wrong)))
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for writers, found in run(Path(folder), options.copies, options.seed):
            said = (
                f"{found.copies} copies written back with {found.edits} edits, {found.acknowledged} saves acknowledged"
            )
            print(f"{writers} writers: {said}, {len(found.wrong)} missing")
            wrong += found.wrong
    for line in wrong[:9]:
        print(f"  {line}")
    raise SystemExit(int(bool(wrong)))


if __name__ == "__main__":
    main()
