"""Cleans a text dump: classifies its rows, shows those of the article, and drops the others with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from reader.cleaning.assembly import Facts, Passage, assemble
from reader.cleaning.dump.announced_lists import announced
from reader.cleaning.dump.article_head import ArticleHead, read_head
from reader.cleaning.dump.caption_context import mark_pictures
from reader.cleaning.dump.context_rules import mark_offers
from reader.cleaning.dump.model_review import review
from reader.cleaning.dump.paragraph_kinds import mark_structure
from reader.cleaning.dump.row_decisions import judge
from reader.cleaning.dump.row_roles import role_of
from reader.cleaning.dump.row_scoring import is_whole_page
from reader.cleaning.dump.rows import PageRow, opens_joined, rows
from reader.cleaning.dump.short_rows import keep_beside, keep_short_rows
from reader.cleaning.explanation import LineDecision
from reader.cleaning.text_repair import repair
from reader.model.article import Article, Dropped
from reader.model.page import Page
from reader.text.language import language_of

#: If a smaller share of the page's words survives, the classification is not trusted.
_LEAST_KEPT = 0.4
#: Fewer words are not an article.
_LEAST_WORDS = 25
#: Roles that are dropped even then, because their words are clear.
_CERTAIN = frozenset({"navigation", "comments", "promotion", "disclaimer", "caption"})
#: The most words of a headline directly above its text.
_HEADLINE_WORDS = 14
#: The share of sentences and lists below the head from which a page without words of boilerplate is all text.
_BARE_PROSE = 0.96
#: Roles that a page without boilerplate may have by chance.
_BARE = frozenset({"", "symbols", "double", "repeat", "correction"})
#: The drop reason for roles that have another name.
_REASONS = {
    "": "boilerplate", "symbols": "navigation", "end": "navigation", "after": "teaser", "contribution": "credit",
    "title": "repeat",
}  # fmt: skip
#: The kinds of the head in display order, whatever the page's order.
_HEAD_ORDER = {"title": 0, "byline": 1, "date": 2, "lead": 3}
_TITLE_LABELS = frozenset(
    """
    title headline titel überschrift titre título titolo tytuł заголовок τίτλος başlık العنوان 标题 標題 タイトル
    """.split()
)
_NOTE = "little running text found: only certain boilerplate is left out"
_NOTHING = "no running text found: every line is shown"


def clean_dump(page: Page) -> Article:
    """The article in a text dump of a page; never raises.

    Every non-blank line of the page is in exactly one block or dropped line.

    Args:
        page: of plain text.

    Returns:
        The article; its ``note`` says if too little survived and nearly everything is shown.
    """
    judged, head, note = _judged(page)
    mark_structure(page, judged)
    passages, dropped = _parted(page, judged, head)
    facts = _facts(page, judged, head)
    return assemble(page, _reading_order(passages), dropped, facts, _vocabulary(page), note)


def _parted(page: Page, judged: list[PageRow], head: ArticleHead) -> tuple[list[Passage], list[Dropped]]:
    """The shown and the dropped parts, in page order; of the headline's row only the headline proper is shown."""
    passages: list[Passage] = []
    dropped: list[Dropped] = []
    for index, row in enumerate(judged):
        if not row.kept:
            dropped.append(Dropped(_REASONS.get(row.role, row.role), row.start, row.end))
        elif index == head.title and head.title_end < len(row.text):
            end = _end_in_page(page, row, head.title_end)
            passages.append(Passage("title", row.start, end))
            if rest := page.text[end : row.end].lstrip():
                dropped.append(Dropped("navigation", row.end - len(rest), row.end))
        else:
            passages.append(Passage(row.kind, row.start, row.end, 2 if row.kind == "heading" else 0))
    return passages, dropped


def classify(page: Page) -> tuple[LineDecision, ...]:
    """The cleaner's decision on each non-blank line, in page order, with its reason."""
    judged, _, _ = _judged(page)
    return tuple(
        LineDecision(
            page.lines[index],
            row.kind if row.kept else _REASONS.get(row.role, row.role),
            round(row.score, 2),
            row.kept,
            None if row.chance is None else round(row.chance, 2),
        )
        for row in judged
        for index in range(row.first, row.last + 1)
    )


