"""Which documents go to which annotators: a file of JSON Lines in the store that git merges line by line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from reader.model.untrusted_data import one_line
from reader.store.records.place_encoding import decoded_place
from reader.store.store_folder import ASSIGNMENTS_FILE
from reader.store.store_protocol import StoreError
from reader.store.team.team import Assignment, Assignments
from reader.system.guarded_path import StorePath
from reader.system.json_text import json_text


def path_of(assignment: Assignment, folder: Path) -> str:
    """The absolute path of an assigned document."""
    return os.path.normpath(folder / decoded_place(assignment.place))


def read_assignments(folder: Path) -> Assignments:
    """Those in a store's folder; raises ``StoreError`` where they cannot be read. Lines that are none are left out."""
    from reader.system.os_errors import reason

    path = StorePath(folder, ASSIGNMENTS_FILE)
    try:
        return Assignments(assignments_in(path.content()))
    except FileNotFoundError:
        return Assignments()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {reason(error)}") from error


def assignments_in(data: bytes) -> list[Assignment]:
    """Those in such a file, in order; a conflict mark, or the line of a later version, is none."""
    return [found for line in data.splitlines() if (found := _assignment(line)) is not None]


def write_assignments(folder: Path, ones: Iterable[Assignment]) -> None:
    """Write them, sorted by place; raises ``OSError``."""
    from reader.store.store_folder import prepare

    prepare(folder)
    StorePath(folder, ASSIGNMENTS_FILE).write(as_bytes(ones))


def as_bytes(ones: Iterable[Assignment]) -> bytes:
    """The file's content: a line each, sorted, each once."""
    lines = sorted({(one.place, one.sha256, tuple(sorted(one.annotators))) for one in ones})
    rows = ({"annotators": names, "place": place, "sha256": digest} for place, digest, names in lines)
    return "".join(f"{json_text(row, sort_keys=True)}\n" for row in rows).encode()


def _assignment(line: bytes) -> Assignment | None:
    try:
        values = json.loads(line)
        place, digest, names = (values[name] for name in ("place", "sha256", "annotators"))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not (isinstance(place, str) and isinstance(digest, str) and isinstance(names, list)):
        return None
    return Assignment(place, one_line(digest), tuple(one_line(name) for name in names if isinstance(name, str)))
