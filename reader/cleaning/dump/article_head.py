"""Finds the head of an article in a text dump: headline, authors, dates and stand-first."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.cleaning import biographies, bylines, dates
from reader.cleaning.correction_notices import notice_day
from reader.cleaning.dump.row_scoring import is_shouted
from reader.cleaning.dump.rows import PageRow, opens_joined
from reader.text.language import language_of

#: Rows around the headline that are searched for a byline or a date.
_REACH = 9
_SITE_MARKS = (" - ", " | ", " – ", " — ", " :: ", " • ", " · ")
#: A row index beyond any page.
_NOWHERE = 1 << 60
#: The fewest words of a row whose language counts; shorter ones are labels, often of another language.
_SAID = 8
#: Roles that a headline may have by its words.
_NO_ROLE = ("", "teaser", "double")
#: Roles of rows that name other people than the author.
_NO_BYLINE = ("promotion", "comments", "end")


@dataclass(slots=True)
class ArticleHead:
    """The head of the article; indices refer to the rows.

    Attributes:
        title: the headline's row, None if there is none.
        title_end: the end of the headline in the row's text, before " - Site name".
        bylines, dates: rows with the authors and with dates.
        authors: names, in order.
        published, updated: ISO dates.
        body: the first row of the body, as far as the head shows it.
    """

    title: int | None = None
    title_end: int = 0
    bylines: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    body: int = 0


def read_head(rows: list[PageRow], language: str = "") -> ArticleHead:
    """The head of the article on a page whose rows have their first roles.

    Args:
        rows: of the page.
        language: the language tag that the source states; empty if it states none.
    """
    head = ArticleHead(body=_body_start(rows))
    context = dates.DateContext(language, lambda: language_of(row.low for row in rows if row.words >= _SAID))
    near: dict[int, tuple[dates.StatedDate, ...]] = {}
    for index, row in enumerate(rows[: head.body + 5]):
        stated = _dated(row, context)
        if stated is not None:
            near[index] = stated
    head.title = _title(rows, head.body, near)
    if head.title is not None:
        text = rows[head.title].text
        head.title_end = _without_site(text, rows, head.title)
    _read_dates(rows, head, near, context)
    _read_bylines(rows, head)
    _read_corrections(rows, head)
    return head


def _dated(row: PageRow, context: dates.DateContext) -> tuple[dates.StatedDate, ...] | None:
    """The dates of a row that is a date and little else, none if it is not certain which; None for any other row."""
    if row.words > 24 or row.role in ("caption", "comments", "correction", "disclaimer", "promotion"):
        return None
    return dates.date_of_line(row.text, context) or (() if dates.is_undecided(row.text) else None)


def _body_start(rows: list[PageRow]) -> int:
    """The first row of running prose: a long one near others, or else any prose."""
    prose = [row.is_long_prose and not row.role for row in rows]
    for index, row in enumerate(rows):
        if prose[index] and (row.words >= 60 or any(prose[index + 1 : index + 5]) or index + 1 == len(rows)):
            return index
    for index, row in enumerate(rows):
        if row.is_prose and not row.role:
            return index
    return len(rows)


def _title(rows: list[PageRow], body: int, near: dict[int, tuple[dates.StatedDate, ...]]) -> int | None:
    best, best_score = None, 1.4
    seen: dict[str, int] = {}
    for row in rows:
        if row.is_short:
            seen[row.low] = seen.get(row.low, 0) + 1
    starts = max(0, body - 120)
    for index in range(starts, body):
        row = rows[index]
        if (
            row.role not in _NO_ROLE
            or row.words > 40
            or row.bullet
            or index in near
            or _is_credit(rows, index, row.text, row.low)
        ):
            continue
        score = _title_score(rows, index, body, near, seen)
        if score > best_score + (0.8 if best is not None else 0):
            best, best_score = index, score
    if best is None:
        return _title_by_place(rows, starts, body, near)
    return _first_of_head(rows, best, near)


def _title_by_place(
    rows: list[PageRow], starts: int, body: int, near: dict[int, tuple[dates.StatedDate, ...]]
) -> int | None:
    """The short line directly above the authors or a date; or the first line, if the page's text begins there."""
    for index in range(starts, body):
        row = rows[index]
        if not (row.below or row.role or row.bullet or bylines.is_name(row.text)) and _states(rows, index + 1, near):
            return None if _states(rows, index, near) else index
    first = rows[0] if body < len(rows) else None
    if first is None or not first.is_short or first.ends or first.role or first.bullet:
        return None
    return 0 if not body or (body == 2 and opens_joined(rows)) else None


