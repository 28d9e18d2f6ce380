"""The store's folder: its hidden one, and the files in it that make it safe to keep in git."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from reader.config.settings import HIDDEN_FOLDER
from reader.store.files.folder_readme import explain
from reader.system.guarded_path import StorePath
from reader.system.plain_files import NotPlainError

#: The labels that were added in the reader.
LABELS_FILE = "labels.jsonl"
#: The guideline of the project, which people write.
GUIDELINE_FILE = "guideline.md"
#: Copied passages, for terminals without a clipboard.
CLIPPINGS_FILE = "clippings.txt"
#: Who annotates, and which documents go to whom.
PROJECT_FILE, ASSIGNMENTS_FILE = "project.toml", "assignments.jsonl"
#: What git is told, as earlier versions told it and now: it joins the lines of two people.
_OLD_ATTRIBUTES = (
    "*.json merge=union text eol=lf\n",
    f"*.json merge=union text eol=lf\n{LABELS_FILE} merge=union text eol=lf\n",
)
_ATTRIBUTES = f"{_OLD_ATTRIBUTES[-1]}{ASSIGNMENTS_FILE} merge=union text eol=lf\n"
_OLD_IGNORE = (f"{HIDDEN_FOLDER}/\n",)
#: What is left of a file that was being written when the program was killed is nobody's.
_IGNORE = f"{HIDDEN_FOLDER}/\n*.tmp\n"


def prepare(folder: Path) -> None:
    """Make the folder, the files that git needs, and those that explain, where they are missing; raises ``OSError``."""
    root = StorePath(folder)
    (root / HIDDEN_FOLDER).make_folder()
    explain(root / HIDDEN_FOLDER)
    _keep(root / ".gitattributes", _ATTRIBUTES, _OLD_ATTRIBUTES)
    _keep(root / ".gitignore", _IGNORE, _OLD_IGNORE)


def make_cache_folder(folder: StorePath) -> None:
    """Make a folder of derived data, if there is none, and keep it out of git: documents' texts are in it.

    Raises:
        OSError: it cannot be made.
    """
    folder.make_folder()
    _keep(folder / ".gitignore", "*\n", ())


def _keep(path: StorePath, text: str, old: Collection[str]) -> None:
    """Write one of them, where there is none or an older version's; what is no plain file stays, and git reads that."""
    with suppress(NotPlainError):
        if not path.exists() or path.content() in [one.encode() for one in old]:
            path.write(text.encode())


def hidden_path(hidden: Path, *names: str) -> StorePath:
    """A path inside a store's hidden folder, which itself lies in the store: it must be no link either."""
    return StorePath(hidden.parent, hidden.name, *names)


def is_in_git(folder: Path) -> bool:
    """Whether files in it come and go with the branches of a repository: one that is gone may be meant to be."""
    folder = folder.absolute()
    return any(os.path.exists(one / ".git") for one in (folder, *folder.parents))  # noqa: PTH110 - says no for every name
