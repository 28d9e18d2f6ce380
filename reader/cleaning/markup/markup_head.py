"""Finds the head of a marked-up page: headline, byline, dates and stand-first."""

from __future__ import annotations

from typing import NamedTuple

from reader.cleaning import biographies, bylines, dates
from reader.cleaning.correction_notices import notice_day
from reader.cleaning.markup.extractor import Extract
from reader.cleaning.markup.markup_lines import MarkedLine
from reader.sources.bare_letters import squeezed
from reader.sources.formats.html_regions import HIDDEN, STATED

#: The lines before and after the title that are searched for byline and date.
BEFORE, AFTER = 8, 25
_KICKER_WORDS = 6
#: So many lines below the title may be a name without anything that marks it as the byline.
_CLOSE = 4
#: The fewest words of a headline that no metadata confirm.
_TITLE_WORDS = 3
_UNSEEN = frozenset({"alt", HIDDEN, STATED})
_NOT_HEAD = frozenset({"caption", "credit", "alt", "title", "related", "figure"})


class Days(NamedTuple):
    """ISO dates; None if the page states none."""

    published: str | None
    updated: str | None


def find_title(judged: list[MarkedLine], wanted: str) -> MarkedLine | None:
    """The line that is the headline, preferably on the page itself rather than in its HTML head."""
    bare = squeezed(wanted).lower()
    first = next((index for index, line in enumerate(judged) if line.taken), 0)
    best, score = None, 0.0
    for index, line in enumerate(judged):
        if line.hint == "title" or line.region in _UNSEEN or (index > first + AFTER and line.level != 1):
            continue
        alike = _title_similarity(squeezed(line.text).lower(), bare)
        rank = 4 * alike + (2 if line.level == 1 else line.level and 0.5)
        if line.level == 1 and not alike and (len(line.text.split()) < 4 or index > first + 3):
            rank = 0  # more often the name of the site
        if (alike or line.level == 1) and rank > score:
            best, score = line, rank
    head = next((line for line in judged if line.hint == "title"), None)
    return _above_posts(judged, best, head) or best or head


def _above_posts(judged: list[MarkedLine], best: MarkedLine | None, head: MarkedLine | None) -> MarkedLine | None:
    """The only heading of level 1, if the extractor took a heading below it: on a live blog, the title of a post."""
    first = [line for line in judged if line.level == 1 and line.region not in _UNSEEN]
    if len(first) != 1 or best is None or best.level < 2 or judged.index(first[0]) > judged.index(best):
        return None
    said = squeezed(first[0].text).lower()
    is_named = head is not None and said in squeezed(head.text).lower()
    return first[0] if len(first[0].text.split()) >= _TITLE_WORDS and (best.level > 2 or is_named) else None


def _title_similarity(text: str, wanted: str) -> float:
    """1 for the same letters, less if one text is most of the other, otherwise 0."""
    if not text or not wanted:
        return 0.0
    short, long = sorted((text, wanted), key=len)
    if text == wanted:
        return 1.0
    return len(short) / len(long) if len(short) >= 12 and len(short) > 0.6 * len(long) and short in long else 0.0


def is_prose(line: MarkedLine) -> bool:
    """Whether a line is long text of the article, which holds no byline or date."""
    return line.taken and len(line.text) > 120 and line.region not in {"byline", "time"}


def find_byline(window: list[MarkedLine], authors: tuple[str, ...], title_end: int = -1) -> list[MarkedLine]:
    """The lines near the title that say who wrote the article; empty if there are none.

    Args:
        window: the lines near the title, in order.
        authors: those that the markup states.
        title_end: the end of the title in the page; -1 if it has none. Close below it a name alone is a byline.
    """
    below = [index for index, line in enumerate(window) if line.start > title_end >= 0][:_CLOSE]
    names = [squeezed(name).lower() for name in authors]
    best, score = -1, 0
    for index, line in enumerate(window):
        if len(line.text) > 220 or line.region in _NOT_HEAD or line.level:
            continue
        rank = _byline_rank(line, names, sum(map(len, authors)))
        if not rank and not names and index in below:
            rank = int(_is_bare_byline(window, index, is_first=index == below[0]))
        if rank > score:
            best, score = index, rank
    if best < 0:
        return []
    stop = best + 1
    while stop < len(window) and _goes_on(window[stop - 1], window[stop]):
        stop += 1
    return window[best:stop]


def _byline_rank(line: MarkedLine, names: list[str], length: int) -> int:
    """How likely a line is the byline by its words and its region; 0 if it is none."""
    bare = squeezed(line.text).lower()
    named = sum(name in bare for name in names)
    marked = line.region == "byline"
    opened = bylines.is_byline(line.text, line.text.lower())
    if named and len(line.text) <= 60 + length:
        return 4 * named + 2 * marked + 2 * opened
    if names or not (marked or opened):
        return 0
    return 2 * marked + 2 * opened + bool(_people(line, frozenset()))


