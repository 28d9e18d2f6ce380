"""Reads full dates (day, month, year) from a line; a date is never guessed.

The months of six languages are known here, so that no library is loaded for most pages; those of other languages come
from :mod:`.month_names`. Years of other calendars are converted only beside a month or a sign of that calendar.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from reader.cleaning import month_names
from reader.cleaning.other_calendars import AD_YEARS, era_years, gregorian, of_iranian
from reader.system.lazy import Lazy

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
    of the and from in received accepted available online г в kl klo ob godz
    """.split()
)
#: Stems of the words by which a line calls a day an update, in the languages of news. Compiled when a date is found.
_UPDATED = Lazy(
    lambda: re.compile(
        r"updat|modif|aktuali|mis à jour|mise à jour|actualiz|actualitz|aggiorna|atualiz|last edit|revised|edited"
        r"|correct|geändert|überarbeitet|ergänzt|korrigiert|corrigé|corregid|corrett|corrigid|bewerkt|gecorrigeerd|rättat|poprawion"
        r"|обновл|измен|оновл|змінен|актуализ|обновен|ажурир|абноўл|ενημ[εέ]ρ|τροποπ|تحديث|تعديل|بروز|به‌روز|ویرایش"
        r"|zmodyf|změněn|zmenen|upraven|güncel|modificat|ažurir|posodob|frissít|frissült|módos[ií]t|päivitet|muokat|uppdat"
        r"|oppdat|opdat|bijgewerkt|gewijzigd|עודכן|עדכון|अपडेट|अद्यतन|diperbarui|cập nhật|atnaujin|uuendat|更新|改訂|修订"
        r"|수정|업데이트|დაახ|թարմ|อัปเดต|แก้ไข",
        re.IGNORECASE,
    )
)
_PUBLISHED = Lazy(
    lambda: re.compile(
        r"publi|post|veröffentlicht|created|first|original|erstellt|опублик|опубл[иі]|выпущен|размещ|δημοσ[ιί]|ανάρτ|نشر"
        r"|منتشر|انتشار|تاریخ|vydán|zveřejn|zverejn|yayın|yayim|giriş|objav|објав|megjelen|közzét|julkais|offentlig|geplaatst"
        r"|פורסם|प्रकाशित|diterbitkan|dipublikasi|đăng|xuất bản|paskelbt|avaldat|发布|發布|发表|發表|公開|掲載|配信"
        r"|입력|등록|게시|გამოქვ|հրապար|เผยแพร่",
        re.IGNORECASE,
    )
)
#: The steps before publication that journals and offices print.
_EARLIER = Lazy(
    lambda: re.compile(
        r"receiv|accept|submitted(?! by| on)|presented|eingegangen|eingereicht|angenommen|reçu|soumis|recibid"
        r"|aceptad|ricevut|accettat|recebid|aceit|поступил|принят|надійш|прийнят|otrzyman|przyjęt|ontvangen|geaccepteerd|mottag"
        r"|mottatt|modtaget|přijat|doručen|收稿|接收|受付|受理|접수|채택",
        re.IGNORECASE,
    )
)
#: A year; a time may be joined to it, as in "March 7, 20247:55 AM".
_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?!\d(?!\d?:\d\d))"
#: A word; Indic and Thai vowel signs are no letters to Python.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0dff\u0e31-\u0e4e\u102b-\u103e])*")
#: A sign behind the day that makes it an update, in languages that put the word last.
_UPDATED_AFTER = Lazy(lambda: re.compile(r"[\s\d:：時分시분時点现在)）]{0,16}(?:更新|改訂|修订|수정|업데이트)"))
#: What stands in dates of the rarer forms, apart from digits of other scripts.
_RARE_SIGNS = ("年", "년", "gada", "tháng")


class StatedDate(NamedTuple):
    """A date in a line: its ISO day, its span, and what the line calls it.

    ``updated``: the day of a change. ``earlier``: a step before publication, such as the receipt of a paper.
    """

    day: str
    start: int
    end: int
    updated: bool
    earlier: bool = False


class DateContext(NamedTuple):
    """What is known of a text's language, for dates that only the language decides.

    Attributes:
        stated: the language tag that the source states, such as ``en-GB``; empty if it states none.
        detected: the two-letter code of the text's own language; only called for a word that needs it.
    """

    stated: str = ""
    detected: Callable[[], str | None] = lambda: None

    def language(self) -> str:
        """The two-letter code of the language; empty if it is not known."""
        return self.stated[:2].lower() or self.detected() or ""


NO_CONTEXT = DateContext()


@cache
def _month_numbers() -> dict[str, int]:
    return {name: number for number, line in enumerate(_MONTHS.strip().splitlines(), 1) for name in line.split()}


@cache
def _digits() -> dict[int, str]:
    """The digits of other scripts that news are written in, each with the one that we use."""
    zeros = "\u0660\u06f0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u1040\u17e0\uff10"
    return {ord(zero) + value: str(value) for zero in zeros for value in range(10)}


