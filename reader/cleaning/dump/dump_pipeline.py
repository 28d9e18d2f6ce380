"""A text dump made clean: its rows judged, what is the article's shown, everything else kept apart with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from reader.cleaning.assembly import Facts, Passage, assemble
from reader.cleaning.dump.article_head import ArticleHead, read_head
from reader.cleaning.dump.captions_and_credits import mark_pictures
from reader.cleaning.dump.context_rules import mark_offers
from reader.cleaning.dump.model_review import reconsider
from reader.cleaning.dump.paragraph_kinds import mark_structure
from reader.cleaning.dump.row_decisions import judge
from reader.cleaning.dump.row_roles import role_of
from reader.cleaning.dump.row_scoring import is_whole_page
from reader.cleaning.dump.rows import PageRow, rows
from reader.cleaning.explanation import Verdict
from reader.cleaning.text_repair import mend
from reader.model.article import Article, Dropped
from reader.model.page import Page
from reader.text.language import language_of

#: Where fewer of a page's words survive, the judgement is not trusted.
_LEAST_KEPT = 0.4
#: Fewer words than this are no article.
_LEAST_WORDS = 25
#: Roles that go even then: their own words say what they are.
_CERTAIN = frozenset({"navigation", "comments", "promotion", "disclaimer", "caption"})
#: The share of running prose from which on a page whose words speak of no furniture has none.
_BARE_PROSE = 0.9
#: Roles that a page without any furniture may have by chance.
_BARE = frozenset({"", "symbols", "double", "repeat"})
#: The reason under which a role is dropped, where it has another name.
_REASONS = {
    "": "boilerplate", "symbols": "navigation", "end": "navigation", "after": "teaser", "contribution": "credit",
    "title": "repeat",
}  # fmt: skip
#: Kinds in the order in which the head is shown, whatever the page's own order.
_HEAD_ORDER = {"title": 0, "byline": 1, "date": 2, "lead": 3}
_NOTE = "little running text found: all but certain furniture is shown"


def clean_dump(page: Page) -> Article:
    """The article in a text dump of a page.

    Every line of the page that is not blank is in one block or in one dropped line, once. Never raises.

    Args:
        page: of plain text.

    Returns:
        The article; ``note`` says so where too little survived and nearly everything is shown.
    """
    judged, head, note = _judged(page)
    mark_structure(page, judged)
    passages, dropped = _parted(page, judged, head)
    facts = _facts(page, judged, head)
    return assemble(page, _reading_order(passages), dropped, facts, _vocabulary(page), note)


def _parted(page: Page, judged: list[PageRow], head: ArticleHead) -> tuple[list[Passage], list[Dropped]]:
    """What is shown, and what is not, in page order; of the headline's row only the headline proper is shown."""
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


def classify(page: Page) -> tuple[Verdict, ...]:
    """What the cleaner decided on each line that is not blank, in page order, and why."""
    judged, _, _ = _judged(page)
    return tuple(
        Verdict(
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
    found = rows(page)
    for row in found:
        row.role = role_of(row)
    mark_pictures(found)
    mark_offers(found)
    head = read_head(found)
    if _is_bare(found):
        _show_bare(found, head)
        return found, head, ""
    judge(found, head)
    reconsider(found, head)
    _show_head(found, head)
    return found, head, _show_nearly_all(found) if _is_doubtful(found) else ""


def _is_doubtful(found: list[PageRow]) -> bool:
    """Whether too little survived for the judgement to be trusted.

    A whole page is mostly menus; there only next to nothing is too little.
    """
    kept = sum(row.words for row in found if row.kept)
    if is_whole_page(found):
        return kept < _LEAST_WORDS
    return kept < _LEAST_KEPT * sum(row.words for row in found)


def _is_bare(found: list[PageRow]) -> bool:
    """Whether nothing on the page speaks of furniture: a note, a poem, a text typed in by hand."""
    if any(row.role not in _BARE for row in found):
        return False
    prose = sum(row.words for row in found if row.is_prose)
    if not prose:
        return True
    # Among paragraphs, many short lines are a page's furniture, in words or a language that are not known here.
    return prose >= _BARE_PROSE * sum(row.words for row in found) and not any(row.role == "double" for row in found)


def _show_bare(found: list[PageRow], head: ArticleHead) -> None:
    """Everything is the text's own; a first line without a stop, over prose and apart from it, is its headline."""
    for row in found:
        row.kept, row.kind = True, "list_item" if row.bullet else "paragraph"
    if head.title is not None and (head.title > 3 or not _heads(found, head.title)):
        head.title = None
    if head.title is None and _heads(found, 0):
        head.title, head.title_end = 0, len(found[0].text)
    _show_head(found, head)
    if head.title is not None:
        found[head.title].kind = "title"
        headline = found[head.title].low[: head.title_end]
        for index, row in enumerate(found[: head.title + 4]):
            if index != head.title and row.is_short and row.low.startswith(headline):
                row.kept, row.role = False, "repeat"
    for row, following in pairwise(found):
        if (
            row.kind == "paragraph"
            and row.words <= 14
            and not row.ends
            and row.above
            and row.below
            and following.is_prose
        ):
            row.kind = "heading"


def _heads(found: list[PageRow], index: int) -> bool:
    """Whether a row is clearly a headline: short, apart, no sentence, and prose comes within a few rows."""
    row = found[index] if index < len(found) else None
    if row is None or not row.is_short or row.bullet or not row.below or row.text.endswith((".", ":", ",", ";")):
        return False
    return any(following.is_prose for following in found[index + 1 : index + 5])


def _show_head(found: list[PageRow], head: ArticleHead) -> None:
    """Byline and date are shown where they stand at the head; further down they are only known."""
    for kind, indices in (("date", head.dates), ("byline", head.bylines)):
        for index in indices:
            if index <= head.body + 2 and index != head.title:
                found[index].kept, found[index].kind = True, kind


def _show_nearly_all(found: list[PageRow]) -> str:
    doubtful = False
    for row in found:
        if row.kept:
            continue
        if row.role in _CERTAIN:
            doubtful = True
            continue
        doubtful = doubtful or row.role not in ("", "symbols")
        row.kept = True
        row.kind = "list_item" if row.bullet else "paragraph"
    return _NOTE if doubtful else ""


def _end_in_page(page: Page, row: PageRow, length: int) -> int:
    """Where the first ``length`` characters of a row's text end in the page."""
    offset = page.text.find(row.text[:length].strip(), row.start, row.end)
    return offset + len(row.text[:length].strip()) if offset >= 0 else row.end


def _reading_order(passages: list[Passage]) -> list[Passage]:
    """Title, byline, date, stand-first, then the rest as the page has it."""
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
        title = mend(page.text, row.start, end).text or None
    if head.bylines:
        byline = ", ".join(mend(page.text, judged[i].start, judged[i].end).text for i in head.bylines)
    elif head.authors:
        byline = ", ".join(head.authors)
    language = language_of(row.low for row in judged if row.kept)
    return Facts(title, byline, head.authors, head.published, language, head.updated)


def _vocabulary(page: Page) -> Callable[[str], bool]:
    """Whether a word stands on the page unbroken; the words are gathered only when somebody asks."""
    words: set[str] = set()

    def known(word: str) -> bool:
        if not words:
            words.update(_words(page.text))
        return word in words

    return known


def _words(text: str) -> Iterator[str]:
    return (match.group().lower() for match in re.finditer(r"[^\W\d_]+", text))
