"""Finds the head of a marked-up page: headline, byline, dates and stand-first."""

from __future__ import annotations

from typing import NamedTuple

from reader.cleaning import bylines, dates
from reader.cleaning.markup.extract_alignment import squeezed
from reader.cleaning.markup.markup_lines import MarkedLine

#: The lines before and after the title that are searched for byline and date.
BEFORE, AFTER = 8, 25
_KICKER_WORDS = 6
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
        if line.hint == "title" or line.region == "alt" or (index > first + AFTER and line.level != 1):
            continue
        alike = _title_similarity(squeezed(line.text).lower(), bare)
        rank = 4 * alike + (2 if line.level == 1 else line.level and 0.5)
        if line.level == 1 and not alike and (len(line.text.split()) < 4 or index > first + 3):
            rank = 0  # more often the name of the site
        if (alike or line.level == 1) and rank > score:
            best, score = line, rank
    return best or next((line for line in judged if line.hint == "title"), None)


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


def find_byline(window: list[MarkedLine], authors: tuple[str, ...]) -> MarkedLine | None:
    """The line near the title that says who wrote the article."""
    names = [squeezed(name).lower() for name in authors]
    best, score = None, 0
    for line in window:
        if len(line.text) > 220 or line.region in _NOT_HEAD or line.level:
            continue
        bare = squeezed(line.text).lower()
        named = sum(name in bare for name in names)
        marked = line.region == "byline"
        opened = bylines.is_byline(line.text, line.text.lower())
        if (named and len(line.text) <= 60 + sum(map(len, authors))) or (not names and (marked or opened)):
            rank = 4 * named + 2 * marked + 2 * opened
            if rank > score:
                best, score = line, rank
    return best


def find_dates(window: list[MarkedLine], published: str | None, updated: str | None = None) -> Days:
    """The days of publication and of the last change.

    The markup decides, otherwise lines near the title that state a date and little else. The first line that states
    each is shown as a date.
    """
    is_found = False
    for line in window:
        if line.region in _NOT_HEAD or line.level:
            continue
        stated = dates.date_of_line(line.text)
        days = [date.day for date in stated if not date.updated]
        changed = dates.updated_in(stated)
        is_first = not is_found and (published in days or (published is None and bool(days)))
        if (is_first or changed) and (not line.kind or line.kind == "paragraph"):
            line.kind, line.reason = "date", ""
        if is_first:
            is_found, published = True, published or days[0]
        updated = updated or changed
    return Days(published, updated)


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
