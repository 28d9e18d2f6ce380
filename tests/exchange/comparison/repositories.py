"""Stores in a repository of git, for tests."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.folder_store import FolderStore

DOCUMENT = Document(None, "one.txt", "ab" * 32)
AT = "2026-04-11T09:30:00.000Z"


class Repository:
    """A work tree with a store in ``annotations``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
        }  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    @property
    def store(self) -> Path:
        return self.folder / "annotations"


def annotation(start: int = 0, label: str = "claim", annotator: str = "ann", note: str = "") -> Annotation:
    return Annotation(new_id(), label, start, start + 4, "text", "", "", start, start + 4, note, annotator, AT, AT)


def save(folder: Path, *changes: Change, by: str = "ann") -> None:
    """Save changes in the store of a folder, and write its files."""
    store = FolderStore(folder)
    store.save(DOCUMENT, changes, act=Act("tagged", by, new_id()))
    store.close()


def later(one: Annotation, minute: int, **values: str) -> Change:
    """A change of an annotation, so many minutes past ten."""
    return Change(one, replace(one, updated_at=f"2026-04-11T10:{minute:02}:00.000Z", **values))


def stored(folder: Path) -> list[Annotation]:
    """What a store holds of its document."""
    store = FolderStore(folder)
    return [one for key in store.keys() for one in store.load(key).annotations]