def _plain(text: str) -> str:
    """The text with the digits of other scripts as ours, one for one."""
    return text if text.isascii() else text.translate(_digits())


def _pattern(plain: str, written: str) -> re.Pattern[str]:
    """What finds dates in a text: ``written`` as it stands, ``plain`` with our digits."""
    return _date_forms(with_rare=plain is not written or any(sign in plain for sign in _RARE_SIGNS))


@cache
def _date_forms(*, with_rare: bool) -> re.Pattern[str]:
    """The forms of dates; the rare ones take as long to compile as the others, and few sessions need them."""
    # Any word matches as a month here and is looked up later: a list of all months compiles ten times as slowly.
    month = r"[^\W\d_][^\s\d.,:;!?/|()\[\]\"'’-]{1,23}"
    years = r"(?P<{0}>1[34]\d\d|(?:19|20)\d\d|25\d\d)(?!\d(?!\d?:\d\d))"
    written = (
        r"(?<!\d)(?P<d1>\d{1,2})(?:st|nd|rd|th|º|er|\.)?[\s/-]*(?:de\s+|of\s+|d['’])?"
        rf"(?P<m1>{month})\.?(?:/[^\s\d/]{{3,12}})?,?[\s/-]*(?:del?\s+)?{years.format('y1')}"
    )
    american = rf"(?P<m2>{month})\.?\s*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:at\s+)?{_YEAR.format('y2')}"
    iso = rf"\b{_YEAR.format('y3')}(?:[-/]|\.\s?)(?P<m3>\d{{1,2}})(?:[-/]|\.\s?)(?P<d3>\d{{1,2}})(?!\d)"
    dotted = rf"(?<![\d.])(?P<d4>\d{{1,2}})\.\s?(?P<m4>\d{{1,2}})\.\s?{_YEAR.format('y4')}"
    slashed = rf"(?<![\d/])(?P<a5>\d{{1,2}})[/-](?P<b5>\d{{1,2}})[/-]{_YEAR.format('y5')}"
    eastern = rf"{_YEAR.format('y6')}\s?[年년]\s?(?P<m6>\d{{1,2}})\s?[月월]\s?(?P<d6>\d{{1,2}})\s?[日일号號]"
    reign = r"(?P<e7>令和|平成)\s?(?P<y7>\d{1,2}|元)\s?年\s?(?P<m7>\d{1,2})\s?月\s?(?P<d7>\d{1,2})\s?日"
    year_first = rf"{_YEAR.format('y8')}(?:\.|\sm\.)?\s+(?P<m8>{month})\.?\s+(?P<d8>\d{{1,2}})(?!\d)"
    latvian = rf"{_YEAR.format('y9')}\.\s?gada\s+(?P<d9>\d{{1,2}})\.\s?(?P<m9>{month})"
    vietnamese = rf"(?<!\d)(?P<d0>\d{{1,2}})\s+tháng\s+(?P<m0>\d{{1,2}}),?\s+(?:năm\s+)?{_YEAR.format('y0')}"
    iranian = r"(?<![\d/])(?P<ya>13[7-9]\d|140\d)/(?P<ma>\d{1,2})/(?P<da>\d{1,2})(?![\d/])"
    common = (written, american, iso, dotted, slashed)
    rare = (iranian, *common, eastern, reign, latvian, year_first, vietnamese)
    return re.compile("|".join(rare if with_rare else (*common, year_first)))


def _month(name: str, context: DateContext, *, declined: bool) -> int:
    """The month's number, 0 for another word; if it is joined to the word before it, it is split at its capital."""
    if name.isdigit():
        return int(name)
    numbers = _month_numbers()
    if number := numbers.get(name.lower()):
        return number
    capital = max((index for index, letter in enumerate(name) if letter.isupper()), default=0)
    if capital and (number := numbers.get(name[capital:].lower(), 0)):
        return number
    language = context.language() if month_names.is_divided(name) else ""
    return month_names.month_of(name, language, declined=declined)


def dates(text: str, context: DateContext = NO_CONTEXT) -> Iterator[StatedDate]:
    """The full dates in a line, in order.

    ``03/04/2016`` is left out unless the context decides which number is the month.
    """
    written, text = text, _plain(text)
    pattern = _pattern(text, written)
    previous = place = 0
    while match := pattern.search(text, place):
        is_iranian = match.groupdict().get("ya") is not None
        day = _iranian_day(match, written) if is_iranian else _day(match, context)
        if day is None:
            place = min(end for end in (match.end(name) for name in match.re.groupindex) if end > match.start())
            continue
        before = text[previous : match.start()]
        called = _called(before)
        if _is_updated_after(text, match.end()) and not pattern.search(text, match.end()):
            called = "updated"
        yield StatedDate(day.isoformat(), match.start(), match.end(), called == "updated", called == "earlier")
        previous = place = match.end()


