"""Which files may be opened because a store names them: a store from a stranger may name any file of the user's."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


class AllowedFiles:
    """The folders whose files may be opened: that of the project, the working folder, what the user named.

    Args:
        project: the folder of the project that the store belongs to, None where it belongs to none.
        named: files and folders that the user named; addresses among them say nothing.
    """

    def __init__(self, project: Path | None, named: Iterable[str] = ()) -> None:
        roots = [*([] if project is None else [str(project)]), *named]
        with suppress(FileNotFoundError):  # the working folder may be gone
            roots.append(str(Path.cwd()))
        self._roots = [os.path.realpath(one) for one in roots]

    def add(self, place: str) -> None:
        """The user names one more."""
        self._roots.append(os.path.realpath(place))

    def holds(self, place: str) -> bool:
        """Whether a file lies in one of them, wherever links on the way to it lead."""
        try:
            found = Path(os.path.realpath(place))
        except ValueError:  # no system has a file of that name
            return False
        return any(found.is_relative_to(root) for root in self._roots)

    def lies_beyond(self, place: str) -> bool:
        """Whether there is such a file, and it lies in none of them."""
        return bool(place) and not self.holds(place) and os.path.isfile(place)  # noqa: PTH113 - never raises
