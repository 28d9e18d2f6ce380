"""The third layer: a learnt table looks again at the rows that the rules leave in doubt, and overrules if it is sure.

Without a table the rules stand. It leans to what the rules say, and to keeping: a leaked teaser costs a line, a lost
sentence breaks an annotation.
"""

from __future__ import annotations

from operator import mul

from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.decision_trees import Forest, load
from reader.cleaning.dump.row_features import NAMES, features
from reader.cleaning.dump.row_scoring import is_link, is_whole_page
from reader.cleaning.dump.rows import PageRow

#: Roles that no table overrules: their own words say what they are.
_CERTAIN = frozenset({"navigation", "symbols", "comments", "end"})
#: Rows before the first and after the last kept one that are in doubt whatever they look like.
_REACH = 12
#: Scores from which on a row that is kept, to which on a whole page one that is dropped, is beyond doubt.
_CLEARLY_KEPT, _CLEARLY_DROPPED = 4.2, -6.5
#: Chances: below the first, what the rules keep is dropped even where most of the page is lost or in doubt; from the
#: second on, what they drop is kept though it is far off or speaks against itself; none needs more than the third else.
_DROP, _KEEP_FAR, _EVEN = 0.2, 0.6, 0.5
#: What a row weighs beside its words.
_SHINGLE = 3
#: The file of the table that ships, without its ending.
TABLE = "lines"


def doubtful(rows: list[PageRow], head: ArticleHead) -> list[int]:
    """The rows on which the table is asked, as indices in order."""
    first, last = _stretch(rows)
    whole = is_whole_page(rows)
    return [
        index
        for index, row in enumerate(rows)
        if row.role not in _CERTAIN
        and index != head.title
        and (row.score < _CLEARLY_KEPT if row.kept else row.score > _CLEARLY_DROPPED or not whole)
        and (first - _REACH <= index <= last + _REACH or (not row.role and (row.is_prose or not whole)))
    ]


def reconsider(rows: list[PageRow], head: ArticleHead, table: Forest | None = None) -> None:
    """Set ``kept`` and ``kind`` anew where the table is sure enough, and ``chance`` wherever it was asked.

    Args:
        rows: with what the rules decided.
        head: of the page.
        table: the one that ships unless another is given.
    """
    table = table or load(TABLE, len(NAMES))
    if table is None:
        return
    first, last = _stretch(rows)
    wanted = doubtful(rows, head)
    for index, numbers in zip(wanted, features(rows, head, wanted), strict=True):
        rows[index].chance = table.probability(numbers)
    least = _least_chance(rows)
    drop = min(least, (least + _DROP) / 2)  # the rules have a say
    for index in wanted:
        row = rows[index]
        chance = row.chance or 0.0
        if row.kept:
            # The rules keep a list as a whole; a row at a time would tear it.
            row.kept = chance >= drop or row.kind in ("list_item", "table")
        elif chance >= (least if first - _REACH <= index <= last + _REACH and not _speaks(row) else _KEEP_FAR):
            row.kept, row.kind = True, _kind(row)


def _least_chance(rows: list[PageRow]) -> float:
    """The chance from which on it is better to keep a row of this page than to drop it.

    That is half of the best F1 that can be expected of the page (Lipton and others, 2014): where much is in doubt
    anyway, a row in doubt is worth more.
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


def _speaks(row: PageRow) -> bool:
    """Whether a row's own words or capitals say that it is furniture."""
    return bool(row.role) or is_link(row)


def _stretch(rows: list[PageRow]) -> tuple[int, int]:
    """The first and the last row that the rules keep; all rows where they keep none."""
    kept = [index for index, row in enumerate(rows) if row.kept]
    return (kept[0], kept[-1]) if kept else (0, len(rows))


def _kind(row: PageRow) -> str:
    if row.bullet:
        return "list_item"
    apart = row.above and row.below
    return "heading" if apart and not row.ends and row.words <= 14 and len(row.text) <= 110 else "paragraph"
