"""Scores how much a row looks like the article's text, by its length, stops, function words, neighbours and place."""

from __future__ import annotations

from functools import cache
from itertools import accumulate

from reader.cleaning.dump import boilerplate_phrases as phrases
from reader.cleaning.dump.row_roles import TABLE_TABS
from reader.cleaning.dump.rows import PageRow, heads_of

#: Roles of menus in any place, since marks without a word may be a table or code in an article. And their share of a
#: page's rows from which the page is a whole page.
_MENU = frozenset({"navigation", "end", "comments"})
_MENU_SHARE = 0.15
#: The run of rows without prose that separates an article from others on a whole page.
_MENU_GAP = 7
#: On a whole page, the most rows of a box inside an article, and the fewest words that must follow it.
_BOX = 12
_STRETCH = 30
#: A later stretch with this share of the longest one may be as far from it on a whole page, too.
_LONG = 0.3
#: The same in the main part of a page, where a table or a list may be long.
_BOX_OF_MAIN = 40
#: The cost of each row of distance from the article on a whole page.
_FALL = 0.08
#: Code points of a row that decide whether it is all in capitals.
_SHOUT = 100


def is_whole_page(rows: list[PageRow]) -> bool:
    """Whether the rows are a whole page with its menus, rather than its main part."""
    menu = sum(row.role in _MENU for row in rows)
    prose = [index for index, row in enumerate(rows) if row.is_long_prose and not row.role] or [len(rows)]
    # Lists between paragraphs may belong to the article, as many articles are one long list.
    edges = rows[: prose[0]] + rows[prose[-1] + 1 :]
    labels = sum(row.role == "symbols" or (row.bullet and row.words <= 6 and row.role not in _MENU) for row in edges)
    return menu + labels >= _MENU_SHARE * len(rows)


def score(rows: list[PageRow], title: int | None, cut: int) -> None:
    """Set the score of every row; above zero it reads like the article.

    Args:
        rows: with their roles.
        title: the headline's row, if known.
        cut: the row of the article's end mark, or the number of rows.
    """
    density = _densities(rows)
    whole = is_whole_page(rows)
    first, last = _main_stretch(rows, cut, title, whole)
    body = [row for row in rows[first : last + 1] if row.is_prose and not row.role]
    apart = 2 * sum(row.above and row.below for row in body) >= len(body)
    for index, row in enumerate(rows):
        row.score = _row_score(row, density[index], first <= index <= last)
        if whole:
            row.score -= min(3.0, _FALL * max(0, first - index, index - last))
            if row.is_prose and not first <= index <= last and (row.above and row.below) != apart:
                row.score -= 1.0


def _row_score(row: PageRow, density: float, inside: bool) -> float:
    words = row.words
    score = -1.6
    score += 0.6 if words >= 6 else -0.4
    score += 0.7 if words >= 12 else 0.0
    score += 0.8 if words >= 22 else 0.0
    score += 0.8 if words >= 45 else 0.0
    score += 1.1 if row.ends else -0.7
    ratio = row.stops / max(row.sampled, 1)
    score += 0.8 if ratio >= 0.3 else 0.3 if ratio >= 0.2 else -0.3 if ratio >= 0.1 else -0.9
    if row.above and row.below:
        score += 0.6
    elif not row.above and not row.below:
        score -= 0.4
    if row.bullet:
        score -= 0.4
    if is_link(row):
        score -= 4.5
    if inside and row.text.endswith(":") and words >= 3:
        score += 1.6
    if not row.ends and row.above != row.below:
        score -= 0.5
    if words <= 50:
        score -= 1.5 * _picture_words(row)
    score += 2.0 * density - 0.8
    return score + (0.7 if inside else -1.8)


def is_link(row: PageRow) -> bool:
    """Whether a row is long and all in capitals, as some pages set links between paragraphs."""
    return row.words >= 6 and is_shouted(row.text)


def is_shouted(text: str) -> bool:
    """Whether nearly all letters are capitals."""
    text = text[:_SHOUT]
    return text.isupper() or sum(map(str.isupper, text)) > 0.9 * sum(map(str.isalpha, text)) > 0


def _picture_words(row: PageRow) -> int:
    """How much a short line describes people in a picture, 0 to 2."""
    if not row.has_head(_picture_heads()):
        return 0
    low = row.low
    return min(2, len([phrase for phrase in phrases.PICTURE_WORDS if phrase in low]))


@cache
def _picture_heads() -> frozenset[str]:
    return heads_of(phrases.PICTURE_WORDS)


def _densities(rows: list[PageRow]) -> list[float]:
    """The share of prose among the three rows on either side of each row."""
    prose = [0, *accumulate(row.is_prose and not row.role for row in rows)]
    count = len(rows)
    shares = []
    for index, row in enumerate(rows):
        low, high = max(0, index - 3), min(count, index + 4)
        own = row.is_prose and not row.role
        shares.append((prose[high] - prose[low] - own) / max(1, high - low - 1))
    return shares


def _main_stretch(rows: list[PageRow], cut: int, title: int | None, whole: bool) -> tuple[int, int]:
    """The first and last row of the stretch with the most words of prose over other words.

    Of two similar stretches the first is taken, because other articles follow below an article.
    """
    stretches: list[tuple[int, int, int]] = []
    best = best_end = current = start = others = 0
    for index, row in enumerate(rows[:cut]):
        prose = row.is_prose and not row.role
        if current > 0 and not row.role and row.tabs >= TABLE_TABS:
            continue  # a table does not separate stretches, however long it is
        weight = min(row.words, 60) if prose else -7 if row.role else -4
        others = 0 if prose else others + 1
        if current <= 0 or (whole and others > _MENU_GAP):
            if best:
                stretches.append((best, start, best_end))
            best, current, start, others = 0, 0, index, 0
        current += weight
        if current > best:
            best, best_end = current, index
    if best:
        stretches.append((best, start, best_end))
    if not stretches:
        return 0, len(rows)
    most = max(weight for weight, _, _ in stretches)
    if title is not None:
        below = [stretch for stretch in stretches if stretch[2] > title]
        if sum(weight for weight, _, _ in below) >= 0.2 * most:
            stretches, most = below, max(weight for weight, _, _ in below)
    chosen = next(index for index, (weight, _, _) in enumerate(stretches) if weight >= 0.5 * most)
    _, first, last = stretches[chosen]
    if title is not None and stretches[0][1] - title <= 60:
        first = min(first, stretches[0][1])  # a box may separate the first paragraphs from the rest
    for weight, start, end in stretches[chosen + 1 :]:
        # A table or a list may divide an article; an end mark or a menu does not.
        box = _BOX_OF_MAIN if not whole or weight >= _LONG * most else _BOX
        if (
            start - last > box
            or (whole and weight <= _STRETCH)
            or any(row.role in ("end", "comments") for row in rows[last:start])
        ):
            break
        last = end
    return first, last
