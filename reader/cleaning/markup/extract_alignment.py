"""Where on a page the paragraphs of an extractor stand: letters and digits compared, everything else ignored.

An extractor gives text without places. Its paragraphs are looked for among the page's own lines, so that what is shown
is the page's text and can be traced back; a paragraph may be part of a line or run over several.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise

_IGNORED = re.compile(r"[\W_]+")
#: Shorter paragraphs are found anywhere by chance: they must be whole lines.
_SHORT = 16
#: A paragraph of at least this length that stands once on the page is a sure place to start from.
_SURE = 40
#: Pieces in which a paragraph is looked for that the page does not hold as it is.
_PIECE = 24
_MOST_PLACES = 12
#: Letters to look ahead before the whole page is searched.
_NEAR = 5000


def squeezed(text: str) -> str:
    """The letters and digits of a text, compatible forms made equal."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _IGNORED.sub("", text)


def coverage(lines: Sequence[str], paragraphs: Iterable[str]) -> list[float]:
    """How much of each line of a page is in the paragraphs that an extractor took from it.

    Args:
        lines: of the page, in order.
        paragraphs: of the extractor, in its order, which is the page's but for a few.

    Returns:
        For each line the share of its letters and digits that is in a paragraph, 0 to 1; 0 for a blank one.
    """
    bare = [squeezed(line) for line in lines]
    edges = [0, *accumulate(len(line) for line in bare)]
    page = "".join(bare)
    taken = bytearray(len(page))
    wanted = [paragraph for text in paragraphs if (paragraph := squeezed(text))]
    for start, end in _placed(page, frozenset(edges), wanted):
        taken[start:end] = b"\x01" * (end - start)
    return [taken.count(1, start, end) / (end - start) if start < end else 0.0 for start, end in pairwise(edges)]


def _placed(page: str, edges: frozenset[int], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of the paragraphs in the squeezed page; of several equal ones that beside its neighbour."""
    first, place = _sure_start(page, edges, wanted)
    after = place
    for paragraph in reversed(wanted[:first]):
        found = _previous(page, edges, paragraph, after)
        if found >= 0:
            yield found, found + len(paragraph)
            after = found
    for paragraph in wanted[first:]:
        found = _next(page, edges, paragraph, place)
        if found >= 0:
            yield found, found + len(paragraph)
            place = found + len(paragraph)
        elif len(paragraph) >= _SHORT:
            for start, end in _pieces(page, paragraph, place):
                yield start, end
                place = end


def _sure_start(page: str, edges: frozenset[int], wanted: Sequence[str]) -> tuple[int, int]:
    """The first paragraph whose place is beyond doubt, and the place; the first one and 0 where there is none."""
    for index, paragraph in enumerate(wanted):
        if len(paragraph) >= _SURE:
            found = list(islice(_occurrences(page, edges, paragraph), 2))
            if len(found) == 1:
                return index, found[0]
    return 0, 0


def _next(page: str, edges: frozenset[int], paragraph: str, place: int) -> int:
    """The occurrence of a paragraph nearest after ``place``, else nearest before it, else -1."""
    near = next(_occurrences(page, edges, paragraph, place, place + len(paragraph) + _NEAR), -1)
    if near >= 0:
        return near
    return min(_occurrences(page, edges, paragraph), key=lambda start: _distance(start, place), default=-1)


def _previous(page: str, edges: frozenset[int], paragraph: str, after: int) -> int:
    """The occurrence of a paragraph that ends nearest before ``after``, else begins nearest behind it, else -1."""
    found = list(_occurrences(page, edges, paragraph))
    return min(found, key=lambda start: _distance(after, start + len(paragraph)), default=-1)


def _distance(start: int, place: int) -> int:
    """How far it is from ``place`` on to ``start``; going back counts thrice."""
    return start - place if start >= place else 3 * (place - start)


def _occurrences(
    page: str, edges: frozenset[int], paragraph: str, place: int = 0, limit: int | None = None
) -> Iterator[int]:
    """Where a paragraph stands in ``page[place:limit]``, in order, a dozen at most; a short one only as whole lines."""
    end = len(page) if limit is None else limit
    start = page.find(paragraph, place, end)
    given = 0
    while start >= 0 and given < _MOST_PLACES:
        if len(paragraph) >= _SHORT or (start in edges and start + len(paragraph) in edges):
            yield start
            given += 1
        start = page.find(paragraph, start + 1, end)


def _pieces(page: str, paragraph: str, place: int) -> Iterator[tuple[int, int]]:
    """The parts of a paragraph that the page does hold, each near the one before."""
    at = 0
    while at < len(paragraph):
        piece = paragraph[at : at + _PIECE]
        if len(piece) < _PIECE // 2:
            return
        start = page.find(piece, max(place - 200, 0), place + 4 * len(paragraph) + 2000)
        if start < 0:
            start = page.find(piece)
        if start < 0:
            at += _PIECE
            continue
        length = len(piece)
        while at + length < len(paragraph) and page.startswith(paragraph[at + length], start + length):
            length += 1
        yield start, start + length
        place = start + length
        at += length
