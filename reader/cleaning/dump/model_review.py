"""The third layer: a learnt model reviews the rows that the rules leave in doubt, and overrules them if it is sure.

Without a model the rules stand. It prefers the rules, and it prefers to keep: a teaser too many costs a line, a lost
sentence breaks an annotation.
"""

from __future__ import annotations

from operator import mul

from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.decision_trees import DecisionTrees, load
from reader.cleaning.dump.row_features import NAMES, features
from reader.cleaning.dump.row_scoring import is_link, is_whole_page
from reader.cleaning.dump.rows import PageRow

#: Roles that the model never overrules, because their words are clear.
_CERTAIN = frozenset({"navigation", "symbols", "comments", "end", "correction"})
#: Rows before the first and after the last kept one that are always in doubt.
_REACH = 12
#: A kept row above the first score is beyond doubt, and so is a dropped row of a whole page below the second.
_CLEARLY_KEPT, _CLEARLY_DROPPED = 4.2, -6.5
#: Probabilities: below the first, a kept row may be dropped even on a doubtful page. From the second on, a dropped row
#: is kept although it is far away or looks like boilerplate. No other row needs more than the third.
_DROP, _KEEP_FAR, _EVEN = 0.2, 0.6, 0.5
#: The share of the kept text from which a list is not dropped, whatever its chance: the article is a list.
_MUCH = 0.25
_WHOLE = ("list_item", "table")
#: The fewest words of a line that announces a list.
_SAYING = 3
#: The weight of a row in addition to its words.
_SHINGLE = 3
#: The file of the model that ships, without its ending.
TABLE = "lines"


def doubtful(rows: list[PageRow], head: ArticleHead) -> list[int]:
    """The indices of the rows that the model reviews, in order."""
    first, last = _kept_range(rows)
    whole = is_whole_page(rows)
    return [
        index
        for index, row in enumerate(rows)
        if row.role not in _CERTAIN
        and index != head.title
        and (row.score < _CLEARLY_KEPT if row.kept else row.score > _CLEARLY_DROPPED or not whole)
        and (first - _REACH <= index <= last + _REACH or (not row.role and (row.is_prose or not whole)))
    ]


def review(rows: list[PageRow], head: ArticleHead, table: DecisionTrees | None = None) -> None:
    """Set ``kept`` and ``kind`` again where the model is sure enough, and ``chance`` wherever it was asked.

    Args:
        rows: with the decisions of the rules.
        head: of the page.
        table: the model; by default the one that ships.
    """
    table = table or load(TABLE, len(NAMES))
    if table is None:
        return
    first, last = _kept_range(rows)
    wanted = doubtful(rows, head)
    for index, numbers in zip(wanted, features(rows, head, wanted), strict=True):
        rows[index].chance = table.probability(numbers)
    least = _least_chance(rows)
    drop = min(least, (least + _DROP) / 2)  # the rules have a say
    lists = _lists(rows)
    for index in wanted:
        row = rows[index]
        chance = row.chance or 0.0
        if row.kept:
            # The rules keep a list as a whole; single rows would tear it apart.
            row.kept = lists.get(index, chance) >= drop
        elif chance >= (least if first - _REACH <= index <= last + _REACH and not _looks_dropped(row) else _KEEP_FAR):
            row.kept, row.kind = True, _kind(row)


def _lists(rows: list[PageRow]) -> dict[int, float]:
    """For each row of a kept list or table the mean chance of its words, where rows beyond doubt count as sure.

    It is 1 for tables, for a list that a line with a colon announces, and for one that is much of the text.
    """
    means: dict[int, float] = {}
    most = _MUCH * sum([row.words + _SHINGLE for row in rows if row.kept])
    for start, first in enumerate(rows):
        if start in means or not first.kept or first.kind not in _WHOLE:
            continue
        stop = start
        while stop < len(rows) and rows[stop].kept and rows[stop].kind == first.kind:
            stop += 1
        listed = rows[start:stop]
        words = sum([row.words + _SHINGLE for row in listed])
        sure = sum([(1.0 if row.chance is None else row.chance) * (row.words + _SHINGLE) for row in listed])
        stays = words >= most or first.kind == "table" or _announces(rows, start - 1)
        means.update(dict.fromkeys(range(start, stop), 1.0 if stays else sure / words))
    return means


def _announces(rows: list[PageRow], index: int) -> bool:
    return index >= 0 and rows[index].kept and rows[index].text.endswith((":", "：")) and rows[index].words >= _SAYING


def _least_chance(rows: list[PageRow]) -> float:
    """The lowest probability at which keeping a row of this page is better than dropping it.

    That is half of the best expected F1 of the page (Lipton and others, 2014): on a doubtful page a doubtful row is
    worth more.
    """
    chances = [float(row.kept) if row.chance is None else row.chance for row in rows]
    sizes = [row.words + _SHINGLE for row in rows]
    all_wanted = sum(map(mul, chances, sizes))
    best = kept = wanted = 0.0
    for chance, size in sorted(zip(chances, sizes, strict=True), reverse=True):
        kept += size
        wanted += chance * size
        best = max(best, 2 * wanted / (kept + all_wanted))
    return min(_EVEN, best / 2)


def _looks_dropped(row: PageRow) -> bool:
    """Whether a row's own words or capitals mark it as boilerplate."""
    return bool(row.role) or is_link(row)


def _kept_range(rows: list[PageRow]) -> tuple[int, int]:
    """The first and the last row that the rules keep; all rows if they keep none."""
    kept = [index for index, row in enumerate(rows) if row.kept]
    return (kept[0], kept[-1]) if kept else (0, len(rows))


def _kind(row: PageRow) -> str:
    if row.bullet:
        return "list_item"
    apart = row.above and row.below
    return "heading" if apart and not row.ends and row.words <= 14 and len(row.text) <= 110 else "paragraph"
