"""From a page to an article: furniture dropped with a reason, what is shown traced back to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.sources.page import NOTHING_STATED

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.sources.page import Page

#: Documents whose own markup is trusted: what their authors wrote is shown, by the lines' hints.
_MARKED_UP = frozenset({
    "text/markdown", "message/rfc822", "application/epub+zip", "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
})  # fmt: skip


def clean(page: Page) -> Article:
    """The article on a page, by the cleaner for its media type; what the source states wins over what was found.

    Args:
        page: of any media type; those that are unknown are read as plain text.
    """
    article = _cleaned(page)
    if page.facts == NOTHING_STATED:
        return article
    from reader.cleaning.assembly import with_stated

    return with_stated(article, page.facts)


def _cleaned(page: Page) -> Article:
    if page.media_type == "text/html":
        from reader.cleaning.markup import clean_html

        return clean_html(page)
    if page.media_type in _MARKED_UP:
        from reader.cleaning.markup import clean_markdown

        return clean_markdown(page)
    if page.media_type == "application/pdf":
        from reader.cleaning.printed import clean_printed

        return clean_printed(page)
    from reader.cleaning.dump import clean_dump

    return clean_dump(page)


def plain(page: Page) -> Article:
    """The page as it is: every line that is not blank is a block, and ``text == page.text``."""
    from reader.cleaning.article import Article, Block
    from reader.spans import OffsetMap

    blocks = []
    for line in page.lines:
        shown = page.text[line.start : line.end]
        if bare := shown.strip():
            start = line.start + len(shown) - len(shown.lstrip())
            blocks.append(Block("paragraph", start, start + len(bare), start, start + len(bare)))
    return Article(
        page=page,
        title=None,
        byline=None,
        authors=(),
        published=None,
        language=None,
        text=page.text,
        blocks=tuple(blocks),
        dropped=(),
        origin=OffsetMap.identity(len(page.text)),
    )
