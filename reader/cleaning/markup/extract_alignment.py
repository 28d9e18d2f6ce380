"""Finds the paragraphs of an extractor on the page, by comparing letters and digits only.

An extractor returns text without offsets. Its paragraphs are matched with the page's own lines, so that the shown text
is the page's and can be traced back. A paragraph may be part of a line or span several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise

from reader.sources.bare_letters import squeezed

#: Shorter paragraphs occur anywhere by chance, so they must be whole lines.
_SHORT = 16
#: A paragraph of at least this length that occurs once on the page is a reliable start.
_SURE = 40
#: The length of the pieces that are searched for if the whole paragraph does not occur.
_PIECE = 24
_MOST_PLACES = 12
#: Letters to look ahead before the whole page is searched.
_NEAR = 5000


def coverage(lines: Sequence[str], paragraphs: Iterable[str]) -> list[float]:
    """The share of each line that is covered by an extractor's paragraphs.

    Args:
        lines: of the page, in order.
        paragraphs: of the extractor, mostly in page order.

    Returns:
        For each line the covered share of its letters and digits, 0 to 1; 0 for a blank line.
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
    """The spans of the paragraphs in the squeezed page; of several equal ones the nearest to its neighbour."""
    first, position = _sure_start(page, edges, wanted)
    after = position
    for paragraph in reversed(wanted[:first]):
        start_found = _previous(page, edges, paragraph, after)
        if start_found >= 0:
            yield start_found, start_found + len(paragraph)
            after = start_found
    for paragraph in wanted[first:]:
        start_found = _next(page, edges, paragraph, position)
        if start_found >= 0:
            yield start_found, start_found + len(paragraph)
            position = start_found + len(paragraph)
        elif len(paragraph) >= _SHORT:
            for start, end in _pieces(page, paragraph, position):
                yield start, end
                position = end


def _sure_start(page: str, edges: frozenset[int], wanted: Sequence[str]) -> tuple[int, int]:
    """The first paragraph with an unambiguous offset, and that offset; the first paragraph and 0 if there is none."""
    for index, paragraph in enumerate(wanted):
        if len(paragraph) >= _SURE:
            occurrences = list(islice(_occurrences(page, edges, paragraph), 2))
            if len(occurrences) == 1:
                return index, occurrences[0]
    return 0, 0


def _next(page: str, edges: frozenset[int], paragraph: str, position: int) -> int:
    """The occurrence of a paragraph nearest after ``position``, or nearest before it, or -1."""
    near = next(_occurrences(page, edges, paragraph, position, position + len(paragraph) + _NEAR), -1)
    if near >= 0:
        return near
    return min(_occurrences(page, edges, paragraph), key=lambda start: _distance(start, position), default=-1)


def _previous(page: str, edges: frozenset[int], paragraph: str, after: int) -> int:
    """The occurrence of a paragraph that ends nearest before ``after``, or begins nearest after it, or -1."""
    occurrences = list(_occurrences(page, edges, paragraph))
    return min(occurrences, key=lambda start: _distance(after, start + len(paragraph)), default=-1)


def _distance(start: int, position: int) -> int:
    """The distance from ``position`` to ``start``; going back counts three times."""
    return start - position if start >= position else 3 * (position - start)


def _occurrences(
    page: str, edges: frozenset[int], paragraph: str, position: int = 0, limit: int | None = None
) -> Iterator[int]:
    """The occurrences of a paragraph in ``page[position:limit]``, in order, at most a dozen; short ones as lines."""
    end = len(page) if limit is None else limit
    start = page.find(paragraph, position, end)
    given = 0
    while start >= 0 and given < _MOST_PLACES:
        if len(paragraph) >= _SHORT or (start in edges and start + len(paragraph) in edges):
            yield start
            given += 1
        start = page.find(paragraph, start + 1, end)


def _pieces(page: str, paragraph: str, position: int) -> Iterator[tuple[int, int]]:
    """The parts of a paragraph that occur on the page, each near the one before."""
    at = 0
    while at < len(paragraph):
        piece = paragraph[at : at + _PIECE]
        if len(piece) < _PIECE // 2:
            return
        start = page.find(piece, max(position - 200, 0), position + 4 * len(paragraph) + 2000)
        if start < 0:
            start = page.find(piece)
        if start < 0:
            at += _PIECE
            continue
        length = len(piece)
        while at + length < len(paragraph) and page.startswith(paragraph[at + length], start + length):
            length += 1
        yield start, start + length
        position = start + length
        at += length
