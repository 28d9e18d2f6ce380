"""Reads full dates (day, month, year) from a line; a date is never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

_MONTHS = """
january jan januar jänner janvier janv enero ene gennaio gen janeiro
february feb februar févr février fevrier febrero febbraio fevereiro fev
march mar märz mrz mars marzo março marco
april apr avril avr abril abr aprile
may mai mayo maggio mag maio
june jun juni juin junio giugno giu junho
july jul juli juillet juil julio luglio lug julho
august aug août aout agosto ago
september sept sep septembre septiembre settembre set setembro
october oct oktober okt octobre octubre ottobre ott outubro out
november nov novembre noviembre novembro
december dec dezember dez décembre déc diciembre dic dicembre dezembro
"""
#: Words around the date in a line that only states it; other words make it a sentence or a headline.
_AROUND = frozenset(
    """
    published publish posted post updated update last first modified on at by date dated created edited original
    originally am pm a.m p.m a m p et est edt gmt bst cet cest utc ist pst pdt cst cdt mst ct pt hkt aest sgt
    jst uhr h hrs hours hour ago mon tue tues wed weds thu thur thurs fri sat sun monday tuesday wednesday
    thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr
    sa so stand veröffentlicht aktualisiert vom um am lundi mardi mercredi jeudi vendredi samedi dimanche publié
    mis à jour le modifié lunes martes miércoles jueves viernes sábado domingo publicado actualizado el de del a
    las lunedì martedì mercoledì giovedì venerdì sabato domenica pubblicato aggiornato il alle ore segunda terça
    quarta quinta sexta feira publicada atualizado em às min mins minute minutes read time eastern st nd rd th
    of the and from in
    """.split()
)
_UPDATED = re.compile(
    r"updat|modif|aktualisiert|mis à jour|actualiz|aggiornat|atualiz|last edit|revised|edited", re.IGNORECASE
)
_PUBLISHED = re.compile(r"publi|post|veröffentlicht|created|first|original|erstellt", re.IGNORECASE)
#: A year; a time may be joined to it, as in "March 7, 20247:55 AM".
_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?!\d(?!\d?:\d\d))"
_WORD = re.compile(r"[^\W\d_]+")


class StatedDate(NamedTuple):
    """A date in a line: its ISO day, its span, and whether the line calls it an update."""

    day: str
    start: int
    end: int
    updated: bool


@cache
def _month_numbers() -> dict[str, int]:
    return {name: number for number, line in enumerate(_MONTHS.strip().splitlines(), 1) for name in line.split()}


@cache
def _pattern() -> re.Pattern[str]:
    # Any word matches as a month here and is looked up later: a list of all months compiles ten times as slowly.
    month = r"[^\W\d_]{3,24}"
    written = (
        r"(?P<d1>\d{1,2})(?:st|nd|rd|th|º|er|\.)?[\s-]*(?:de\s+|of\s+)?"
        rf"(?P<m1>{month})\.?,?[\s-]*(?:del?\s+)?{_YEAR.format('y1')}"
    )
    american = rf"(?P<m2>{month})\.?\s*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:at\s+)?{_YEAR.format('y2')}"
    iso = rf"\b{_YEAR.format('y3')}[-/.](?P<m3>\d{{1,2}})[-/.](?P<d3>\d{{1,2}})(?!\d)"
    dotted = rf"(?<![\d.])(?P<d4>\d{{1,2}})\.\s?(?P<m4>\d{{1,2}})\.\s?{_YEAR.format('y4')}"
    slashed = rf"(?<![\d/])(?P<a5>\d{{1,2}})[/-](?P<b5>\d{{1,2}})[/-]{_YEAR.format('y5')}"
    eastern = rf"{_YEAR.format('y6')}\s?[年년]\s?(?P<m6>\d{{1,2}})\s?[月월]\s?(?P<d6>\d{{1,2}})\s?[日일]"
    return re.compile("|".join((written, american, iso, dotted, slashed, eastern)))


def _month(name: str) -> int:
    """The month's number, 0 for another word; if it is joined to the word before it, it is split at its capital."""
    if name.isdigit():
        return int(name)
    numbers = _month_numbers()
    if number := numbers.get(name.lower()):
        return number
    capital = max((index for index, letter in enumerate(name) if letter.isupper()), default=0)
    return numbers.get(name[capital:].lower(), 0) if capital else 0


def dates(text: str) -> Iterator[StatedDate]:
    """The full dates in a line, in order. ``03/04/2016`` is left out, because either number may be the month."""
    previous = 0
    for match in _pattern().finditer(text):
        groups = {name: value for name, value in match.groupdict().items() if value}
        numbers = {name[0]: value for name, value in groups.items()}
        if "a" in numbers:
            first, second = int(numbers["a"]), int(numbers["b"])
            if first == second or first > 12 >= second:
                numbers |= {"d": str(first), "m": str(second)}
            elif second > 12 >= first:
                numbers |= {"d": str(second), "m": str(first)}
            else:
                continue
        try:
            day = dt.date(int(numbers["y"]), _month(numbers["m"]), int(numbers["d"]))
        except ValueError:
            continue
        before = text[previous : match.start()]
        updates = [m.end() for m in _UPDATED.finditer(before)]
        first_published = [m.end() for m in _PUBLISHED.finditer(before)]
        yield StatedDate(
            day.isoformat(),
            match.start(),
            match.end(),
            bool(updates) and max(updates) > max(first_published, default=-1),
        )
        previous = match.end()


def updated_in(stated_dates: Iterable[StatedDate]) -> str | None:
    """The ISO day that a line calls an update; None if there is none."""
    return next((stated.day for stated in stated_dates if stated.updated), None)


def has_year(text: str) -> bool:
    """Whether the text can hold a full date: a cheap check for a year."""
    return "20" in text or "19" in text


def date_of_line(text: str) -> tuple[StatedDate, ...]:
    """The dates of a line that states a date and little else; empty for a sentence that mentions one."""
    if len(text) > 160 or not has_year(text):
        return ()
    stated_dates = tuple(dates(text))
    if not stated_dates:
        return ()
    rest, at = [], 0
    for stated in stated_dates:
        rest.append(text[at : stated.start])
        at = stated.end
    rest.append(text[at:])
    others = [word for word in _WORD.findall(" ".join(rest).lower()) if word not in _AROUND]
    return stated_dates if len(others) <= 6 and (len(others) <= 3 or len(text) < 90) else ()
