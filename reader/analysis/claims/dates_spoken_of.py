"""The dates that a passage speaks about, resolved against the day of its article: "on Thursday", "by the end of March".

A date without a year, month or week is the nearest one that fits the tense: the coming one behind "will" or "by", else
the last one. A deadline is its last day. Durations, "now" and seasons without a year are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from reader.analysis.claims.calendar_dates import (
    MONTHS,
    WEEKDAYS,
    add_months,
    days_in,
    feast_day,
    month_of,
    nth_weekday,
    week_of,
)
from reader.analysis.claims.date_phrases import DATE_PHRASE, PAST, TO_COME
from reader.analysis.claims.number_words import ordinal_value, small_number

_STILL_OPEN = frozenset("by until till before to".split())
_CLAUSE_END = re.compile(r"[.!?;:\n\"“”](?=\s|$)|\n|,\s(?=(?:and|but|which|who|while|although)\b)")
_BROKEN = re.compile(
    r"\b(?:which|who|that|where|whose)\s(?:[^,.;]{0,40}\s)?$|\w (?:planned|expected|scheduled|due|promised|set) $"
)
_NOW = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
#: Nouns as "May" and "March" are months only behind some words, or before a year.
_UNSURE_MONTHS = frozenset({"may", "march", "mar", "jan", "jun", "sun", "dec", "sep"})


class SpokenDate(NamedTuple):
    """A date that ``text[start:end]`` names, with the preposition before it; code points, half-open.

    ``iso`` is ``2021``, ``2021-06``, ``2021-06-11`` or ``2021-W45``; empty if the words have no such form.
    """

    start: int
    end: int
    iso: str
    lead: str = ""


def spoken_dates(text: str, day: date | None, start: int = 0, end: int | None = None) -> tuple[SpokenDate, ...]:
    """The dates that ``text[start:end]`` names, in order.

    Args:
        text: of the article; the words around the passage tell its tense.
        day: of the article; None if it is unknown, then only dates with a year are resolved.
        start, end: the passage, code points, half-open.
    """
    found: list[SpokenDate] = []
    stop = len(text) if end is None else end
    for match in DATE_PHRASE.finditer(text, start, stop):
        if (iso := _resolved(text, match, day, found)) is not None:
            lead = match["lead"].lower().split()
            found.append(SpokenDate(match.start(), match.end(), iso, lead[0] if lead else ""))
    return tuple(found)


def main_date(text: str, day: date | None, start: int = 0, end: int | None = None) -> SpokenDate | None:
    """The date of the main statement of a passage; None if it names none with an ISO form."""
    stop = len(text) if end is None else end
    found = [one for one in spoken_dates(text, day, start, stop) if one.iso]
    if not found:
        return None
    return min(found, key=lambda one: (_is_aside(text, one, start), one.start))


def article_day(published: str | None) -> date | None:
    """The day of an article by its ISO date, which may have a time; None if there is none."""
    with suppress(ValueError, TypeError):
        return date.fromisoformat((published or "")[:10])
    return None


def _is_aside(text: str, one: SpokenDate, start: int) -> bool:
    """Whether a date belongs to a relative clause, or to a noun, and not to the main statement."""
    before = text[max(start, one.start - 50) : one.start]
    if _BROKEN.search(before):
        return True
    return one.lead == "of" or (not one.lead and before.endswith(("'s ", "’s ", "(")))


def _resolved(text: str, match: re.Match[str], day: date | None, before: list[SpokenDate]) -> str | None:
    """The ISO form of a match; None if it is no date."""
    with suppress(ValueError, OverflowError):
        for name, form in _FORMS.items():
            if match[name] is not None:
                return form(_Named(text, match, day, before))
    return None


class _Named(NamedTuple):
    """One match of :data:`DATE_PHRASE`, and what it is resolved with."""

    text: str
    match: re.Match[str]
    day: date | None
    before: list[SpokenDate]

    def word(self, name: str) -> str:
        return (self.match[name] or "").lower()

    @property
    def lead(self) -> str:
        words = self.match["lead"].lower().split()
        return words[0] if words else ""

    def is_to_come(self) -> bool | None:
        """Whether the clause speaks of what is to come; None if it does not tell."""
        start, end = self.match.span()
        low = max(
            (one.end() for one in _CLAUSE_END.finditer(self.text, max(0, start - 220), start)),
            default=max(0, start - 220),
        )
        stop = _CLAUSE_END.search(self.text, end)
        clause = self.text[low:start] + " " + self.text[end : min(stop.start() if stop else end + 160, end + 160)]
        cue, past = list(TO_COME.finditer(clause)), PAST.search(clause)
        if cue:
            last = cue[-1].start() if cue[-1].start() < start - low else cue[0].start()
            has_passed = re.search(r"\b(?:had|was|were)\b", clause[last + len(cue[-1][0]) :]) if last else None
            return has_passed is None or not past
        if past:
            return False
        return True if self.lead in _STILL_OPEN else None

    def nearest(self, of_year: Callable[[int], date]) -> str:
        """The day of the year that fits the tense best; empty if the day of the article is unknown."""
        if self.day is None:
            return ""
        days = [of_year(self.day.year + shift) for shift in (-1, 0, 1)]
        is_to_come = self.is_to_come()
        if is_to_come:
            return min(one for one in days if one >= self.day - timedelta(days=1) or one == days[-1]).isoformat()
        if is_to_come is False:
            fits = [one for one in days if one <= self.day]
            ahead = min((one for one in days if one > self.day), default=None)
            if ahead is not None and (ahead - self.day).days <= 21 and self.lead in _STILL_OPEN:
                return ahead.isoformat()
            return max(fits, default=days[0]).isoformat()
        return min(days, key=lambda one: abs((one - self.day).days)).isoformat()  # type: ignore[operator]


def _iso(named: _Named) -> str:
    return date.fromisoformat(named.match["iso"]).isoformat()


def _end(named: _Named) -> str:
    match, day = named.match, named.day
    if match["end_year"]:
        return f"{match['end_year']}-12-31"
    if match["end_month"]:
        month = _month(match["end_month"])
        if match["end_month_year"]:
            year = int(match["end_month_year"])
            return date(year, month, days_in(year, month)).isoformat()
        return named.nearest(lambda year: date(year, month, days_in(year, month)))
    if day is None:
        return ""
    which, _, unit = named.word("end_of").rpartition(" ")
    shift = {"next": 1, "last": -1}.get(which, 0)
    if unit == "year":
        return f"{day.year + shift}-12-31"
    if unit == "month":
        first = add_months(day, shift)
        return date(first.year, first.month, days_in(first.year, first.month)).isoformat()
    return (day + timedelta(days=6 - day.weekday() + 7 * shift)).isoformat()


def _nth(named: _Named) -> str:
    number, weekday = ordinal_value(named.word("nth")), WEEKDAYS[named.word("nth_day")]
    month = _month(named.match["nth_month"])

    def of_year(year: int) -> date:
        return nth_weekday(year, month, weekday, number)

    return of_year(int(named.match["nth_year"])).isoformat() if named.match["nth_year"] else named.nearest(of_year)


def _day(named: _Named) -> str:
    word = re.sub("(?:st|nd|rd|th)$", "", named.word("day")) if named.word("day")[0].isdigit() else named.word("day")
    number = small_number(word) or ordinal_value(word) or 0
    return _in_month(named, number, named.match["day_month"], named.match["day_year"], named.match["day_rel"])


def _us_day(named: _Named) -> str:
    return _in_month(named, int(named.match["us_day"]), named.match["us_month"], named.match["us_year"], None)


def _in_month(named: _Named, number: int, name: str, year: str | None, relative: str | None) -> str:
    month = _month(name)
    if year:
        return date(int(year), month, number).isoformat()
    if relative and named.day:
        return date(named.day.year + _shift(relative), month, number).isoformat()
    if not 1 <= number <= days_in(2024, month):
        raise ValueError(number)
    return named.nearest(lambda at: date(at, month, min(number, days_in(at, month))))


def _in_one_month(named: _Named) -> str | None:
    match, name = named.match, named.word("month").rstrip(".")
    if not match["month"][0].isupper():
        return None
    lead = named.word("month_lead")
    if name in _UNSURE_MONTHS and not (named.lead or lead or match["month_year"] or match["month_rel"]):
        return None
    month = _month(name)
    if match["month_year"]:
        return f"{match['month_year']}-{month:02}"
    day = named.day
    if day is None:
        return ""
    if match["month_rel"]:
        return f"{day.year + _shift(match['month_rel'])}-{month:02}"
    if lead == "last":
        return f"{day.year - (month >= day.month)}-{month:02}"
    if lead == "next":
        return f"{day.year + (month <= day.month)}-{month:02}"
    if lead == "this" or month == day.month:
        return f"{day.year}-{month:02}"
    is_to_come = named.is_to_come()
    if is_to_come is None:
        return named.nearest(lambda year: date(year, month, 15))[:7]
    if is_to_come:
        return f"{day.year + (month < day.month)}-{month:02}"
    return f"{day.year - (month > day.month)}-{month:02}"


def _weekday(named: _Named) -> str | None:
    if named.match["weekday"][0].islower():
        return None
    if named.day is None:
        return ""
    lead = named.word("weekday_lead")
    if lead == "a":
        return ""
    back = (named.day.weekday() - WEEKDAYS[named.word("weekday")]) % 7
    if lead == "last":
        return (named.day - timedelta(days=back or 7)).isoformat()
    ahead = (7 - back) % 7
    if lead == "next":
        # the one of next week
        return (
            named.day + timedelta(days=ahead if ahead and ahead + named.day.weekday() > 6 else ahead + 7)
        ).isoformat()
    is_to_come = named.is_to_come()
    if lead == "this" or (is_to_come and back):
        return (named.day + timedelta(days=ahead)).isoformat()
    if is_to_come is None and back > 4 and named.lead in ("on", ""):
        return (named.day + timedelta(days=ahead)).isoformat()
    return (named.day - timedelta(days=back)).isoformat()


def _feast(named: _Named) -> str:
    name = named.word("feast").replace("’", "'")
    if named.match["feast_year"]:
        return feast_day(name, int(named.match["feast_year"])).isoformat()
    if named.match["feast_rel"] and named.day:
        return feast_day(name, named.day.year + _shift(named.match["feast_rel"])).isoformat()
    return named.nearest(lambda year: feast_day(name, year))


def _now(named: _Named) -> str:
    if named.day is None:
        return ""
    shifts = {
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return (named.day + timedelta(days=shifts.get(re.sub(r"\s", " ", named.word("now")), 0))).isoformat()


def _weekend(named: _Named) -> str:
    if named.day is None:
        return ""
    saturday = named.day + timedelta(days=5 - named.day.weekday())
    written = named.match[0].lower()
    is_this = "next" not in written and "this" not in written and named.lead not in _STILL_OPEN
    if "last" in written or (is_this and named.day.weekday() < 5 and named.is_to_come() is False):
        saturday -= timedelta(days=7)
    elif "next" in written and named.day.weekday() >= 3:
        saturday += timedelta(days=7)
    return saturday.isoformat()


def _span(named: _Named) -> str:
    if named.day is None:
        return ""
    shift, unit = _shift(named.word("which")), named.word("span")
    if named.word("which").endswith(("past", "coming")) and unit != "year":
        return ""
    if unit == "year":
        return str(named.day.year + shift)
    if unit == "month":
        return month_of(add_months(named.day, shift))
    return week_of(named.day + timedelta(days=7 * shift)) if unit == "week" else ""


def _season(named: _Named) -> str:
    return named.match["season_year"]


def _ago(named: _Named) -> str:
    word = named.word("ago")
    if named.match[0].lower().endswith("earlier") or word.startswith("half"):
        return ""
    count = 2 if "couple" in word else 3 if "few" in word else 1 if word in ("a", "an") else small_number(word)
    return "" if count is None or "few" in word else _moved(named.day, -count, named.word("ago_unit"))


def _hence(named: _Named) -> str:
    word = named.word("hence")
    count = 1 if word in ("a", "an") else small_number(word)
    return "" if count is None else _moved(named.day, count, named.word("hence_unit"))


def _moved(day: date | None, count: int, unit: str) -> str:
    if day is None:
        return ""
    unit = unit.rstrip("s")
    if unit == "day":
        return (day + timedelta(days=count)).isoformat()
    if unit in ("week", "fortnight"):
        return week_of(day + timedelta(days=7 * count * (2 if unit == "fortnight" else 1)))
    if unit == "month":
        return month_of(add_months(day, count))
    return str(day.year + count)


def _same(named: _Named) -> str:
    """The year of "in the same year": the last one named before, in the text as well."""
    unit = named.word("same_unit")
    earlier = [one.iso for one in named.before if one.iso]
    if not earlier:
        start = named.match.start()
        low = named.text.rfind("\n\n", 0, start) + 2 if "\n\n" in named.text[:start] else 0
        earlier = [one.iso for one in spoken_dates(named.text, named.day, low, start) if one.iso]
    length = {"year": 4, "month": 7, "day": 10, "week": 8}[unit]
    return next((one[:length] for one in reversed(earlier) if len(one) >= length), "")


def _year(named: _Named) -> str | None:
    start, match = named.match.start("year"), named.match
    before = named.text[max(0, start - 12) : start]
    if named.lead or re.search(r"\b(?:and|or|to|the|early|late|mid|year)[\s-]$|[(–-]$", before, re.IGNORECASE):
        if named.lead in ("to", "at", "for", "over", "of", "within") and re.match(
            r"\s(?!was\b|is\b|has\b|as\b|does\b)[a-z]+s\b", named.text[match.end() : match.end() + 14]
        ):
            return None  # "of 2000 voters"
        return match["year"]
    return None


def _shift(word: str) -> int:
    return {"last": -1, "next": 1, "the past": -1, "the coming": 1, "the previous": -1}.get(word.lower(), 0)


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


_FORMS: dict[str, Callable[[_Named], str | None]] = {
    "iso": _iso,
    "end": _end,
    "nth": _nth,
    "day": _day,
    "us_day": _us_day,
    "month": _in_one_month,
    "weekday": _weekday,
    "feast": _feast,
    "now": _now,
    "weekend": _weekend,
    "which": _span,
    "season": _season,
    "ago": _ago,
    "hence": _hence,
    "same": _same,
    "year": _year,
}