def _first_of_head(rows: list[PageRow], best: int, near: dict[int, tuple[dates.StatedDate, ...]]) -> int:
    """The first line of the page instead of ``best``, if both stand above the authors or a date without empty lines.

    Then the line between is the stand-first, unless the first line is a label.
    """
    first = rows[0]
    joined = 0 < best <= 2 and not any(row.below for row in rows[: best + 1]) and _states(rows, best + 1, near)
    if not joined or first.role or first.words < 3 or first.ends or first.bullet or is_shouted(first.text):
        return best
    return best if bylines.is_name(first.text) or _states(rows, 0, near) else 0


def _states(rows: list[PageRow], index: int, near: dict[int, tuple[dates.StatedDate, ...]]) -> bool:
    """Whether a row states a date or the authors."""
    return index in near or (index < len(rows) and bylines.is_byline(rows[index].text, rows[index].low))


def _is_credit(rows: list[PageRow], index: int, text: str, low: str) -> bool:
    """Whether a row is a byline and no headline.

    Where its first word is also a common one ("Door Factory Reopens"), it is a headline if nothing stands above it and
    an empty line or a byline below it.
    """
    if not bylines.is_byline(text, low):
        return False
    if not bylines.is_weak(text) or any(before.role in _NO_ROLE for before in rows[max(0, index - 4) : index]):
        return True
    return not (rows[index].below or any(bylines.is_byline(row.text, row.low) for row in rows[index + 1 : index + 3]))


def _title_score(
    rows: list[PageRow], index: int, body: int, near: dict[int, tuple[dates.StatedDate, ...]], seen: dict[str, int]
) -> float:
    row = rows[index]
    if row.words <= 2:
        score = -1.5
    elif row.words <= 3:
        score = 0.3
    else:
        score = 2.0 if row.words <= 25 else 0.5 if row.ends else 1.4
    if row.above and row.below:
        score += 1.0
    if index == 0 or rows[index - 1].role in ("navigation", "caption", "symbols"):
        score += 0.2
    before = rows[index - 1].low if index else ""
    after = rows[index + 1].low if index + 1 < len(rows) else ""
    if row.low in (before, after) or after.startswith(row.low):
        score -= 1.0 if row.words < 5 or not _is_site_line(after, row.low) else -1.0
    elif row.words >= 4 and seen.get(row.low, 0) > 1 and not _is_gallery(rows, index):
        score += 1.2
    if row.text.rstrip().endswith((".", ":", ",", ";")) and not row.text.endswith("..."):
        score -= 1.2
    if bylines.is_name(row.text):
        score -= 1.5
    following = rows[index + 1 : index + 5]
    if any(below in near and "doi" not in rows[below].low for below in range(index + 1, index + 5)) or any(
        bylines.is_byline(r.text, r.low) or bylines.is_name(r.text) for r in following
    ):
        score += 1.2
    if index + 1 < len(rows):
        following_row = rows[index + 1]
        if following_row.role == "caption" and not row.below:
            score -= 2.0
        if following_row.is_prose:
            score += 0.5
    return score - min(2.5, 0.06 * (body - index))


def _is_gallery(rows: list[PageRow], index: int) -> bool:
    """Whether the row is repeated directly below it, apart from the number of a picture."""
    return any(
        rows[below].role == "symbols" or not rows[below].above for below in range(index + 1, min(index + 2, len(rows)))
    )


def _is_site_line(longer: str, headline: str) -> bool:
    return longer.startswith(headline) and longer[len(headline) :].startswith(_SITE_MARKS)


