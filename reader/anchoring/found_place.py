"""A possible place of a passage in the present text."""

from __future__ import annotations

from typing import NamedTuple


class FoundPlace(NamedTuple):
    """A possible place ``text[start:end]``, its similarity (0 to 1), and whether it is certain."""

    start: int
    end: int
    score: float
    is_sure: bool
