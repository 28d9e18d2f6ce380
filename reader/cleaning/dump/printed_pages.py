"""Cleans printed pages (PDF) as a text dump; running heads and page numbers are always dropped."""

from __future__ import annotations

from dataclasses import replace

from reader.cleaning.dump.dump_pipeline import clean_dump
from reader.model.article import Article, Dropped
from reader.model.page import Page

#: The hint of lines at the edge of several pages; the source puts them after the text.
_RUNNING = "running"


def clean_printed(page: Page) -> Article:
    """The article of a PDF.

    Every non-blank line of the page is in exactly one block or dropped line.
    """
    article = clean_dump(replace(page, lines=tuple(line for line in page.lines if line.hint != _RUNNING)))
    running = [
        Dropped("boilerplate", *_bare(page.text, line.start, line.end)) for line in page.lines if line.hint == _RUNNING
    ]
    dropped = sorted((*article.dropped, *running), key=lambda line: line.page_start)
    return replace(article, page=page, dropped=tuple(dropped))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    passage = text[start:end]
    return start + len(passage) - len(passage.lstrip()), start + len(passage.rstrip())