def _is_updated_after(text: str, end: int) -> bool:
    return not text.isascii() and _UPDATED_AFTER().match(text, end) is not None


def _called(before: str) -> str:
    """What the words before a date call it: the last of them counts."""
    if not any(map(str.isalpha, before)):
        return ""
    found = [
        (match.end(), called)
        for called, pattern in (("earlier", _EARLIER), ("published", _PUBLISHED), ("updated", _UPDATED))
        for match in pattern().finditer(before)
    ]
    return max(found)[1] if found else ""


def _day(match: re.Match[str], context: DateContext) -> dt.date | None:
    numbers = {name[0]: value for name, value in match.groupdict().items() if value}
    if "a" in numbers:
        first, second = int(numbers["a"]), int(numbers["b"])
        is_day_first = _is_day_first(first, second, context)
        if is_day_first is None:
            return None
        numbers |= {"d": str(first), "m": str(second)} if is_day_first else {"d": str(second), "m": str(first)}
    try:
        if "e" in numbers:
            return dt.date(era_years(numbers["e"], numbers["y"]), int(numbers["m"]), int(numbers["d"]))
        year, day = int(numbers["y"]), int(numbers["d"])
        if year not in AD_YEARS:
            return gregorian(year, numbers["m"], day, lambda name: _month(name, context, declined=False))
        return dt.date(year, _month(numbers["m"], context, declined="1" in _groups(match)), day)
    except ValueError:
        return None


def _iranian_day(match: re.Match[str], written: str) -> dt.date | None:
    """The day of a date in numbers with a year of this generation's Iranian calendar; only in Persian digits."""
    if written[match.start()] != "۱":
        return None
    try:
        return of_iranian(int(match["ya"]), int(match["ma"]), int(match["da"]))
    except ValueError:
        return None


def _groups(match: re.Match[str]) -> str:
    """The digits of the groups that took part, which tell the form of the date."""
    return "".join(name[1] for name, value in match.groupdict().items() if value)


def _is_day_first(first: int, second: int, context: DateContext) -> bool | None:
    """Whether the day stands before the month; None if either order is possible."""
    if first == second or first > 12 >= second:
        return True
    if second > 12 >= first:
        return False
    return month_names.is_day_first(context.stated or context.language()) if max(first, second) <= 12 else None


def published_in(stated_dates: Iterable[StatedDate]) -> str | None:
    """The ISO day of publication in a line: neither an update nor a step before; None if there is none."""
    return next((stated.day for stated in stated_dates if not stated.updated and not stated.earlier), None)


def updated_in(stated_dates: Iterable[StatedDate]) -> str | None:
    """The ISO day that a line calls an update, not before the publication that it states; None if there is none."""
    stated_dates = tuple(stated_dates)
    published = published_in(stated_dates) or ""
    return next((stated.day for stated in stated_dates if stated.updated and stated.day >= published), None)


def says_published(low: str) -> bool:
    """Whether a line in lower case begins with a word that calls its day the day of publication."""
    if low.startswith(("posted", "first published")):
        return True
    match = _PUBLISHED().match(low)
    return match is not None and match[0] not in {"post", "first", "original", "created"}


def has_year(text: str) -> bool:
    """Whether the text can hold a full date: a cheap check for a year."""
    if text.isascii():
        return "20" in text or "19" in text
    text = _plain(text)
    return any(year in text for year in ("20", "19", "13", "14", "25", "令和", "平成"))


def date_of_line(text: str, context: DateContext = NO_CONTEXT) -> tuple[StatedDate, ...]:
    """The dates of a line that states a date and little else; empty for a sentence that mentions one."""
    if len(text) > 160 or not has_year(text):
        return ()
    stated_dates = tuple(dates(text, context))
    if not stated_dates:
        return ()
    return stated_dates if _is_little(text, [(stated.start, stated.end) for stated in stated_dates]) else ()


def is_date_line(text: str) -> bool:
    """Whether a line states a day and little else, though it may have two readings."""
    return bool(date_of_line(text)) or is_undecided(text)


def is_undecided(text: str) -> bool:
    """Whether a line states only a day that has two readings, such as "03/04/2016" or "14. listopada 2016"."""
    if len(text) > 60 or not has_year(text) or any(dates(text)):
        return False
    found = _pattern(plain := _plain(text), text).finditer(plain)
    spans = [match.span() for match in found if match["a5"] or month_names.is_divided(match["m1"] or "")]
    return bool(spans) and _is_little(text, spans)


def _is_little(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a line holds little beside its dates."""
    rest, at = [], 0
    for start, end in spans:
        rest.append(text[at:start])
        at = end
    rest.append(text[at:])
    others = [word for word in _WORD.findall(" ".join(rest).lower()) if word not in _AROUND]
    return len(others) <= 6 and (len(others) <= 3 or len(text) < 90)
