"""Random three-way merges by git of what two people did to the same documents: every record must be right.

.venv/bin/python -m tests.torture.merges [--trials 600] [--seed 0]
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.records.record_merging import moment

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)
#: Merges in one repository: its history grows with each, and everything in it is kept.
_ROUND = 50
#: What a side made of each annotation; None where it is deleted.
Side = dict[str, Annotation | None]


class Repository:
    """A work tree with a store, as two people share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
        }  # fmt: skip
        folder.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        (folder / "meeting.txt").write_text("x")

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.folder, env=self.environment, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def store(self) -> FolderStore:
        return FolderStore(self.folder / "annotations")


def made(dice: random.Random, second: int) -> Annotation:
    start, at = dice.randrange(900), f"2026-04-11T09:{second // 60:02}:{second % 60:02}.000Z"
    return Annotation(new_id(), "claim", start, start + 4, "text", "", "", 0, 0, "", "ann", at, at)


def act(store: FolderStore, here: dict[str, Annotation], dice: random.Random, first: int, name: str) -> Side:
    """Random adds, edits and deletes of one side, each a save; gives what became of what it touched."""
    side: Side = {}
    for number in range(dice.randrange(1, 7)):
        one = dice.choice(list(here.values())) if here else None
        what = dice.choice(["add", "add", "edit", "edit", "delete"])
        if what == "add" or one is None:
            after: Annotation | None = made(dice, first + number)
            before = None
        elif what == "edit":
            at = f"2026-04-11T10:{(first + number) // 60:02}:{(first + number) % 60:02}.{dice.randrange(1000):03}Z"
            before, after = one, replace(one, label=f"{name}{number}", updated_at=at)
        else:
            before, after = one, None
        store.save(DOCUMENT, [Change(before, after)])
        identifier = (after or one).id  # type: ignore[union-attr]
        side[identifier] = after
        if after is None:
            del here[identifier]
        else:
            here[identifier] = after
    return side


def wanted(base: dict[str, Annotation], ours: Side, theirs: Side) -> dict[str, str]:
    """What must come of it: the label of each annotation that must be there."""
    found = {identifier: one.label for identifier, one in base.items()}
    for identifier in {*ours, *theirs}:
        sides = [side[identifier] for side in (ours, theirs) if identifier in side]
        kept = [one for one in sides if one is not None]
        if len(kept) < len(sides):  # a deletion is later than the edits here, which are of the past
            found.pop(identifier, None)
        elif kept:
            found[identifier] = max(kept, key=lambda one: moment(one.updated_at)).label
    return found


def trial(repository: Repository, number: int, seed: int) -> str:
    """One merge; empty where every record is right, else what is wrong."""
    dice = random.Random(f"{seed}-{number}")
    for path in (repository.folder / "annotations").glob("*.json"):
        path.unlink()
    if not (repository.folder / "annotations").exists():
        repository.store().save(Document(None, "other.txt", "ef" * 32), [])
    base = {one.id: one for one in (made(dice, n) for n in range(dice.randrange(8)))}
    store = repository.store()
    if base:
        store.save(DOCUMENT, [Change(None, one) for one in base.values()])
    store.close()
    repository.commit()
    repository.git("checkout", "-q", "-B", "theirs")
    store = repository.store()
    theirs = act(store, dict(base), dice, 100, "t")
    store.close()
    repository.commit()
    repository.git("checkout", "-q", "main")
    store = repository.store()
    ours = act(store, dict(base), dice, 200, "o")
    store.close()
    repository.commit()
    repository.git("merge", "-q", "-m", "m", "theirs")
    store = repository.store()
    found = {
        one.id: one.label for key in store.keys() if key.startswith("meeting") for one in store.load(key).annotations
    }
    expected = wanted(base, ours, theirs)
    if found != expected:
        return f"trial {number}: {len(base)} {ours} {theirs}: found {found}, wanted {expected}"
    store.save(DOCUMENT, [])
    store.close()
    again = {one.id: one.label for one in repository.store().load(repository.store().find(*place()) or "").annotations}
    repository.commit()
    return "" if again == expected else f"trial {number}: {again} after a save, wanted {expected}"


def place() -> tuple[str, str]:
    return DOCUMENT.path, DOCUMENT.sha256


def run(folder: Path, trials: int, seed: int = 0) -> list[str]:
    """So many merges; what is wrong."""
    wrong = []
    for first in range(0, trials, _ROUND):
        repository = Repository(folder / f"work-{first}")
        found = [trial(repository, number, seed) for number in range(first, min(trials, first + _ROUND))]
        wrong += [one for one in found if one]
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong = run(Path(folder), options.trials, options.seed)
    print(f"{options.trials - len(wrong)} of {options.trials} merges right")
    for line in wrong[:5]:
        print(f"  {line}")
    raise SystemExit(int(bool(wrong)))


if __name__ == "__main__":
    main()
