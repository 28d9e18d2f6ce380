"""How far a document is, as the lists of documents show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

UNREAD, BEGUN, FINISHED = "unread", "begun", "finished"


class Progress(NamedTuple):
    """How far a document is.

    Attributes:
        state: ``unread``, ``begun`` or ``finished``.
        counts: annotations a label.
    """

    state: str
    counts: Mapping[str, int]
