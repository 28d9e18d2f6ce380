"""The quotations around a place in a text of any length: looked for some paragraphs at a time, and remembered."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from reader.model.spans import Span

#: Paragraphs that are read at a time, and as many before and behind them: a quotation that reaches further is cut off.
_AT_A_TIME = 8
#: Groups that one key looks through, and marks in them that make no quotation: by the thousand they are noise.
_MOST_GROUPS, _MOST_MARKS = 100, 30_000
_MARK = re.compile("[\"“”„‟«»‹›‘’‚'「」『』]")
_start = attrgetter("start")


class QuotedPassages:
    """The quotations of one text, marks included; code points, zero-based, half-open.

    Args:
        text: an article's.
        paragraphs: its paragraphs, ordered, disjoint; those beyond measure in parts.
        language: two-letter code.
    """

    def __init__(self, text: str, paragraphs: Sequence[Span], language: str) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._language = language
        self._known: dict[int, list[Span]] = {}

    def around(self, start: int, end: int) -> list[Span]:
        """Those that hold all of ``[start, end)``, ordered by start, the outer before the inner."""
        return [one for one in self._near(self._group(start)) if one.start <= start and end <= one.end]

    def after(self, offset: int) -> Span | None:
        """The first that begins behind ``offset``; None where there is none."""
        place, noise = offset + 1, 0
        for _ in range(_MOST_GROUPS):
            mark = _MARK.search(self._text, place)
            if mark is None or noise > _MOST_MARKS:
                return None
            group = self._group(mark.start())
            found = next((one for one in self._near(group) if one.start > offset), None)
            if found is not None:
                return found
            noise += self._marks_in(group)
            place = max(self._end_of(group), mark.end())
        return None

    def before(self, offset: int) -> Span | None:
        """The last that begins before ``offset``; None where there is none."""
        last, noise = self._group(offset), 0
        for group in range(last, max(last - _MOST_GROUPS, -1), -1):
            found = [one for one in self._near(group) if one.start < offset]
            if found or noise > _MOST_MARKS:
                return found[-1] if found else None
            noise += self._marks_in(group)
        return None

    def _group(self, offset: int) -> int:
        """The group of paragraphs that holds an offset, or ends last before it."""
        return max(bisect_right(self._paragraphs, offset, key=_start) - 1, 0) // _AT_A_TIME

    def _end_of(self, group: int) -> int:
        return self._paragraphs[min((group + 1) * _AT_A_TIME, len(self._paragraphs)) - 1].end

    def _marks_in(self, group: int) -> int:
        start = self._paragraphs[group * _AT_A_TIME].start
        return sum(1 for _ in _MARK.finditer(self._text, start, self._end_of(group)))

    def _near(self, group: int) -> list[Span]:
        """The quotations in the paragraphs of a group and of its neighbours, ordered by start, the outer first."""
        if group not in self._known:
            from reader.text.quotations import quotations  # reads a table of verbs

            first = max(0, (group - 1) * _AT_A_TIME)
            paragraphs = self._paragraphs[first : (group + 2) * _AT_A_TIME]
            found: list[Span] = []
            if paragraphs:
                shift, end = paragraphs[0].start, paragraphs[-1].end
                text = self._text[shift:end]
                found = [Span(one.start + shift, one.end + shift) for one in quotations(text, language=self._language)]
            self._known[group] = found
        return self._known[group]
