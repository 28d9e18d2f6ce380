"""The article as its reader sees it: with what the store remembers that a person corrected in the document.

That is the lines that were put back and dropped, and the title, authors and date.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from reader.annotations.metadata_corrections import with_stated
from reader.model.annotation import Decision
from reader.model.article import Article
from reader.sources.charsets.names import codec_of

#: The kind of decision that puts a line back or drops one.
LINE = "line"
#: The kind of decision that chooses the encoding in which a document is read.
ENCODING = "encoding"


def chosen_encoding(decisions: Iterable[Decision]) -> str:
    """The codec that was chosen last; empty if none was, or one that nobody knows here."""
    chosen = sorted((one.id, one.data.get("encoding")) for one in decisions if one.kind == ENCODING)
    name = chosen[-1][1] if chosen else ""
    return (codec_of(name) or "") if isinstance(name, str) else ""


def in_chosen_encoding(
    article: Article, decisions: Iterable[Decision], read: Callable[[str], Article | None]
) -> Article:
    """The article in the encoding that was chosen; itself if none was, or if it cannot be read again.

    Args:
        article: as it was cleaned, in whatever encoding.
        decisions: of its document; those of other kinds are passed over.
        read: gives the cleaned article in a codec; None if it cannot be read.
    """
    encoding = chosen_encoding(decisions)
    return (encoding and encoding != article.page.encoding and read(encoding)) or article


def as_decided(article: Article, decisions: Collection[Decision]) -> Article:
    """The article as was decided about its lines, title, authors and date; other kinds of decisions are passed over."""
    lines = [one.data for one in decisions if one.kind == LINE]
    if lines:
        from reader.cleaning.line_overrides import overrides_on, with_overrides

        article = with_overrides(article, overrides_on(article.page, lines))
    return with_stated(article, decisions)