def _judged(page: Page) -> tuple[list[PageRow], ArticleHead, str]:
    """The rows with their decisions, the head, and the note."""
    judged = rows(page)
    for row in judged:
        row.role = role_of(row)
    mark_pictures(judged)
    mark_offers(judged)
    head = read_head(judged, page.facts.language)
    if _is_bare(judged, head):
        _show_bare(judged, head)
        return judged, head, ""
    clean = all(row.role in _BARE for row in judged) and not any(row.role == "double" for row in judged)
    judge(judged, head)
    review(judged, head)
    keep_short_rows(judged, head)
    if clean:
        keep_beside(judged, head)
    _show_head(judged, head)
    return judged, head, _show_nearly_all(judged) if _is_doubtful(judged) else ""


def _is_doubtful(judged: list[PageRow]) -> bool:
    """Whether too few words survived for the classification to be trusted.

    A whole page is mostly menus, so there only a near-empty result counts.
    """
    kept = sum(row.words for row in judged if row.kept)
    if is_whole_page(judged):
        return kept < _LEAST_WORDS
    return kept < _LEAST_KEPT * sum(row.words for row in judged)


def _is_bare(judged: list[PageRow], head: ArticleHead) -> bool:
    """Whether the page has no sign of boilerplate: a note, a poem, a text typed by hand."""
    if any(row.role not in _BARE for row in judged):
        return False
    if not any(row.is_prose for row in judged):
        return True
    # Many short lines among paragraphs are boilerplate, in unknown words or an unknown language. Sentences are not.
    heading = {head.title, *head.bylines, *head.dates}
    if head.title is None and _heads(judged, 0, head):
        heading.add(0)
    body = [row for index, row in enumerate(judged) if index not in heading]
    listed = announced(judged)
    text = sum(row.words for row in body if row.ends or row.text.endswith(":") or row.role == "correction")
    text += sum(row.words for index, row in enumerate(judged) if index in listed and not row.ends)
    return text >= _BARE_PROSE * sum(row.words for row in body) and not any(row.role == "double" for row in judged)


def _show_bare(judged: list[PageRow], head: ArticleHead) -> None:
    """Keep everything. A first line without a stop, separate from the prose below it, becomes the headline."""
    for row in judged:
        _show(row)
    if head.title is not None and (head.title > 3 or not _heads(judged, head.title, head)):
        head.title = None
    if head.title is None and _heads(judged, 0, head):
        head.title, head.title_end = 0, len(judged[0].text)
    _show_head(judged, head)
    if head.title is not None:
        judged[head.title].kind = "title"
        headline = judged[head.title].low[: head.title_end]
        for index, row in enumerate(judged[: head.title + 4]):
            if index != head.title and _says_again(row, headline):
                row.kept, row.role = False, "repeat"
    for row, following in pairwise(judged):
        if (
            row.kind == "paragraph"
            and row.words <= 14
            and not row.ends
            and row.above
            and row.below
            and following.is_prose
        ):
            row.kind = "heading"


def _says_again(row: PageRow, headline: str) -> bool:
    """Whether a row is the headline once more, perhaps before the name of the site; a sentence may begin as it does."""
    rest = row.low.removeprefix(headline)
    return row.is_short and rest != row.low and (not rest or not (rest[0].isalnum() or row.ends))


def _heads(judged: list[PageRow], index: int, head: ArticleHead) -> bool:
    """Whether a row is clearly a headline: short, not a sentence, above a blank, a byline or a date, near prose."""
    row = judged[index] if index < len(judged) else None
    stated = {*head.bylines, *head.dates}
    if row is None or not row.is_short or row.bullet or index in stated:
        return False
    is_joined = index == 0 and (opens_joined(judged) or _opens_prose(judged))
    if not (is_joined or _is_above_stated(judged, index, stated)) and (
        not row.below or row.text.endswith((".", ":", ",", ";"))
    ):
        return False
    return any(following.is_prose for following in judged[index + 1 : index + 6])


