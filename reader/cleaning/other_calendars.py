"""Days of other calendars as Gregorian ones: the Iranian, the Thai and the Japanese, which news print without another.

Each is converted exactly and only where its own sign stands: the name of an Iranian month, a date in Persian digits, a
month in Thai letters, the name of a Japanese era. A year alone decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

#: The years that are read as Gregorian.
AD_YEARS = range(1900, 2100)
#: The months of the Iranian year, which begins in March.
_IRANIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
#: The first day of a year that is known, from which the others are counted.
_NOWRUZ_1399 = dt.date(2020, 3, 20)
#: Leap years by their remainder in the cycle of 33 years, which is right for the years 1244 to 1501.
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_IRANIAN_YEARS = range(1300, 1500)
#: The Thai year counts from the death of the Buddha.
_THAI_OFFSET = 543
_THAI = range(0x0E00, 0x0E80)
#: The year before the first one of each era.
_ERAS = {"令和": 2018, "平成": 1988}


def gregorian(year: int, month: str, day: int, number_of: Callable[[str], int]) -> dt.date:
    """The Gregorian day of a date of another calendar.

    Args:
        month: the name as it is written.
        number_of: the number of a month that both calendars share; 0 for another word.

    Raises:
        ValueError: the month or the day is none of that calendar.
    """
    if year in _IRANIAN_YEARS:
        return of_iranian(year, _IRANIAN.index(month.replace("ي", "ی")) + 1, day)
    if ord(month[0]) in _THAI:
        return dt.date(year - _THAI_OFFSET, number_of(month), day)
    raise ValueError(month)


def era_years(era: str, year: str) -> int:
    """The Gregorian year of a year of a Japanese era; the first one is written 元."""
    return _ERAS[era] + (1 if year == "元" else int(year))


def of_iranian(year: int, month: int, day: int) -> dt.date:
    """The Gregorian day of an Iranian one.

    Raises:
        ValueError: there is no such day.
    """
    if not 1 <= month <= 12:
        raise ValueError(month)
    length = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if not 1 <= day <= length:
        raise ValueError(day)
    passed = 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return _new_year(year) + dt.timedelta(days=passed + day - 1)


def _new_year(year: int) -> dt.date:
    years = range(1399, year) if year >= 1399 else range(year, 1399)
    days = sum(366 if _is_leap(one) else 365 for one in years)
    return _NOWRUZ_1399 + dt.timedelta(days=days if year >= 1399 else -days)


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP
