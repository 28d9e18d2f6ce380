"""When backups are taken: soon after the first change and once an hour of work, in a thread that nobody waits for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from reader.store.history.backups import Backups
from reader.store.locking import LockHeldError, locked
from reader.store.store_folder import hidden_path

#: After the session's start, and between two backups, in seconds.
START_S, EVERY_S = 5.0, 3600.0


class BackupSchedule:
    """Takes backups when they are due.

    Args:
        backups: of the store.
        hidden: the store's hidden folder.
        keys: gives those of all documents.
    """

    def __init__(self, backups: Backups, hidden: Path, keys: Callable[[], Iterable[str]]) -> None:
        self._backups = backups
        self._hidden = hidden
        self._keys = keys
        self._due = time.monotonic() + START_S
        self._thread: threading.Thread | None = None

    def run_due(self) -> float:
        """Start a backup if one is due; returns at once, with the seconds until the next one."""
        left = self._due - time.monotonic()
        if left <= 0:
            self._due = time.monotonic() + EVERY_S
            if hidden_path(self._hidden).is_folder() and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._make, name="backup", daemon=True)
                self._thread.start()
            left = EVERY_S
        return left

    def _make(self) -> None:
        """Not while another program does; what goes wrong is said by ``check``, and tried again in an hour."""
        with suppress(Exception), suppress(LockHeldError):
            path = hidden_path(self._hidden, "locks", ".backup.lock")
            path.parent.make_folder()
            with locked(path, 0):
                self._backups.make(self._keys(), datetime.now(UTC))
