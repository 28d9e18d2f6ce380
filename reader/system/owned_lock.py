"""A lock between threads that says so where a thread waits for itself, and does not wait for ever for others."""

from __future__ import annotations

import threading


class OwnedLock:
    """A lock that one thread holds at most once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0

    @property
    def is_mine(self) -> bool:
        """Whether this thread holds it."""
        return self._owner == threading.get_ident()

    @property
    def is_held(self) -> bool:
        """Whether some thread holds it."""
        return self._lock.locked()

    def acquire(self, timeout_s: float) -> bool:
        """Wait for it, so long at most; whether it is held by this thread now, and was not before."""
        if self.is_mine or not self._lock.acquire(timeout=timeout_s):
            return False
        self._owner = threading.get_ident()
        return True

    def release(self) -> None:
        """Let another thread have it."""
        self._owner = 0
        self._lock.release()
