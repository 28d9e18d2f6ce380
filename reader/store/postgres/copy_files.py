"""The files beside the documents, in a copy and on the server: labels, guideline, who annotates, and what goes to whom.

Of files of lines, lines that were added or taken away on either side stay so. Of other files the server's stands where
both were changed: who is blind is not for a copy to say. What was here is kept beside it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from reader.store.postgres.copy_state import CopyState
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.refusals import refusals
from reader.store.store_folder import ASSIGNMENTS_FILE, GUIDELINE_FILE, LABELS_FILE, PROJECT_FILE
from reader.system.guarded_path import StorePath

#: Those that everybody has; of lines, or whole.
_OF_LINES, _WHOLE = (LABELS_FILE, ASSIGNMENTS_FILE), (PROJECT_FILE, GUIDELINE_FILE)
SHARED_FILES = (*_OF_LINES, *_WHOLE)


def exchange_files(remote: PostgresStore, folder: Path, state: CopyState) -> None:
    """Make each the same on both sides; raises ``StoreError``."""
    number, theirs = _theirs(remote, state.files_taken)
    for name in SHARED_FILES:
        base, path = state.file(name), StorePath(folder, name)
        with refusals(path, "not shared"):
            mine = path.content() if path.exists() else b""
            there = theirs.get(name, base)
            if mine not in (base, there) and name not in _OF_LINES and there != base:
                (StorePath(folder.parent) / f"{name}.replaced").write(mine)
                mine = base
            if mine != base:
                remote.change_file(name, partial(_merged, name, base, mine))
                there = remote.file(name)
            if there != mine and (there or base):
                path.write(there)
            if there != base:
                state.set_file(name, there)
    state.set_files_taken(number)


def have_changed(folder: Path, state: CopyState) -> bool:
    """Whether one of them was changed here since it was last the same on both sides."""
    paths = ((name, StorePath(folder, name)) for name in SHARED_FILES)
    try:
        return any((path.content() if path.exists() else b"") != state.file(name) for name, path in paths)
    except OSError:
        return False


def _theirs(remote: PostgresStore, after: int) -> tuple[int, dict[str, bytes]]:
    """What was changed on the server after a number, and the number of the last change."""
    query = "select name, content, number from kept_file where number > %s and name = any(%s)"
    found = remote.server.rows(query, (after, list(SHARED_FILES)))
    return max((row[2] for row in found), default=after), {name: bytes(content) for name, content, _ in found}


def _merged(name: str, base: bytes, mine: bytes, theirs: bytes) -> bytes:
    if theirs == base or name not in _OF_LINES:
        return mine if theirs == base else theirs
    was, here = base.splitlines(keepends=True), mine.splitlines(keepends=True)
    there = [line for line in theirs.splitlines(keepends=True) if line in here or line not in was]
    return b"".join([*there, *(line for line in here if line not in was and line not in there)])
