"""From a page to an article: furniture dropped with a reason, what is shown traced back to the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from reader.sources.limits import MOST_JUDGED_CHARACTERS, MOST_JUDGED_LINES
from reader.sources.page import NOTHING_STATED

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.sources.page import Line, Page

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
    if is_long(page):
        from reader.cleaning.long import as_it_stands

        article = as_it_stands(page)
    else:
        article = _cleaned(page)
    if page.left_out and page.left_out not in article.note:
        article = replace(article, note="; ".join(filter(None, (page.left_out, article.note))))
    if page.facts == NOTHING_STATED:
        return article
    from reader.cleaning.assembly import with_stated

    return with_stated(article, page.facts)


def is_long(page: Page) -> bool:
    """Whether a page is longer than any article, so that to judge its lines would take many seconds."""
    if len(page.text) > MOST_JUDGED_CHARACTERS:
        return True
    if len(page.lines) <= MOST_JUDGED_LINES:
        return False
    filled = (line for line in page.lines if line.start < line.end and not page.text[line.start : line.end].isspace())
    return next(islice(filled, MOST_JUDGED_LINES, None), None) is not None


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


def plain(page: Page, kind_of: Callable[[Line], tuple[str, int]] = lambda _: ("paragraph", 0)) -> Article:
    """The page as it is: every line that is not blank is a block, and ``text == page.text``.

    Args:
        page: of any media type.
        kind_of: the kind of a line's block, and its level.
    """
    from reader.cleaning.article import Article, Block
    from reader.spans import OffsetMap

    blocks = []
    for line in page.lines:
        shown = page.text[line.start : line.end]
        if bare := shown.strip():
            start = line.start + len(shown) - len(shown.lstrip())
            kind, level = kind_of(line)
            blocks.append(Block(kind, start, start + len(bare), start, start + len(bare), level))
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
        note=page.left_out,
    )
