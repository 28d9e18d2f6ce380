"""The second layer: neighbours, place and score decide which rows are kept, and as what kind."""

from __future__ import annotations

from bisect import bisect
from collections import Counter

from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.context_rules import mark_after_end, mark_biography, mark_repeats
from reader.cleaning.dump.row_roles import TABLE_TABS
from reader.cleaning.dump.row_scoring import is_link, score
from reader.cleaning.dump.rows import PageRow

#: Roles that no score overrules.
_CERTAIN = frozenset({
    "navigation", "caption", "comments", "disclaimer", "promotion", "teaser", "contribution", "end", "symbols",
    "author_bio", "repeat", "double", "byline", "date", "after",
})  # fmt: skip


#: Roles of end marks, and roles allowed among the lines before one.
_END = ("end", "comments")
_OF_REST = ("", "repeat", "caption")
#: With fewer lines between the last paragraph and the mark, they are labels and buttons.
_LEAST_REST = 8
#: If one in so many of them repeats others, they are links with pictures.
_REPEATED = 4
#: The fewest rows of a table, the roles allowed in it, and the rows above it that must hold its article.
_TABLE_ROWS, _OF_TABLE, _FAR_ABOVE = 3, ("", "repeat"), 12


def judge(rows: list[PageRow], head: ArticleHead) -> None:
    """Set role, score, ``kept`` and ``kind`` of every row."""
    _settle_head(rows, head)
    mark_repeats(rows, head)
    mark_biography(rows, head)
    cut = mark_after_end(rows, head)
    score(rows, head.title, cut)
    _decide(rows, head)
    _keep_headings(rows, head)
    _keep_lists(rows)
    _keep_tables(rows)
    _keep_rest(rows)
    _drop_stragglers(rows)


def _decide(rows: list[PageRow], head: ArticleHead) -> None:
    for row in rows:
        if row.role in _CERTAIN:
            row.score -= 4.0
            row.kept = False
        else:
            row.kept = row.score > 0 or row.role == "correction"
    if head.title is not None:
        rows[head.title].kept, rows[head.title].kind = True, "title"
        _keep_lead(rows, head, head.title)


def _settle_head(rows: list[PageRow], head: ArticleHead) -> None:
    for index in head.dates:
        rows[index].role = "date"
    for index in head.bylines:
        rows[index].role = "byline"
    if head.title is not None:
        rows[head.title].role = ""


def _keep_lead(rows: list[PageRow], head: ArticleHead, title: int) -> None:
    """Keep the stand-first: between headline and body, alone on its line, not a name, not a label."""
    for index in range(title + 1, min(head.body, title + 7)):
        row = rows[index]
        apart = (row.above and row.below) or _is_in_head(rows, head, index)
        if row.role or row.words < 6 or row.bullet or not apart or row.text.isupper():
            continue
        if index + 1 < len(rows) and rows[index + 1].role == "caption" and rows[index + 1].low.startswith(row.low[:20]):
            continue
        row.kept, row.kind = True, "lead"
        row.score = max(row.score, 0.1)
        return
    if (
        head.body < len(rows)
        and head.body > title
        and any(i > head.body for i in (*head.bylines, *head.dates) if i < head.body + 4)
    ):
        rows[head.body].kind = "lead"


def _is_in_head(rows: list[PageRow], head: ArticleHead, index: int) -> bool:
    """Whether a row stands between the headline and the authors or a date, without empty lines."""
    stated = index + 1 in head.bylines or index + 1 in head.dates
    return index - 1 == head.title and stated and not (rows[index].above or rows[index].below)


def _keep_headings(rows: list[PageRow], head: ArticleHead) -> None:
    """Keep short rows that stand alone and precede a kept paragraph, as headings."""
    below: PageRow | None = None
    gap = 0
    first = next((i for i, row in enumerate(rows) if row.kept and row.kind != "title" and row.is_prose), len(rows))
    for index in range(len(rows) - 1, first, -1):
        row = rows[index]
        if row.kept and row.kind in ("paragraph", "heading"):
            if below is not None and gap <= 1 and _reads_as_heading(row, below):
                row.kind = "heading"
            below, gap = row, 0
            continue
        gap += 1
        if below is None or gap > 2 or (gap == 2 and rows[index + 1].role not in ("caption", "navigation", "symbols")):
            continue
        if below.kind == "heading" and (rows[index + 1] is not below or rows[index + 2].kind == "heading"):
            continue  # two in a row at most
        if _could_head(row) and row.text not in head.authors:
            row.kept, row.kind, row.score = True, "heading", max(row.score, 0.1)
            below, gap = row, 0


def _reads_as_heading(row: PageRow, below: PageRow) -> bool:
    """Whether a kept row is a heading: not a sentence, or a short question above a paragraph."""
    asks = row.text.endswith("?") and row.words <= 12 and below.words >= 20
    short = row.words <= 14 and len(row.text) <= 110
    return short and (asks or not row.ends) and not row.bullet and row.above and row.below


def _could_head(row: PageRow) -> bool:
    """Whether a row with a low score may be a heading; alt texts and links look much the same."""
    if row.role or row.bullet or not (row.above and row.below) or len(row.text) > 110 or row.words > 18:
        return False
    if row.ends and not row.text.endswith(("?", "!")) and row.words > 6:
        return False
    if is_link(row):
        return False
    return not (row.text[0].islower() or row.low.endswith((" image", " photo", " logo", " icon")))