def _is_bare_byline(window: list[MarkedLine], index: int, *, is_first: bool) -> bool:
    """Whether a line is a name beside a date; without capitals only the first line below the title can tell."""
    line = window[index]
    if line.hint not in {"", "p", "link"} or not any(
        dates.date_of_line(near.text) for near in window[max(0, index - 1) : index + 2]
    ):
        return False
    return bool(bylines.named(line.text, is_beside=True) or (is_first and bylines.uncased_name(line.text)))


def _people(line: MarkedLine, sites: frozenset[str]) -> tuple[str, ...]:
    """The people in a line of the byline; a name without capitals may have nothing before it."""
    return bylines.authors(line.text, sites, is_stated=bylines.has_no_capitals(line.text))


def _goes_on(byline: MarkedLine, line: MarkedLine) -> bool:
    """Whether a line directly below belongs to the byline: another name of a list, or the person's trade."""
    if line.start - byline.end > 2 or line.level or len(line.text) > 120 or any(map(str.isdigit, line.text)):
        return False
    if line.region == byline.region and biographies.names_trade(line.text.lower()):
        return True
    if line.region == byline.region == "byline" and line.text.startswith("@") and " " not in line.text:
        return True  # an account on a network
    is_whole = bylines.is_byline(byline.text, byline.text.lower()) and not byline.text.endswith((",", "&", " and"))
    return line.region == "byline" and not is_whole and bool(_people(line, frozenset()))


def read_authors(byline: list[MarkedLine], extracted: Extract) -> tuple[str, ...]:
    """The authors of a page.

    Those of the byline, unless the markup states some that it does not name; without either, those that the extractor
    found elsewhere on the page.

    Args:
        byline: the lines that :func:`find_byline` found.
        extracted: what the markup states, and what the extractor found.
    """
    stated = extracted.authors
    shown: list[str] = []
    for line in byline:
        shown += _people(line, extracted.head.sites - {bylines.squeezed(name) for name in stated})
    bare = [squeezed(name).lower() for name in shown]
    if stated and not all(squeezed(name).lower() in bare for name in stated):
        return stated
    read = squeezed("".join(line.text for line in byline)).lower()
    elsewhere = (name for name in extracted.guessed_authors if squeezed(name).lower() not in read)
    return tuple(dict.fromkeys(shown or elsewhere))


def find_dates(window: list[MarkedLine], published: str | None, updated: str | None = None, language: str = "") -> Days:
    """The days of publication and of the last change.

    The markup decides, otherwise lines near the title that state a date and little else. The first line that states
    each is shown as a date.

    Args:
        window: the lines near the title, in order.
        published, updated: ISO dates that the markup states.
        language: the language tag that the page states; empty if it states none.
    """
    is_found = False
    context = dates.DateContext(language)
    for line in window:
        if line.region in _NOT_HEAD or line.level:
            continue
        stated = dates.date_of_line(line.text, context)
        days = [date.day for date in stated if not date.updated and not date.earlier]
        changed = dates.updated_in(stated)
        is_first = not is_found and (published in days or (published is None and bool(days)))
        if not stated and line.kind in {"", "paragraph"} and dates.is_undecided(line.text):
            line.kind, line.reason = "date", ""
        if (is_first or changed) and (not line.kind or line.kind == "paragraph"):
            line.kind, line.reason = "date", ""
        if is_first:
            is_found, published = True, published or days[0]
        updated = updated or changed
    return Days(published, updated)


def corrected(days: Days, judged: list[MarkedLine]) -> Days:
    """The days, with the latest one on which a notice that is shown says that the article was amended."""
    stated = [notice_day(line.text) for line in judged if line.kind and line.role == "correction"]
    latest = max(filter(None, stated), default="")
    return (
        days._replace(updated=max(latest, days.updated or "")) if latest and latest >= (days.published or "") else days
    )


def drop_kickers(judged: list[MarkedLine], title: MarkedLine) -> None:
    """Drop a word or two above the headline, as they name the section."""
    for line in judged[: judged.index(title)]:
        if line.kind == "paragraph" and len(line.text.split()) <= _KICKER_WORDS and line.text[-1].isalnum():
            line.kind, line.reason = "", "navigation"


def mark_lead(judged: list[MarkedLine], title: MarkedLine | None) -> None:
    """Make the first heading after the title a stand-first if it is as long as a sentence; pages often mark it so."""
    after = judged[judged.index(title) + 1 :] if title else judged
    first = next((line for line in after if line.kind in {"heading", "paragraph"}), None)
    if first and first.kind == "heading" and len(first.text.split()) >= 10:
        first.kind = "lead"
