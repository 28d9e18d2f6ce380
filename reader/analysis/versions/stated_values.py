"""Whether two wordings of a sentence state other numbers or dates, by value: "4.5 million" is "4,500,000"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from reader.analysis.claims.dates_spoken_of import spoken_dates
from reader.analysis.claims.measures import MONEY
from reader.analysis.claims.quantities import ORDINAL, SHARE, Quantity, agree, quantities

_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CLOCK = re.compile(
    rf"\b(?:\d{{1,2}}(?:[.:]\d\d)?\s?[ap]\.?m\b|\d{{1,2}}:\d\d\b|(?:\d{{1,2}}|{_HOURS})\so['’]clock"
    rf"|noon|midday|midnight)",
    re.IGNORECASE,
)
#: The time of an entry in a live report; it says when the entry was written.
_ENTRY_TIME = re.compile(r"^\s*\d{1,2}[.:]\d\d(?!\d|\s?[ap]\.?m\b)")
_SEASON = re.compile(r"\b(?:spring|summer|autumn|winter)\b(?!\s(?:of\s)?\d)", re.IGNORECASE)
_UNIT = re.compile(r"[^\d.,\s]*$")
_DATE_WORD = re.compile(r"[^\W\d_]+|\d+")
#: What a date may be written with or without.
_SLIGHT = frozenset("on in at by of the st nd rd th until till since from before after to for during".split())
#: How far apart a number in one unit and in another may be: "10 miles" and "16 kilometres".
_CONVERTED, _SAME = 0.02, 1e-6
_Value = TypeVar("_Value")


class _StatedNumber(NamedTuple):
    """A number of a sentence, and the unit or word behind it as it is written."""

    quantity: Quantity
    unit: str

    @property
    def value(self) -> float | None:
        """The number that is named; None for a range, and for "hundreds"."""
        low, high = self.quantity.low, self.quantity.high
        if low in (0.0, high):
            return high
        return low if math.isclose(high, 2 * low) else None  # "more than": how such a quantity says it


class _StatedDate(NamedTuple):
    """A date of a sentence: its words, in whatever order, and its ISO form or nothing."""

    words: frozenset[str]
    iso: str


def has_other_number(old: str, new: str) -> bool:
    """Whether a number of the earlier wording stands for another one in the later."""
    gone, come = _unmatched(_numbers(_ENTRY_TIME.sub("", old)), _numbers(_ENTRY_TIME.sub("", new)), _is_one_number)
    return any(_may_replace(first.quantity, second.quantity) for first in gone for second in come)


def has_other_date(old: str, new: str, days: tuple[date | None, date | None]) -> bool:
    """Whether a date, a season or a time of day of the earlier wording has become another one.

    Args:
        old, new: the wordings.
        days: of the two versions, with which "on Thursday" is resolved; None if unknown.
    """
    old, new = _ENTRY_TIME.sub("", old), _ENTRY_TIME.sub("", new)
    gone, come = _unmatched(_dates(old, days[0]), _dates(new, days[1]), _is_one_date)
    if gone and come:
        return True
    for pattern in (_CLOCK, _SEASON):
        first, second = ({match[0].lower() for match in pattern.finditer(text)} for text in (old, new))
        if first - second and second - first:
            return True
    return False


def _unmatched(
    old: Sequence[_Value], new: Sequence[_Value], is_one: Callable[[_Value, _Value], bool]
) -> tuple[list[_Value], list[_Value]]:
    """The values that stand on one side only."""
    left, gone = list(new), []
    for value in old:
        partner = next((index for index, other in enumerate(left) if is_one(value, other)), None)
        if partner is None:
            gone.append(value)
        else:
            del left[partner]
    return gone, left


def _numbers(text: str) -> list[_StatedNumber]:
    clocks = [match.span() for match in _CLOCK.finditer(text)]
    return [
        _StatedNumber(one, _written_unit(text, one))
        for one in quantities(text)
        if not any(start < one.end and one.start < end for start, end in clocks)
    ]


def _written_unit(text: str, quantity: Quantity) -> str:
    match = _UNIT.search(text, quantity.start, quantity.end)
    return match[0].lower().rstrip("s") if match and match.start() > quantity.start else ""


def _is_one_number(first: _StatedNumber, second: _StatedNumber) -> bool:
    """Whether two numbers are the same; in other units, or as a share and as words, also one that was rounded."""
    if not _may_replace(first.quantity, second.quantity):
        return False
    if (first.value is None) != (second.value is None):
        return agree(first.quantity, second.quantity)
    if first.value is None or second.value is None:
        ends = zip(first.quantity[2:4], second.quantity[2:4], strict=True)
        return all(math.isclose(one, other, rel_tol=_SAME) for one, other in ends)
    if first.unit == second.unit or first.quantity.unit != second.quantity.unit:
        return math.isclose(first.value, second.value, rel_tol=_SAME)
    near = math.isclose(first.value, second.value, rel_tol=_CONVERTED)
    return near or (first.quantity.unit == SHARE and agree(first.quantity, second.quantity))


def _may_replace(first: Quantity, second: Quantity) -> bool:
    """Whether one quantity may stand for another: both count, or measure the same."""
    if first.unit == second.unit:
        return True
    pair = {first.unit, second.unit} - {"age"}
    return "" in pair and ORDINAL not in pair and (len(pair) == 1 or not MONEY.isdisjoint(pair))


def _dates(text: str, day: date | None) -> list[_StatedDate]:
    return [_StatedDate(_date_words(text[one.start : one.end]), one.iso) for one in spoken_dates(text, day)]


def _date_words(text: str) -> frozenset[str]:
    return frozenset(_DATE_WORD.findall(text.lower())) - _SLIGHT


def _is_one_date(first: _StatedDate, second: _StatedDate) -> bool:
    """Whether two dates are the same; one may be less exact than the other."""
    if first.words == second.words:
        return True
    if not first.iso or not second.iso:
        return False
    return first.iso.startswith(second.iso) or second.iso.startswith(first.iso)
