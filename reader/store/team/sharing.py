"""What a store promises of sharing what was saved here with those who have it elsewhere: a part of ``Store``."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Sharing(NamedTuple):
    """How far what was saved here is shared with those who have the store elsewhere.

    Attributes:
        waiting: saves that are on disk here and that nobody else sees yet.
        fault: why they cannot be shared now, in one line; empty where they can.
    """

    waiting: int
    fault: str = ""


class SharingStore(Protocol):
    """How what is saved here comes to others, and theirs to here."""

    def sharing(self) -> Sharing | None:
        """How far what was saved is shared; None where all who have the store see it when ``save`` returns. Quick."""

    def catch_up(self) -> str:
        """Bring here what others have shared, and share what waits, where that does not happen by itself.

        Returns:
            One line on why that cannot be done now; empty where all is here.
        """
