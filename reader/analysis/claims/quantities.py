"""The quantities that a passage states, in base units, so that "£6m" and "six million pounds" are one.

A quantity has a least and a greatest value, a dimension, and the words for what is counted. Rates are per second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.analysis.claims.measures import MONEY, currency_of, measures
from reader.analysis.claims.number_words import (
    NumberInText,
    numbers,
    ordinal_value,
    parts_of_whole,
    small_number,
)

#: The dimension of shares, and that of places in an order ("the third man").
SHARE, ORDINAL = "%", "ordinal"
#: How far two values may be apart, as a part of the larger: said exactly, in other units, and rounded by words.
_EXACT, _CONVERTED, _ROUNDED = 0.001, 0.025, 0.08
#: How far two shares may be apart, in per cent: said exactly, and rounded by words.
_SHARE_EXACT, _SHARE_ROUNDED = 0.75, 4.0
_UNIT = re.compile(
    r"[\s\u00a0-]?(%|‰|µg|μg|(?:cubic|square|metric|per|percentage)[\s\u00a0]\w+|[A-Za-z]+/[A-Za-z]+|[^\W\d_]+[²³]?)"
)
_RATE = re.compile(
    r"(?:[^.,;:!?\n]{0,60}?\s)?(?:an?|per|each|every)\s(second|minute|hour|day|week|month|year)\b", re.IGNORECASE
)
_PER_AMOUNT = re.compile(
    r"(?:\sof\s\w+)?\s?(?:/|\s(?:per|in an?|an?|in each|in every|in one)\s)(l|litre|liter|kg|kilogram)\b", re.IGNORECASE
)
_RATIO = re.compile(
    r"(?<![\w-])(?P<part>[\w-]+)(?:\s(?P<noun>[a-z]+))?\s(?:in|out of|in every|of every)\s"
    r"(?P<whole>(?:a hundred|[\w-]+))(?![\w%-]|\.\d)",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<many>\w+)[\s-])?(?P<part>half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|tenths?)\b",
    re.IGNORECASE,
)
_NO_SHARE = re.compile(r"\s(?:an?\s(?:million|billion|hundred|dozen|hour|year|day|mile)|past|time|way)|-|\s?hour")
_BEFORE_NOUN = re.compile(r"\s(?!(?:of|in|less|more|to|from|and|or|since)\b)[a-z]")
_BELOW = re.compile(r"\b(?:fewer than|less than|under|below)\s$", re.IGNORECASE)
_ABOVE = re.compile(r"\b(?:more than|over|at least)\s$", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|around|nearly|almost|barely|roughly|some)\s$", re.IGNORECASE)
_OF_TOTAL = re.compile(r"\s(?:\w+\s)?(?:out )?of\s(?:(?:the|its|their|all|some|about|[\w ]{1,30}['’]s?)\s)?")
_RANGE = re.compile(r"\s?[–-]\s?|\s(?:to|and|or)\s", re.IGNORECASE)
_RANGE_LEAD = re.compile(r"\b(?:between|from)\s$", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(?:(?:[a-z]+th)|first|second|third|\d+(?:st|nd|rd|th))\b(?=\s[a-z])", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not(?: be| of)?|rather than|instead of|(?:nearer|closer|more|less|fewer|higher|lower)\s[^.;]{3,30}\sthan)"
    r"\s(?:the |about |some )?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|from|until|till|by|before|after|during|year|to|and|between|early|late|mid|spring|summer|autumn|"
    r"fall|winter|january|february|march|april|may|june|july|august|september|october|november|december)[\s-]$",
    re.IGNORECASE,
)
_NO_UNIT_OF_YEARS = re.compile(
    r"\s(?:and|or|was|were|is|are|had|has|have|the|an?|in|on|at|to|by|for|with|after|before|when|as|but|until|that)\b"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
_DAY_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}")
_DAY_BEFORE = re.compile(rf"\b{_MONTH}\.?\s$")
_CLOCK = re.compile(r"\s?(?:o['’]clock|[ap]\.?m\b|hrs\b)")
_LIVE_ENTRY = re.compile(r"(?<!.)\d{1,2}[.:]\d\d(?= [^a-z\d])")
_NAME_BEFORE = re.compile(
    r"\b(?:number|no\.|nos\.|room|page|chapter|article|section|route|platform|gate|flight|half past|quarter to)\s$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STOPS = frozenset(
    "of the a an in on at to for from by with and or was were is are be been had has have will would could may might"
    " that which who as than more less fewer other about out off up down over into its their his her it they he she"
    " this these those there them us already also now still so only some all not no long wide high deep tall away"
    " later ago earlier".split()
)
_JOINING = frozenset("of the other more its their his her these those".split())
_DURATION_AFTER = re.compile(r"\s(?:ago|old|later|earlier)\b")
#: The most words for what is counted.
_MOST_THINGS = 3


class Quantity(NamedTuple):
    """What ``text[start:end]`` states; code points, half-open.

    Attributes:
        low, high: least and greatest value, in base units.
        unit: the dimension (``m``, ``g``, ``GBP``, ``%``, ``GBP/s``), empty for things that are counted.
        things: words for what is counted or measured, without case, nearest first; may be empty.
        is_rounded: whether it is said to be approximate.
        scale: what one of the unit that is written is in base units.
        is_denied: whether the passage says that it is another one ("not six million").
    """

    start: int
    end: int
    low: float
    high: float
    unit: str = ""
    things: tuple[str, ...] = ()
    is_rounded: bool = False
    is_denied: bool = False
    scale: float = 1.0


def quantities(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """The quantities of ``text[start:end]``, in order; no years, days of a month, clock times or names as "room 4"."""
    end = len(text) if end is None else end
    found = [*_ratios(text, start, end), *_fractions(text, start, end)]
    taken = [(one.start, one.end) for one in found]
    last: NumberInText | None = None
    for number in numbers(text, start, end):
        if any(low < number.end and number.start < high for low, high in taken) or not _counts(text, number):
            continue
        quantity = _measured(text, number, end)
        if last is not None and not quantity.unit and _is_elliptic(text, number, end):
            quantity = _completed(text, quantity, number, last, found)
        else:
            last = number
        found.append(quantity)
    found += _ordinals(text, start, end, [(one.start, one.end) for one in found])
    return tuple(_with_totals(text, _with_ranges(text, sorted(found))))


def agree(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities of one dimension can be the same, after rounding."""
    if first.low == second.low and first.high == second.high:
        return True
    is_rounded = first.is_rounded or second.is_rounded
    if first.unit == SHARE:  # shares are rounded without saying so
        width = _SHARE_ROUNDED if is_rounded else _SHARE_EXACT
        return first.low - width <= second.high and second.low - width <= first.high
    if not is_rounded and _is_rounding(first.low, second.low):
        return True
    low, high = max(first.low, second.low), min(first.high, second.high)
    is_converted = "" != first.unit == second.unit and first.scale != second.scale
    return low <= high * (1 + (_ROUNDED if is_rounded else _CONVERTED if is_converted else _EXACT))


