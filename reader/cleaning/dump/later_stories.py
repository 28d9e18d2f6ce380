"""Finds where the next story of an endless page begins: a second head, built like the first, far below the article."""

from __future__ import annotations

from reader.cleaning import bylines, dates
from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.rows import PageRow

#: Words of prose that make an article, so that a further head opens another one.
_ENOUGH = 150
#: The fewest and the most words of a headline, the rows below it with authors and date, and those until its prose.
_LEAST, _MOST, _HEAD, _REACH = 4, 25, 5, 9
#: With less prose between two heads on average, they are entries of one live blog or digest.
_ENTRY = 120


def next_story(rows: list[PageRow], head: ArticleHead) -> int | None:
    """The row of the next story's headline; None if the page has one article, or if its heads divide entries of one.

    Only a page whose own article has a headline, authors and a date shows by such a head that another story begins.
    """
    if head.title is None or not head.bylines or not head.dates:
        return None
    starts: list[int] = []
    words = 0
    for index in range(head.body, len(rows)):
        row = rows[index]
        if words >= _ENOUGH and _is_headline(row) and _opens_story(rows, index):
            starts.append(index)
        words += row.words if row.is_prose and not row.role else 0
    if not starts:
        return None
    below = sum(row.words for row in rows[starts[0] :] if row.is_prose and not row.role)
    return starts[0] if len(starts) == 1 or below >= _ENTRY * len(starts) else None


def _is_headline(row: PageRow) -> bool:
    fits = _LEAST <= row.words <= _MOST and not row.bullet and row.above
    return fits and not row.role and not row.text.endswith((".", ":", ",", ";"))


def _opens_story(rows: list[PageRow], index: int) -> bool:
    """Whether authors and a date follow directly below, and then prose."""
    named = dated = False
    for row in rows[index + 1 : index + 1 + _HEAD]:
        if row.is_long_prose:
            break
        named = named or bylines.is_byline(row.text, row.low) or bylines.is_name(row.text)
        dated = dated or bool(dates.date_of_line(row.text))
    return named and dated and any(row.is_long_prose and not row.role for row in rows[index + 1 : index + _REACH])
