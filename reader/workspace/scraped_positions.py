"""Between an article and its page as it was scraped: where the blocks of one, and a place in it, are in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.article import Block

if TYPE_CHECKING:
    from reader.workspace.library_entries import OpenDocument


def page_blocks(opened: OpenDocument) -> list[Block]:
    """The article's blocks where they stand on the page."""
    return [
        Block(block.kind, block.page_start, block.page_end, block.page_start, block.page_end)
        for block in opened.article.blocks
    ]


def article_offset_of(opened: OpenDocument, page_offset: int) -> int:
    """Where a place of the page stands in the article; the nearest block before it for what was dropped."""
    best = 0
    for block in sorted(opened.article.blocks, key=lambda block: block.page_start):
        if block.page_start > page_offset:
            break
        best = block.start
        if page_offset < block.page_end:
            for here, there in opened.article.origin.pieces(block.start, block.end):
                if there.start <= page_offset < there.end:
                    return here.start + min(page_offset - there.start, here.end - here.start - 1)
    return best
