"""What a person decided about lines: one that was wrongly dropped is put back, one that was wrongly kept is dropped.

The rest of the article stays as it is, code point for code point, so that what was tagged can keep its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from reader.cleaning.assembly import BETWEEN
from reader.cleaning.text_repair import Piece, mend
from reader.model.article import Article, Block, Dropped
from reader.model.page import Page
from reader.model.spans import OffsetMap, Span

#: Why a line is dropped that a person took out.
BY_HAND = "by hand"


class Choice(NamedTuple):
    """One line of the page, and whether it is to be shown: ``Page.text[start:end]``."""

    start: int
    end: int
    is_shown: bool


def choice_data(page: Page, choice: Choice) -> dict[str, Any]:
    """The choice as it is kept: with its text, so that it is found again where the page has changed around it."""
    text = page.text[choice.start : choice.end]
    return {"start": choice.start, "end": choice.end, "text": text, "shown": choice.is_shown}


def choices_on(page: Page, kept: Iterable[Mapping[str, Any]]) -> list[Choice]:
    """The choices that can be found on a page, ordered as given; the others are left alone.

    Args:
        page: perhaps another version of the one on which they were made.
        kept: as ``choice_data`` gave them; anything else in their place is passed over.
    """
    found = []
    for data in kept:
        start, text, is_shown = data.get("start"), data.get("text"), data.get("shown")
        if not isinstance(start, int) or not isinstance(text, str) or not text or not isinstance(is_shown, bool):
            continue
        if start < 0 or not page.text.startswith(text, start):
            start = page.text.find(text)
            if start < 0 or page.text.find(text, start + 1) >= 0:
                continue
        found.append(Choice(start, start + len(text), is_shown))
    return found


def choices_in(article: Article, passage: Span, *, on_page: bool = True) -> list[Choice]:
    """The choices that a person could make in a passage, ordered as the article has them.

    Args:
        article: as it is shown.
        passage: of ``Page.text``, or of ``Article.text`` where not ``on_page``.
        on_page: dropped lines are seen there too.

    Returns:
        The dropped lines, to be shown, where there are any in the passage; else its blocks, to be dropped. None where
        it holds neither.
    """
    lost = [(line.page_start, line.page_end) for line in article.dropped] if on_page else []
    back = [Choice(start, end, is_shown=True) for start, end in lost if passage.overlaps(start, end)]
    return back or [
        Choice(block.page_start, block.page_end, is_shown=False)
        for block in article.blocks
        if passage.overlaps(*((block.page_start, block.page_end) if on_page else (block.start, block.end)))
    ]


def chosen(article: Article, choices: Sequence[Choice]) -> Article:
    """The article with some lines put back and others dropped.

    Args:
        article: as it was cleaned.
        choices: the later ones win. A line that is put back becomes a paragraph where it stands on the page.

    Returns:
        The article itself where nothing changes by them.
    """
    wanted = {Span(choice.start, choice.end): choice.is_shown for choice in choices}

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
    """Where a passage of one article stands in the other one of the same page, None where a line of it was dropped.

    Args:
        span: of ``before.text``; both its ends lie in blocks.
        before, after: the same page under other choices.
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
    """The article of these parts: blocks copied as they are, lines mended as any block is."""
    parts: list[str] = []
    blocks: list[Block] = []
    runs: list[Piece] = []
    here = 0
    for one in order:
        if isinstance(one, Block):
            text, kind, level = article.text[one.start : one.end], one.kind, one.level
            pieces = [
                (mine.start - one.start, mine.end - one.start, *there)
                for mine, there in article.origin.pieces(one.start, one.end)
            ]
        else:
            mended = mend(article.page.text, one.page_start, one.page_end)
            text, kind, level, pieces = mended.text, "paragraph", 0, mended.runs
        here += len(BETWEEN) if blocks else 0
        blocks.append(Block(kind, here, here + len(text), one.page_start, one.page_end, level))
        runs.extend((here + start, here + end, *there) for start, end, *there in pieces)  # type: ignore[misc]
        parts.append(text)
        here += len(text)
    return replace(
        article,
        text=BETWEEN.join(parts),
        blocks=tuple(blocks),
        dropped=tuple(sorted(dropped, key=lambda line: line.page_start)),
        origin=OffsetMap(runs),
    )
