"""The third layer: a learnt table looks again at the rows that the rules leave in doubt, and overrules if it is sure.

Without a table the rules stand. It leans to what the rules say, and to keeping: a leaked teaser costs a line, a lost
sentence breaks an annotation.
"""

from __future__ import annotations

from reader.cleaning.features import NAMES, features
from reader.cleaning.forest import Forest, load
from reader.cleaning.head import Head
from reader.cleaning.rows import Row
from reader.cleaning.scoring import is_link, is_whole_page

#: Roles that no table overrules: their own words say what they are.
_CERTAIN = frozenset({"navigation", "symbols", "comments", "end"})
#: Rows before the first and after the last kept one that are in doubt whatever they look like.
_REACH = 12
#: Scores from which on a row that is kept, to which on a whole page one that is dropped, is beyond doubt.
_CLEARLY_KEPT, _CLEARLY_DROPPED = 4.2, -6.5
#: What the rules keep is dropped below the first; what they drop is kept from the second on, from the third where it
#: is far off or speaks against itself.
_DROP, _KEEP, _KEEP_FAR = 0.2, 0.4, 0.6
#: The file of the table that ships, without its ending.
TABLE = "lines"


def doubtful(rows: list[Row], head: Head) -> list[int]:
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


def reconsider(rows: list[Row], head: Head, table: Forest | None = None) -> None:
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
    for index in wanted:
        row = rows[index]
        chance = row.chance or 0.0
        if row.kept:
            # The rules keep a list as a whole; a row at a time would tear it.
            row.kept = chance >= _DROP or row.kind in ("list_item", "table")
        elif chance >= (_KEEP if first - _REACH <= index <= last + _REACH and not _speaks(row) else _KEEP_FAR):
            row.kept, row.kind = True, _kind(row)


def _speaks(row: Row) -> bool:
    """Whether a row's own words or capitals say that it is furniture."""
    return bool(row.role) or is_link(row)


def _stretch(rows: list[Row]) -> tuple[int, int]:
    """The first and the last row that the rules keep; all rows where they keep none."""
    kept = [index for index, row in enumerate(rows) if row.kept]
    return (kept[0], kept[-1]) if kept else (0, len(rows))


def _kind(row: Row) -> str:
    if row.bullet:
        return "list_item"
    apart = row.above and row.below
    return "heading" if apart and not row.ends and row.words <= 14 and len(row.text) <= 110 else "paragraph"
