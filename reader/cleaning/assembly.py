"""Assembles an article from classified passages of a page: text, blocks, dropped lines and the offset map."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from reader.cleaning import bylines, dates
from reader.cleaning.text_repair import Piece, repair
from reader.model.article import Article, Block, Dropped
from reader.model.page import Page, StatedFacts
from reader.model.spans import OffsetMap

#: Stands between two blocks of the text.
BETWEEN = "\n\n"


class Passage(NamedTuple):
    """A passage of ``Page.text`` that becomes one block; it has no white space at its ends."""

    kind: str
    start: int
    end: int
    level: int = 0


class Facts(NamedTuple):
    """The facts that a page states about its article."""

    title: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    updated: str | None = None


def with_stated(article: Article, stated: StatedFacts) -> Article:
    """The article, with facts that its source states instead of those read from its text."""
    return replace(
        article,
        title=stated.title or article.title,
        byline=", ".join(stated.authors) or article.byline,
        authors=bylines.stated_authors(stated.authors) or article.authors,
        published=_day(stated.published, stated.language) or article.published,
        updated=_day(stated.updated, stated.language) or article.updated,
        language=stated.language[:2].lower() or article.language,
    )


def _day(written: str, language: str) -> str | None:
    first = next(dates.dates(written, dates.DateContext(language)), None)
    return first.day if first is not None else None


def assemble(
    page: Page,
    passages: Iterable[Passage],
    dropped: Iterable[Dropped],
    facts: Facts,
    known: Callable[[str], bool] | None = None,
    note: str = "",
) -> Article:
    """The article whose text is the passages in order, each repaired, joined by one blank line.

    Args:
        page: the source of all passages.
        passages: in reading order.
        dropped: the other lines.
        facts: title, byline, date.
        known: whether the page contains a word, for words broken at a line end.
        note: for the status line.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    runs: list[Piece] = []
    lost = list(dropped)
    length = 0
    for passage in passages:
        repaired = repair(page.text, passage.start, passage.end, known)
        if not repaired.text.strip():
            lost.append(Dropped("markup", passage.start, passage.end))
            continue
        if blocks:
            length += len(BETWEEN)
        size = len(repaired.text)
        blocks.append(Block(passage.kind, length, length + size, passage.start, passage.end, passage.level))
        runs.extend((length + a, length + b, c, d) for a, b, c, d in repaired.runs)
        parts.append(repaired.text)
        length += size
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
