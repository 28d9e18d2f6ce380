"""Measures of a page as a whole and of a row among its neighbours, used as features of the learnt model.

A row's own shape says little on a page that is one long list, or if each picture is a pair of joined lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.rows import PageRow

#: Letters of a word that are compared, and code points at the start of a row that are read.
_STEM, _STEMMED = 6, 300
#: The shortest word of the headline that is compared.
_TELLING = 4
#: Rows on either side that count as near, and as around.
_NEAR, _AROUND = 3, 8
#: The largest distance that is told apart from greater ones.
FAR = 99

#: The measures of a page, then those of a row, in the order of :func:`measures`.
MEASURES = (
    "page_rows", "page_prose", "page_prose_words", "page_prose_share", "page_kept_words", "page_kept_share",
    "page_apart", "page_bullets", "page_stops", "page_captions",
    "run_rows", "run_words", "near_kept", "around_kept", "near_words", "around_bullets", "words_before", "kept_before",
    "share_before", "share_after", "set_alike", "from_prose", "length", "since_caption", "like-1", "like+1",
    "like_title",
)  # fmt: skip


def measures(rows: list[PageRow], head: ArticleHead, wanted: Sequence[int]) -> list[tuple[float, ...]]:
    """The measures named in ``MEASURES`` for each wanted row.

    Args:
        rows: of the page, with role, kind and ``kept``.
        head: of the page.
        wanted: indices into the rows.
    """
    count = len(rows)
    shown = [row.words if row.kept and row.kind != "title" else 0 for row in rows]
    all_words, kept_words = [0, *accumulate([row.words for row in rows])], [0, *accumulate(shown)]
    bullets = [0, *accumulate([row.bullet for row in rows])]
    captions = since([row.role == "caption" for row in rows])
    prose = [index for index, row in enumerate(rows) if not row.role and row.is_prose]
    apart = sum(rows[index].above and rows[index].below for index in prose) / max(1, len(prose))
    first = prose[0] if prose else count
    longest = max([row.words for row in rows], default=1)
    kept, total = max(1, kept_words[-1]), max(1, all_words[-1])
    page = _page(rows, prose, kept_words[-1], total, apart)
    runs = _runs(rows)
    title = rows[head.title].low if head.title is not None else ""
    title_stems = {word[:_STEM] for word in title.split() if len(word) >= _TELLING}
    known: dict[int, set[str]] = {}

    def like(first_row: int, second_row: int) -> float:
        """The share of the smaller row's longer words that the other has; -1 without any, -2 beyond the page."""
        if not 0 <= second_row < count:
            return -2.0
        for index in (first_row, second_row):
            if index not in known:
                known[index] = stems(rows[index])
        mine, others = known[first_row], known[second_row]
        return len(mine & others) / min(len(mine), len(others)) if mine and others else -1.0

    result = []
    for i in wanted:
        row = rows[i]
        low, high = max(0, i - _NEAR), min(count, i + _NEAR + 1)
        left, right = max(0, i - _AROUND), min(count, i + _AROUND + 1)
        own = {word[:_STEM] for word in row.low.split()} if title_stems else title_stems
        result.append(
            (
                *page,
                *runs[i],
                kept_words[high] - kept_words[low],
                kept_words[right] - kept_words[left],
                (all_words[high] - all_words[low] - row.words) / (high - low),
                (bullets[right] - bullets[left]) / (right - left),
                all_words[i],
                kept_words[i],
                kept_words[i] / kept,
                (kept - kept_words[i + 1]) / kept,
                (row.above and row.below) == (apart > 0.5),
                i - first,
                row.words / max(1, longest),
                captions[i],
                like(i, i - 1),
                like(i, i + 1),
                len(title_stems & own) / len(title_stems) if title_stems else -1.0,
            )
        )
    return result


def _page(rows: list[PageRow], prose: list[int], kept: int, total: int, apart: float) -> tuple[float, ...]:
    words = sum([rows[index].words for index in prose])
    return (
        len(rows),
        len(prose),
        words,
        words / total,
        kept,
        kept / total,
        apart,
        sum([row.words for row in rows if row.bullet]) / total,
        sum([row.stops for row in rows]) / max(1, sum([row.sampled for row in rows])),
        sum([row.role == "caption" for row in rows]),
    )


def _runs(rows: list[PageRow]) -> list[tuple[int, int]]:
    """For each row the numbers of rows and of words in its run without blank lines."""
    runs: list[tuple[int, int]] = []
    start = 0
    for stop in range(1, len(rows) + 1):
        if stop == len(rows) or rows[stop].above:
            size = stop - start
            runs.extend([(size, sum([row.words for row in rows[start:stop]]))] * size)
            start = stop
    return runs


def stems(row: PageRow) -> set[str]:
    """The longer words at a row's start, cut short, as a sketch of its subject."""
    return {part[:_STEM] for part in row.low[:_STEMMED].split() if len(part) >= _STEM}


def since(marks: list[bool]) -> list[int]:
    """For each row the distance back to the last marked row before it."""
    distances, distance = [], FAR
    for mark in marks:
        distances.append(distance)
        distance = 1 if mark else min(FAR, distance + 1)
    return distances
