"""Who is asked about a key before the table of actions is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from textual import events


class TakesKeys(Protocol):
    """A list of the screen."""

    def take_key(self, event: events.Key) -> bool:
        """Whether it has the focus, and the key was for it."""


class Strip(Protocol):
    """The guidelines over the screen."""

    def page_guideline(self) -> bool:
        """Show what had no room; whether anything was left to show."""

    def hide_guideline(self) -> bool:
        """Take them off the screen; whether they were there."""
