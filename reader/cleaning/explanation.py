"""The cleaner's decision on one line of a page and its reason, for display."""

from __future__ import annotations

from typing import NamedTuple

from reader.model.page import PageLine


class LineDecision(NamedTuple):
    """The decision on one non-blank line.

    Attributes:
        line: of the page.
        role: if the line is shown, ``title``, ``byline``, ``date``, ``lead``, ``heading``, ``paragraph``, ``quote`` or
            ``list_item``; otherwise a reason as in ``Dropped``.
        score: how much it looks like the article's text; by the score alone, a line above zero is kept.
        kept: whether it is shown.
        chance: the model's probability that the line belongs to the article, 0 to 1; None if the rules were certain.
    """

    line: PageLine
    role: str
    score: float
    kept: bool
    chance: float | None = None
