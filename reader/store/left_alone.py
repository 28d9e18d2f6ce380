"""What in a store is left alone, because it is neither a plain folder nor a plain file with one name, or too large."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from reader.config.settings import HIDDEN_FOLDER
from reader.store.store_folder import ASSIGNMENTS_FILE, CLIPPINGS_FILE, GUIDELINE_FILE, PROJECT_FILE
from reader.system.guarded_path import StorePath
from reader.system.os_errors import reason

#: What lies in the store's folder beside documents; its labels are looked at where they are read.
_FILES = (
    CLIPPINGS_FILE, GUIDELINE_FILE, PROJECT_FILE, ASSIGNMENTS_FILE, "export.jsonl", ".gitattributes", ".gitignore"
)  # fmt: skip
#: What is to be a folder in the hidden one.
_FOLDERS = ("backups", "cache", "history", "journals", "locks", "quarantine", "texts")


def left_alone(folder: Path, *, is_quick: bool = False) -> Iterator[OSError]:
    """Each thing in a store that is not used, with its path and why, the hidden folder last.

    Args:
        folder: the store's.
        is_quick: whether hard links among documents and what belongs to them are left out: each costs a look.
    """
    root = StorePath(folder)
    for name, mode in _entries(root):
        if name in _FILES or (name.endswith(".json") and name[0] != "."):
            yield from _faults(root / name, mode, is_quick=is_quick and name not in _FILES)
    hidden = root / HIDDEN_FOLDER
    try:
        mode = hidden.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        yield error
        return
    yield from _in_folder(hidden, is_quick=is_quick) if stat.S_ISDIR(mode) else _no_folder(hidden)


def said(fault: OSError) -> str:
    """The fault in one line: where, what, and what to do."""
    return f"{fault.filename}: {reason(fault)}"


def in_one_line(faults: Sequence[OSError]) -> str:
    """The first of some faults, and how many more there are."""
    more = f"; {len(faults) - 1} more: nrc-reader check names them" if faults[1:] else ""
    return said(faults[0]) + more


def _in_folder(folder: StorePath, *, is_quick: bool) -> Iterator[OSError]:
    is_top = folder.name == HIDDEN_FOLDER
    for name, mode in _entries(folder):
        path = folder / name
        if stat.S_ISDIR(mode):
            yield from _in_folder(path, is_quick=is_quick)
        elif is_top and name in _FOLDERS:
            yield from _no_folder(path)
        else:
            yield from _faults(path, mode, is_quick=is_quick and not is_top)


def _faults(path: StorePath, mode: int, *, is_quick: bool) -> Iterator[OSError]:
    """Why a path is no plain file, if it is none; ``mode`` is its kind alone."""
    if is_quick and stat.S_ISREG(mode):
        return
    try:
        with suppress(FileNotFoundError):
            path.refuse(path.lstat())
    except OSError as error:
        yield error


def _no_folder(path: StorePath) -> Iterator[OSError]:
    try:
        with path.entries():
            return
    except OSError as error:
        yield error


def _entries(folder: StorePath) -> list[tuple[str, int]]:
    """The names in a folder, sorted, each with the kind of thing it is, as a mode; none where it cannot be listed."""
    with suppress(OSError), folder.entries() as found:
        return sorted((one.name, _kind(one)) for one in found)
    return []


def _kind(entry: os.DirEntry[str]) -> int:
    if entry.is_dir(follow_symlinks=False):
        return stat.S_IFDIR
    return stat.S_IFREG if entry.is_file(follow_symlinks=False) else 0
