"""What the cleaner decided on one line of a page, and why: the seam for showing its reasons."""

from __future__ import annotations

from typing import NamedTuple

from reader.model.page import PageLine


class Verdict(NamedTuple):
    """The decision on one line that is not blank.

    Attributes:
        line: of the page.
        role: what the line was taken for: ``title``, ``byline``, ``date``, ``lead``, ``heading``, ``paragraph``,
            ``quote``, ``list_item`` where it is shown; else, or besides, a reason as in ``Dropped``.
        score: how much it looks like the article's own text; above zero is kept, were it for the score alone.
        kept: whether it is shown.
        chance: how likely the line is the article's by the learnt table, 0 to 1; None where the rules were certain.
    """

    line: PageLine
    role: str
    score: float
    kept: bool
    chance: float | None = None
