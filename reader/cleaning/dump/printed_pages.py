"""A printed page made clean: judged as a text dump, its running heads and page numbers dropped without a look."""

from __future__ import annotations

from dataclasses import replace

from reader.cleaning.dump.dump_pipeline import clean_dump
from reader.model.article import Article, Dropped
from reader.model.page import Page

#: The hint of lines that stand at the edge of several pages; the source puts them after the text.
_RUNNING = "running"


def clean_printed(page: Page) -> Article:
    """The article of a PDF.

    Every line of the page that is not blank is in one block or in one dropped line, once.
    """
    article = clean_dump(replace(page, lines=tuple(line for line in page.lines if line.hint != _RUNNING)))
    running = [
        Dropped("boilerplate", *_bare(page.text, line.start, line.end)) for line in page.lines if line.hint == _RUNNING
    ]
    dropped = sorted((*article.dropped, *running), key=lambda line: line.page_start)
    return replace(article, page=page, dropped=tuple(dropped))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The passage without the white space at its ends."""
    passage = text[start:end]
    return start + len(passage) - len(passage.lstrip()), start + len(passage.rstrip())
