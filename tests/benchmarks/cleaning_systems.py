"""What the cleaning scorer calls: ``module:function``, one function a kind of source.

python ../shared/tools/evaluate_cleaning.py --data DEV --track text_main --system tests.benchmarks.cleaning_systems:text
"""

from __future__ import annotations

import re
from typing import Any

from reader.model.article import META_KINDS, Article
from reader.model.page import Page, PageLine
from reader.model.spans import OffsetMap

_MARKER = re.compile(r"^(?:[•·*-]|\d{1,3}[.)])\s+")


def text_page(source: str, path: str = "page.txt") -> Page:
    """A page of plain text as the sources make it, without a file."""
    shown = source.replace("\r\n", "\n").replace("\r", "\n")
    lines, start = [], 0
    for line in shown.split("\n"):
        lines.append(PageLine(start, start + len(line)))
        start += len(line) + 1
    return Page(path, "text/plain", "", "utf-8", source, shown, tuple(lines), OffsetMap.identity(len(shown)))


def scored(article: Article) -> dict[str, Any]:
    """An article in the scorer's terms; list markers are the dump's, not the author's, and are left out."""
    apart = META_KINDS | {"title"}
    body = [_MARKER.sub("", article.text[b.start : b.end]) for b in article.blocks if b.kind not in apart]
    return {
        "body": "\n\n".join(body),
        "title": article.title,
        "authors": list(article.authors),
        "date": article.published,
    }


def text(src: str, url: str | None = None) -> dict[str, Any]:  # noqa: ARG001
    """A text dump, cleaned by the rules."""
    from reader.cleaning.dump.dump_pipeline import clean_dump

    return scored(clean_dump(text_page(src)))


def html(src: str, url: str | None = None) -> dict[str, Any]:  # noqa: ARG001
    """A saved web page, from its bytes on."""
    from reader.cleaning.markup.markup_pipeline import clean_html
    from reader.sources import open_bytes

    return scored(clean_html(open_bytes(src.encode("utf-8", errors="replace"), "page.html")))
