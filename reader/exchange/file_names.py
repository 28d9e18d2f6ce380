"""The files of formats that are a folder: what they are called, and which of a stranger's are read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from reader.exchange.jsonl import LONGEST_LINE
from reader.store.document_keys import slug


class FileNames:
    """Gives each document a name of its own that every file system takes, also one that knows no capital letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name_of(self, path: str) -> str:
        """A name without ending for the next document, from its path: ``a.html``, and ``a.html-2`` for another one."""
        name, number = slug(path), 1
        while (chosen := name if number == 1 else f"{name}-{number}").casefold() in self._taken:
            number += 1
        self._taken.add(chosen.casefold())
        return chosen


def files_in(folder: Path, suffix: str) -> Iterator[tuple[str, Path]]:
    """The files with an ending, in the folder and those within it: the name in the folder, and the path; by name.

    Links to other folders are not followed, and hidden files are none.
    """
    for inner, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(files):
            if name.endswith(suffix) and not name.startswith("."):
                path = Path(inner) / name
                yield path.relative_to(folder).as_posix(), path


def bytes_of(path: Path) -> bytes:
    """The bytes of a file in a stranger's folder.

    Raises:
        ValueError: it is a link, which may lead to any file of this machine, or it is too large.
        OSError: it cannot be read.
    """
    status = path.lstat()
    if not S_ISREG(status.st_mode):
        raise ValueError("is a link or no file: left alone")
    if status.st_size > LONGEST_LINE:
        raise ValueError(f"is larger than {LONGEST_LINE >> 20} MiB")
    return path.read_bytes()