def are_comparable(first: Quantity, second: Quantity) -> bool:
    """Whether both have one dimension; a sum without its currency is comparable with one that has it."""
    if first.unit == second.unit:
        return True
    pair = {first.unit, second.unit}
    return pair == {"", ORDINAL} or ("" in pair and not MONEY.isdisjoint(pair))


def _is_rounding(first: float, second: float) -> bool:
    """Whether a large number is another one with fewer digits: 3.1 and 3.14 million."""
    low, high = sorted((first, second))
    return high >= 1e5 and (high - low) / high < 0.02


def _counts(text: str, number: NumberInText) -> bool:
    """Whether a number counts or measures something."""
    start, end = number.start, number.end
    before, written = text[max(0, start - 14) : start], text[start:end]
    if _CLOCK.match(text, end) or _NAME_BEFORE.search(before) or before.endswith("#") or _LIVE_ENTRY.match(text, start):
        return False
    if len(written) < 3 and written.isdigit() and (_DAY_AFTER.match(text, end) or _DAY_BEFORE.search(before)):
        return False
    if _YEAR.fullmatch(written) and not number.currency:
        if _YEAR_BEFORE.search(before) and not _unit_name(text, end)[0]:
            return re.match(r"\s[a-z]", text[end : end + 2]) is not None and not _NO_UNIT_OF_YEARS.match(text, end)
        return _WORD.match(text, end + 1) is not None
    return True


def _unit_name(text: str, at: int) -> tuple[str, int]:
    """The name of the unit behind a number that ends at ``at``, and where it ends; empty if there is none."""
    match = _UNIT.match(text, at)
    if match is None:
        return "", at
    words = re.split(r"[\s\u00a0]", match[1])
    for name in dict.fromkeys((" ".join(words), words[0])):
        known = name if name in measures() else name.lower()
        if known in measures() and known != "second":  # "two second homes"
            return known, match.start(1) + len(name)
    return "", at


def _measured(text: str, number: NumberInText, end: int) -> Quantity:
    name, stop = _unit_name(text, number.end)
    dimension, factor = measures().get(name, ("", 1.0))
    if currency := currency_of(number.currency):
        dimension, factor, stop = currency, 1.0, number.end
    if dimension == "s":
        dimension = "age" if _DURATION_AFTER.match(text, stop) else dimension
    elif dimension == "g" and (match := _PER_AMOUNT.match(text, stop)):
        is_volume = match[1].lower().startswith("l")
        dimension, stop = "g/l" if is_volume else "g/kg", match.end()
    elif dimension not in ("", SHARE) and (match := _RATE.match(text, stop, min(end, stop + 90))):
        factor /= measures()[match[1].lower()][1]
        dimension += "/s"
    is_denied = _DENIED.search(text, max(0, number.start - 60), number.start) is not None
    low, high = number.low * factor, number.high * factor
    things = _things(text, stop, end)
    return Quantity(number.start, stop, low, high, dimension, things, number.is_rounded, is_denied, factor)


