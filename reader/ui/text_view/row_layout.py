"""Text to rows of a given width: where each row starts, as offsets into one string. Rows exist only on the screen.

A text of up to half a million characters is wrapped at once, on load and on resize; a longer one in a thread.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from reader.model.spans import Span
from reader.system.lazy import Lazy
from reader.text.graphemes import characters, previous_boundary
from reader.ui.terminal.cell_widths import cells_in, cells_of, clusters, is_odd

#: The scroll bar, and a blank column before it.
BESIDE_BAR = 2
#: Two cells each on every terminal, and nothing joins them: what long texts without spaces are made of.
_WIDE = Lazy(lambda: re.compile("[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]*"))
#: No cell each: by the thousand they are nobody's text.
_UNSEEN = Lazy(lambda: re.compile("[\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff]*"))
#: Code points that are looked at beyond as many as the row before had, and the most of one row: marks take no cell.
_AHEAD, _LONGEST_ROW = 8, 4096
#: In so many code points a user-perceived character ends.
_ENDS_WITHIN = 512


class Layout:
    """The rows of ``text`` at ``width`` cells.

    A row ``[start, end)`` reaches up to the next row's start, less the white space it was broken at.
    """

    __slots__ = ("_odd", "_starts", "text", "width")

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = max(width, 1)
        self._odd = is_odd(text)
        self._starts = array("I", _row_starts(text, self.width, odd=self._odd))
        self._starts.append(len(text) + 1)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def row_of(self, offset: int) -> int:
        """The row that shows the code point at ``offset``; the nearest one where it is outside the text."""
        return min(max(bisect_right(self._starts, offset) - 1, 0), len(self) - 1)

    def rows_of(self, span: Span) -> range:
        """The rows that show a passage; at least one."""
        return range(self.row_of(span.start), self.row_of(max(span.start, span.end - 1)) + 1)

    def span_of(self, row: int) -> Span:
        """The passage that a row shows, without the white space at its end."""
        start, end = self._starts[row], self._starts[row + 1]
        return Span(start, start + len(self.text[start:end].rstrip()))

    def cells(self, start: int, end: int) -> int:
        """How many cells ``text[start:end]`` takes."""
        return cells_in(self.text[start:end]) if self._odd else end - start

    def offset_at(self, row: int, column: int) -> int:
        """The code point shown at a cell of a row: the first of its grapheme cluster; the row's end beyond it."""
        span = self.span_of(row)
        if column < 0:
            return span.start
        if not self._odd:
            return min(span.start + column, span.end)
        for start, _, width in clusters(self.text, *span):
            column -= width
            if column < 0:
                return start
        return span.end

    def written_in(self, row: int) -> Span:
        """What is written in a row: not the blank that it was broken at, whose colour would reach the scroll bar."""
        start, end = self.span_of(row)
        return Span(start, start + len(self.text[start:end].rstrip(" ")))


def _row_starts(text: str, width: int, *, odd: bool) -> Iterator[int]:
    """The offset at which each row starts: a paragraph's, or after the last space that fits."""
    start, length = 0, len(text)
    while start <= length:
        end = text.find("\n", start)
        if end < 0:
            end = length
        if odd and is_odd(text, start, end):
            yield from _wide_starts(text, start, end, width)
        else:
            while end - start > width:
                yield start
                space = text.rfind(" ", start, start + width + 1)
                start = space + 1 if space > start else start + width
            yield start
        start = end + 1


def _wide_starts(text: str, start: int, end: int, width: int) -> Iterator[int]:
    """As above for one paragraph with characters that are not one cell wide: by grapheme clusters, row by row."""
    here, likely = start, width
    while here < end:
        yield here
        following = _next_wide(text, here, end, width, likely)
        here, likely = following, following - here
    if start == end:
        yield start


def _next_wide(text: str, here: int, end: int, width: int, likely: int) -> int:
    """Where the row behind that at ``here`` starts, as a rule ``likely`` code points on; ``end`` where there is none.

    Of the text no more is looked at than a row may hold: a paragraph may be all there is.
    """
    half = max(width // 2, 1)
    if _WIDE().match(text, here, min(end, here + half + 1)).end() > here + half:  # type: ignore[union-attr]
        return here + half
    if _UNSEEN().match(text, here, min(end, here + _LONGEST_ROW)).end() == here + _LONGEST_ROW:  # type: ignore[union-attr]
        return previous_boundary(text, here + _LONGEST_ROW)
    place, used, space = here, 0, -1  # cells used in this row; where the next would start if broken at the last space
    while place < end and place - here < _LONGEST_ROW:
        found = _some_characters(text, place, end, likely + _AHEAD)
        ends = list(accumulate(map(cells_of, found), initial=used))
        fit = max(bisect_right(ends, width) - 1, int(not used))  # so many of them; the first one in any case
        while fit < len(found) and found[fit][0] == " ":
            fit += 1
        row = "".join(found[:fit])
        if " " in row:
            last = next(at for at in range(fit - 1, -1, -1) if found[at][0] == " ")
            space = place + len(row) - sum(map(len, found[last + 1 : fit]))
        place += len(row)
        if fit < len(found):
            return space if space >= 0 else place
        used = ends[-1]
        likely = max(width - used, 0)
    return place


def _some_characters(text: str, start: int, end: int, count: int) -> list[str]:
    """The user-perceived characters in about so many code points behind ``start``, one at least."""
    limit = min(end, start + count)
    found = characters(text, start, limit)
    if len(found) == 1 and limit < end:
        limit = min(end, start + _ENDS_WITHIN)
        found = characters(text, start, limit)
    return found if limit == end else found[:-1]  # the last one may go on