def _opens_prose(judged: list[PageRow]) -> bool:
    """Whether the first row is a headline directly above its text: much shorter, and the text begins a sentence."""
    first, text = judged[0], judged[1] if len(judged) > 1 else judged[0]
    is_line = 3 <= first.words <= _HEADLINE_WORDS and not first.ends and first.text[-1] not in ",:;"
    return is_line and text.is_prose and text.text[:1].isupper() and 2 * len(first.text) <= len(text.text)


def _is_above_stated(judged: list[PageRow], index: int, stated: set[int]) -> bool:
    """Whether the next rows are the authors or a date, without an empty line before them."""
    following = range(index + 1, min(index + 3, len(judged)))
    return any(below in stated and not any(judged[i].below for i in range(index, below)) for below in following)


def _show_head(judged: list[PageRow], head: ArticleHead) -> None:
    """Show byline and date at the head, and a byline below a kept paragraph; elsewhere they only count as facts."""
    for kind, indices in (("date", head.dates), ("byline", head.bylines)):
        for index in indices:
            is_last = kind == "byline" and index > head.body and judged[index - 1].kept and judged[index - 1].is_prose
            if (index <= head.body + 2 or is_last) and index != head.title:
                judged[index].kept, judged[index].kind = True, kind


def _show_nearly_all(judged: list[PageRow]) -> str:
    doubtful = False
    for row in judged:
        if row.kept:
            continue
        if row.role in _CERTAIN:
            doubtful = True
            continue
        doubtful = doubtful or row.role not in ("", "symbols")
        _show(row)
    if any(row.kept for row in judged):
        return _NOTE if doubtful else ""
    for row in judged:
        _show(row)
    return _NOTHING


def _show(row: PageRow) -> None:
    row.kept, row.kind = True, "list_item" if row.bullet else "paragraph"


def _end_in_page(page: Page, row: PageRow, length: int) -> int:
    """The offset in the page at which the first ``length`` characters of a row's text end."""
    offset = page.text.find(row.text[:length].strip(), row.start, row.end)
    return offset + len(row.text[:length].strip()) if offset >= 0 else row.end


def _reading_order(passages: list[Passage]) -> list[Passage]:
    """Title, byline, date and stand-first, then the rest in page order."""
    first = next((i for i, passage in enumerate(passages) if passage.kind not in _HEAD_ORDER), len(passages))
    last = max((i for i, passage in enumerate(passages) if passage.kind in _HEAD_ORDER), default=-1)
    if last < 0:
        return passages
    head = [passage for passage in passages if passage.kind in _HEAD_ORDER]
    rest = [passage for passage in passages if passage.kind not in _HEAD_ORDER]
    del first
    return sorted(head, key=lambda passage: _HEAD_ORDER[passage.kind]) + rest


def _facts(page: Page, judged: list[PageRow], head: ArticleHead) -> Facts:
    title = byline = None
    if head.title is not None:
        row = judged[head.title]
        end = _end_in_page(page, row, head.title_end) if head.title_end < len(row.text) else row.end
        title = _unlabelled(repair(page.text, row.start, end).text) or None
    if head.bylines:
        byline = ", ".join(repair(page.text, judged[i].start, judged[i].end).text for i in head.bylines)
    elif head.authors:
        byline = ", ".join(head.authors)
    language = language_of(row.low for row in judged if row.kept)
    return Facts(title, byline, head.authors, head.published, language, head.updated)


def _unlabelled(title: str) -> str:
    """A headline without the label that archives and forms put before it: "HEADLINE: Quay closed"."""
    label, mark, rest = title.partition(":" if ":" in title else "：")
    return rest.strip() if mark and label.strip().lower() in _TITLE_LABELS else title


def _vocabulary(page: Page) -> Callable[[str], bool]:
    """Whether a word occurs unbroken on the page; the words are collected on first use."""
    words: set[str] = set()

    def known(word: str) -> bool:
        if not words:
            words.update(_words(page.text))
        return word in words

    return known


def _words(text: str) -> Iterator[str]:
    return (match.group().lower() for match in re.finditer(r"[^\W\d_]+", text))
