"""HTML and Markdown pages made clean: an extractor and the markup say what is the article, the page's lines say it.

The extractor's text is never shown: its paragraphs are found among the lines of the page, so that all offsets hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reader.cleaning import bylines, dates
from reader.cleaning.assembly import Facts, Passage, assemble
from reader.cleaning.markup.extract_alignment import coverage
from reader.cleaning.markup.extractor import extract
from reader.cleaning.markup.markup_head import (
    AFTER,
    BEFORE,
    drop_kickers,
    find_byline,
    find_dates,
    find_title,
    is_prose,
    mark_lead,
)
from reader.cleaning.markup.markup_lines import (
    NOTE,
    MarkedLine,
    are_zones_trusted,
    give_reasons,
    mark_repeats,
    marked_lines,
    settle,
)
from reader.cleaning.text_repair import mend
from reader.model.article import Article, Dropped
from reader.model.page import Page

#: The share of a line that the extractor must have taken for the line to be the article's.
_TAKEN = 0.5
#: Lines that no extractor gives: the head's title, the words for pictures.
_UNSEEN = frozenset({"title", "alt"})
#: Zones of a document that are not part of what was written: never, and where they are no large part of it.
_UNSEEN_IN_PRINT = frozenset({"front", "markup", "alt"})
_UNWRITTEN = _UNSEEN_IN_PRINT | {"nav", "footer", "form", "share", "legal", "promo"}
#: Characters: less than this from a page with many times as much in paragraphs is no article.
_SCRAPS = 150
_PARAGRAPH = 100
#: What the line classifier must take a line of Markdown for, so that it is no part of what was written.
_SCRAPED = frozenset({"navigation", "promotion", "teaser", "disclaimer", "author_bio", "comments"})
#: The score below which a short line that says nothing is furniture too, as a menu in one line.
_MENU_SCORE = -5.0
#: Said where a page is judged by its lines alone.
_TOO_MUCH = "too much markup for an article: judged by its lines"
#: List items in a row that are but links, from which on they are a menu.
_LEAST_LINKS = 3


def clean_html(page: Page) -> Article:
    """The article of a saved web page.

    Every line of the page that is not blank is in one block or in one dropped line, once. Where the extractor finds
    nothing, the page's text is judged as a text dump.
    """
    found = extract(page.source[: _read_of(page)])
    if found.is_too_large:
        from reader.cleaning.dump.dump_pipeline import clean_dump

        article = clean_dump(page)
        return replace(article, note="; ".join(filter(None, (_TOO_MUCH, article.note))))
    judged = marked_lines(page)
    shares = coverage(["" if one.hint in _UNSEEN else one.text for one in judged], found.paragraphs)
    for one, share in zip(judged, shares, strict=True):
        one.taken = share >= _TAKEN
    if _is_next_to_nothing(judged):
        from reader.cleaning.dump.dump_pipeline import clean_dump

        return clean_dump(page)
    for one in judged:
        one.taken = one.taken or one.region == NOTE  # extractors drop what stands aside, but this is the author's
    title = find_title(judged, found.title)
    trusted = are_zones_trusted(judged)
    for one in judged:
        if one.taken and one is not title:
            settle(one, trusted)
    body = next((index for index, one in enumerate(judged) if one.kind), 0)
    near = judged.index(title) if title and title.hint != "title" else body
    window = [one for one in judged[max(near - BEFORE, 0) : near + AFTER] if one is not title and not is_prose(one)]
    authors = found.authors
    byline = find_byline(window, authors)
    if byline:
        authors = authors or bylines.authors(byline.text)
        byline.kind, byline.reason = "byline", ""
    days = find_dates(window, found.published, found.updated)
    if title:
        title.kind, title.reason = "title", ""
        mark_repeats(judged, title)
        drop_kickers(judged, title)
    mark_lead(judged, title)
    give_reasons(judged)
    facts = Facts(None, _shown(page, byline), authors, days.published, found.language, days.updated)
    return _assembled(page, judged, found.title, facts)


def clean_markdown(page: Page) -> Article:
    """The article of a document that its author marked up: Markdown, Word, OpenDocument, an e-book, an e-mail.

    All that was written is shown, without front matter, pictures, HTML, lists of links and what stands in the menus
    and the foot of a page. Every line of the page that is not blank is in one block or in one dropped line, once.
    """
    judged = marked_lines(page)
    front = {one.hint.rpartition(" ")[2]: one for one in judged if one.region == "front"}
    unwritten = _UNWRITTEN if _are_menus_few(judged) else _UNSEEN_IN_PRINT
    for one in judged:
        one.taken = one.region not in unwritten
        if one.taken:
            settle(one, trusted=True)
    if page.media_type == "text/markdown":
        _drop_scraped(judged, page)
    for group in _link_lists(judged):
        for one in group:
            one.kind, one.reason = "", "navigation"
    wanted = front["title"].text if "title" in front else ""
    title = next((one for one in judged if one.level == 1), None) or front.get("title") or _headline(judged)
    body = judged.index(title) if title else 0
    window = [one for one in judged[body : body + AFTER] if one is not title and not is_prose(one)]
    names = front.get("author")
    authors = (bylines.authors(names.text) or (names.text,)) if names else ()
    byline = find_byline([one for one in window if one.region != "front"], authors) or names
    if byline:
        authors = authors or bylines.authors(byline.text)
        byline.kind, byline.reason = "byline", ""
    stated = next(dates.dates(front["date"].text), None) if "date" in front else None
    days = find_dates(window, stated.day if stated else None)
    if title:
        title.kind, title.reason = "title", ""
        mark_repeats(judged, title)
    mark_lead(judged, title)
    give_reasons(judged)
    facts = Facts(None, _shown(page, byline), authors, days.published, updated=days.updated)
    return _assembled(page, judged, wanted, facts)


def _drop_scraped(judged: list[MarkedLine], page: Page) -> None:
    """Markdown is often a scraped page turned into Markdown: what its words give away as furniture is dropped."""
    from reader.cleaning.dump.dump_pipeline import classify

    verdicts = {verdict.line.start: verdict for verdict in classify(page) if not verdict.kept}
    for one in judged:
        is_told = one.level or one.hint.rpartition(" ")[2] in {"p", "link"}  # a table or a list is what was written
        verdict = verdicts.get(one.start) if one.taken and is_told else None
        if verdict is None:
            continue
        is_menu = verdict.role == "boilerplate" and verdict.score < _MENU_SCORE and not one.level
        if verdict.role in _SCRAPED or is_menu:
            one.kind, one.reason = "", "navigation" if is_menu else verdict.role


def _read_of(page: Page) -> int | None:
    """How much of the source is read; None for all."""
    return page.origin.runs[-1].origin_end if page.left_out and page.origin.runs else None


def _are_menus_few(judged: list[MarkedLine]) -> bool:
    """Whether menus and feet are a small part of the document; else their names mean something else in it."""
    size = sum(len(one.text) for one in judged)
    return sum(len(one.text) for one in judged if one.region in _UNWRITTEN - _UNSEEN_IN_PRINT) * 3 < size


def _headline(judged: list[MarkedLine]) -> MarkedLine | None:
    """The first line, where nothing else is marked as the title: short, no sentence, with a paragraph soon below."""
    written = [one for one in judged if one.taken][:6]
    if not written or any(one.level for one in judged):
        return None
    first = written[0]
    is_short = len(first.text.split()) <= 20 and not first.text.endswith((".", ":", ",", ";"))
    return first if is_short and first.hint == "p" and any(len(one.text) > _PARAGRAPH for one in written) else None


def _is_next_to_nothing(judged: list[MarkedLine]) -> bool:
    """Whether the extractor took nothing, or a few scraps from a page full of paragraphs."""
    taken = sum(len(one.text) for one in judged if one.taken)
    return taken < _SCRAPS and (
        not taken or sum(len(one.text) for one in judged if len(one.text) > _PARAGRAPH) > 3 * _SCRAPS
    )


def _shown(page: Page, line: MarkedLine | None) -> str | None:
    return mend(page.text, line.start, line.end).text if line else None


def _link_lists(judged: list[MarkedLine]) -> Iterator[list[MarkedLine]]:
    """Three or more list items in a row that are links and nothing else: a menu, not a list of the article's."""
    group: list[MarkedLine] = []
    for one in judged:
        if one.hint == "li link":
            group.append(one)
            continue
        if len(group) >= _LEAST_LINKS:
            yield group
        group = []
    if len(group) >= _LEAST_LINKS:
        yield group


def _assembled(page: Page, judged: list[MarkedLine], title: str, facts: Facts) -> Article:
    """The article of the judged lines; of the page's own title only the part that is the headline is shown."""
    passages: list[Passage] = []
    dropped: list[Dropped] = []
    shown_title: str | None = title or None
    for one in judged:
        if not one.kind:
            dropped.append(Dropped(one.reason, one.start, one.end))
            continue
        start, end = one.start, one.end
        if one.kind == "title":
            if one.hint == "title" and title and (at := one.text.find(title)) >= 0:
                start, end = start + at, start + at + len(title)
                for a, b in ((one.start, start), (end, one.end)):
                    if rest := page.text[a:b].strip():
                        at = page.text.index(rest, a)
                        dropped.append(Dropped("navigation", at, at + len(rest)))
            passages.insert(0, Passage("title", start, end))
            shown_title = mend(page.text, start, end).text
        else:
            passages.append(Passage(one.kind, start, end, one.level if one.kind == "heading" else 0))
    return assemble(page, passages, dropped, facts._replace(title=shown_title))
