"""An article put together from judged passages of a page: text, blocks, dropped lines and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from reader.cleaning import dates
from reader.cleaning.text_repair import Piece, mend
from reader.model.article import Article, Block, Dropped
from reader.model.page import Page, StatedFacts
from reader.model.spans import OffsetMap

#: What stands between two blocks of the text.
BETWEEN = "\n\n"


class Passage(NamedTuple):
    """A stretch of ``Page.text`` to be shown as one block; no white space at its ends."""

    kind: str
    start: int
    end: int
    level: int = 0


class Facts(NamedTuple):
    """What a page says about its article."""

    title: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    updated: str | None = None


def with_stated(article: Article, stated: StatedFacts) -> Article:
    """The article with the facts that its source states in place of those that were read from its text."""
    return replace(
        article,
        title=stated.title or article.title,
        byline=", ".join(stated.authors) or article.byline,
        authors=stated.authors or article.authors,
        published=_day(stated.published) or article.published,
        updated=_day(stated.updated) or article.updated,
        language=stated.language or article.language,
    )


def _day(written: str) -> str | None:
    found = next(dates.dates(written), None)
    return found.day if found is not None else None


def assemble(
    page: Page,
    passages: Iterable[Passage],
    dropped: Iterable[Dropped],
    facts: Facts,
    known: Callable[[str], bool] | None = None,
    note: str = "",
) -> Article:
    """The article whose text is the passages in their order, each mended, joined by one blank line.

    Args:
        page: where everything comes from.
        passages: in reading order.
        dropped: the other lines.
        facts: title, byline, date.
        known: whether the page has a word, for words broken at a line end.
        note: for the status line.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    runs: list[Piece] = []
    lost = list(dropped)
    here = 0
    for passage in passages:
        mended = mend(page.text, passage.start, passage.end, known)
        if not mended.text.strip():
            lost.append(Dropped("markup", passage.start, passage.end))
            continue
        if blocks:
            here += len(BETWEEN)
        length = len(mended.text)
        blocks.append(Block(passage.kind, here, here + length, passage.start, passage.end, passage.level))
        runs.extend((here + a, here + b, c, d) for a, b, c, d in mended.runs)
        parts.append(mended.text)
        here += length
    lost.sort(key=lambda line: line.page_start)
    return Article(
        page=page,
        title=facts.title,
        byline=facts.byline,
        authors=facts.authors,
        published=facts.published,
        language=facts.language,
        text=BETWEEN.join(parts),
        blocks=tuple(blocks),
        dropped=tuple(lost),
        origin=OffsetMap(runs),
        note=note,
        updated=facts.updated,
    )