def _keep_lists(rows: list[PageRow]) -> None:
    """Keep list items that follow a colon or other kept items, and bulleted ones between prose."""
    for index in range(1, len(rows)):
        row, before = rows[index], rows[index - 1]
        if row.tabs and _is_table_row(row, before):
            row.kept, row.kind = True, "table"
        if row.kept and row.kind == "paragraph" and (row.bullet or row.text.startswith("> ")):
            row.kind = "list_item" if row.bullet else "quote"
        if row.kept or row.role or not before.kept or before.kind == "title":
            continue
        if row.text.endswith(":") and not row.bullet and before.kind == "paragraph" and _opens_list(rows, index):
            row.kept = True
        elif _is_item(row, before):
            row.kept, row.kind = True, "list_item"
        if row.kept:
            row.score = max(row.score, 0.1)
    _keep_bulleted(rows)


def _is_table_row(row: PageRow, before: PageRow) -> bool:
    """Whether a row with tabs belongs to a table, by itself or because the row before it does."""
    if before.kind == "table" and before.kept:
        return row.role in ("", "symbols", "repeat")
    return not row.role and row.tabs >= TABLE_TABS and row.score > -5.0


def _is_item(row: PageRow, before: PageRow) -> bool:
    """Whether a row continues the list that the kept row before it opens or belongs to."""
    if before.text.endswith(":"):
        return row.bullet or not row.below
    return before.kind == "list_item" and row.bullet == before.bullet and (row.bullet or not row.above)


def _opens_list(rows: list[PageRow], index: int) -> bool:
    """Whether a row that ends with a colon has items below it: without blank lines, or bulleted."""
    following = rows[index + 1 : index + 3]
    return len(following) == 2 and all(not row.role and (row.bullet or not row.above) for row in following)


def _keep_bulleted(rows: list[PageRow]) -> None:
    """Keep a run of list items between two kept paragraphs, if its items are more than labels."""
    index = 0
    while index < len(rows):
        if not rows[index].bullet:
            index += 1
            continue
        stop = index
        while stop < len(rows) and rows[stop].bullet:
            stop += 1
        if index > 0 and stop < len(rows) and _belongs(rows[index - 1], rows[index:stop], rows[stop]):
            for row in rows[index:stop]:
                if not row.kept:
                    row.kept, row.kind, row.score = True, "list_item", max(row.score, 0.1)
        index = stop


def _belongs(before: PageRow, items: list[PageRow], after: PageRow) -> bool:
    framed = before.kept and after.kept and before.kind in ("paragraph", "heading") and after.kind == "paragraph"
    return framed and not any(row.role for row in items) and sum(row.words for row in items) >= 2 * len(items)


def _keep_tables(rows: list[PageRow]) -> None:
    """Keep a table as a whole if kept prose is close above it and more follows; half a table is useless."""
    prose = [index for index, row in enumerate(rows) if row.kept and row.is_prose]
    start = 0
    while start < len(rows):
        stop = start
        while stop < len(rows) and rows[stop].tabs >= TABLE_TABS and rows[stop].role in _OF_TABLE:
            stop += 1
        above = prose[bisect(prose, start) - 1] if prose and prose[0] < start else -_FAR_ABOVE
        if stop - start >= _TABLE_ROWS and start - above < _FAR_ABOVE and prose[-1] > stop:
            for row in rows[start:stop]:
                row.kept, row.kind, row.score = True, "table", max(row.score, 0.1)
        start = stop + 1


def _keep_rest(rows: list[PageRow]) -> None:
    """Keep a long run of lines between the last kept one and the end mark, if it is set like the kept paragraphs.

    Awards, menus and plans look like this. Teasers follow the mark, or are set differently.
    """
    kept = [index for index, row in enumerate(rows) if row.kept and row.kind != "title"]
    mark = next((i for i in range(kept[-1] + 1, len(rows)) if rows[i].role in _END), None) if kept else None
    if mark is None or mark - kept[-1] <= _LEAST_REST:
        return
    words = Counter({False: 0, True: 0})
    for index in kept:
        words[rows[index].above and rows[index].below] += rows[index].words
    rest = rows[kept[-1] + 1 : mark]
    if words[False] > words[True] or any(row.bullet or not (row.above and row.below) for row in rest):
        return
    if any(row.role not in _OF_REST for row in rest) or _REPEATED * sum(row.role == "repeat" for row in rest) > len(
        rest
    ):
        return
    for row in rest:
        if row.role != "caption":
            row.kept, row.kind, row.score = True, "paragraph" if row.is_prose else "list_item", max(row.score, 0.1)


def _drop_stragglers(rows: list[PageRow]) -> None:
    """Drop a few kept words far below the last paragraph; they are a teaser."""
    last = -1
    words = 0
    for index, row in enumerate(rows):
        if not row.kept or row.role == "correction":
            continue
        gap = index - last - 1
        if last >= 0 and gap >= 12 and words >= 120 and row.kind != "title":
            rest = sum(later.words for later in rows[index:] if later.kept)
            if rest < 0.12 * words:
                for later in rows[index:]:
                    if later.kept and later.role != "correction":
                        later.kept, later.role = False, "teaser"
                return
        last = index
        words += row.words