def _completed(
    text: str, quantity: Quantity, number: NumberInText, last: NumberInText, found: Sequence[Quantity]
) -> Quantity:
    """A number without its unit takes that of the one before: "not six million, it will be twenty"."""
    unit = next((one.unit for one in reversed(found) if one.start <= last.start < one.end), "")
    factor = measures().get(_unit_name(text, last.end)[0], ("", 1.0))[1]
    if number.magnitude == 1 and number.high < 1000:
        factor *= last.magnitude
    return quantity._replace(low=number.low * factor, high=number.high * factor, unit=unit)


def _things(text: str, start: int, end: int) -> tuple[str, ...]:
    """The content words behind a number, up to the next mark."""
    found: list[str] = []
    at = start
    while len(found) < _MOST_THINGS and (match := _WORD.match(text, at + (text[at : at + 1] in (" ", "\u00a0", "-")))):
        word = match[0].lower()
        if match.start() >= end or (word in _STOPS and word not in (("of", "the", "in", "a") if found else _JOINING)):
            break
        if word not in _STOPS:
            found.append(word)
        at = match.end()
    return tuple(found)


def _is_elliptic(text: str, number: NumberInText, end: int) -> bool:
    """Whether a number stands without what it counts: "nearer forty metres than fourteen"."""
    rest = text[number.end : min(end, number.end + 12)]
    is_last = not rest.strip() or rest.lstrip(" ")[:1] in ',.;:!?"”’)'
    return is_last or re.match(r"\s(?:and|or|but|than|to)\b", rest) is not None


def _ratios(text: str, start: int, end: int) -> Iterator[Quantity]:
    """The shares that are said as "one in three", "nine out of ten", "one job in three"."""
    for match in _RATIO.finditer(text, start, end):
        part = small_number(match["part"])
        whole = 100 if match["whole"].lower() == "a hundred" else small_number(match["whole"])
        first, noun = match.start(), match["noun"]
        if noun and (value := small_number(noun)) is not None:
            part, first, noun = value, match.start("noun"), None
        if part is None or whole is None or not 0 < part < whole or (whole > 20 and whole not in (100, 1000)):
            continue
        things = (noun.lower(),) if noun else _things(text, match.end(), end)
        is_rounded = whole <= 10 or _ABOUT.search(text, max(start, first - 12), first) is not None
        yield Quantity(first, match.end(), 100 * part / whole, 100 * part / whole, SHARE, things, is_rounded)


def _fractions(text: str, start: int, end: int) -> Iterator[Quantity]:
    """The shares that are said as "half of the", "two thirds", "by a fifth"."""
    for match in _FRACTION.finditer(text, start, end):
        parts, many = parts_of_whole(match["part"]), (match["many"] or "").lower()
        count, begin = 1 if many in ("a", "an", "one") else small_number(many), match.start()
        if parts == 2:
            count, begin = 1, match.start("part")
            if _NO_SHARE.match(text, match.end()):
                continue
        if count is None or parts is None:
            continue
        if many in ("a", "one") and _BEFORE_NOUN.match(text, match.end()):
            continue  # "a third man"
        value = 100 * count / parts
        low, high = value, value
        if _BELOW.search(text, max(start, begin - 18), begin):
            low, high = 0.0, value - _SHARE_EXACT - 0.05
        elif _ABOVE.search(text, max(start, begin - 18), begin):
            low, high = value + _SHARE_EXACT + 0.05, 100.0
        yield Quantity(begin, match.end(), low, high, SHARE, _things(text, match.end(), end), is_rounded=low == high)


def _ordinals(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    for match in _ORDINAL.finditer(text, start, end):
        value = ordinal_value(match[0])
        if value is None or any(low < match.end() and match.start() < high for low, high in taken):
            continue
        things = _things(text, match.end(), end)
        if things and things[0] not in ("time", "place") and not _DAY_AFTER.match(text, match.end()):
            yield Quantity(match.start(), match.end(), float(value), float(value), ORDINAL, things)


def _with_ranges(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, of which "five to seven per cent" and "between 5 and 7" are one each."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if last is not None and not last.unit and not last.things and last.low < quantity.high:
            between = text[last.end : quantity.start]
            is_led = _RANGE_LEAD.search(text, max(0, last.start - 9), last.start) is not None
            if _RANGE.fullmatch(between) and (is_led == ("and" in between)) and not last.is_denied:
                scale = _scale(text, quantity)
                joined[-1] = quantity._replace(start=last.start, low=last.low * scale)
                continue
        joined.append(quantity)
    return joined


def _scale(text: str, quantity: Quantity) -> float:
    """What one counts for in a quantity's base units: 1,000 for kilometres."""
    number = next(numbers(text, quantity.start, quantity.end), None)
    return quantity.high / number.high if number is not None and number.high else 1.0


def _with_totals(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """The quantities, and the share of "410 of the 1,260 jobs" with its two numbers."""
    for index, quantity in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if (
            following is None
            or quantity.unit
            or following.unit
            or not 0 < quantity.high < following.low
            or not _OF_TOTAL.fullmatch(text, quantity.end, following.start)
        ):
            yield quantity
            continue
        things = following.things or quantity.things
        yield quantity._replace(things=things)
        share = 100 * quantity.low / following.low
        yield Quantity(quantity.start, following.end, share, share, SHARE, things, is_rounded=True)
