"""The store's folder: the two files that make it safe to keep in git, and names that are safe on every system."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from reader.annotations.explanation import explain
from reader.annotations.files import refuse_link, whole, write_atomically

HIDDEN_FOLDER = ".nrc-reader"
#: What the hidden folder holds that must not be a link to somewhere else.
HIDDEN_FOLDERS = ("locks", "quarantine", "journals", "history", "backups")
_ATTRIBUTES = "*.json merge=union text eol=lf\nlabels.jsonl merge=union text eol=lf\n"
_OLD_ATTRIBUTES = b"*.json merge=union text eol=lf\n"
_OLD_IGNORE = f"{HIDDEN_FOLDER}/\n".encode()
#: What is left of a file that was being written when the program was killed is nobody's.
_IGNORE = f"{HIDDEN_FOLDER}/\n*.tmp\n"


def refuse_links(folder: Path) -> None:
    """Follow no link inside the folder: it may have come from somebody else; raises ``OSError``."""
    hidden = folder / HIDDEN_FOLDER
    refuse_link(hidden)
    for name in HIDDEN_FOLDERS:
        refuse_link(hidden / name)


def prepare(folder: Path) -> None:
    """Make the folder, the files that git needs, and those that explain, where they are missing; raises ``OSError``."""
    (folder / HIDDEN_FOLDER).mkdir(parents=True, exist_ok=True)
    explain(folder / HIDDEN_FOLDER)
    attributes = folder / ".gitattributes"
    if not attributes.exists() or whole(attributes) == _OLD_ATTRIBUTES:
        write_atomically(attributes, _ATTRIBUTES, follows=False)
    ignored = folder / ".gitignore"
    if not ignored.exists() or whole(ignored) == _OLD_IGNORE:
        write_atomically(ignored, _IGNORE, follows=False)


def is_in_git(folder: Path) -> bool:
    """Whether files in it come and go with the branches of a repository: one that is gone may be meant to be."""
    folder = folder.absolute()
    return any((one / ".git").exists() for one in (folder, *folder.parents))


def usual_key(path: str, sha256: str) -> str:
    """What a new document is called in the store, unless another one is called so."""
    return f"{slug(path)}.{sha256[:12]}"


def slug(path: str) -> str:
    """The file's name made safe for every file system: letters, digits, ``.``, ``-``, ``_``; at most 160 bytes."""
    name = re.sub(r"[^\w.-]+", "_", Path(path).name).strip("._")[:80].encode()[:160].decode(errors="ignore")
    return name or hashlib.sha256(path.encode(errors="surrogateescape")).hexdigest()[:12]
