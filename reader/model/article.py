"""The clean article: the shown blocks, the dropped lines with reasons, and the map back to the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from reader.model.page import Page
from reader.model.spans import OffsetMap, Span

#: Blocks about the article: they are shown, but the cursor does not stop on them and they are not body text.
META_KINDS = frozenset({"byline", "date"})


class Block(NamedTuple):
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


class Dropped(NamedTuple):
    """One line of the page that is not shown: ``Page.text[page_start:page_end]``, and why.

    ``reason`` is one of ``navigation``, ``caption``, ``credit``, ``teaser``, ``promotion``, ``boilerplate``,
    ``author_bio``, ``disclaimer``, ``comments``, ``repeat``, ``byline``, ``date``, ``markup``, ``hidden`` (from view).
    """

    reason: str
    page_start: int
    page_end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A page after cleaning.

    Attributes:
        page: the page it was made from.
        title, byline: as the page states them, otherwise None. A person may have corrected the title.
        authors: the names in the byline, or those that a person stated.
        published: ISO date (``2016-04-11``) if the page states one; never guessed. One that a person stated may have a
            time (``2016-04-11T09:30``).
        updated: ISO date of the last change, if the page states one.
        language: two-letter code if known, otherwise None.
        text: the shown blocks in order, joined by one blank line (``\\n\\n``). All annotation offsets refer to it.
        blocks: ordered by ``start``; they cover ``text`` except for the blank lines.
        dropped: ordered by ``page_start``. Every character of the page except white space is in exactly one block or
            dropped line.
        origin: from ``text`` to ``Page.text``.
        note: one short line for the status line if cleaning was unsure, otherwise empty.
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
        """The span of ``text[start:end]`` in ``page.text``."""
        return self.origin.span(start, end)

    def source_span(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]`` in ``page.source``, the decoded file."""
        return self.page.origin.span(*self.origin.span(start, end))
