"""A question that the next keys answer, instead of starting actions: which hint is meant, which label, which scope."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.ui.widgets.message_wording import KeyHint

#: What leaves every question.
LEAVES = KeyHint("esc", "leaves")


def _nothing() -> None:
    """What there is to clear up after most questions."""


class Question(NamedTuple):
    """What is asked in the status line.

    Attributes:
        text: what is asked; the status line shortens it where there is little room.
        keys: what answers it; the status line always shows them.
        take: gets each key, a character or a name as ``enter``; whether the question is answered by it, and closed.
        closed: called once, however the question was closed, before anything else happens.
        mode: one word for the status line.
    """

    text: str
    keys: Sequence[KeyHint]
    take: Callable[[str], bool]
    closed: Callable[[], None] = _nothing
    mode: str = "CHOOSE"
