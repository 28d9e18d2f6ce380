"""Articles without cleaning: on request, or for pages that are longer than any article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.model.article import Article, Block
from reader.model.page import Page, PageLine
from reader.model.spans import OffsetMap

#: The hint of a line, and the kind of its block.
_KINDS = {"li": "list_item", "quote": "quote", "table": "table", "footnote": "footnote"}
_NOTE = "too long to be cleaned: all of its lines are shown"


def plain(page: Page, kind_of: Callable[[PageLine], tuple[str, int]] = lambda _: ("paragraph", 0)) -> Article:
    """The page unchanged: every non-blank line is a block, and ``text == page.text``.

    Args:
        page: of any media type.
        kind_of: the kind of a line's block, and its level.
    """
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
        note="; ".join(filter(None, (page.doubt, page.left_out))),
    )


def as_it_stands(page: Page) -> Article:
    """Every line of the page, including blank ones; headings, lists and tables as the format marks them."""
    article = plain(page, _kind_of)
    title = next((page.line_text(line).strip() for line in page.lines if line.hint in {"h1", "front title"}), None)
    return replace(article, title=title, note="; ".join(filter(None, (article.note, _NOTE))))


def _kind_of(line: PageLine) -> tuple[str, int]:
    words = line.hint.split()
    last = words[-1] if words else ""
    if len(last) == 2 and last[0] == "h" and last[1].isdigit():
        return "heading", int(last[1])
    return next((_KINDS[word] for word in reversed(words) if word in _KINDS), "paragraph"), 0
