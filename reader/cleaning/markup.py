"""HTML and Markdown pages made clean: an extractor and the markup say what is the article, the page's lines say it.

The extractor's text is never shown: its paragraphs are found among the lines of the page, so that all offsets hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.cleaning import bylines, dates
from reader.cleaning.alignment import coverage, squeezed
from reader.cleaning.article import Article, Dropped
from reader.cleaning.assembly import Facts, Passage, assemble
from reader.cleaning.extraction import Extract, extract
from reader.cleaning.mending import mend
from reader.cleaning.roles import role_of
from reader.cleaning.rows import rows
from reader.sources.page import Line, Page

#: The share of a line that the extractor must have taken for the line to be the article's.
_TAKEN = 0.5
#: Zones of the page that are dropped even where the extractor keeps them, and why.
_NEVER = {
    "caption": "caption", "credit": "credit", "alt": "caption", "comments": "comments", "bio": "author_bio",
    "disclaimer": "disclaimer", "form": "navigation", "title": "repeat",
}  # fmt: skip
_ZONES = _NEVER | {
    "nav": "navigation", "footer": "boilerplate", "share": "navigation", "promo": "promotion", "related": "teaser",
    "legal": "boilerplate", "byline": "byline", "time": "date", "aside": "teaser", "front": "markup", "markup": "markup",
    "figure": "caption",
}  # fmt: skip
#: Roles by which a line the extractor kept is dropped all the same, and the reason.
_ROLES = {"disclaimer": "disclaimer", "contribution": "credit", "caption": "caption", "comments": "comments"}
_REASONS = _ROLES | {"symbols": "navigation", "navigation": "navigation", "end": "navigation", "promotion": "promotion", "teaser": "teaser"}
#: Lines that no extractor gives: the head's title, the words for pictures.
_UNSEEN = frozenset({"title", "alt"})
_KINDS = {"li": "list_item", "quote": "quote", "table": "table"}
#: A longer paragraph that names an agency is more likely prose.
_LONGEST_CAPTION = 200
_LONGEST_CREDIT = 800
#: Zones that would take a larger share of what the extractor took are not believed.
_MOST_IN_ZONES = 0.35
#: Lines around the title among which byline and date are looked for.
_BEFORE, _AFTER = 8, 25


@dataclass(slots=True)
class _Judged:
    """A line of the page that is not blank, and what is known of it; ``kind`` where it is shown, else ``reason``."""

    start: int
    end: int
    text: str
    hint: str
    role: str
    taken: bool = False
    kind: str = ""
    reason: str = ""

    @property
    def zone(self) -> str:
        return self.hint.split()[0] if self.hint else ""

    @property
    def level(self) -> int:
        last = self.hint.rpartition(" ")[2]
        return int(last[1]) if len(last) == 2 and last[0] == "h" and last[1].isdigit() else 0


def clean_html(page: Page) -> Article:
    """The article of a saved web page.

    Every line of the page that is not blank is in one block or in one dropped line, once. Where the extractor finds
    nothing, the page's text is judged as a text dump.
    """
    found = extract(page.source)
    judged = _judged(page)
    shares = coverage(["" if one.hint in _UNSEEN else one.text for one in judged], found.paragraphs)
    for one, share in zip(judged, shares, strict=True):
        one.taken = share >= _TAKEN
    if not any(one.taken for one in judged):
        from reader.cleaning.dump import clean_dump

        return clean_dump(page)
    title = _find_title(judged, found.title)
    trusted = _are_zones_trusted(judged)
    for one in judged:
        if one.taken and one is not title:
            _settle(one, trusted)
    body = next((index for index, one in enumerate(judged) if one.kind), 0)
    near = judged.index(title) if title and title.hint != "title" else body
    window = [one for one in judged[max(near - _BEFORE, 0) : near + _AFTER] if one is not title and not _is_prose(one)]
    authors = found.authors
    byline = _find_byline(window, authors)
    if byline:
        authors = authors or bylines.authors(byline.text)
        byline.kind, byline.reason = "byline", ""
    published = _find_date(window, found.published)
    if title:
        title.kind, title.reason = "title", ""
        _mark_repeats(judged, title)
    _mark_lead(judged, title)
    _give_reasons(judged)
    facts = Facts(None, mend(page.text, byline.start, byline.end).text if byline else None, authors, published, found.language)
    return _assembled(page, judged, found.title, facts)


def _judged(page: Page) -> list[_Judged]:
    """The lines of a page that are not blank, each with the role that its words give it."""
    judged = []
    for row in rows(page):
        role = role_of(row)
        for line in page.lines[row.first : row.last + 1]:
            if found := _line(page, line, role):
                judged.append(found)
    return judged


def _line(page: Page, line: Line, role: str = "") -> _Judged | None:
    shown = page.text[line.start : line.end]
    bare = shown.strip()
    start = line.start + len(shown) - len(shown.lstrip())
    return _Judged(start, start + len(bare), bare, line.hint, role) if bare else None


def _is_prose(one: _Judged) -> bool:
    return one.taken and len(one.text) > 120 and one.zone not in {"byline", "time"}


def _is_in_zone(one: _Judged) -> bool:
    """Whether the place of a line on the page says that it is furniture, whatever the extractor says."""
    if one.zone in {"caption", "credit", "form"} and (one.level or len(one.text) > _LONGEST_CREDIT):
        return False
    return one.zone in _NEVER


def _are_zones_trusted(judged: list[_Judged]) -> bool:
    """Zones come from class names too: where they would drop much of the article, they are wrong on this page."""
    taken = sum(len(one.text) for one in judged if one.taken)
    return sum(len(one.text) for one in judged if one.taken and _is_in_zone(one)) < _MOST_IN_ZONES * taken


def _settle(one: _Judged, trusted: bool) -> None:  # noqa: FBT001
    """A line that the extractor took is shown, unless its place or its words say that it is furniture after all."""
    if trusted and _is_in_zone(one):
        one.reason = _NEVER[one.zone]
    elif one.role in _ROLES and not one.level and (one.role != "caption" or len(one.text) <= _LONGEST_CAPTION):
        one.reason = _ROLES[one.role]
    elif one.role == "symbols" and not squeezed(one.text):
        one.reason = "navigation"
    elif one.level:
        one.kind = "heading"
    else:
        words = one.hint.split()
        one.kind = next((_KINDS[word] for word in reversed(words) if word in _KINDS), "paragraph")


def _find_title(judged: list[_Judged], wanted: str) -> _Judged | None:
    """The line that is the headline: on the page itself rather than in its head."""
    bare = squeezed(wanted).lower()
    first = next((index for index, one in enumerate(judged) if one.taken), 0)
    best, score = None, 0.0
    for index, one in enumerate(judged):
        if one.hint == "title" or one.zone == "alt" or (index > first + _AFTER and one.level != 1):
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


def _find_byline(window: list[_Judged], authors: tuple[str, ...]) -> _Judged | None:
    """The line near the title that says by whom the article is."""
    names = [squeezed(name).lower() for name in authors]
    best, score = None, 0
    for one in window:
        if len(one.text) > 220 or one.zone in {"caption", "credit", "alt", "title", "related"} or one.level:
            continue
        bare = squeezed(one.text).lower()
        named = sum(name in bare for name in names)
        marked = one.zone == "byline"
        opened = bylines.is_byline(one.text, one.text.lower())
        if named and len(one.text) <= 60 + sum(map(len, authors)) or (not names and (marked or opened)):
            rank = 4 * named + 2 * marked + 2 * opened
            if rank > score:
                best, score = one, rank
    return best


def _find_date(window: list[_Judged], published: str | None) -> str | None:
    """The day of publication: what the markup states, else a line near the title that says it and little else."""
    for one in window:
        if one.zone in {"caption", "credit", "alt", "related", "title"} or one.level:
            continue
        stated = dates.date_of_line(one.text)
        days = [date.day for date in stated if not date.updated]
        if published in days or (published is None and days):
            if not one.kind or one.kind == "paragraph":
                one.kind, one.reason = "date", ""
            return published or days[0]
    return published


def _mark_lead(judged: list[_Judged], title: _Judged | None) -> None:
    """A stand-first is often marked up as a heading: the first thing shown after the title, as long as a sentence."""
    after = judged[judged.index(title) + 1 :] if title else judged
    first = next((one for one in after if one.kind in {"heading", "paragraph"}), None)
    if first and first.kind == "heading" and len(first.text.split()) >= 10:
        first.kind = "lead"


def _mark_repeats(judged: list[_Judged], title: _Judged) -> None:
    """The headline a second time is furniture, wherever it stands."""
    bare = squeezed(title.text).lower()
    for one in judged:
        if one is not title and len(one.text) < len(title.text) + 60 and squeezed(one.text).lower() == bare:
            one.kind, one.reason = "", "repeat"


def _give_reasons(judged: list[_Judged]) -> None:
    """A reason for each line that is not shown: its zone, its words, or what stands below it."""
    below = ""
    for one in reversed(judged):
        if one.kind:
            below = ""
            continue
        one.reason = one.reason or _reason(one, below)
        if not one.level:
            below = one.reason


def _reason(one: _Judged, below: str) -> str:
    if one.zone in _ZONES and one.zone != "aside":
        return _ZONES[one.zone]
    if one.role in _REASONS:
        return _REASONS[one.role]
    if one.zone in _ZONES:
        return _ZONES[one.zone]
    if one.level:
        return below if below in {"teaser", "comments", "promotion", "navigation", "author_bio"} else "teaser"
    if bylines.is_byline(one.text, one.text.lower()):
        return "byline"
    if dates.date_of_line(one.text):
        return "date"
    if one.hint.endswith("link"):
        return "teaser" if len(one.text.split()) >= 5 else "navigation"
    return "navigation" if one.zone == "li" and len(one.text.split()) < 5 else "boilerplate"


def _assembled(page: Page, judged: list[_Judged], title: str, facts: Facts) -> Article:
    """The article of the judged lines; of the page's own title only the part that is the headline is shown."""
    passages: list[Passage] = []
    dropped: list[Dropped] = []
    shown_title: str | None = title or None
    for one in judged:
        if not one.kind:
            dropped.append(Dropped(one.reason, one.start, one.end))
            continue
        start, end = one.start, one.end
        if one.kind == "title":
            if one.hint == "title" and title and (at := one.text.find(title)) >= 0:
                start, end = start + at, start + at + len(title)
                for a, b in ((one.start, start), (end, one.end)):
                    if rest := page.text[a:b].strip():
                        at = page.text.index(rest, a)
                        dropped.append(Dropped("navigation", at, at + len(rest)))
            passages.insert(0, Passage("title", start, end))
            shown_title = mend(page.text, start, end).text
        else:
            passages.append(Passage(one.kind, start, end, one.level if one.kind == "heading" else 0))
    return assemble(page, passages, dropped, facts._replace(title=shown_title))
