"""Turns a page into an article with the cleaner for its media type."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from reader.model.page import NOTHING_STATED
from reader.sources.file_types import HTML, PDF, is_marked_up
from reader.sources.parsing_limits import MOST_JUDGED_CHARACTERS, MOST_JUDGED_LINES

if TYPE_CHECKING:
    from reader.model.article import Article
    from reader.model.page import Page


def clean(page: Page) -> Article:
    """The article on a page, by the cleaner for its media type; facts that the source states take precedence.

    Args:
        page: of any media type; unknown types are treated as plain text.
    """
    if is_long(page):
        from reader.cleaning.uncleaned import as_it_stands

        article = as_it_stands(page)
    else:
        article = _cleaned(page)
    said = [line for line in (page.doubt, page.left_out) if line and line not in article.note]
    if said:
        article = replace(article, note="; ".join(filter(None, (*said, article.note))))
    if page.facts == NOTHING_STATED:
        return article
    from reader.cleaning.assembly import with_stated

    return with_stated(article, page.facts)


def is_long(page: Page) -> bool:
    """Whether a page is longer than any article, so that cleaning it would take many seconds."""
    if len(page.text) > MOST_JUDGED_CHARACTERS:
        return True
    if len(page.lines) <= MOST_JUDGED_LINES:
        return False
    filled = (line for line in page.lines if line.start < line.end and not page.text[line.start : line.end].isspace())
    return next(islice(filled, MOST_JUDGED_LINES, None), None) is not None


def _cleaned(page: Page) -> Article:
    if page.media_type == HTML:
        from reader.cleaning.markup.markup_pipeline import clean_html

        return clean_html(page)
    if is_marked_up(page.media_type):
        from reader.cleaning.markup.markup_pipeline import clean_markdown

        return clean_markdown(page)
    if page.media_type == PDF:
        from reader.cleaning.dump.printed_pages import clean_printed

        return clean_printed(page)
    from reader.cleaning.dump.dump_pipeline import clean_dump

    return clean_dump(page)
