"""The head of a marked-up page: which line is the headline, which say by whom and when, which is the stand-first."""

from __future__ import annotations

from typing import NamedTuple

from reader.cleaning import bylines, dates
from reader.cleaning.markup.extract_alignment import squeezed
from reader.cleaning.markup.markup_lines import MarkedLine

#: Lines around the title among which byline and date are looked for.
BEFORE, AFTER = 8, 25
_KICKER_WORDS = 6
_NOT_HEAD = frozenset({"caption", "credit", "alt", "title", "related", "figure"})


class Days(NamedTuple):
    """ISO dates; None where the page states none."""

    published: str | None
    updated: str | None


def find_title(judged: list[MarkedLine], wanted: str) -> MarkedLine | None:
    """The line that is the headline: on the page itself rather than in its head."""
    bare = squeezed(wanted).lower()
    first = next((index for index, one in enumerate(judged) if one.taken), 0)
    best, score = None, 0.0
    for index, one in enumerate(judged):
        if one.hint == "title" or one.region == "alt" or (index > first + AFTER and one.level != 1):
            continue
        alike = _alikeness(squeezed(one.text).lower(), bare)
        rank = 4 * alike + (2 if one.level == 1 else one.level and 0.5)
        if one.level == 1 and not alike and (len(one.text.split()) < 4 or index > first + 3):
            rank = 0  # more often the name of the site
        if (alike or one.level == 1) and rank > score:
            best, score = one, rank
    return best or next((one for one in judged if one.hint == "title"), None)


def _alikeness(text: str, wanted: str) -> float:
    """1 for the same letters, less where one is most of the other, else 0."""
    if not text or not wanted:
        return 0.0
    short, long = sorted((text, wanted), key=len)
    if text == wanted:
        return 1.0
    return len(short) / len(long) if len(short) >= 12 and len(short) > 0.6 * len(long) and short in long else 0.0


def is_prose(one: MarkedLine) -> bool:
    """Whether a line is too much of the article to be looked at for byline or date."""
    return one.taken and len(one.text) > 120 and one.region not in {"byline", "time"}


def find_byline(window: list[MarkedLine], authors: tuple[str, ...]) -> MarkedLine | None:
    """The line near the title that says by whom the article is."""
    names = [squeezed(name).lower() for name in authors]
    best, score = None, 0
    for one in window:
        if len(one.text) > 220 or one.region in _NOT_HEAD or one.level:
            continue
        bare = squeezed(one.text).lower()
        named = sum(name in bare for name in names)
        marked = one.region == "byline"
        opened = bylines.is_byline(one.text, one.text.lower())
        if (named and len(one.text) <= 60 + sum(map(len, authors))) or (not names and (marked or opened)):
            rank = 4 * named + 2 * marked + 2 * opened
            if rank > score:
                best, score = one, rank
    return best


def find_dates(window: list[MarkedLine], published: str | None, updated: str | None = None) -> Days:
    """The days of publication and of the last change.

    What the markup states, else lines near the title that say it and little else; the line that says the first is
    shown as the date, and so is one that says the second.
    """
    is_found = False
    for one in window:
        if one.region in _NOT_HEAD or one.level:
            continue
        stated = dates.date_of_line(one.text)
        days = [date.day for date in stated if not date.updated]
        changed = dates.updated_in(stated)
        is_first = not is_found and (published in days or (published is None and bool(days)))
        if (is_first or changed) and (not one.kind or one.kind == "paragraph"):
            one.kind, one.reason = "date", ""
        if is_first:
            is_found, published = True, published or days[0]
        updated = updated or changed
    return Days(published, updated)


def drop_kickers(judged: list[MarkedLine], title: MarkedLine) -> None:
    """A word or two above the headline name the section; they are no paragraph."""
    for one in judged[: judged.index(title)]:
        if one.kind == "paragraph" and len(one.text.split()) <= _KICKER_WORDS and one.text[-1].isalnum():
            one.kind, one.reason = "", "navigation"


def mark_lead(judged: list[MarkedLine], title: MarkedLine | None) -> None:
    """A stand-first is often marked up as a heading: the first thing shown after the title, as long as a sentence."""
    after = judged[judged.index(title) + 1 :] if title else judged
    first = next((one for one in after if one.kind in {"heading", "paragraph"}), None)
    if first and first.kind == "heading" and len(first.text.split()) >= 10:
        first.kind = "lead"
