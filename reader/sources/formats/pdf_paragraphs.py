"""Joins the lines of printed pages into paragraphs: separates running heads, and repairs hyphenated words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.sources.formats.reading_order import PlacedText

#: Lines at the upper and lower edge of a page that may be running heads or feet.
_EDGE_LINES = 3
#: The share of the page's height, above and below, that counts as its edge.
_EDGE = 0.12
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|pagina|p|s)\W{0,2})?\d{1,4}(?:\s*(?:/|of|von|sur|de|di)\s*\d{1,4})?\W*", re.IGNORECASE
)
_BULLET = re.compile(r"(?:[•‣◦▪●·–—*-]|\d{1,2}[.)])\s+\S")
#: PDFium's characters for a hyphen at the end of a line, besides the real ones.
_HYPHENS = ("-", "\u2010", "\u00ad", "\x02", "\ufffe")
_STOPS = (".", "!", "?", "…", ":", "。")
_LONGEST_WORD = 200
_WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of one page in reading order, and its height in points."""

    height: float
    lines: tuple[PlacedText, ...]


def without_running(pages: Sequence[PrintedPage]) -> tuple[list[PrintedPage], list[str]]:
    """The pages without running heads and page numbers, and the removed lines in page order.

    Running means: at the edge of several pages with the same text except for digits, or a number alone at an edge.
    """
    seen = Counter(key for page in pages for key in {_key(line) for line in _at_edges(page)})
    left, taken = [], []
    for page in pages:
        edges = {
            id(line)
            for line in _at_edges(page)
            if seen[_key(line)] >= max(2, len(pages) // 5) or _NUMBER.fullmatch(line.text)
        }
        taken += [line.text for line in page.lines if id(line) in edges]
        left.append(PrintedPage(page.height, tuple(line for line in page.lines if id(line) not in edges)))
    return left, taken


def paragraphs(pages: Sequence[PrintedPage]) -> Iterator[tuple[str, str]]:
    """The paragraphs of the pages, in reading order, each with its hint: ``h1``, ``h2``, ``li`` or ``p``."""
    lines = [(number, line) for number, page in enumerate(pages) for line in page.lines if line.text.strip()]
    if not lines:
        return
    body = _body_height([line for _, line in lines])
    rights = _rights(lines)
    leading = _leading(lines)
    vocabulary = _vocabulary([line for _, line in lines])
    tallest = max(line.height for page, line in lines if page == 0) if lines[0][0] == 0 else body
    group = [lines[0][1]]
    for (page, line), (next_page, following) in pairwise(lines):
        column = page, line.column
        if _continues(line, following, rights[column], leading, beside=column == (next_page, following.column)):
            group.append(following)
            continue
        yield _joined(group, vocabulary), _hint(group, body, tallest)
        group = [following]
    yield _joined(group, vocabulary), _hint(group, body, tallest)


def _at_edges(page: PrintedPage) -> list[PlacedText]:
    lines = sorted(page.lines, key=lambda line: -line.middle)
    outer = {id(line): line for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}
    low, high = page.height * _EDGE, page.height * (1 - _EDGE)
    return [line for line in outer.values() if not low < line.middle < high]


def _key(line: PlacedText) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.strip().lower()), round(line.middle / 6)


def _body_height(lines: list[PlacedText]) -> float:
    heights: Counter[float] = Counter()
    for line in lines:
        heights[round(line.height, 1)] += len(line.text)
    return heights.most_common(1)[0][0]


def _rights(lines: list[tuple[int, PlacedText]]) -> dict[tuple[int, int], float]:
    """The right edge of each column of each page."""
    rights: dict[tuple[int, int], float] = {}
    for page, line in lines:
        key = page, line.column
        rights[key] = max(rights.get(key, 0.0), line.right)
    return rights


def _leading(lines: list[tuple[int, PlacedText]]) -> float:
    """The usual distance between lines of a paragraph, in line heights."""
    steps = [
        (line.middle - following.middle) / line.height
        for (page, line), (next_page, following) in pairwise(lines)
        if page == next_page and line.column == following.column and line.middle > following.middle
    ]
    # With short paragraphs and space between them, nearly half of the distances lie between paragraphs.
    return sorted(steps)[len(steps) * 3 // 10] if steps else 1.2


def _continues(line: PlacedText, following: PlacedText, right: float, leading: float, *, beside: bool) -> bool:
    """Whether ``following`` continues the paragraph of ``line``.

    Args:
        line: the last line so far.
        following: the next line in reading order.
        right: the right edge of the column of ``line``.
        leading: the usual distance between two lines, in line heights.
        beside: whether both stand in one column.
    """
    if abs(following.height - line.height) > 0.12 * line.height or _BULLET.match(following.text):
        return False
    text = line.text.rstrip()
    if text.endswith(_HYPHENS) and following.text[:1].islower():
        return True
    width = (line.right - line.left) / max(len(line.text), 1)
    had_room = right - line.right > width * (len(following.text.split(maxsplit=1)[0]) + 1.5)
    if not beside:
        return following.text[:1].islower() or not (had_room or text.endswith((*_STOPS, "”", '"', "’")))
    step = (line.middle - following.middle) / line.height
    if not 0 < step < 1.3 * leading:
        return False
    if following.text[:1].islower() and not text.endswith(_STOPS):
        return True
    indented = following.left - line.left > 0.6 * line.height
    return not had_room and not (indented and text.endswith((*_STOPS, "”", '"', "’", ")")))


def _vocabulary(lines: list[PlacedText]) -> set[str]:
    """The words of the document, without halves of words that are hyphenated at the end of a line."""
    known: set[str] = set()
    parted = False
    for line in lines:
        words = _WORDS.findall(line.text)
        was_parted, parted = parted, line.text.rstrip().endswith(_HYPHENS)
        known.update(word.lower() for word in words[was_parted : len(words) - parted])
    return known


def _hint(group: list[PlacedText], body: float, tallest: float) -> str:
    first = group[0]
    if len(group) <= 4 and first.height > 1.12 * body:
        return "h1" if first.height > 0.98 * tallest else "h2"
    return "li" if _BULLET.match(first.text) else "p"


def _joined(group: list[PlacedText], vocabulary: set[str]) -> str:
    parts = [group[0].text.strip()]  # joined at the end, as repeated copying would be quadratic
    for line in group[1:]:
        following = line.text.strip()
        if parts[-1].endswith(_HYPHENS):
            parts[-1] = _rejoined(parts[-1], following, vocabulary)
        else:
            parts.append(following)
    return re.sub("[\x02\ufffe]", "-", " ".join(parts))


def _rejoined(text: str, following: str, vocabulary: set[str]) -> str:
    """Two lines joined at a hyphen, which is removed if it only divided a word.

    It stays if the document has the hyphenated word, or both halves as words of their own. It is removed in any case if
    the document has the word in one piece.
    """
    before, after = _LAST_WORD.search(text[-_LONGEST_WORD:-1]), _FIRST_WORD.match(following)
    if not before or not after or not after[0][0].islower():
        return text[:-1].rstrip("\x02\ufffe") + "-" + following
    whole, hyphened = (before[0] + after[0]).lower(), f"{before[0]}-{after[0]}".lower()
    halves = before[0].lower() in vocabulary and after[0].lower() in vocabulary
    if whole not in vocabulary and (hyphened in vocabulary or halves):
        return f"{text[:-1]}-{following}"
    return text[:-1] + following
