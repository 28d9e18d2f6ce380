"""Cleans HTML and marked-up documents: an extractor and the markup choose lines of the page.

The extractor's text is never shown. Its paragraphs are matched with the lines of the page, so that all offsets hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reader.cleaning import bylines, dates
from reader.cleaning.assembly import Facts, Passage, assemble
from reader.cleaning.markup.extractor import Extract, extract
from reader.cleaning.markup.foreign_lines import drop_after_end, drop_comments, drop_furniture, drop_next_story
from reader.cleaning.markup.left_out_lines import take_back
from reader.cleaning.markup.line_places import PagePlaces
from reader.cleaning.markup.markup_head import (
    AFTER,
    BEFORE,
    corrected,
    drop_kickers,
    find_byline,
    find_dates,
    find_title,
    is_prose,
    mark_lead,
    read_authors,
)
from reader.cleaning.markup.markup_lines import (
    NOTE,
    MarkedLine,
    are_regions_trusted,
    give_reasons,
    mark_repeats,
    marked_lines,
    settle,
)
from reader.cleaning.markup.page_notes import mark_notes
from reader.cleaning.markup.page_reading import by_lines, take, unfold, use_hidden, use_stated, weighed
from reader.cleaning.text_repair import repair
from reader.model.article import Article, Dropped
from reader.model.page import Page
from reader.sources.bare_letters import squeezed
from reader.sources.formats.html_regions import HIDDEN, STATED
from reader.text.language import language_of

#: Regions whose lines a reader of the page does not see.
_NOT_SEEN = frozenset({HIDDEN, STATED})
#: Regions that are never the document's own text, and those that are not if they are a small part of it.
_UNSEEN_IN_PRINT = frozenset({"front", "markup", "alt", "attachment", "alternative", HIDDEN})
_UNWRITTEN = _UNSEEN_IN_PRINT | {"nav", "footer", "form", "share", "legal", "promo"}
#: Lines of heads beside the facts: of the file, and of a message within the message.
_HEADS = frozenset({"front", "head"})
#: Fewer characters from a page with many times as much in paragraphs are not an article.
_SCRAPS = 150
_PARAGRAPH = 100
#: Roles by which the line classifier drops a line of Markdown.
_SCRAPED = frozenset({"navigation", "promotion", "teaser", "disclaimer", "author_bio", "comments"})
#: A short line without a role is also boilerplate below this score, such as a menu in one line.
_MENU_SCORE = -5.0
#: The note for a page that is cleaned by its lines alone.
_TOO_MUCH = "too much markup for an article: cleaned by its lines alone"
#: List items in a row that are only links; from this number on they are a menu.
_LEAST_LINKS = 3


def clean_html(page: Page) -> Article:
    """The article of a saved web page.

    Every non-blank line of the page is in exactly one block or dropped line. If the extractor finds nothing, the page
    is cleaned as a text dump.
    """
    extracted = extract(page.source[: _read_of(page)])
    if extracted.is_too_large:
        return by_lines(page, _TOO_MUCH)
    judged = marked_lines(page)
    take(judged, extracted.paragraphs)
    use_hidden(judged)
    if _is_next_to_nothing(judged) and not any(line.region == STATED for line in judged):
        return by_lines(page)
    for line in judged:
        line.taken = line.taken or line.region == NOTE  # extractors drop footnotes, but they are the author's
    use_stated(judged)
    title = find_title(judged, extracted.title)
    trusted = are_regions_trusted(judged)
    for line in judged:
        if line.taken and line is not title:
            settle(line, trusted)
    places = PagePlaces(page)
    drop_next_story(judged, title, places)
    drop_comments(judged, places)
    drop_after_end(judged, places)
    take_back(judged, title, places)
    unfold(judged)
    mark_notes(judged, page, places)
    drop_furniture(judged, title)
    body = next((index for index, line in enumerate(judged) if line.kind), 0)
    near = judged.index(title) if title and title.hint != "title" else body
    around = judged[max(near - BEFORE, 0) : near + AFTER]
    window = [line for line in around if line is not title and line.region not in _NOT_SEEN and not is_prose(line)]
    byline = find_byline(window, extracted.authors, title.end if title and title.hint != "title" else -1)
    authors = read_authors(byline, extracted)
    for line in byline:
        line.kind, line.reason = "byline", ""
    days = find_dates(window, extracted.published, extracted.updated, extracted.head.language)
    days = corrected(days, judged)
    if title:
        title.kind, title.reason = "title", ""
        mark_repeats(judged, title)
        drop_kickers(judged, title)
    mark_lead(judged, title)
    give_reasons(judged)
    shown = ", ".join(repair(page.text, line.start, line.end).text for line in byline) or None
    facts = Facts(None, shown, authors, days.published, extracted.language, days.updated)
    return weighed(_assembled(page, judged, extracted.title, facts))


def clean_markdown(page: Page) -> Article:
    """The article of a document that its author marked up: Markdown, Word, OpenDocument, an e-book, an e-mail.

    Everything is shown except front matter, pictures, HTML, lists of links, menus and page footers. Every non-blank
    line of the page is in exactly one block or dropped line.
    """
    judged = marked_lines(page)
    front = {line.hint.rpartition(" ")[2]: line for line in judged if line.region == "front"}
    unwritten = _UNWRITTEN if _are_menus_few(judged) else _UNSEEN_IN_PRINT
    for line in judged:
        line.taken = line.region not in unwritten
        if line.taken:
            settle(line, trusted=True)
    if page.media_type == "text/markdown":
        _drop_scraped(judged, page)
    for group in _link_lists(judged):
        for line in group:
            line.kind, line.reason = "", "navigation"
    wanted = front["title"].text if "title" in front else ""
    title = _title_of(judged, front.get("title"), is_stated=page.media_type == "text/markdown")
    body = judged.index(title) if title else 0
    near = judged[body : body + AFTER]
    window = [line for line in near if line is not title and line.hint not in _HEADS and not is_prose(line)]
    names = front.get("author")
    stated = bylines.stated_authors([names.text]) if names else ()
    found = find_byline([line for line in window if line.region != "front"], stated)
    authors = read_authors(found, Extract(authors=stated))
    byline = found[0] if found else names
    for line in found or [line for line in (names,) if line]:
        line.kind, line.reason = "byline", ""
    context = dates.DateContext(page.facts.language)
    day = next(dates.dates(front["date"].text, context), None) if "date" in front else None
    days = find_dates(window, day.day if day else None, language=page.facts.language)
    if title:
        title.kind, title.reason = "title", ""
        mark_repeats(judged, title)
    mark_lead(judged, title)
    give_reasons(judged)
    language = language_of(line.text.lower() for line in judged if line.kind)
    facts = Facts(None, _shown(page, byline), authors, days.published, language, days.updated)
    return _assembled(page, judged, wanted, facts)


def _title_of(judged: list[MarkedLine], front: MarkedLine | None, *, is_stated: bool) -> MarkedLine | None:
    """The line of the title: the first heading of level 1, or what the head states.

    Where the head is the author's own (``is_stated``), another heading of level 1 is only a section. A heading that
    lacks the name of the site is the same one.
    """
    first = next((line for line in judged if line.level == 1 and line.kind), None)
    is_same = first and front and squeezed(front.text).lower().startswith(squeezed(first.text).lower())
    return front if front and is_stated and not is_same else first or front or _headline(judged)


def _drop_scraped(judged: list[MarkedLine], page: Page) -> None:
    """Drop boilerplate by its words, because Markdown is often made from a scraped page."""
    from reader.cleaning.dump.dump_pipeline import classify

    decisions = {decision.line.start: decision for decision in classify(page) if not decision.kept}
    remarks = _remarks(judged)
    for line in judged:
        is_told = line.level or line.hint.rpartition(" ")[2] in {"p", "link"}  # tables and lists stay
        decision = decisions.get(line.start) if line.taken and is_told else None
        if decision is None:
            continue
        is_low = decision.role == "boilerplate" and decision.score < _MENU_SCORE
        is_menu = is_low and not line.level and line.start not in remarks
        if decision.role in _SCRAPED or is_menu:
            line.kind, line.reason = "", "navigation" if is_menu else decision.role


def _remarks(judged: list[MarkedLine]) -> set[int]:
    """Where the lines of paragraphs start that stand directly below a quotation or a heading within the text.

    They say whose it is, where it is from, or are a note on it: however short its lines are, such a paragraph is no
    menu. Lines of one paragraph have no empty line between them.
    """
    found = set()
    for above, line in pairwise(judged):
        is_below = above.hint == "quote" or above.level > 1
        if line.hint == "p" and (is_below or (above.start in found and line.start == above.end + 1)):
            found.add(line.start)
    return found


def _read_of(page: Page) -> int | None:
    """How much of the source is read; None for all."""
    return page.origin.runs[-1].origin_end if page.left_out and page.origin.runs else None


def _are_menus_few(judged: list[MarkedLine]) -> bool:
    """Whether menus and footers are a small part of the document; otherwise their class names mean something else."""
    size = sum(len(line.text) for line in judged)
    return sum(len(line.text) for line in judged if line.region in _UNWRITTEN - _UNSEEN_IN_PRINT) * 3 < size


def _headline(judged: list[MarkedLine]) -> MarkedLine | None:
    """The first line if it looks like a headline and nothing is marked as one: short, no sentence, prose soon below."""
    written = [line for line in judged if line.taken][:6]
    if not written or any(line.level for line in judged):
        return None
    first = written[0]
    is_short = len(first.text.split()) <= 20 and not first.text.endswith((".", ":", ",", ";"))
    return first if is_short and first.hint == "p" and any(len(line.text) > _PARAGRAPH for line in written) else None


def _is_next_to_nothing(judged: list[MarkedLine]) -> bool:
    """Whether the extractor kept nothing, or a few scraps from a page full of paragraphs."""
    taken = sum(len(line.text) for line in judged if line.taken)
    return taken < _SCRAPS and (
        not taken or sum(len(line.text) for line in judged if len(line.text) > _PARAGRAPH) > 3 * _SCRAPS
    )


def _shown(page: Page, line: MarkedLine | None) -> str | None:
    return repair(page.text, line.start, line.end).text if line else None


def _link_lists(judged: list[MarkedLine]) -> Iterator[list[MarkedLine]]:
    """Groups of three or more list items that are only links: menus, not lists of the article."""
    group: list[MarkedLine] = []
    for line in judged:
        if line.hint == "li link":
            group.append(line)
            continue
        if len(group) >= _LEAST_LINKS:
            yield group
        group = []
    if len(group) >= _LEAST_LINKS:
        yield group


def _assembled(page: Page, judged: list[MarkedLine], title: str, facts: Facts) -> Article:
    """The article of the classified lines; of the page's title only the headline part is shown."""
    passages: list[Passage] = []
    dropped: list[Dropped] = []
    shown_title: str | None = title or None
    for line in judged:
        if not line.kind:
            dropped.append(Dropped(line.reason, line.start, line.end))
            continue
        start, end = line.start, line.end
        if line.kind == "title":
            if line.hint == "title" and title and (at := line.text.find(title)) >= 0:
                start, end = start + at, start + at + len(title)
                for a, b in ((line.start, start), (end, line.end)):
                    if rest := page.text[a:b].strip():
                        at = page.text.index(rest, a)
                        dropped.append(Dropped("navigation", at, at + len(rest)))
            passages.insert(0, Passage("title", start, end))
            shown_title = repair(page.text, start, end).text
        else:
            passages.append(Passage(line.kind, start, end, line.level if line.kind == "heading" else 0))
    return assemble(page, passages, dropped, facts._replace(title=shown_title))
