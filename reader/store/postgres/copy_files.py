"""The files beside the documents, in a copy and on the server: labels, guideline, who annotates, and what goes to whom.

Of files of lines, lines that were added or taken away on either side stay so. Of other files the server's stands where
both were changed: who is blind is not for a copy to say. What was here is kept beside it.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from pathlib import Path

from reader.config.settings import HIDDEN_FOLDER
from reader.model.act import NOBODY
from reader.store.added_labels import changing, rows_in
from reader.store.files.write_sequence import WriteSequence
from reader.store.labels.label_history import LabelHistory
from reader.store.labels.label_rows import difference
from reader.store.locking import LockHeldError
from reader.store.postgres.copy_state import CopyState
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.refusals import refusals
from reader.store.store_folder import ASSIGNMENTS_FILE, GUIDELINE_FILE, LABELS_FILE, PROJECT_FILE
from reader.store.store_protocol import StoreError
from reader.system.guarded_path import StorePath

#: Those that everybody has; of lines, or whole.
_OF_LINES, _WHOLE = (LABELS_FILE, ASSIGNMENTS_FILE), (PROJECT_FILE, GUIDELINE_FILE)
SHARED_FILES = (*_OF_LINES, *_WHOLE)


def exchange_files(remote: PostgresStore, folder: Path, state: CopyState) -> None:
    """Make each the same on both sides; raises ``StoreError``."""
    number, theirs = _theirs(remote, state.files_taken)
    for name in SHARED_FILES:
        base, path = state.file(name), StorePath(folder, name)
        there = theirs.get(name, base)
        try:
            with refusals(path, "not shared"):
                if there == base == _content(path):
                    continue
                with changing(folder) if name == LABELS_FILE else nullcontext():
                    _exchange(remote, folder, state, name, there)
        except LockHeldError as error:
            raise StoreError(f"{path}: not shared: {error}") from error
    state.set_files_taken(number)


def _exchange(remote: PostgresStore, folder: Path, state: CopyState, name: str, there: bytes) -> None:
    base, path = state.file(name), StorePath(folder, name)
    mine = _content(path)
    history = LabelHistory(folder / HIDDEN_FOLDER, WriteSequence(folder / HIDDEN_FOLDER).stamp)
    if mine not in (base, there) and name not in _OF_LINES and there != base:
        (StorePath(folder.parent) / f"{name}.replaced").write(mine)
        mine = base
    if mine != base:
        merged = partial(_merged, name, base, mine)
        if name == LABELS_FILE:
            act = next((one.act for one in reversed(history.transactions())), NOBODY)
            remote.change_label_file(act, merged)
        else:
            remote.change_file(name, merged)
        there = remote.file(name)
    if there != mine:
        rows = difference(rows_in(mine), rows_in(there)) if name == LABELS_FILE else ()
        if rows:
            history.keep(next((one.act for one in reversed(remote.label_history())), NOBODY), rows)
        path.write(there)
    state.set_file(name, there)


def _content(path: StorePath) -> bytes:
    return path.content() if path.exists() else b""


def have_changed(folder: Path, state: CopyState) -> bool:
    """Whether one of them was changed here since it was last the same on both sides."""
    paths = ((name, StorePath(folder, name)) for name in SHARED_FILES)
    try:
        return any(_content(path) != state.file(name) for name, path in paths)
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