def _without_site(text: str, rows: list[PageRow], title: int) -> int:
    """The end of the headline proper: before " - Site name", if the name is short and not a sentence."""
    at = max(text.rfind(mark) for mark in _SITE_MARKS)
    if at <= 0:
        return len(text)
    mark = next(mark for mark in _SITE_MARKS if text.startswith(mark, at))
    site = text[at + len(mark) :].split()
    headline = text[:at]
    confirmed = any(row.low == headline.lower() for other, row in enumerate(rows[: title + 12]) if other != title)
    if confirmed:
        return at
    sure = mark in (" | ", " :: ") or (mark == " - " and text.count(" - ") == 1)
    capital = all(word[:1].isupper() or word in ("of", "the", "and", "&", "for", "de", "der", "–") for word in site)
    if (
        sure
        and capital
        and 1 <= len(site) <= 4
        and len(headline.split()) >= 4
        and len(site) * 2 <= len(headline.split())
    ):
        return at
    return len(text)


def _window(head: ArticleHead, rows: list[PageRow]) -> range:
    if head.title is None:
        return range(max(0, head.body - _REACH), min(len(rows), head.body + 2))
    return range(max(0, head.title - 4), min(len(rows), max(head.body, head.title) + 4, head.title + 30))


def _read_dates(
    rows: list[PageRow],
    head: ArticleHead,
    near: dict[int, tuple[dates.StatedDate, ...]],
    context: dates.DateContext,
) -> None:
    window = [index for index in _window(head, rows) if index in near]
    middle = head.title if head.title is not None else head.body
    window.sort(key=lambda index: (index < middle, abs(index - middle)))
    for index in window:
        head.dates.append(index)
        head.updated = head.updated or dates.updated_in(near[index])
        if head.published is None:
            head.published = dates.published_in(near[index])
    head.dates.sort()
    if head.published is None:
        for index in range(head.body, len(rows)):
            row = rows[index]
            if row.words <= 14 and dates.says_published(row.low):
                stated_dates = dates.date_of_line(row.text, context)
                if stated_dates:
                    head.dates.append(index)
                    head.published = dates.published_in(stated_dates)
                    break


def _read_bylines(rows: list[PageRow], head: ArticleHead) -> None:
    awaiting = -1  # the row of a "by" whose name is below it, or of the last name there
    led = False
    outlet = ""
    sites = _sites(rows, head)
    for index in _window(head, rows):
        row = rows[index]
        text = bylines.unglued(row.text)
        low = row.low if text is row.text else text.lower()
        is_credit = _is_credit(rows, index, text, low)
        is_framed = index - 1 == head.title and index + 1 in head.dates
        if index == head.title or row.role in _NO_BYLINE or (row.role == "caption" and not (is_credit or is_framed)):
            continue
        if is_credit or bylines.awaits_name(low):
            names = bylines.authors(text, sites)
            if names or row.words <= 4 or is_credit:
                head.bylines.append(index)
                awaiting, led = -1 if names else index, True
                outlet = outlet or bylines.agency(text)
                _add(head, names)
        elif index in head.dates:
            names = bylines.authors(text, sites)
            if not _names_only(text, names) and not (names := bylines.beside_date(text)):
                names = (bylines.uncased_name(text),) if index - 1 == head.title else ()
            if any(names):
                head.bylines.append(index)
                _add(head, names)
        elif (
            row.words <= 12
            and (row.role in ("", "double") or is_framed)
            and not row.ends
            and index > (-1 if awaiting >= 0 else _title_of(head))
        ):
            if awaiting == index - 1 >= 0 and (names := bylines.named(text, sites)):
                head.bylines.append(index)
                awaiting = index if row.bullet or text.endswith((",", "&")) else -1  # a list of authors goes on
                led = True
                _add(head, names)
            elif row.bullet:
                continue
            elif index - 1 in head.bylines and biographies.names_trade(low):
                head.bylines.append(index)
            elif not (led or outlet) and (names := _bare_names(rows, index, head, sites)):
                head.bylines.append(index)
                _add(head, names)
            elif (name := bylines.agency(text)) and index <= head.body:
                head.bylines.append(index)
                outlet = outlet or name
    if not (head.authors or outlet):
        _read_last_byline(rows, head, sites)
    if not head.authors:
        said = ((row.text.strip("()[] "), row.low.lstrip("([")) for row in rows if row.role == "contribution")
        credits_ = (text for text, low in said if low.startswith("reporting by"))
        head.authors = bylines.authors(next(credits_, ""), sites)
    head.authors = bylines.without_owners(head.authors, _owners(rows))


