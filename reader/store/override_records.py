"""The article as its reader sees it: with what the store remembers that a person corrected in the document.

That is the lines that were put back and dropped, and the title, authors and date.
"""

from __future__ import annotations

from collections.abc import Collection

from reader.annotations.metadata_corrections import with_stated
from reader.model.annotation import Decision
from reader.model.article import Article

#: The kind of decision that puts a line back or drops one.
LINE = "line"


def as_decided(article: Article, decisions: Collection[Decision]) -> Article:
    """The article as was decided about its lines, title, authors and date; other kinds of decisions are passed over."""
    lines = [one.data for one in decisions if one.kind == LINE]
    if lines:
        from reader.cleaning.line_overrides import overrides_on, with_overrides

        article = with_overrides(article, overrides_on(article.page, lines))
    return with_stated(article, decisions)
