"""Chooses what a web page is read by: an extractor, the data that the page brings for machines, or its lines alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from reader.cleaning.markup.extract_alignment import coverage
from reader.cleaning.markup.markup_lines import MOST_COMPARED, MarkedLine, is_sentence, kind_of
from reader.model.article import META_KINDS, Article, Block, Dropped
from reader.model.page import Page
from reader.sources.bare_letters import squeezed
from reader.sources.formats.html_regions import HIDDEN, STATED

#: The share of a line that the extractor must have kept for the line to belong to the article.
_TAKEN = 0.5
#: Lines that no extractor returns.
_UNSEEN = frozenset({"title", "alt", HIDDEN, STATED})
#: The fewest words of a paragraph that the page shows of an article which its data has.
_PARAGRAPH_WORDS = 12
#: The fewest paragraphs that are hidden from view where a page shows none.
_LEAST_FOLDED = 2
#: If folded passages are more than this share of the paragraphs that are seen, they are the article.
_MOST_FOLDED = 1.0
#: If the page's lines say so many times as much as is shown, a note says so, or they are shown instead.
_MENTIONED, _PREFERRED = 2.0, 6.0
#: Reasons of lines that are surely of no article.
_KNOWN = frozenset({"comments", "repeat"})
#: The fewest characters of paragraphs that make an article.
_ARTICLE = 1500
MENTION = "more of this page reads like an article than is shown: the page as it was scraped has all of it"
_PREFERENCE = "hardly anything of this page was found by its markup: cleaned by its lines alone"


def take(judged: list[MarkedLine], paragraphs: Iterable[str]) -> None:
    """Mark the lines that an extractor kept; what is hidden from view only if it kept nothing else."""
    wanted = tuple(paragraphs)
    for unseen in (_UNSEEN, _UNSEEN - {HIDDEN}):
        shares = coverage(["" if line.region in unseen else line.text for line in judged], wanted)
        for line, share in zip(judged, shares, strict=True):
            line.taken = share >= _TAKEN
        if any(line.taken for line in judged):
            return


def use_hidden(judged: list[MarkedLine]) -> None:
    """Take what a browser hides, if the extractor kept no paragraph of what it shows: scripts would have shown it."""
    folded = [index for index, line in enumerate(judged) if line.region == HIDDEN and _is_paragraph(line.text)]
    if len(folded) < _LEAST_FOLDED or any(line.taken and _is_paragraph(line.text) for line in judged):
        return
    for line in judged[folded[0] : folded[-1] + 1]:
        line.taken = line.taken or (line.region == HIDDEN and not line.role)


def use_stated(judged: list[MarkedLine]) -> None:
    """Take the article that the page's data has and the page lacks.

    Of the page's own lines only paragraphs and the headings above them stay.
    """
    stated = [line for line in judged if line.region == STATED]
    if not stated:
        return
    has_text = False  # whether a paragraph stands below, before the next heading
    for line in reversed(judged):
        if line.region == STATED:
            line.taken = True
        elif line.level:
            line.taken = line.taken and (has_text or line.level == 1)
            has_text = False
        elif line.taken:
            line.taken = _is_paragraph(line.text)
            has_text = has_text or line.taken


def unfold(judged: list[MarkedLine]) -> None:
    """Show passages that a browser hides at first, if most of the article stands in them, and nowhere else."""
    body = [index for index, line in enumerate(judged) if line.kind and _is_paragraph(line.text)]
    if not body:
        return
    shown = squeezed(" ".join(judged[index].text for index in body))[:MOST_COMPARED]
    folded = [
        index
        for index in range(body[0], body[-1])
        if judged[index].region == HIDDEN and not judged[index].kind and _is_paragraph(judged[index].text)
        if not judged[index].role and squeezed(judged[index].text) not in shown
    ]
    size = sum(len(judged[index].text) for index in body)
    if sum(len(judged[index].text) for index in folded) <= _MOST_FOLDED * size:
        return
    for line in judged[folded[0] : folded[-1] + 1]:
        if line.region == HIDDEN and not line.kind and not line.role and squeezed(line.text) not in shown:
            line.kind, line.reason = kind_of(line), ""


def _is_paragraph(text: str) -> bool:
    return len(text.split()) >= _PARAGRAPH_WORDS and is_sentence(text)


def weighed(article: Article) -> Article:
    """The article, or that of the page's lines alone where it is many times as long; its note says so.

    An extractor may take a box for the article. Where the lines say twice as much the note mentions it.
    """
    page = article.page
    shown = _paragraphs(page, [block for block in article.blocks if block.kind not in META_KINDS])
    lost = _paragraphs(page, [line for line in article.dropped if line.reason not in _KNOWN])
    if lost < max(shown, _ARTICLE - shown):
        return article
    other = by_lines(page, _PREFERENCE)
    seen = _paragraphs(page, [block for block in other.blocks if block.kind not in META_KINDS])
    if seen < max(_MENTIONED * shown, _ARTICLE):
        return article
    hidden = [line for line in article.dropped if line.reason == HIDDEN]
    if seen - _paragraphs(page, hidden) >= _PREFERRED * shown:
        return other
    return replace(article, note="; ".join(filter(None, (article.note, MENTION))))


def _paragraphs(page: Page, parts: Iterable[Block | Dropped]) -> int:
    """The characters of the paragraphs in parts of a page."""
    texts = (page.text[part.page_start : part.page_end] for part in parts)
    return sum(len(text) for text in texts if _is_paragraph(text))


def by_lines(page: Page, note: str = "") -> Article:
    """The page cleaned as a text dump; what a browser hides is dropped with that reason, if it is dropped."""
    from reader.cleaning.dump.dump_pipeline import clean_dump

    article = clean_dump(page)
    hidden = [line for line in page.lines if line.hint.partition(" ")[0] == HIDDEN]
    starts = [line.start for line in hidden]

    def reason(line: Dropped) -> str:
        at = bisect_right(starts, line.page_start) - 1
        return HIDDEN if at >= 0 and line.page_start < hidden[at].end else line.reason

    dropped = tuple(line._replace(reason=reason(line)) for line in article.dropped)
    return replace(article, note="; ".join(filter(None, (note, article.note))), dropped=dropped)
