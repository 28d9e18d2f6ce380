"""A document longer than any article, a whole archive in one file: shown as it stands, as its format marks it."""

from __future__ import annotations

from dataclasses import replace

from reader.cleaning import plain
from reader.cleaning.article import Article
from reader.sources.page import Line, Page

#: What the markup calls a line, and the kind of its block.
_KINDS = {"li": "list_item", "quote": "quote", "table": "table", "footnote": "footnote"}
_NOTE = "too long to be cleaned: all of its lines are shown"


def as_it_stands(page: Page) -> Article:
    """Every line of the page, blank ones too; headings, lists and tables where the format tells them."""
    article = plain(page, _kind_of)
    title = next((page.line_text(line).strip() for line in page.lines if line.hint in {"h1", "front title"}), None)
    return replace(article, title=title, note="; ".join(filter(None, (article.note, _NOTE))))


def _kind_of(line: Line) -> tuple[str, int]:
    words = line.hint.split()
    last = words[-1] if words else ""
    if len(last) == 2 and last[0] == "h" and last[1].isdigit():
        return "heading", int(last[1])
    return next((_KINDS[word] for word in reversed(words) if word in _KINDS), "paragraph"), 0
