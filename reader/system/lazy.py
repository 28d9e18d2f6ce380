"""Something that is made when it is first asked for: what a session may never need costs no time at its start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_Made = TypeVar("_Made")


class Lazy(Generic[_Made]):
    """Calls ``make`` once, at the first call, and gives what that made from then on.

    Args:
        make: without arguments; what it raises is raised, and it is tried again at the next call.
    """

    def __init__(self, make: Callable[[], _Made]) -> None:
        self._make = make
        self.made: _Made | None = None  # None until somebody asked for it

    def __call__(self) -> _Made:
        """What was made."""
        if self.made is None:
            self.made = self._make()
        return self.made
