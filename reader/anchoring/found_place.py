"""Where a passage may be in the present text."""

from __future__ import annotations

from typing import NamedTuple


class FoundPlace(NamedTuple):
    """Where a passage may be now: ``text[start:end]``, how like it is (0 to 1), and whether that is beyond doubt."""

    start: int
    end: int
    score: float
    is_sure: bool
