"""The clean article: the blocks that are shown, the lines that are not, and the way back to the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.model.page import Page
from reader.model.spans import OffsetMap, Span

#: Blocks about the article rather than of it: shown, but no cursor stops on them and no body holds them.
META_KINDS = frozenset({"byline", "date"})


@dataclass(frozen=True, slots=True)
class Block:
    """One shown block: ``Article.text[start:end]``.

    Attributes:
        kind: ``title``, ``byline``, ``date``, ``lead``, ``heading``, ``paragraph``, ``quote``,
            ``list_item``, ``table``, ``footnote``.
        start, end: into ``Article.text``.
        page_start, page_end: into ``Page.text``.
        level: of a heading, 1 to 6; 0 elsewhere.
    """

    kind: str
    start: int
    end: int
    page_start: int
    page_end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """One line of the page that is not shown: ``Page.text[page_start:page_end]``, and why.

    ``reason`` is one of ``navigation``, ``caption``, ``credit``, ``teaser``, ``promotion``, ``boilerplate``,
    ``author_bio``, ``disclaimer``, ``comments``, ``repeat``, ``byline``, ``date``, ``markup``.
    """

    reason: str
    page_start: int
    page_end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A page made clean.

    Attributes:
        page: where it came from.
        title, byline: as the page gives them, None where it does not.
        authors: the names in the byline.
        published: ISO date (``2016-04-11``) where the page states it; never guessed.
        updated: the same of the day on which the page says that it was changed.
        language: two-letter code where known, else None.
        text: the shown blocks in order, joined by one blank line (``\\n\\n``). All annotation offsets point into it.
        blocks: ordered by ``start``; they cover ``text`` but for the blank lines.
        dropped: ordered by ``page_start``. Every character of the page that is not white space is in a block or
            in a dropped line, once.
        origin: from ``text`` to ``Page.text``.
        note: one short line for the status line where cleaning was unsure, else empty.
    """

    page: Page
    title: str | None
    byline: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str | None
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    dropped: tuple[Dropped, ...] = field(repr=False)
    origin: OffsetMap = field(repr=False)
    note: str = ""
    updated: str | None = None

    def page_span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in ``page.text``."""
        return self.origin.span(start, end)

    def source_span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in ``page.source``, the decoded file."""
        return self.page.origin.span(*self.origin.span(start, end))