def _read_last_byline(rows: list[PageRow], head: ArticleHead, sites: frozenset[str]) -> None:
    """Take the byline directly below the last paragraph, where many papers print it."""
    for index in range(head.body + 1, len(rows)):
        row, above = rows[index], rows[index - 1]
        if above.role or not above.is_prose or row.role or index in head.bylines or bylines.is_weak(row.text):
            continue
        text = row.text.lstrip("—–- ")
        is_signed = index + 1 == len(rows) and bylines.is_name(text)
        is_stated = bylines.is_byline(row.text, row.low)
        if is_signed or (is_stated and not any(below.is_prose for below in rows[index + 1 : index + 4])):
            head.bylines.append(index)
            _add(head, bylines.named(text, sites) if is_signed else bylines.authors(row.text, sites))
            return


def _bare_names(rows: list[PageRow], index: int, head: ArticleHead, sites: frozenset[str]) -> tuple[str, ...]:
    """The names in a row without "by" that stands where a byline does."""
    text = bylines.unglued(rows[index].text)
    is_joined = index - 1 == head.title and not rows[index].above
    is_beside = is_joined or bool({index - 1, index + 1} & {*head.dates, *head.bylines})
    if is_beside and index - 1 == head.title and (name := bylines.uncased_name(text)):
        return (name,)
    names = bylines.named(text, sites, is_beside=is_beside)
    return names if names and _stands_as_byline(rows, index, head) else ()


def _sites(rows: list[PageRow], head: ArticleHead) -> frozenset[str]:
    """The names of the site that stand beside the headline, squeezed."""
    beside = "" if head.title is None else rows[head.title].text[head.title_end :]
    return bylines.site_names([beside])


def _owners(rows: list[PageRow]) -> frozenset[str]:
    """The names in the notice of copyright, squeezed."""
    return bylines.site_names(row.text for row in rows if row.low.startswith(("©", "copyright")) and row.words <= 20)


def _read_corrections(rows: list[PageRow], head: ArticleHead) -> None:
    """Take the latest day on which a notice says that the article was amended, unless it is before publication."""
    days = [notice_day(row.text) for row in rows if row.role == "correction"]
    latest = max(filter(None, days), default="")
    if latest and latest >= (head.published or ""):
        head.updated = max(latest, head.updated or "")


def _title_of(head: ArticleHead) -> int:
    """The row of the headline; without one, an index beyond all rows."""
    return _NOWHERE if head.title is None else head.title


def _add(head: ArticleHead, names: tuple[str, ...]) -> None:
    for name in names:
        if any(
            f"{known} ".startswith(f"{name} ") for known in head.authors
        ):  # "Jane Doe Avatar" is the text of a picture
            head.authors = tuple(name if f"{known} ".startswith(f"{name} ") else known for known in head.authors)
        elif not any(name.startswith(f"{known} ") for known in head.authors):
            head.authors += (name,)


def _names_only(text: str, names: tuple[str, ...]) -> bool:
    return (
        bool(names)
        and all(bylines.is_name(name) for name in names)
        and (any(mark in text for mark in "/|,•·") or any(lead in text.lower() for lead in (" by ", "von ")))
    )


def _stands_as_byline(rows: list[PageRow], index: int, head: ArticleHead) -> bool:
    """Whether a bare name is a byline: beside a date or another name, or alone between headline and body."""
    row = rows[index]
    if index + 1 < len(rows) and rows[index + 1].role == "caption" and not row.below:
        return False
    if index - 1 in head.dates or index + 1 in head.dates or index - 1 in head.bylines:
        return True
    return index <= head.body and not head.authors
