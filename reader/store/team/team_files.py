"""The team of a store's folder, read again when one of its files changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reader.store.store_folder import ASSIGNMENTS_FILE, PROJECT_FILE
from reader.store.store_protocol import StoreError
from reader.store.team.assignments_file import read_assignments
from reader.store.team.project_file import read_project
from reader.store.team.team import Team
from reader.system.guarded_path import StorePath


def team_of(folder: Path) -> Team:
    """The team of a store's folder, now; raises ``StoreError`` where a file cannot be used."""
    version = _version(folder)
    return Team(folder, read_project(folder), read_assignments(folder), version)


def watched_team(folder: Path) -> Callable[[], Team]:
    """Gives the team as it is whenever it is asked; while a file cannot be used, as it was before.

    Raises:
        StoreError: a file cannot be used now.
    """
    known = team_of(folder)

    def team() -> Team:
        nonlocal known
        if _version(folder) != known.version:
            with suppress(StoreError):  # half a merge, say: nobody sees more because of it
                known = team_of(folder)
        return known

    return team


def _version(folder: Path) -> str:
    found = []
    for name in (PROJECT_FILE, ASSIGNMENTS_FILE):
        try:
            status = StorePath(folder, name).lstat()
            found.append(f"{status.st_mtime_ns}.{status.st_size}.{status.st_ino}")
        except OSError:
            found.append("")
    return ":".join(found)
