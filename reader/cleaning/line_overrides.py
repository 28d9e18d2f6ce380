"""Line overrides: a person puts a dropped line back, or drops a line that was kept.

The rest of the article keeps its text, code point for code point, so that annotations can keep their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from reader.cleaning.assembly import BETWEEN
from reader.cleaning.text_repair import Piece, repair
from reader.model.article import Article, Block, Dropped
from reader.model.page import Page
from reader.model.spans import OffsetMap, Span

#: The drop reason of a line that a person took out.
BY_HAND = "by hand"


class LineOverride(NamedTuple):
    """An override for one line of the page, ``Page.text[start:end]``: whether it is shown."""

    start: int
    end: int
    is_shown: bool


def override_data(page: Page, override: LineOverride) -> dict[str, Any]:
    """The override as stored data; it includes the text, so that the line is found again after the page has changed."""
    text = page.text[override.start : override.end]
    return {"start": override.start, "end": override.end, "text": text, "shown": override.is_shown}


def overrides_on(page: Page, kept: Iterable[Mapping[str, Any]]) -> list[LineOverride]:
    """The overrides that can be found on a page, in the given order; the others are ignored.

    Args:
        page: possibly another version of the one on which they were made.
        kept: as ``override_data`` returned them; any other data is skipped.
    """
    overrides = []
    for data in kept:
        start, text, is_shown = data.get("start"), data.get("text"), data.get("shown")
        if not isinstance(start, int) or not isinstance(text, str) or not text or not isinstance(is_shown, bool):
            continue
        if start < 0 or not page.text.startswith(text, start):
            start = page.text.find(text)
            if start < 0 or page.text.find(text, start + 1) >= 0:
                continue
        overrides.append(LineOverride(start, start + len(text), is_shown))
    return overrides


def overrides_in(article: Article, passage: Span, *, on_page: bool = True) -> list[LineOverride]:
    """The overrides that are possible in a passage, in the article's order.

    Args:
        article: as it is shown.
        passage: of ``Page.text``, or of ``Article.text`` if not ``on_page``.
        on_page: whether dropped lines are visible too.

    Returns:
        Overrides that show the dropped lines of the passage, if it has any; otherwise those that drop its blocks. Empty
        if it holds neither.
    """
    lost = [(line.page_start, line.page_end) for line in article.dropped] if on_page else []
    back = [LineOverride(start, end, is_shown=True) for start, end in lost if passage.overlaps(start, end)]
    return back or [
        LineOverride(block.page_start, block.page_end, is_shown=False)
        for block in article.blocks
        if passage.overlaps(*((block.page_start, block.page_end) if on_page else (block.start, block.end)))
    ]


def with_overrides(article: Article, overrides: Sequence[LineOverride]) -> Article:
    """The article with its overrides applied.

    Args:
        article: as it was cleaned.
        overrides: the later ones win. A line that is put back becomes a paragraph at its place on the page.

    Returns:
        The article itself if nothing changes.
    """
    wanted = {Span(override.start, override.end): override.is_shown for override in overrides}

    def is_wanted(start: int, end: int, *, otherwise: bool) -> bool:
        return next((wanted[span] for span in reversed(wanted) if span.overlaps(start, end)), otherwise)

    kept = [block for block in article.blocks if is_wanted(block.page_start, block.page_end, otherwise=True)]
    back = [line for line in article.dropped if is_wanted(line.page_start, line.page_end, otherwise=False)]
    if len(kept) == len(article.blocks) and not back:
        return article
    out = {(block.page_start, block.page_end) for block in article.blocks} - {
        (block.page_start, block.page_end) for block in kept
    }
    dropped = [line for line in article.dropped if line not in back]
    dropped += [Dropped(BY_HAND, start, end) for start, end in out]
    order: list[Block | Dropped] = list(kept)
    for line in back:
        before = [i for i, one in enumerate(order) if one.page_start < line.page_start]
        order.insert(before[-1] + 1 if before else 0, line)
    return _joined(article, order, dropped)


def carried(span: Span, before: Article, after: Article) -> Span | None:
    """The span of a passage in the article with other overrides; None if one of its lines is dropped there.

    Args:
        span: of ``before.text``; both its ends lie in blocks.
        before, after: articles of the same page with different overrides.
    """
    places = {(block.page_start, block.page_end): block.start for block in after.blocks}
    ends = []
    for offset in (span.start, span.end - 1):
        block = next((one for one in before.blocks if one.start <= offset < one.end), None)
        start = None if block is None else places.get((block.page_start, block.page_end))
        if block is None or start is None:
            return None
        ends.append(start + offset - block.start)
    return Span(ends[0], ends[1] + 1) if ends[0] <= ends[1] else None


def _joined(article: Article, order: Sequence[Block | Dropped], dropped: Sequence[Dropped]) -> Article:
    """The article of these parts: blocks are copied unchanged, put-back lines repaired like any block."""
    parts: list[str] = []
    blocks: list[Block] = []
    runs: list[Piece] = []
    length = 0
    for part in order:
        if isinstance(part, Block):
            text, kind, level = article.text[part.start : part.end], part.kind, part.level
            pieces = [
                (own.start - part.start, own.end - part.start, *origin)
                for own, origin in article.origin.pieces(part.start, part.end)
            ]
        else:
            repaired = repair(article.page.text, part.page_start, part.page_end)
            text, kind, level, pieces = repaired.text, "paragraph", 0, repaired.runs
        length += len(BETWEEN) if blocks else 0
        blocks.append(Block(kind, length, length + len(text), part.page_start, part.page_end, level))
        runs.extend((length + start, length + end, *origin) for start, end, *origin in pieces)  # type: ignore[misc]
        parts.append(text)
        length += len(text)
    return replace(
        article,
        text=BETWEEN.join(parts),
        blocks=tuple(blocks),
        dropped=tuple(sorted(dropped, key=lambda line: line.page_start)),
        origin=OffsetMap(runs),
    )
