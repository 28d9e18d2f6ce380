"""Dates in ISO 8601 with the days that they cover: ``2021``, ``2021-06``, ``2021-06-11``, ``2021-W45``."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

WEEKDAYS = {
    name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_WEEK = re.compile(r"(\d{4})-W(\d\d)")


def covered(iso: str) -> tuple[date, date]:
    """The first and last day of a date in ISO form; raises ``ValueError``."""
    if match := _WEEK.fullmatch(iso):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return first, first + timedelta(days=6)
    year, *rest = (int(part) for part in iso.split("-"))
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if len(rest) == 1:
        return date(year, rest[0], 1), date(year, rest[0], days_in(year, rest[0]))
    day = date(year, *rest)
    return day, day


def overlap(first: str, second: str) -> bool:
    """Whether two dates in ISO form share a day."""
    (low, high), (low2, high2) = covered(first), covered(second)
    return low <= high2 and low2 <= high


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    return calendar.monthrange(year, month)[1]


def week_of(day: date) -> str:
    """The week of a day, as ``2021-W45``."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_of(day: date) -> str:
    """The month of a day, as ``2021-06``."""
    return f"{day.year:04}-{day.month:02}"


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, days_in(year, month + 1)))


def nth_weekday(year: int, month: int, weekday: int, number: int | None) -> date:
    """The first, second ... of a day of the week in a month; the last one if ``number`` is None."""
    if number is None:
        last = date(year, month, days_in(year, month))
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def feast_day(name: str, year: int) -> date:
    """The day of Christmas, New Year or Easter, or of a day beside them, by its English name in lower case."""
    if "new year" in name:
        return date(year, 12, 31) if "eve" in name else date(year, 1, 1)
    if name in ("good friday", "easter monday"):
        return _easter(year) + timedelta(days=-2 if name == "good friday" else 1)
    if "easter" in name:
        return _easter(year)
    return date(year, 12, {"christmas eve": 24, "boxing day": 26}.get(name, 25))


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian calendar (Anonymous Gregorian algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
