"""The quotations around an offset in a text of any length, found some paragraphs at a time and cached."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from reader.model.spans import Span

#: Paragraphs of a group; its neighbours are read too. A quotation that reaches further is cut off.
_AT_A_TIME = 8
#: The most groups that one key press searches, and the most marks without a quotation in them.
_MOST_GROUPS, _MOST_MARKS = 100, 30_000
_MARK = re.compile("[\"“”„‟«»‹›‘’‚'「」『』]")
_start = attrgetter("start")


class QuotedPassages:
    """The quotations of one text, marks included; code points, zero-based, half-open.

    Args:
        text: of an article.
        paragraphs: its paragraphs, ordered, disjoint; very long ones in parts.
        language: two-letter code.
    """

    def __init__(self, text: str, paragraphs: Sequence[Span], language: str) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._language = language
        self._known: dict[int, list[Span]] = {}

    def around(self, start: int, end: int) -> list[Span]:
        """The quotations that hold all of ``[start, end)``, ordered by start, outer before inner."""
        return [one for one in self._near(self._group(start)) if one.start <= start and end <= one.end]

    def after(self, offset: int) -> Span | None:
        """The first quotation that begins after ``offset``; None if there is none."""
        position, noise = offset + 1, 0
        for _ in range(_MOST_GROUPS):
            mark = _MARK.search(self._text, position)
            if mark is None or noise > _MOST_MARKS:
                return None
            group = self._group(mark.start())
            quotation = next((one for one in self._near(group) if one.start > offset), None)
            if quotation is not None:
                return quotation
            noise += self._marks_in(group)
            position = max(self._end_of(group), mark.end())
        return None

    def before(self, offset: int) -> Span | None:
        """The last quotation that begins before ``offset``; None if there is none."""
        last, noise = self._group(offset), 0
        for group in range(last, max(last - _MOST_GROUPS, -1), -1):
            earlier = [one for one in self._near(group) if one.start < offset]
            if earlier or noise > _MOST_MARKS:
                return earlier[-1] if earlier else None
            noise += self._marks_in(group)
        return None

    def _group(self, offset: int) -> int:
        """The group of paragraphs that holds an offset, or the last one before it."""
        return max(bisect_right(self._paragraphs, offset, key=_start) - 1, 0) // _AT_A_TIME

    def _end_of(self, group: int) -> int:
        return self._paragraphs[min((group + 1) * _AT_A_TIME, len(self._paragraphs)) - 1].end

    def _marks_in(self, group: int) -> int:
        start = self._paragraphs[group * _AT_A_TIME].start
        return sum(1 for _ in _MARK.finditer(self._text, start, self._end_of(group)))

    def _near(self, group: int) -> list[Span]:
        """The quotations in the paragraphs of a group and its neighbours, ordered by start, outer before inner."""
        if group not in self._known:
            from reader.text.quotations import quotations  # reads a table of verbs

            first = max(0, (group - 1) * _AT_A_TIME)
            paragraphs = self._paragraphs[first : (group + 2) * _AT_A_TIME]
            quoted: list[Span] = []
            if paragraphs:
                shift, end = paragraphs[0].start, paragraphs[-1].end
                text = self._text[shift:end]
                quoted = [Span(one.start + shift, one.end + shift) for one in quotations(text, language=self._language)]
            self._known[group] = quoted
        return self._known[group]
