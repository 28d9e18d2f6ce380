"""The article as its reader sees it: with the lines put back and dropped that the store remembers for the document."""

from __future__ import annotations

from collections.abc import Iterable

from reader.model.annotation import Decision
from reader.model.article import Article

#: The kind of decision that puts a line back or drops one.
LINE = "line"


def as_decided(article: Article, decisions: Iterable[Decision]) -> Article:
    """The article with its lines put back or dropped as was decided; decisions of other kinds are passed over."""
    lines = [one.data for one in decisions if one.kind == LINE]
    if not lines:
        return article
    from reader.cleaning.line_overrides import overrides_on, with_overrides

    return with_overrides(article, overrides_on(article.page, lines))
